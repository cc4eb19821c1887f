"""Signing in to an event by a secret code: on its day, without a login."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Attendee, Event
from campaigns.services.attendees import list_people, lock_event
from campaigns.services.name_lists import Came
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb

CODE_BYTES = 12  # 96 random bits, 16 signs: nobody guesses one
AHEAD = timedelta(hours=2)


@verb("campaigns.open_check_in")
def open_check_in(event: Event, *, by: Any) -> None:
    """Give the event its code. Raises ``RuleBroken`` once its day is over, and where it has one."""
    held = lock_event(event)
    if held.held_on < timezone.localdate():
        raise RuleBroken(_("The day of the event is over: enter the list instead."))
    if held.check_in_code:
        raise RuleBroken(_("Signing in is open already."))
    _set_code(event, secrets.token_urlsafe(CODE_BYTES))
    record_action("campaigns.open_check_in", event, by=by)


@verb("campaigns.close_check_in")
def close_check_in(event: Event, *, by: Any) -> None:
    """The code is no longer one; opening again gives another. Raises ``RuleBroken`` where there is none."""
    if not lock_event(event).check_in_code:
        raise RuleBroken(_("Signing in is not open."))
    _set_code(event, "")
    record_action("campaigns.close_check_in", event, by=by)


def _set_code(event: Event, code: str) -> None:
    """Of the event's version nothing is changed: whoever edits it meanwhile need not be disturbed."""
    Event.objects.filter(pk=event.pk).update(check_in_code=code)
    event.check_in_code = code


@verb("campaigns.check_in")
def check_in(event: Event, *, by: Any, name: str, from_unit: str) -> bool:
    """Write down who came; says whether the name is new. ``by`` is ``None``: whoever stands at the door has no login.

    Raises ``RuleBroken`` once the code of ``event`` is none any more, and when the list is full.
    """
    held, now = lock_event(event), timezone.now()
    if held.check_in_code != event.check_in_code or not is_open(held, now):
        raise RuleBroken(_("Signing in is over."))
    rows = list_people(held, [Came(name, from_unit)], way=Attendee.Way.CODE, came_at=now)
    for row in rows:
        record_action("campaigns.check_in", row, by=by)
    return bool(rows)


def event_of(code: str, now: datetime) -> Event | None:
    """The event that people sign in to by ``code`` now; one query. Any other code was never one."""
    event: Event | None = Event.objects.present().filter(check_in_code=code).first()
    return event if event and is_open(event, now) else None


def is_open(event: Event, now: datetime) -> bool:
    """Whether the code of ``event`` works: on its day, from two hours before it begins until midnight in the town."""
    here = timezone.localtime(now)
    has_code = bool(event.check_in_code) and event.removed_at is None
    return has_code and event.held_on == here.date() and here >= opens_at(event)


def opens_at(event: Event) -> datetime:
    """Two hours before the event begins, at midnight where nobody said when; never on the day before."""
    midnight = timezone.make_aware(datetime.combine(event.held_on, datetime.min.time()))
    if event.begins_at is None:
        return midnight
    return max(midnight, timezone.make_aware(datetime.combine(event.held_on, event.begins_at)) - AHEAD)
