"""What belongs to a unit or a working group: the office keeps all of it, others that of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.models import Record
from dayan_safety.records import create_record, edit_record

Owned = TypeVar("Owned", bound=Record)


def check_own(thing: Record, by: Any, right: str = "") -> None:
    """Raise ``RuleBroken`` for somebody else's. ``right`` is a door's own; the clock may do everything."""
    if by is None or right or by.standing.is_one_of("office"):
        return
    unit, group = getattr(thing, "unit_id", None), getattr(thing, "group_id", None)
    if unit not in by.standing.units and group not in by.standing.groups:
        raise RuleBroken(_("Choose your own unit or working group: others log theirs themselves."))


def create_own(thing: Owned, *, by: Any, right: str = "", **several: Iterable[Any]) -> Owned:
    """``create_record`` of what is one's own: a campaign, a display. Raises ``RuleBroken`` for somebody else's."""
    check_own(thing, by, right)
    return create_record(thing, by=by, right=right, several=several)


def edit_own(
    thing: Owned,
    names: list[str],
    *,
    by: Any,
    version: int | None = None,
    right: str = "",
    **several: Iterable[Any],
) -> Owned:
    """``edit_record`` of what is one's own, and stays so; what holds ``several`` and is not named stays as it is."""
    check_own(thing, by, right)
    return edit_record(thing, names, by=by, version=version, right=right, several=several)
