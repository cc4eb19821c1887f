"""Scorecards out of what was gathered: no query, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assessment.models import Rulebook
from assessment.scoring import Band, Entry, Line, band_of, line_of, ranked, score_of
from assessment.services.scores.gathering import Gathered
from committee.models import Unit

NOBODY: Collection[int] = frozenset()


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
    of_kind: dict[str, list[Gathered]] = defaultdict(list)
    for each in gathered:
        for kind in each.item.kinds:
            of_kind[kind].append(each)
    return [_card(unit, of_kind[unit.kind]) for unit in units]


def _card(unit: Unit, gathered: Sequence[Gathered]) -> Card:
    lines = [(each, line_of(each.rule, each.of(unit.pk))) for each in gathered]
    told = [_told(each, line) for each, line in lines]
    return Card(unit.pk, unit.kind, unit.name, score_of(line for _each, line in lines), told)


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
