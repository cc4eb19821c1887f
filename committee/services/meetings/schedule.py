"""When the joint meeting of a month is: a weekday of a week, moved off days on which nobody works."""

from __future__ import annotations

from datetime import date, timedelta

from dayan_safety.parameters import parameters
from dayan_safety.workdays import Calendar

DAYS_OF_WEEK = 7


def nth_weekday(month: date, week: int, weekday: int) -> date:
    """The ``week``-th ``weekday`` (1 Monday to 7 Sunday) of the month that ``month`` lies in."""
    first = month.replace(day=1)
    return first + timedelta(days=(weekday - first.isoweekday()) % DAYS_OF_WEEK + DAYS_OF_WEEK * (week - 1))


def meeting_day(month: date, week: int, weekday: int, calendar: Calendar) -> date:
    """The day of the meeting: the weekday itself if people work on it, else the next working day.

    That may be a weekend with shifted working days 调休. Source: the town's rule, the second Wednesday [D].
    """
    return calendar.next_working_day(nth_weekday(month, week, weekday))


def regular_day(month: date) -> date:
    """The day by the office's parameters and the calendar as it is known; two queries."""
    set_by_office = parameters()
    week, weekday = set_by_office["committee.meeting_week"], set_by_office["committee.meeting_weekday"]
    return meeting_day(month, week, weekday, Calendar.around(month))
