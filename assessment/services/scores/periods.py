"""The scorecards of a period: of a month from its own items, of a year from its months, its end and the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assessment.models import WHOLE_YEAR, Rulebook, RulebookItem, Scorecard
from assessment.scoring import mean_of, rounded, year_score
from assessment.services.ledger import Sums, ledger_of, sums_of
from assessment.services.rulebooks import items_of
from assessment.services.scores.computing import Card, cards_of, league_of, told_number
from assessment.services.scores.gathering import gather, month_of, units_assessed
from dayan_safety.bulk import collector_paused

NOTHING_ENTERED = Sums()
Months = Mapping[int, Decimal]  # the scores of a unit, by month
NO_MONTHS: Months = {}


def computed(book: Rulebook, month: int, on: date, *, months: Mapping[int, Months] | None = None) -> list[Card]:
    """The scorecards of a month, or of the year, by a rulebook as the records stand on ``on``; nothing is kept.

    ``months``: scores of the months by unit, in place of those that were kept.
    """
    with collector_paused():
        return _computed(book, month, on, months)


def _computed(book: Rulebook, month: int, on: date, months: Mapping[int, Months] | None) -> list[Card]:
    first, last = month_of(book.year, month)
    counts = RulebookItem.Counts.MONTH if month else RulebookItem.Counts.YEAR
    cards = cards_of(units_assessed(last), gather(items_of(book), first, last, on, counts=counts))
    return league_of(cards if month else _with_year(cards, book, months), book)


def _with_year(ends: list[Card], book: Rulebook, months: Mapping[int, Months] | None) -> list[Card]:
    months, sums = monthly_scores(book.year) if months is None else months, sums_of(book.year)
    return [of_year(end, months.get(end.unit, NO_MONTHS), sums.get(end.unit, NOTHING_ENTERED), book) for end in ends]


def monthly_scores(year: int, **which: int) -> dict[int, dict[int, Decimal]]:
    """The kept scores of the months of a year, by unit and month; ``which``: of one ``unit``. One query.

    A month of which nothing was known of the unit is not there. Editions that were replaced do not count.
    """
    rows = Scorecard.objects.present().filter(result__year=year, result__state="final", score__isnull=False, **which)
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    months = rows.filter(result__removed_at__isnull=True).exclude(result__month=WHOLE_YEAR).order_by("result__month")
    for unit, month, score in months.values_list("unit", "result__month", "score"):
        found[unit][month] = score
    return found


def of_year(end: Card, months: Months, sums: Sums, book: Rulebook) -> Card:
    """The card of the year out of that of its end: score, veto, and what the score is made of."""
    scores = list(months.values())
    score = year_score(scores, end.score, month_share=Decimal(book.month_share), ledger=ledger_of(sums, book))
    mean = mean_of(scores)
    parts = {
        "months": {str(month): told_number(of_month) for month, of_month in months.items()},
        "mean": told_number(None if mean is None else rounded(mean)),
        "end": told_number(end.score),
        "bonus": told_number(sums.bonus),
        "penalty": told_number(sums.penalty),
        "vetoes": sums.vetoes,
    }
    return replace(end, score=score, parts=parts, is_vetoed=bool(sums.vetoes))
