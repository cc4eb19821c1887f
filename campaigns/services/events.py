"""Logging events: whoever is not the office logs those of the own unit or working group."""

from __future__ import annotations

from typing import Any

from campaigns.models import Event
from campaigns.services.owning import check_own
from dayan_safety.records import create_record, edit_record


def create_event(event: Event, *, by: Any, right: str = "") -> Event:
    """Log an event, ahead of it or afterwards. Raises ``RuleBroken`` for somebody else's."""
    check_own(event, by, right)
    return create_record(event, by=by, right=right)


def edit_event(event: Event, names: list[str], *, by: Any, version: int | None = None, right: str = "") -> Event:
    """Edit an event; it stays with the own unit or group."""
    check_own(event, by, right)
    return edit_record(event, names, by=by, version=version, right=right)
