"""What the records say of every unit, item by item: a constant number of queries for each item, however many units."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.models import RulebookItem
from assessment.scoring import Item, Reading
from assessment.services.checks import checked_of
from assessment.services.indicators import INDICATORS, Readings
from assessment.services.peers.reading import peers_of
from assessment.services.surveys import surveyed_of
from committee.models import Unit

Method, Counts = RulebookItem.Method, RulebookItem.Counts
Read = tuple[Readings, Reading | None]  # by unit, and of a unit that is not there
Reader = Callable[[RulebookItem, date, date, date], Read]  # of an item, in a period, as the records stand on a day


@dataclass(frozen=True, slots=True)
class Gathered:
    """An item with what was read of each unit; ``elsewhere`` is read of a unit that is not there."""

    item: RulebookItem
    rule: Item
    readings: Readings
    elsewhere: Reading | None

    def of(self, unit: int) -> Reading | None:
        """What was read of a unit."""
        return self.readings.get(unit, self.elsewhere)


def month_of(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month; of the year where ``month`` is 0."""
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def gather(items: Sequence[RulebookItem], first: date, last: date, on: date, *, counts: str) -> list[Gathered]:
    """Read what the items of a monthly score, or of the year's end, need, as the records stand on ``on``."""
    wanted = [item for item in items if item.method in RulebookItem.SCORED and item.counts in (Counts.BOTH, counts)]
    found: dict[str | int, Read] = {}
    for item in wanted:
        if _read_of(item) not in found:
            found[_read_of(item)] = READERS[Method(item.method)](item, first, last, on)
    return [Gathered(item, _rule(item), *found[_read_of(item)]) for item in wanted]


def _read_of(item: RulebookItem) -> str | int:
    """What is read: items of the same figure share it."""
    return item.figure or item.pk


def _rule(item: RulebookItem) -> Item:
    return Item(item.number, item.full_mark, item.weight, item.step)


def computed_of(item: RulebookItem, first: date, last: date, on: date) -> Read:
    """What the records of the other apps say."""
    indicator = INDICATORS[RulebookItem.Figure(item.figure)]
    return indicator.readings(first, last, on), indicator.elsewhere(first, last, on)


READERS: dict[RulebookItem.Method, Reader] = {
    Method.COMPUTED: computed_of,
    Method.CHECK: checked_of,
    Method.PEERS: peers_of,
    Method.SURVEY: surveyed_of,
}


def units_assessed(last: date) -> list[Unit]:
    """Departments, villages and enterprises that belong to the town on the last day; one query."""
    rows = Unit.objects.present().filter(kind__in=RulebookItem.KINDS).valid_on(last)
    return list(rows.only("pk", "name", "kind").order_by("pk"))
