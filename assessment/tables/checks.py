"""How regular checks, units checked and deductions are read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models import Check
from dayan_safety.tables import Badge, Column

TONES = {
    Check.State.DRAFT: ("secondary", "pencil"),
    Check.State.OPEN: ("info", "hourglass-split"),
    Check.State.CLOSED: ("success", "check2"),
}


def state(check: Check) -> Badge:
    """Being prepared, open or closed."""
    return Badge(check.get_state_display(), *TONES[Check.State(check.state)])


def progress(checked: Any) -> Badge:
    """Whether the unit wrote its self scores."""
    if checked.self_score is not None:
        return Badge(_("written"), "success", "check2")
    if checked.in_check.state == Check.State.CLOSED:
        return Badge(_("not written"), "secondary", "circle")
    return Badge(_("to be written"), "warning", "pen")


CHECKS = (
    Column("name", _("Name"), order=("name",)),
    Column("first", _("From"), order=("first",), kind="date"),
    Column("last", _("Until"), order=("last",), kind="date"),
    Column("drawn", _("Units checked"), order=("drawn",), kind="number"),
    Column("answered", _("With self scores"), order=("answered",), kind="number"),
    Column("deducted", _("Deductions"), order=("deducted",), kind="number"),
    Column("rulebook", _("Rulebook"), shown=False),
    Column("closed_on", pgettext_lazy("check", "Closed on"), order=("closed_on",), kind="date", shown=False),
    Column("state", _("State"), state, order=("state",)),
)
OF_CHECK = (
    Column("unit", _("Unit"), order=("unit__order", "unit")),
    Column("kind", _("Kind of unit"), lambda checked: checked.unit.get_kind_display(), order=("unit__kind",)),
    Column("full", _("Full mark"), order=("full",), kind="number"),
    Column("self_score", _("Self score"), order=("self_score",), kind="number"),
    Column("left", _("Points left"), order=("left",), kind="number"),
    Column("deducted", _("Deductions"), order=("deducted",), kind="number"),
    Column("progress", _("Self scores"), progress),
)
CHECKED = (
    OF_CHECK[0],
    Column("in_check", _("Regular check"), order=("in_check__last", "in_check")),
    *OF_CHECK[1:],
)
DEDUCTIONS = (
    Column(
        "unit", _("Unit"), lambda deduction: deduction.checked.unit, order=("checked__unit__order", "checked__unit")
    ),
    Column(
        "check", _("Regular check"), lambda deduction: deduction.checked.in_check, order=("checked__in_check__last",)
    ),
    Column("item", _("Item"), order=("item",)),
    Column("points", _("Points off"), order=("points",), kind="number"),
    Column("found_on", _("Day"), order=("found_on",), kind="date"),
    Column("reason", _("Reason")),
)
