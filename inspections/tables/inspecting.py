"""How inspections are read: their states and scores, and in which columns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Badge, Column
from inspections.models import Answer, Inspection

State, Verdict = Inspection.State, Answer.Verdict
STATES = {
    State.OPEN: ("info", "pencil-square"),
    State.CANCELLED: ("secondary", "slash-circle"),
}
VERDICTS = {
    Verdict.PASS: ("success", "check-circle"),
    Verdict.FAIL: ("danger", "x-octagon"),
    Verdict.NOT_APPLICABLE: ("secondary", "dash-circle"),
}


def state(inspection: Inspection) -> Badge:
    """Being made or called off; a finished one by what it came to."""
    known = State(inspection.state)
    if known in STATES:
        return Badge(known.label, *STATES[known])
    if inspection.failed:
        return Badge(_("finished, dangers found"), "warning", "exclamation-triangle")
    return Badge(_("finished, nothing found"), "success", "check-circle")


def verdict(answer: Answer) -> Badge:
    """What was answered."""
    known = Verdict(answer.verdict)
    return Badge(known.label, *VERDICTS[known])


def percent(inspection: Inspection) -> str:
    """Its score."""
    return "" if inspection.score is None else f"{inspection.score} %"


def who(inspection: Inspection) -> Any:
    """The agency, or else the person."""
    return inspection.agency or inspection.made_by or ""


INSPECTIONS = (
    Column("unit", _("Unit"), order=("unit__order", "unit_id")),
    Column("number", _("Reference number"), order=("pk",), shown=False),
    Column("site", _("Site"), order=("site__name",), shown=False),
    Column("checklist", _("Checklist"), order=("checklist__name",)),
    Column("made_on", _("Inspected on"), order=("made_on",), kind="date"),
    Column("who", _("Made by"), who, order=("agency__name", "made_by_id")),
    Column("companions", _("Who inspected too"), shown=False),
    Column("score", _("Passed of a hundred"), percent, order=("score",), kind="number"),
    Column("failed", _("Questions failed"), order=("failed",), kind="number", shown=False),
    Column("found", _("Findings"), order=("found",), kind="number"),
    Column("open_findings", _("Findings not closed"), order=("open_findings",), kind="number"),
    Column("state", _("State"), state, order=("state",)),
)
