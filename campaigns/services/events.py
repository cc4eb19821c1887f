"""Logging events: whoever is not the office logs those of the own unit or working group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from campaigns.models import Event
from campaigns.services.owning import create_own, edit_own


def create_event(event: Event, *, by: Any, right: str = "", **several: Iterable[Any]) -> Event:
    """Log an event, ahead of it or afterwards. Raises ``RuleBroken`` for somebody else's."""
    return create_own(event, by=by, right=right, **_beside(event, several))


def edit_event(
    event: Event, names: list[str], *, by: Any, version: int | None = None, right: str = "", **several: Iterable[Any]
) -> Event:
    """Edit an event; it stays with the own unit or group. No ``audiences`` or ``more_units``: they stay as they are."""
    return edit_own(event, names, by=by, version=version, right=right, **_beside(event, several))


def _beside(event: Event, several: dict[str, Iterable[Any]]) -> dict[str, Iterable[Any]]:
    """The unit that it was for does not stand among the others besides."""
    if "more_units" not in several:
        return several
    return several | {"more_units": [unit for unit in several["more_units"] if unit.pk != event.unit_id]}
