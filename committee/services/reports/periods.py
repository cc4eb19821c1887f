"""Periods of reports, and the two days of each: when it is due, and after which nothing is written any more."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from committee.models import Period
from dayan_safety.workdays import Calendar

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A period: its first and last day."""

    first: date
    last: date
    kind: str

    @property
    def opens_on(self) -> date:
        """The day its reports open: a month's on its 1st [D], the statutory ones once there is a whole period."""
        return self.first if self.kind == Period.MONTH else self.last + DAY


def span_of(kind: str, day: date) -> Span:
    """The period of ``kind`` that ``day`` lies in."""
    months = MONTHS[Period(kind)]
    number = (day.month - 1) // months * months + 1
    first = date(day.year, number, 1)
    last_month = number + months - 1
    return Span(first, date(day.year, last_month, monthrange(day.year, last_month)[1]), str(kind))


def span_before(span: Span) -> Span:
    """The period before."""
    return span_of(span.kind, span.first - DAY)


def span_after(span: Span) -> Span:
    """The period after."""
    return span_of(span.kind, span.last + DAY)


def latest_open(kind: str, on: date) -> Span:
    """The last period whose reports are open on ``on``."""
    span = span_of(kind, on)
    return span if span.opens_on <= on else span_before(span)


def spans_between(first: Span, last: Span) -> Iterator[Span]:
    """From ``first`` to ``last``, both included; nothing where ``first`` comes later."""
    while first <= last:
        yield first
        first = span_after(first)


def months_of(year: int) -> list[date]:
    """The first days of its months."""
    return [date(year, month, 1) for month in range(1, 13)]


def days_of(span: Span, told: Mapping[str, Any], calendar: Calendar) -> tuple[date, date]:
    """When the reports of ``span`` are due 应报日, and when they close 截止日, both moved off days nobody works on.

    Months: two days of the month itself [D: 25th and 28th]; the last one where it has no such day. Quarters and years:
    so many days after their end [L: quarter + 15 days, 31 January]. Never closed before it is due.
    """
    due, lock = _plain_days(span, told)
    due_on = calendar.next_working_day(due)
    return due_on, max(due_on, calendar.next_working_day(lock))


def _plain_days(span: Span, told: Mapping[str, Any]) -> tuple[date, date]:
    if span.kind == Period.MONTH:
        days = told["committee.report_due_day"], told["committee.report_lock_day"]
        due, lock = (span.first.replace(day=min(day, span.last.day)) for day in days)
    else:
        numbers = told[f"committee.{span.kind}_due_days"], told[f"committee.{span.kind}_lock_days"]
        due, lock = (span.last + timedelta(days=number) for number in numbers)
    return due, lock
