"""How checklists are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Badge, Column
from inspections.models import Checklist

STATES = {
    Checklist.State.DRAFT: ("info", "pencil-square"),
    Checklist.State.IN_USE: ("success", "check-circle"),
    Checklist.State.REPLACED: ("secondary", "archive"),
}


def state(checklist: Checklist) -> Badge:
    """Where it stands."""
    known = Checklist.State(checklist.state)
    return Badge(known.label, *STATES[known])


CHECKLISTS = (
    Column("name", _("Name"), order=("name",)),
    Column("trade", _("Trade"), lambda checklist: checklist.get_trade_display(), order=("trade",)),
    Column("edition", _("Edition"), order=("edition",), kind="number"),
    Column("asks", _("Questions"), order=("asks",), kind="number"),
    Column("used_since", _("Put in use on"), order=("used_since",), kind="date"),
    Column("status", _("Status"), state, order=("state",)),
)
