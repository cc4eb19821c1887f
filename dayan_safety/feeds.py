"""Calendars as files (iCalendar, RFC 5545), and the keys in the addresses of personal ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from dayan_safety.history import record_action
from dayan_safety.permissions import verb

SIGNER = Signer(salt="dayan_safety.calendar")
ASK_AGAIN = "PT1H"  # how often calendars that ask should come back


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What a calendar shows: a day or a moment, its end (the first day or moment after), and where to read more.

    ``key`` stays the same for life, ``version`` grows with every change: calendars update what they have.
    """

    key: str
    title: str
    begins: date | datetime
    ends: date | datetime
    changed_at: datetime
    version: int
    url: str
    place: str = ""
    text: str = ""
    is_cancelled: bool = False


def written(entries: Iterable[FeedEntry], *, name: str, base: str) -> bytes:
    """The calendar ``name`` as iCalendar; ``base`` is put before the paths of the entries.

    Moments are written in UTC, days as days. RFC 5545 §3.6.1, §3.8.1.11 (cancelled), §3.8.7.4 (sequence); RFC 7986 for
    name and refresh.
    """
    calendar = Calendar()
    told = {"prodid": "-//dayan-safety//portal//ZH", "version": "2.0", "name": name, "x-wr-calname": name}
    for key, value in told.items():
        calendar.add(key, value)
    calendar.add("x-published-ttl", ASK_AGAIN)
    for entry in entries:
        calendar.add_component(_event(entry, base))
    return bytes(calendar.to_ical())


def _event(entry: FeedEntry, base: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{base.split('://')[-1]}")
    event.add("summary", entry.title)
    event.add("dtstart", _instant(entry.begins))
    event.add("dtend", _instant(entry.ends))
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.version)
    event.add("url", base + entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for key, text in (("location", entry.place), ("description", entry.text)):
        if text:
            event.add(key, text)
    return event


def _instant(when: date | datetime) -> date | datetime:
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def feed_key(user: Any) -> str:
    """What stands for ``user`` in the address of the own calendar, until it is renewed."""
    return SIGNER.sign_object([user.pk, user.feed_serial])


def feed_address(request: HttpRequest) -> str:
    """The whole address of the calendar of who asks."""
    return request.build_absolute_uri(reverse("view_feed", args=[feed_key(request.user)]))


def owner_of(key: str, users: Any) -> Any:
    """The one of ``users`` (a queryset) whose calendar ``key`` opens; ``None`` when it is invented or was renewed."""
    try:
        pk, serial = SIGNER.unsign_object(key)
    except (BadSignature, ValueError, TypeError):
        return None
    return users.filter(pk=pk, feed_serial=serial).first()


@verb("dayan_safety.renew_feed")
def renew_feed(user: Any, *, by: Any) -> None:
    """Give the calendar a new address; the old one opens nothing any more. History."""
    user.feed_serial += 1
    user.save(update_fields=["feed_serial"])
    record_action("dayan_safety.renew_feed", user, by=by)


def default_name() -> str:
    """What the calendar is called in people's calendars."""
    return _("Safe community")
