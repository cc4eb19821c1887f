"""Rulebooks for tests, made through the services."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from assessment.models import Objection, Result, Rulebook, RulebookItem, Scorecard
from assessment.services import objections, rulebooks, scores
from committee.models import Unit, User
from dayan_safety.records import create_record
from dayan_safety.testing import Cast, a_person, a_user, an_appointment
from dayan_safety.workdays import today

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


def a_year(cast: Cast) -> Result:
    """The preview of a year's scores, by who holds the liaison posts: of the last year of which there is none."""
    previews = Result.objects.standing().filter(month=0, state=Result.State.PREVIEW)
    return previews.first() or _kept_year(2025 - Result.objects.standing().filter(month=0).count())


def _kept_year(year: int) -> Result:
    book = Rulebook.objects.in_use().filter(year=year).first() or in_use(
        rulebook=a_rulebook(year=year), method=RulebookItem.Method.COMPUTED, figure=RulebookItem.Figure.POSTS
    )
    scores.keep_year(book, date(year + 1, 1, 10))
    return Result.objects.standing().get(year=year, month=0)


def a_posted_year(cast: Cast) -> Result:
    """A year's scores, open to objections from today on."""
    if found := Result.objects.standing().filter(month=0, state=Result.State.POSTED).first():
        return found
    result = a_year(cast)
    scores.post_result(result, by=None)
    return result


def a_published_year(cast: Cast) -> Result:
    """A year's scores, published once their days for objections were over."""
    if found := Result.objects.standing().filter(month=0, state=Result.State.FINAL).first():
        return found
    result = a_posted_year(cast)
    Result.objects.filter(pk=result.pk).update(objections_until=today() - timedelta(days=1))
    result.refresh_from_db()
    scores.publish_result(result, by=None)
    return result


def years_in_every_state(cast: Cast) -> None:
    """Besides the year that is posted one that is published, and a preview."""
    result = a_year(cast)
    scores.post_result(result, by=None)
    Result.objects.filter(pk=result.pk).update(objections_until=today() - timedelta(days=1))
    result.refresh_from_db()
    scores.publish_result(result, by=None)
    a_year(cast)


def a_card_of_year(cast: Cast) -> Scorecard:
    """That of the liaison's village, open to objections."""
    return Scorecard.objects.with_names().get(result=a_posted_year(cast), unit=cast.village)


def head_of(unit: Unit) -> User:
    """A login that answers for a village by its last liaison post."""
    person = a_person()
    an_appointment(unit.liaison_posts.last(), "liaison", person)
    return a_user(person)


def an_objection(cast: Cast) -> Objection:
    """Of the liaison's village; once there is one, of another unit."""
    cards = Scorecard.objects.with_names().filter(result=a_posted_year(cast), objections__isnull=True)
    card = cards.filter(unit=cast.village).first() or cards.order_by("pk").first()
    return objections.object_to_scorecard(card, by=None, item="", said="联络员全年在岗")


def a_scorecard(cast: Cast) -> Scorecard:
    """What the liaison's village got in such a month."""
    return Scorecard.objects.get(result=a_result(cast), unit=cast.village)
