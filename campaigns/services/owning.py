"""Whoever is not the office keeps what belongs to the own unit or working group."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.models import Record


def check_own(thing: Record, by: Any, right: str = "") -> None:
    """Raise ``RuleBroken`` for somebody else's. ``right`` is a door's own; the clock may do everything."""
    if by is None or right or by.standing.is_one_of("office"):
        return
    unit, group = getattr(thing, "unit_id", None), getattr(thing, "group_id", None)
    if unit not in by.standing.units and group not in by.standing.groups:
        raise RuleBroken(_("Choose your own unit or working group: others log theirs themselves."))
