"""What the portal counts by itself for a report: every app declares its own (``SOURCES`` of its module ``sources``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import QuerySet, Sum

from dayan_safety.notice_kinds import declared

Records = Callable[[Any, date, date], QuerySet[Any]]


def number_of(records: QuerySet[Any]) -> Decimal:
    """How many there are."""
    return Decimal(records.count())


def sum_of(name: str) -> Callable[[QuerySet[Any]], Decimal]:
    """The sum of their field ``name``; nothing is 0."""
    return lambda records: Decimal(records.order_by().aggregate(total=Sum(name))["total"] or 0)


@dataclass(frozen=True, slots=True)
class Source:
    """One figure: the ``records`` of a body (a working group or a unit) from a day to a day, and what is made of them.

    ``name`` is ``<app>.<name>``. What people see behind the figure are exactly those records. ``shows_effect``: a
    promotion project may be judged by it.
    """

    name: str
    label: Any
    records: Records
    figure: Callable[[QuerySet[Any]], Decimal] = number_of
    shows_effect: bool = False

    def count(self, body: Any, first: date, last: date) -> Decimal:
        """The figure; one query, as a rule."""
        return self.figure(self.records(body, first, last))


@cache
def all_sources() -> dict[str, Source]:
    """The sources of every app, by name."""
    return {source.name: source for source in declared("sources", "SOURCES")}


def source_choices() -> list[tuple[str, Any]]:
    """As a form offers them; the first is none."""
    return [("", ""), *((source.name, source.label) for source in all_sources().values())]
