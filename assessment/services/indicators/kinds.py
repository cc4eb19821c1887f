"""Three ways of reading records: the share that went well, how often something happened, months in which it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from assessment.scoring import Reading

Rows = Callable[[date, date, date], Any]  # of a period as they stand on a day
Readings = dict[int, Reading]


@lru_cache(maxsize=4096)
def read(part: int, whole: int) -> Reading:
    """What was read, as numbers of records: equal ones are the same, so that each is computed with once."""
    return Reading(Decimal(part), Decimal(whole))


@dataclass(frozen=True)
class Indicator:
    """A figure of every unit.

    ``rows``: the ways its records belong to units; each gives those of a period as they stand on a day, with
    ``of_unit``, ``went_well`` and their day ``at``. Counting and the list of what was counted read the same rows.
    """

    rows: tuple[Rows, ...]

    def readings(self, first: date, last: date, on: date) -> Readings:
        """What was read, by unit; units of which nothing is known are not there. One query for each way."""
        raise NotImplementedError

    def elsewhere(self, first: date, last: date, on: date) -> Reading | None:
        """What is read of a unit without any record: nothing is known, unless that says something, too."""
        return None

    def records(self, unit: int, first: date, last: date, on: date, *, reader: Any = None) -> list[Any]:
        """What was counted of a unit, each once, in the order of the days; for a ``reader`` what exists for them."""
        ways = [rows.filter(of_unit=unit) for rows in self.ways(first, last, on)]
        found = {row.pk: row for rows in ways for row in (rows.visible_to(reader) if reader else rows)}
        return sorted(found.values(), key=lambda row: (row.at, row.pk))

    def ways(self, first: date, last: date, on: date) -> Iterable[Any]:
        """Its rows, those that belong to a unit."""
        return [rows(first, last, on).filter(of_unit__isnull=False) for rows in self.rows]

    def counted(self, first: date, last: date, on: date) -> Iterator[tuple[int, int, int]]:
        """Unit, how many went well, how many there are."""
        parts, wholes = defaultdict[int, int](int), defaultdict[int, int](int)
        for rows in self.ways(first, last, on):
            counts = rows.order_by().values("of_unit").annotate(well=Count("pk", Q(went_well=True)), all=Count("pk"))
            for unit, well, whole in counts.values_list("of_unit", "well", "all"):
                parts[unit] += well
                wholes[unit] += whole
        return ((unit, parts[unit], wholes[unit]) for unit in wholes)


class Share(Indicator):
    """How many of its records went well: a part of the whole."""

    def readings(self, first: date, last: date, on: date) -> Readings:
        """Those that went well of all."""
        counted = self.counted(first, last, on)
        return {unit: read(part, whole) for unit, part, whole in counted}


class Occurrences(Indicator):
    """How often something happened; a unit without records had it never."""

    def readings(self, first: date, last: date, on: date) -> Readings:
        """How many."""
        return {unit: read(times, 0) for unit, _well, times in self.counted(first, last, on)}

    def elsewhere(self, first: date, last: date, on: date) -> Reading | None:
        """Never."""
        return read(0, 0)


class Months(Indicator):
    """In how many of the months that have begun there was a record; a unit without any had it in none."""

    def readings(self, first: date, last: date, on: date) -> Readings:
        """Months with a record of all."""
        seen: dict[int, set[date]] = defaultdict(set)
        for rows in self.ways(first, last, on):
            days = rows.order_by().annotate(begun=TruncMonth("at"))
            for unit, month in days.values_list("of_unit", "begun").distinct():
                seen[unit].add(month)
        whole = months_between(first, min(last, on))
        return {unit: read(len(months), whole) for unit, months in seen.items()}

    def elsewhere(self, first: date, last: date, on: date) -> Reading | None:
        """In none."""
        return read(0, months_between(first, min(last, on)))


def months_between(first: date, last: date) -> int:
    """How many months the days from ``first`` to ``last`` touch."""
    return max(0, (last.year - first.year) * 12 + last.month - first.month + 1)
