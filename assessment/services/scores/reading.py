"""Reading a scorecard: its items with what was lost first, the records behind them, how it stands among the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from statistics import median
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from assessment.models import Result, Rulebook, RulebookItem, Scorecard
from assessment.querysets import ASSESSORS
from assessment.scoring import WHOLE, Ledger, rounded, shares_of_year, year_score
from assessment.services.checks import deductions_counted, self_scores_of
from assessment.services.indicators import INDICATORS
from assessment.services.scores.gathering import month_of
from assessment.services.scores.periods import monthly_scores
from assessment.services.surveys import LEAST_KEPT, mark_in_words, polls_counted, why_unknown
from committee.models import Unit
from dayan_safety.parameters import parameter

NUMBERS = ("part", "whole", "points")


@dataclass(frozen=True, slots=True)
class Scored:
    """A line of a scorecard with its item as the rules had it; ``lost``: points that are missing to the full mark;
    ``own``: what the unit gave itself; ``why``: why nothing is known."""

    rule: dict[str, Any]
    part: Decimal | None
    whole: Decimal | None
    points: Decimal | None
    own: Decimal | None = None
    why: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether it was judged by a regular check."""
        return bool(self.rule["method"] == RulebookItem.Method.CHECK)

    @property
    def is_asked(self) -> bool:
        """Whether people were asked in a survey."""
        return bool(self.rule["method"] == RulebookItem.Method.SURVEY)

    @property
    def full(self) -> Decimal:
        """The full mark."""
        return Decimal(self.rule["full_mark"])

    @property
    def lost(self) -> Decimal | None:
        """What is missing; ``None`` where nothing is known."""
        return None if self.points is None else self.full - self.points

    @property
    def is_opened(self) -> bool:
        """Whether records stand behind it."""
        return bool(self.rule["figure"] or self.is_checked or self.is_asked) and self.part is not None

    @property
    def section(self) -> str:
        """The part of the rulebook."""
        return str(RulebookItem.Section(self.rule["section"]).label)

    @property
    def reading(self) -> str:
        """What was read, in words: how many of how many, or how often; or why nothing is known."""
        if self.part is None:
            return self.why
        if self.is_asked and self.whole:
            return mark_in_words(self.part, self.whole)
        if self.rule["method"] == RulebookItem.Method.PEERS:
            return _("mean mark %(mark)s") % {"mark": rounded(WHOLE * self.part / (self.whole or WHOLE))}
        if self.rule["step"]:
            return _("%(times)s times") % {"times": self.part}
        if self.is_checked:
            return _("%(part)s of %(whole)s points left by the check") % {"part": self.part, "whole": self.whole}
        return _("%(part)s of %(whole)s") % {"part": self.part, "whole": self.whole}


def scored_lines(card: Scorecard) -> list[Scored]:
    """Its lines, the most lost points first, what is not known last."""
    rules = {rule["pk"]: rule for rule in card.result.rules["items"]}
    lines = [_scored(rules[line["item"]], line) for line in card.lines]
    return sorted(lines, key=lambda line: (line.lost is None, -(line.lost or 0)))


def _scored(rule: dict[str, Any], line: dict[str, Any]) -> Scored:
    part, whole, points = (_number(line[name]) for name in NUMBERS)
    return Scored(rule, part, whole, points)


def with_own(card: Scorecard, lines: list[Scored]) -> list[Scored]:
    """The lines with what the unit gave itself in the checks of the period; at most one query."""
    if not any(line.is_checked and line.is_opened for line in lines):
        return lines
    first, last = month_of(card.result.year, card.result.month)
    own = self_scores_of(card.unit_id, first, last, card.result.as_of)
    return [replace(line, own=own.get(line.rule["number"])) if line.is_checked else line for line in lines]


def with_reasons(card: Scorecard, lines: list[Scored]) -> list[Scored]:
    """The lines of surveys of which nothing is known with the reason; at most one query."""
    least = card.result.rules.get(LEAST_KEPT)
    if least is None or not any(line.is_asked and line.part is None for line in lines):
        return lines
    period = (*month_of(card.result.year, card.result.month), card.result.as_of)
    why = why_unknown(card.unit_id, int(least), *period)
    return [replace(line, why=why) if line.is_asked and line.part is None else line for line in lines]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def line_of_item(card: Scorecard, number: str) -> Scored | None:
    """Its line of the item with that number."""
    return next((line for line in scored_lines(card) if line.rule["number"] == number), None)


def records_of(card: Scorecard, line: Scored, *, reader: Any) -> tuple[list[Any], int]:
    """The records counted for an item, as they stand now, that exist for ``reader``; how many others."""
    counted = _counted(line, card.unit_id)
    period = (*month_of(card.result.year, card.result.month), card.result.as_of)
    seen = counted(*period, reader=reader)
    return seen, len(counted(*period)) - len(seen)


def _counted(line: Scored, unit: int) -> Callable[..., list[Any]]:
    """What gives the records of a unit that are counted for an item in a period."""
    if line.is_checked:
        return partial(deductions_counted, unit, line.rule["number"])
    if line.is_asked:
        return partial(polls_counted, unit)
    return partial(INDICATORS[RulebookItem.Figure(line.rule["figure"])].records, unit)


def forecast_of(card: Scorecard) -> Decimal | None:
    """What a unit gets for the year if its months go on as they did up to that of ``card``; ``None`` for a year's card.

    The year's end is taken to be like the mean of its months, by the rules of the card's result; one query.
    """
    if not card.result.month:
        return None
    scores = monthly_scores(card.result.year, unit=card.unit_id).get(card.unit_id, {})
    known = [score for month, score in scores.items() if month <= card.result.month]
    return year_score(known, None, month_share=Decimal(card.result.rules["month_share"]), ledger=Ledger())


def made_of_year(card: Scorecard) -> dict[str, Any]:
    """What a year's score is made of: its ``parts``, what per cent months and end make, the caps of the ledger."""
    rules = {name: Decimal(card.result.rules[name]) for name in ("month_share", "bonus_cap", "penalty_cap")}
    shares = shares_of_year(_number(card.parts["mean"]), _number(card.parts["end"]), rules["month_share"])
    return {"parts": card.parts, "shares": [f"{share:f}%" if share else "" for share in shares], "caps": rules}


def sees_league(user: Any) -> bool:
    """Whether ranks exist for a user: for those who assess, for others where the office lets units see them."""
    return user.standing.is_one_of(*ASSESSORS) or bool(parameter("assessment.shows_league"))


@dataclass(frozen=True, slots=True)
class Place:
    """How a unit stands among ``all`` of its kind that have a rank; ``moved``: places risen since the month before."""

    all: int
    middle: Decimal | None
    moved: int | None


def place_of(card: Scorecard) -> Place:
    """Its place; two queries."""
    scores = list(Scorecard.objects.filter(result=card.result_id, kind=card.kind).values_list("score", flat=True))
    known = [score for score in scores if score is not None]
    before = Scorecard.objects.filter(unit=card.unit_id, result__in=result_before(card.result)).first()
    return Place(len(known), median(known) if known else None, moved(card.rank, before.rank if before else None))


def moved(rank: int | None, before: int | None) -> int | None:
    """Places risen; ``None`` where there was or is no rank."""
    return before - rank if before and rank else None


def result_before(result: Result) -> Any:
    """The result of the month before, or of the year before; none or one row."""
    year, month = (result.year, result.month - 1) if result.month > 1 else (result.year - 1, 12 if result.month else 0)
    return Result.objects.standing().of(year, month)


@dataclass(frozen=True, slots=True)
class Graded:
    """A kind of unit: how many of its cards are in each grade (name and number), and of how many nothing is known."""

    kind: str
    label: Any
    grades: list[tuple[str, int]]
    unknown: int


def grades_of(result: Result) -> list[Graded]:
    """Of each kind of unit that was assessed; one query."""
    rows = Scorecard.objects.filter(result=result).order_by().values_list("kind", "grade")
    counts = {(kind, grade): number for kind, grade, number in rows.annotate(number=Count("pk"))}
    kinds = [kind for kind in RulebookItem.KINDS if any(of_kind == kind for of_kind, _grade in counts)]
    return [
        Graded(
            kind,
            Unit.Kind(kind).label,
            [(grade, counts.get((kind, grade), 0)) for grade in Rulebook.Grade.values],
            counts.get((kind, ""), 0),
        )
        for kind in kinds
    ]
