"""The leagues of a month: the units of each kind in the order of their ranks, and how each moved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from assessment.models import WHOLE_YEAR, Result, RulebookItem, Scorecard
from assessment.services.scores.reading import moved, result_before
from committee.models import Unit


@dataclass(frozen=True, slots=True)
class Ranked:
    """A scorecard with a rank; ``moved``: places risen since the month before, ``None`` where there was no rank."""

    card: Scorecard
    moved: int | None

    @property
    def places(self) -> int:
        """How many places, up or down."""
        return abs(self.moved or 0)


@dataclass(frozen=True, slots=True)
class League:
    """The units of one kind, the best first."""

    kind: str
    label: Any
    lines: list[Ranked]


def latest_month(results: Any) -> Result | None:
    """The newest month of ``results`` that was scored and not replaced; one query."""
    months = results.standing().exclude(month=WHOLE_YEAR)
    found: Result | None = months.order_by("-year", "-month").first()
    return found


def leagues_of(result: Result, cards: Any) -> list[League]:
    """The leagues of ``result`` among ``cards``, a queryset, as they were kept; two queries."""
    before = dict(cards.filter(result__in=result_before(result)).values_list("unit", "rank"))
    lines: dict[str, list[Ranked]] = defaultdict(list)
    ranked = cards.filter(result=result, rank__isnull=False).select_related("unit")
    for card in ranked.order_by("kind", "rank", "unit__order", "unit"):
        lines[card.kind].append(Ranked(card, moved(card.rank, before.get(card.unit_id))))
    return [League(kind, Unit.Kind(kind).label, lines[kind]) for kind in RulebookItem.KINDS if lines[kind]]
