"""What comes this month and soon, for everybody to read: kinds of things and units, no titles and no names."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from campaigns.models import Event, SafetyDay
from campaigns.services.safety_calendar import days_of_year
from committee.models import Meeting
from dayan_safety.month import Entry, span_of
from dayan_safety.overview.asking import Asked

MOST = 12


def coming(asked: Asked) -> list[Entry]:
    """Meetings, safety days and events from today to the end of what the month's strip holds; three queries."""
    entries = sorted([*_meetings(asked), *_safety_days(asked), *_events(asked)])
    return entries[:MOST]


def _meetings(asked: Asked) -> Iterable[Entry]:
    ahead = asked.rows(Meeting).ahead(asked.on).filter(held_on__lte=span_of(asked.on)[1])
    return (Entry(held_on, _("Joint meeting"), icon="people") for held_on in ahead.values_list("held_on", flat=True))


def _safety_days(asked: Asked) -> Iterable[Entry]:
    last, known = span_of(asked.on)[1], list(asked.rows(SafetyDay))
    years = range(asked.on.year, last.year + 1)
    return (
        Entry(period.first, str(day), icon="calendar-heart")
        for year in years
        for day, period in days_of_year(known, year)
        if asked.on <= period.first <= last
    )


def _events(asked: Asked) -> Iterable[Entry]:
    rows = asked.rows(Event).filter(held_on__range=(asked.on, span_of(asked.on)[1]))
    ahead = rows.select_related("kind", "unit", "group").order_by("held_on", "pk")[:MOST]
    return (
        Entry(
            event.held_on,
            " · ".join(str(part) for part in (event.kind, event.unit or event.group) if part),
            icon="calendar2-check",
        )
        for event in ahead
    )
