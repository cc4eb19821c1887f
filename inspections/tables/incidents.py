"""How incidents are read: their clocks and grades, and in which columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Badge, Column
from inspections.services.grades import Grade, grade_of

GRADES = {
    Grade.ORDINARY: (_("ordinary accident"), "secondary"),
    Grade.LARGER: (_("larger accident"), "warning"),
    Grade.MAJOR: (_("major accident"), "danger"),
    Grade.ESPECIALLY_SERIOUS: (_("especially serious accident"), "danger"),
}


def grade(incident: Any) -> Badge | str:
    """The grade of an accident at work (``with_injured``); other incidents have none."""
    if not incident.is_production:
        return ""
    words, tone = GRADES[grade_of(incident.dead, incident.serious, incident.loss)]
    return Badge(words, tone, "exclamation-octagon")


def clock(until: datetime | None, done: datetime | None) -> Badge | None:
    """How a clock stands now; none where none runs."""
    if until is None:
        return None
    if done is not None:
        is_late = done > until
        return Badge(_("too late"), "danger", "alarm") if is_late else Badge(_("in time"), "success", "check-circle")
    if timezone.now() > until:
        return Badge(_("overdue"), "danger", "alarm")
    return Badge(_("clock running"), "warning", "hourglass-split")


INCIDENTS = (
    Column("text", _("Course of the event"), order=("text",)),
    Column("number", _("Reference number"), order=("pk",), shown=False),
    Column("unit", _("Unit"), order=("unit__order", "unit_id")),
    Column("happened_on", _("Day"), order=("happened_on",), kind="date"),
    Column("place_kind", _("Kind of place"), lambda incident: incident.get_place_kind_display(), order=("place_kind",)),
    Column("place", _("Place"), shown=False),
    Column("cause", _("Cause"), lambda incident: incident.get_cause_display(), order=("cause",)),
    Column("hurt", _("People hurt"), order=("hurt",), kind="number"),
    Column("serious", _("Seriously"), order=("serious",), kind="number", shown=False),
    Column("dead", _("Dead"), order=("dead",), kind="number"),
    Column("grade", _("Grade"), grade),
)
