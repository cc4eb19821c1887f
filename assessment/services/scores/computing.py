"""Scorecards out of what was gathered: no query, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assessment.models import Rulebook
from assessment.scoring import Band, Entry, Line, band_of, line_of, ranked, score_of
from assessment.services.scores.gathering import Gathered
from committee.models import Unit

Told = tuple[Line, dict[str, Any]]  # a line, and as it is kept
Teller = Callable[[int], Told]  # of a unit, by its key


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard before it is kept."""

    unit: int
    kind: str
    name: str
    score: Decimal | None
    lines: list[dict[str, Any]]
    parts: dict[str, Any] = field(default_factory=dict)
    is_vetoed: bool = False
    grade: str = ""
    rank: int | None = None

    def plain(self) -> dict[str, Any]:
        """What is sealed of it."""
        told = {"unit": self.unit, "kind": self.kind, "score": told_number(self.score), "grade": self.grade}
        return told | {"rank": self.rank, "vetoed": self.is_vetoed, "lines": self.lines, "parts": self.parts}


def told_number(number: Decimal | None) -> str | None:
    """A number as text; nothing where it is not known."""
    return None if number is None else f"{number:f}"


def cards_of(units: Iterable[Unit], gathered: Sequence[Gathered]) -> list[Card]:
    """The scorecard of each unit, without grade and rank: of each item of its kind what was read, and the points."""
    of_kind: dict[str, list[Teller]] = defaultdict(list)
    for each in gathered:
        tell = _teller(each)
        for kind in each.item.kinds:
            of_kind[kind].append(tell)
    return [_card(unit, [tell(unit.pk) for tell in of_kind[unit.kind]]) for unit in units]


def _card(unit: Unit, lines: Sequence[Told]) -> Card:
    score = score_of(line for line, _told in lines)
    return Card(unit.pk, unit.kind, unit.name, score, [told for _line, told in lines])


def _teller(each: Gathered) -> Teller:
    """The line of an item for any unit: thousands of units share a reading, and its line is computed once."""
    kept: dict[int, Told] = {}

    def tell(unit: int) -> Told:
        read = each.of(unit)
        found = kept.get(id(read))
        if found is None:
            line = line_of(each.rule, read)
            found = kept[id(read)] = line, _told(each, line)
        return found

    return tell


def _told(each: Gathered, line: Line) -> dict[str, Any]:
    item, read = each.item, line.reading
    return {
        "item": item.pk,
        "part": told_number(read.part) if read else None,
        "whole": told_number(read.whole) if read else None,
        "points": told_number(line.points),
    }


def league_of(cards: Sequence[Card], rulebook: Rulebook) -> list[Card]:
    """With grades, and ranks within each kind of unit."""
    bands = [Band(grade, least) for grade, least in rulebook.grades]
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for card in cards:
        by_kind[card.kind].append(Entry(card.unit, card.score, card.is_vetoed))
    ranks = {key: rank for entries in by_kind.values() for key, rank in ranked(entries).items()}
    return [
        replace(card, grade=band_of(card.score, bands, vetoed=card.is_vetoed), rank=ranks.get(card.unit))
        for card in cards
    ]
