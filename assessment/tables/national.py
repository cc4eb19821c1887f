"""How indicator sets and self-assessments are read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models import IndicatorSet, Judgement, SelfAssessment
from assessment.scoring.national import FAILS, PASSES, RECTIFIES
from assessment.tables.rulebooks import TONES
from dayan_safety.tables import Badge, Column

VERDICTS = {
    PASSES: Badge(pgettext_lazy("verdict", "would pass"), "success", "check2"),
    RECTIFIES: Badge(pgettext_lazy("verdict", "may rectify"), "warning", "exclamation-triangle"),
    FAILS: Badge(pgettext_lazy("verdict", "would fail"), "danger", "exclamation-circle"),
}
FILE_TONES = {
    SelfAssessment.State.OPEN: ("info", "pencil"),
    SelfAssessment.State.SUBMITTED: ("success", "check2"),
}


def set_state(kept: IndicatorSet) -> Badge:
    """Being drawn up, in use or replaced."""
    return Badge(kept.get_state_display(), *TONES[IndicatorSet.State(kept.state)])  # type: ignore[index]


def file_state(assessment: SelfAssessment) -> Badge:
    """Being worked on or submitted."""
    return Badge(assessment.get_state_display(), *FILE_TONES[SelfAssessment.State(assessment.state)])


def _graded(name: str) -> Any:
    return lambda judgement: getattr(judgement, f"get_{name}_display")()


SETS = (
    Column("name", _("Name"), order=("name",)),
    Column("document", _("Standard")),
    Column("edition", _("Edition"), order=("edition",), kind="number"),
    Column("total", _("Full marks of all indicators"), order=("total",), kind="number"),
    Column("state", _("State"), set_state, order=("state",)),
)
INDICATORS = (
    Column("indicator_set", _("Indicator set"), order=("indicator_set__name", "indicator_set_id")),
    Column("element_number", _("Number of the element"), order=("element_number",), kind="number"),
    Column("element", _("Element")),
    Column("number", _("Number of the indicator"), order=("number",), kind="number"),
    Column("text", _("What is asked")),
    Column("full_mark", _("Full mark"), order=("full_mark",), kind="number"),
    Column("wording", _("Wording"), lambda indicator: indicator.get_wording_display(), order=("wording",)),
    Column("sources", _("Proved by"), lambda indicator: indicator.told_sources, shown=False),
)
FILES = (
    Column("title", _("Title"), order=("title",)),
    Column("year", _("Year"), order=("year",), kind="number"),
    Column("indicator_set", _("Indicator set"), order=("indicator_set__name",)),
    Column("submitted_on", _("Submitted on"), order=("submitted_on",), kind="date"),
    Column("state", _("State"), file_state, order=("state",)),
)
JUDGEMENTS = (
    Column("indicator", _("Indicator"), order=("indicator__number",)),
    Column("element", _("Element"), lambda judgement: judgement.indicator.element),
    *(Column(name, label, _graded(name), order=(name,)) for name, label in Judgement.LABELS.items()),
    Column("accepted", _("Accepted records"), order=("accepted",), kind="number"),
    Column("proposed", _("Proposed records"), order=("proposed",), kind="number"),
    Column("newest", _("Newest record"), order=("newest",), kind="date"),
    Column("note", _("Note"), shown=False),
)
