"""Logging events: whoever is not the office logs those of the own unit or working group."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Event
from dayan_safety.errors import RuleBroken
from dayan_safety.records import create_record, edit_record


def create_event(event: Event, *, by: Any, right: str = "") -> Event:
    """Log an event, ahead of it or afterwards. Raises ``RuleBroken`` for somebody else's."""
    _check_own(event, by, right)
    return create_record(event, by=by, right=right)


def edit_event(event: Event, names: list[str], *, by: Any, version: int | None = None, right: str = "") -> Event:
    """Edit an event; it stays with the own unit or group."""
    _check_own(event, by, right)
    return edit_record(event, names, by=by, version=version, right=right)


def _check_own(event: Event, by: Any, right: str) -> None:
    """``right`` is a door's own; the clock may do everything."""
    if by is None or right or by.standing.is_one_of("office"):
        return
    if event.unit_id not in by.standing.units and event.group_id not in by.standing.groups:
        raise RuleBroken(_("Choose your own unit or working group: others log theirs themselves."))
