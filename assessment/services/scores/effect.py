"""What a rulebook that is being drawn up would have done to the year before, before it is put in use."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.models import WHOLE_YEAR, Result, Rulebook, Scorecard
from assessment.services.scores.computing import Card
from assessment.services.scores.periods import computed
from committee.models import Unit

Standing = tuple[Decimal | None, str, int | None]  # score, grade, rank


@dataclass(frozen=True, slots=True)
class Effect:
    """A unit with what it got by the rules of the year, and what it would have got."""

    unit: Any
    kind: str
    before: Standing
    after: Standing

    @property
    def change(self) -> Decimal | None:
        """Points more, or fewer; nothing where one of both is not known."""
        return None if self.before[0] is None or self.after[0] is None else self.after[0] - self.before[0]

    @property
    def is_moved(self) -> bool:
        """Whether its score, grade or rank would have been another."""
        return self.before != self.after

    @property
    def is_regraded(self) -> bool:
        """Whether it would have been in another band."""
        return self.before[1] != self.after[1]


def effect_of(draft: Rulebook, on: date) -> list[Effect]:
    """Of every unit of the year before the draft's, by kind and the greatest change; none where no score was kept.

    Months whose scores were kept are computed anew by the draft, and the year from them, as the records stand on
    ``on``. A constant number of queries for each month, however many units.
    """
    kept = list(Result.objects.standing().filter(year=draft.year - 1).exclude(state=Result.State.PREVIEW))
    as_if = copy(draft)
    as_if.year = draft.year - 1
    months: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for month in sorted(result.month for result in kept if result.month):
        for card in computed(as_if, month, on):
            if card.score is not None:
                months[card.unit][month] = card.score
    after = {card.unit: card for card in computed(as_if, WHOLE_YEAR, on, months=months)} if kept else {}
    return _compared(_before(kept, as_if.year, on), after)


def _before(kept: list[Result], year: int, on: date) -> dict[int, Any]:
    """The cards of the year as they were kept; computed now where the year has no result yet."""
    if result := next((result for result in kept if not result.month), None):
        return {card.unit_id: card for card in Scorecard.objects.filter(result=result)}
    book = Rulebook.objects.in_use().filter(year=year).first()
    return {card.unit: card for card in computed(book, WHOLE_YEAR, on)} if book else {}


def _compared(before: dict[int, Any], after: dict[int, Card]) -> list[Effect]:
    units = Unit.objects.in_bulk(before.keys() & after.keys())
    found = [Effect(unit, unit.kind, _standing(before[unit.pk]), _standing(after[unit.pk])) for unit in units.values()]
    return sorted(found, key=lambda each: (each.kind, -abs(each.change or Decimal(0)), each.unit.order, each.unit.pk))


def _standing(card: Any) -> Standing:
    return card.score, card.grade, card.rank
