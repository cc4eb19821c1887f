"""How reports of dangers are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Badge, Column
from inspections.models import HazardReport

State = HazardReport.State
STATES = {
    State.NEW: ("warning", "inbox"),
    State.TAKEN: ("info", "exclamation-triangle"),
    State.ANSWERED: ("success", "chat-left-text"),
    State.DISMISSED: ("secondary", "slash-circle"),
}


def state(report: HazardReport) -> Badge:
    """Where it stands."""
    known = State(report.state)
    return Badge(known.label, *STATES[known])


REPORTS = (
    Column("text", _("What is dangerous"), order=("text",)),
    Column("number", _("Number to follow it by"), order=("number",)),
    Column("place", _("Place"), order=("place",)),
    Column("unit", _("Unit"), order=("unit__order", "unit_id")),
    Column("came_on", _("Reported on"), order=("came_on", "pk"), kind="date"),
    Column("said_by", _("Reported by"), lambda report: report.said_by or _("resident"), order=("said_by_id",)),
    Column("finding", _("Finding"), lambda report: report.finding.number if report.finding else "", shown=False),
    Column("settled_on", _("Sorted on"), order=("settled_on",), kind="date", shown=False),
    Column("state", _("State"), state, order=("state",)),
)
