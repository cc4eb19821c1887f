"""Coverage: which unit the town reached with which theme in a year, and the plan for what it did not reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from campaigns.models import Event, EventKind
from campaigns.querysets import EventQuerySet
from campaigns.services.owning import create_own
from committee.models import Unit, WorkingGroup
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change
from dayan_safety.permissions import require
from dayan_safety.workdays import Calendar

PLAN = "campaigns.plan_events"
MOST_PLANNED = 200  # events at once
Pair = tuple[Unit, WorkingGroup]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a unit had of a theme: events held, and those that still lie ahead."""

    held: int = 0
    planned: int = 0

    @property
    def is_empty(self) -> bool:
        """Neither held nor planned."""
        return not (self.held or self.planned)


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Units × themes of a year; the theme of an event is that of the working group that holds it."""

    units: Sequence[Unit]
    groups: Sequence[WorkingGroup]
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def of(self, unit: Unit, group: WorkingGroup) -> Cell:
        """One cell."""
        return self.cells.get((unit.pk, group.pk), NOTHING)

    def reached(self, group: WorkingGroup) -> int:
        """How many units had an event of the theme."""
        return sum(self.of(unit, group).held > 0 for unit in self.units)

    def themes_of(self, unit: Unit) -> int:
        """How many themes the unit had an event of."""
        return sum(self.of(unit, group).held > 0 for group in self.groups)

    @property
    def units_reached(self) -> set[int]:
        """The keys of the units that had an event of any theme."""
        return {unit.pk for unit in self.units if self.themes_of(unit)}

    @property
    def all_reached(self) -> int:
        """How many cells have an event that was held."""
        return sum(self.reached(group) for group in self.groups)

    @property
    def whole(self) -> int:
        """How many cells there are."""
        return len(self.units) * len(self.groups)

    def empty_of(self, group: WorkingGroup) -> list[Pair]:
        """The empty cells of a theme."""
        return [(unit, group) for unit in self.units if self.of(unit, group).is_empty]


def coverage_of(
    year: int, on: date, units: Iterable[Unit], groups: Iterable[WorkingGroup], events: EventQuerySet
) -> Coverage:
    """Count ``events`` of ``year`` as of ``on`` by unit and group; two queries for any number of them.

    An event with several units counts once for each of them.
    """
    cells: dict[tuple[int, int], Cell] = {}
    for unit, group, held, planned in _counted(events.in_year(year), on):
        cell = cells.get((unit, group), NOTHING)
        cells[unit, group] = Cell(cell.held + held, cell.planned + planned)
    return Coverage(list(units), list(groups), cells)


def reached_in(
    first: date, last: date, units: Iterable[Unit], groups: Iterable[WorkingGroup], events: EventQuerySet
) -> dict[date, set[int]]:
    """By the first day of each month from ``first`` to ``last``, which of ``units`` had an event with the theme of one
    of ``groups``: as the map has them; two queries."""
    known, themes = {unit.pk for unit in units}, {group.pk for group in groups}
    found: dict[date, set[int]] = defaultdict(set)
    for rows, unit, group, day in _ways(events.filter(held_on__range=(first, last))):
        for key, theme, month in rows.values_list(unit, group, TruncMonth(day)).distinct():
            if key in known and theme in themes:
                found[month].add(key)
    return found


def _counted(events: EventQuerySet, on: date) -> Iterator[tuple[int, int, int, int]]:
    """Unit, group, how many were held and how many lie ahead: for the main units, then for those beside them."""
    for rows, unit, group, day in _ways(events):
        yield from rows.values_list(unit, group).annotate(**_numbers(day, on))


def _ways(events: EventQuerySet) -> Iterator[tuple[QuerySet[Any], str, str, str]]:
    """Rows of units that had ``events``, and where in them unit, theme and day stand: main units, those beside them."""
    main = events.filter(unit__isnull=False, group__isnull=False).order_by()
    yield main, "unit", "group", "held_on"
    yield _beside(events), "unit", "event__group", "event__held_on"


def _numbers(day: str, on: date) -> dict[str, Count]:
    return {
        "held": Count("pk", filter=Q((f"{day}__lte", on))),
        "planned": Count("pk", filter=Q((f"{day}__gt", on))),
    }


def _beside(events: EventQuerySet) -> QuerySet[Any]:
    """A row for each unit beside the main one and each of ``events`` that has a theme."""
    rows = Event.more_units.through._default_manager.filter(event__in=events.order_by().values("pk"))
    return rows.filter(event__group__isnull=False).exclude(unit=F("event__unit"))


def next_month(on: date) -> date:
    """Its first day."""
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)


def plan_events(pairs: Sequence[Pair], *, by: Any, kind: EventKind, on: date) -> list[Event]:
    """Plan an event for each unit and theme in the month after ``on``, spread over its working days.

    A pair that has an event that month already gets no second one. Raises ``RuleBroken`` for somebody else's theme, for
    none, and for more than ``MOST_PLANNED``.
    """
    require(by, PLAN)
    if not 0 < len(pairs) <= MOST_PLANNED:
        raise RuleBroken(_("Choose between 1 and %(most)s empty cells.") % {"most": MOST_PLANNED})
    first = next_month(on)
    days = _working_days(first)
    with change():
        taken = _taken(first)
        wanted = [pair for pair in dict.fromkeys(pairs) if (pair[0].pk, pair[1].pk) not in taken]
        return [_plan(unit, group, kind, day, by) for (unit, group), day in zip(wanted, cycle(days), strict=False)]


def _working_days(first: date) -> list[date]:
    calendar, after = Calendar.of_years([first.year]), next_month(first)
    month = [date.fromordinal(number) for number in range(first.toordinal(), after.toordinal())]
    return [day for day in month if calendar.is_working_day(day)]


def _taken(first: date) -> set[tuple[int | None, int | None]]:
    """Who has which theme that month already."""
    events = Event.objects.present().filter(held_on__gte=first, held_on__lt=next_month(first))
    return {*events.values_list("unit", "group"), *_beside(events).values_list("unit", "event__group")}


def _plan(unit: Unit, group: WorkingGroup, kind: EventKind, day: date, by: Any) -> Event:
    theme = _("%(theme)s: outreach") % {"theme": group.name.removesuffix("组")}
    about = {"theme": theme, "kind": kind, "held_on": day, "place": unit.name, "hosts": group.name}
    return create_own(Event(unit=unit, group=group, **about), by=by)
