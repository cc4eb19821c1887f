"""Logging events: whoever is not the office logs those of the own unit or working group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from campaigns.models import Audience, Event
from campaigns.services.owning import check_own
from dayan_safety.history import change
from dayan_safety.records import create_record, edit_record, set_several

EDIT = "campaigns.edit_event"


def create_event(event: Event, *, by: Any, right: str = "", audiences: Iterable[Audience] = ()) -> Event:
    """Log an event, ahead of it or afterwards. Raises ``RuleBroken`` for somebody else's."""
    check_own(event, by, right)
    with change():
        create_record(event, by=by, right=right)
        if chosen := list(audiences):
            set_several(event, "audiences", chosen, by=by, verb=EDIT)
    return event


def edit_event(
    event: Event,
    names: list[str],
    *,
    by: Any,
    version: int | None = None,
    right: str = "",
    audiences: Iterable[Audience] | None = None,
) -> Event:
    """Edit an event; it stays with the own unit or group. No ``audiences``: they stay as they are."""
    check_own(event, by, right)
    with change():
        edit_record(event, names, by=by, version=version, right=right)
        if audiences is not None:
            set_several(event, "audiences", audiences, by=by, verb=EDIT)
    return event
