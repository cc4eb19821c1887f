"""Working days: the rows of ``CalendarDay`` over the weekends. Days are local dates of the town (Asia/Shanghai).

Rules: a day with a row is what the row says; any other Saturday or Sunday is off, any other weekday works. The lists
of public holidays and shifted working days 调休 come from the State Council each November for the next year; until a
year's list is loaded only its weekends are off, and ``unknown_years_warning`` says so.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.models import CalendarDay

SATURDAY = 5
# Every list since 2004 makes at least 21 rows; fewer are no list, but days the office marked by itself, or December
# days that the next year's list moved.
ROWS_OF_A_LIST = 10
# A list of one year may move the last days of the year before (2007, 2018, 2022 and 2023 did).
DAYS_BEFORE_NEW_YEAR = timedelta(days=7)


def today() -> date:
    """The local date, whatever time zone the process or the reader is in."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def day_of(moment: datetime) -> date:
    """The local date of an instant."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def is_working_weekday(day: date) -> bool:
    """What the weekday alone says."""
    return day.weekday() < SATURDAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days, computed without asking the database: ``rows`` maps a day to whether it works."""

    rows: Mapping[date, bool]

    @classmethod
    def of_years(cls, years: Iterable[int]) -> Calendar:
        """The calendar that knows ``years``; one query."""
        rows = CalendarDay.objects.filter(day__year__in=list(years))
        return cls(dict(rows.values_list("day", "is_working")))

    @classmethod
    def around(cls, day: date, working_days: int = 0) -> Calendar:
        """The calendar for counting up to ``working_days`` from ``day`` in either direction; one query.

        No year has fewer than 180 working days.
        """
        span = 1 + working_days // 180
        return cls.of_years(range(day.year - span, day.year + span + 1))

    def is_working_day(self, day: date) -> bool:
        """Whether people work on ``day``."""
        return self.rows.get(day, is_working_weekday(day))

    def next_working_day(self, day: date) -> date:
        """``day`` itself when it works, else the first working day after it."""
        return day if self.is_working_day(day) else self._step(day, 1)

    def previous_working_day(self, day: date) -> date:
        """``day`` itself when it works, else the last working day before it."""
        return day if self.is_working_day(day) else self._step(day, -1)

    def working_days_after(self, day: date, number: int) -> date:
        """The ``number``-th working day after ``day``, which does not count; 0 is ``next_working_day``."""
        return self._walk(day, number, 1) if number else self.next_working_day(day)

    def working_days_before(self, day: date, number: int) -> date:
        """The ``number``-th working day before ``day``, which does not count; 0 is ``previous_working_day``."""
        return self._walk(day, number, -1) if number else self.previous_working_day(day)

    def _walk(self, day: date, number: int, direction: int) -> date:
        if number < 0:
            raise ValueError("the number of working days must not be negative")
        for _step in range(number):
            day = self._step(day, direction)
        return day

    def _step(self, day: date, direction: int) -> date:
        """The nearest working day in ``direction`` (1 or -1), ``day`` itself left out."""
        day += timedelta(days=direction)
        while not self.is_working_day(day):
            day += timedelta(days=direction)
        return day


def is_working_day(day: date) -> bool:
    """Whether people work on ``day``; one query. For many days take ``Calendar``."""
    return Calendar.around(day).is_working_day(day)


def next_working_day(day: date) -> date:
    """``day`` itself when it works, else the first working day after it; one query."""
    return Calendar.around(day).next_working_day(day)


def working_days_after(day: date, number: int) -> date:
    """The ``number``-th working day after ``day``, which does not count; one query."""
    return Calendar.around(day, number).working_days_after(day, number)


def working_days_before(day: date, number: int) -> date:
    """The ``number``-th working day before ``day``, which does not count; one query."""
    return Calendar.around(day, number).working_days_before(day, number)


def known_years(years: Iterable[int]) -> set[int]:
    """Those of ``years`` whose list of holidays is loaded; one query."""
    wanted = list(years)
    counts = {str(year): Count("pk", filter=Q(day__year=year)) for year in wanted}
    rows = CalendarDay.objects.order_by().aggregate(**counts)
    return {year for year in wanted if rows[str(year)] >= ROWS_OF_A_LIST}


def is_known_year(year: int) -> bool:
    """Whether the list of holidays of ``year`` is loaded; one query."""
    return bool(known_years([year]))


@lru_cache(maxsize=4)
def _missing_years(on: date, *, minute: int) -> list[int]:
    """The years that ought to be known on ``on`` and are not; every page of the office asks, one a minute looks."""
    wanted = [on.year, on.year + 1] if on.month == 12 else [on.year]
    known = known_years(wanted)
    return [year for year in wanted if year not in known]


def this_minute() -> int:
    """Counts minutes."""
    return int(time.time() // 60)


def forget_missing_years() -> None:
    """Look again: a list was loaded, or a day marked."""
    _missing_years.cache_clear()


def unknown_years_warning(on: date) -> str:
    """A sentence while this year's list is missing, or from 1 December the next year's; otherwise nothing."""
    missing = list(map(str, _missing_years(on, minute=this_minute())))
    if not missing:
        return ""
    return _(
        "The public holidays of %(years)s are not known yet: only weekends count as days off. Load the calendar."
    ) % {"years": _(", ").join(missing)}
