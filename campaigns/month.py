"""Safety days, and events to come, as the home page's strip shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from campaigns.models import Event, SafetyDay
from campaigns.services.safety_calendar import days_of_year
from dayan_safety.month import Entry

EVENTS_SHOWN = 8


def month_of_campaigns(user: Any, first: date, last: date) -> list[Entry]:
    """The safety days that begin from ``first`` to ``last``, and the next events of those days; two queries."""
    return [*_safety_days(user, first, last), *_events(user, first, last)]


def _safety_days(user: Any, first: date, last: date) -> list[Entry]:
    known = list(SafetyDay.objects.all().visible_to(user))
    return [
        Entry(period.first, str(day), day.get_absolute_url(), "calendar-heart")
        for year in range(first.year, last.year + 1)
        for day, period in days_of_year(known, year)
        if first <= period.first <= last
    ]


def _events(user: Any, first: date, last: date) -> list[Entry]:
    ahead = Event.objects.all().visible_to(user).filter(held_on__range=(max(first, timezone.localdate()), last))
    shown = ahead.order_by("held_on", "pk")[:EVENTS_SHOWN]
    return [Entry(event.held_on, str(event), event.get_absolute_url(), "calendar2-check") for event in shown]
