"""The demo town's scores worked out twice: by the portal, and as on a spreadsheet; they agree to the last digit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from django.db import transaction

from assessment.models import Deduction, Result, Rulebook, Scorecard
from assessment.services import scores
from assessment.tests.sheet import Sheet, fraction
from dayan_safety.demo import build_demo
from dayan_safety.testing import demo_of

pytestmark = pytest.mark.any_database
DAY = date(2026, 2, 10)  # the year before is published by then


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Sheet]:
    """The demo town, built once for all who only look at it."""
    travel = time_machine.travel("2026-02-10 10:00+08:00", tick=False)
    with django_db_blocker.unblock(), travel, demo_of(months=3), transaction.atomic():
        build_demo(DAY)
        yield Sheet(DAY)
        transaction.set_rollback(True)


@pytest.fixture
def sheet(built_once: Sheet, db: None) -> Sheet:
    """The demo town on a spreadsheet."""
    return built_once


def told(score: Any) -> Fraction | None:
    """A score of the portal, exactly."""
    return None if score is None else fraction(score)


@pytest.mark.parametrize(("year", "month"), [(2025, 12), (2026, 1)])
def test_a_month_agrees_for_every_unit(year: int, month: int, sheet: Sheet) -> None:
    book = Rulebook.objects.in_use().get(year=year)
    last = scores.month_of(year, month)[1]
    units = {unit.pk: unit for unit in sheet.units(last)}
    found = {card.unit: told(card.score) for card in scores.computed(book, month, DAY)}
    assert found == {pk: sheet.score(book, unit, month) for pk, unit in units.items()}
    assert len(set(found.values())) > 5  # they are not all the same


def test_every_line_of_a_month_agrees(sheet: Sheet) -> None:
    book = Rulebook.objects.in_use().get(year=2025)
    first, last = scores.month_of(2025, 12)
    items = {item.pk: item for item in book.items.present()}
    for card in scores.computed(book, 12, DAY):
        points = {line["item"]: told(line["points"]) for line in card.lines}
        assert points == {pk: sheet.points(items[pk], card.unit, first, last) for pk in points}


def test_the_year_agrees_for_every_unit(sheet: Sheet) -> None:
    book = Rulebook.objects.in_use().get(year=2025)
    cards = scores.computed(book, 0, DAY)
    units = {unit.pk: unit for unit in sheet.units(date(2025, 12, 31))}
    assert {card.unit: told(card.score) for card in cards} == {
        pk: sheet.of_year(book, unit) for pk, unit in units.items()
    }


def test_grades_and_ranks_of_the_year_agree(sheet: Sheet) -> None:
    book = Rulebook.objects.in_use().get(year=2025)
    cards = scores.computed(book, 0, DAY)
    assert {card.unit: card.grade for card in cards} == {
        card.unit: sheet.grade(book, told(card.score), card.is_vetoed) for card in cards
    }
    for card in cards:
        above = [other for other in cards if other.kind == card.kind and told(other.score) is not None]
        better = [other for other in above if card.score is not None and other.score > card.score]
        assert card.rank == (None if card.score is None else len(better) + 1)


def test_what_was_published_is_whole_and_a_changed_record_changes_what_is_computed(sheet: Sheet) -> None:
    result = Result.objects.get(year=2025, month=0, state="final")
    assert scores.is_unchanged(result)
    kept = {card.unit_id: card.score for card in Scorecard.objects.filter(result=result)}
    assert len(kept) == len(sheet.units(date(2025, 12, 31)))
    before = {card.unit: card.score for card in scores.computed(result.rulebook, 12, DAY)}
    off = Deduction.objects.present().filter(checked__in_check__last=date(2025, 12, 31)).order_by("pk").first()
    assert off is not None
    Deduction.objects.filter(pk=off.pk).update(points=off.points + 1)
    after = {card.unit: card.score for card in scores.computed(result.rulebook, 12, DAY)}
    assert {unit for unit in before if before[unit] != after[unit]} == {off.checked.unit_id}


def test_every_way_of_assessing_is_there(sheet: Sheet) -> None:
    book = Rulebook.objects.in_use().get(year=2025)
    lines = Counter[str]()
    methods = {item.pk: item.method for item in book.items.present()}
    for card in scores.computed(book, 0, DAY):
        lines.update(methods[line["item"]] for line in card.lines if line["points"] is not None)
    assert set(lines) == {"computed", "check", "peers", "survey"}


def test_a_survey_tells_units_apart_and_too_few_sheets_tell_nothing(sheet: Sheet) -> None:
    book = Rulebook.objects.in_use().get(year=2025)
    [item] = book.items.present().filter(method="survey")
    first, last = scores.month_of(2025, 0)
    asked = [unit for unit in sheet.units(last) if unit.kind in ("village", "enterprise")]
    points = Counter(sheet.points(item, unit.pk, first, last) for unit in asked)
    assert points[None] == len(asked) // 17
    assert len(points) > 20
