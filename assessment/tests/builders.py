"""Rulebooks for tests, made through the services."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from assessment.models import Result, Rulebook, RulebookItem, Scorecard
from assessment.services import rulebooks, scores
from dayan_safety.records import create_record
from dayan_safety.testing import Cast

NUMBERS = count(1)


def a_rulebook(**given: Any) -> Rulebook:
    """The rules of a year."""
    about: dict[str, Any] = {"name": f"考核细则{next(NUMBERS)}", "year": 2026, **given}
    return create_record(Rulebook(**about), by=None)


def an_item(**given: Any) -> RulebookItem:
    """A regular check of ten points."""
    about: dict[str, Any] = {
        "number": str(next(NUMBERS)),
        "section": RulebookItem.Section.PROGRESS,
        "name": "定期检查",
        "method": RulebookItem.Method.CHECK,
        "full_mark": Decimal(10),
        **given,
    }
    about["rulebook"] = about.get("rulebook") or a_rulebook()
    return create_record(RulebookItem(**about), by=None)


def in_use(**given: Any) -> Rulebook:
    """A rulebook that units are assessed by, with one item."""
    book = an_item(**given).rulebook
    rulebooks.adopt_rulebook(book, by=None)
    book.refresh_from_db()
    return book


def a_result(cast: Cast) -> Result:
    """The scores of the next month of last year that has none, by who holds the liaison posts."""
    book = Rulebook.objects.in_use().filter(year=2025).first() or in_use(
        rulebook=a_rulebook(year=2025), method=RulebookItem.Method.COMPUTED, figure=RulebookItem.Figure.POSTS
    )
    month = Result.objects.filter(year=2025).count() + 1
    last = scores.month_of(2025, month)[1]
    scores.keep_month(book, month, last + timedelta(days=1))
    return Result.objects.get(year=2025, month=month)


def a_scorecard(cast: Cast) -> Scorecard:
    """What the liaison's village got in such a month."""
    return Scorecard.objects.get(result=a_result(cast), unit=cast.village)
