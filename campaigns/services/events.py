"""Logging events: whoever is not the office logs those of the own unit or working group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from campaigns.models import Audience, Event
from campaigns.services.owning import check_own
from committee.models import Unit
from dayan_safety.history import change
from dayan_safety.records import create_record, edit_record, set_several

EDIT = "campaigns.edit_event"


def create_event(
    event: Event, *, by: Any, right: str = "", audiences: Iterable[Audience] = (), more_units: Iterable[Unit] = ()
) -> Event:
    """Log an event, ahead of it or afterwards. Raises ``RuleBroken`` for somebody else's."""
    check_own(event, by, right)
    with change():
        create_record(event, by=by, right=right)
        _set(event, by, audiences=list(audiences) or None, more_units=list(more_units) or None)
    return event


def edit_event(
    event: Event,
    names: list[str],
    *,
    by: Any,
    version: int | None = None,
    right: str = "",
    audiences: Iterable[Audience] | None = None,
    more_units: Iterable[Unit] | None = None,
) -> Event:
    """Edit an event; it stays with the own unit or group. No ``audiences`` or ``more_units``: they stay as they are."""
    check_own(event, by, right)
    with change():
        edit_record(event, names, by=by, version=version, right=right)
        _set(event, by, audiences=audiences, more_units=more_units)
    return event


def _set(event: Event, by: Any, **several: Iterable[Any] | None) -> None:
    """What the event's own row does not hold. The unit that it was for does not stand among the others besides."""
    for name, wanted in several.items():
        if wanted is not None:
            chosen = [each for each in wanted if name != "more_units" or each.pk != event.unit_id]
            set_several(event, name, chosen, by=by, verb=EDIT)
