"""The demo town goes into two new years: 2026 to 2027, 2027 to 2028, each at one press of office and supervision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from assessment.models import Check, Commitment, Round, Rulebook, RulebookItem, SelfAssessment
from assessment.services.rulebooks import adopt_rulebook, items_of
from campaigns.models import Campaign, Programme
from committee.models import User
from dayan_safety.demo import build_demo
from dayan_safety.history import verify_history
from dayan_safety.rollover import plan_of
from dayan_safety.testing import demo_of
from dayan_safety.tests.turns import press, turn
from inspections.models import InspectionPlan

pytestmark = pytest.mark.any_database

DAY = date(2026, 11, 30)
YEARS = (2026, 2027, 2028)
COUNTED: dict[str, Callable[[int], Any]] = {
    "rulebooks": lambda year: Rulebook.objects.filter(year=year),
    "items": lambda year: RulebookItem.objects.filter(rulebook__year=year),
    "checks": lambda year: Check.objects.filter(last__year=year),
    "rounds": lambda year: Round.objects.filter(item__rulebook__year=year),
    "files": lambda year: SelfAssessment.objects.open().filter(year=year),  # what was submitted stays in its year
    "campaigns": lambda year: Campaign.objects.filter(first_on__year=year),
    "programmes": lambda year: Programme.objects.filter(first_on__year=year),
    "plans": lambda year: InspectionPlan.objects.filter(month__year=year),
}


def numbers(year: int) -> dict[str, int]:
    """How much there is of each kind in a year."""
    return {name: rows(year).count() for name, rows in COUNTED.items()}


def login(name: str) -> User:
    """One of the demo's logins, as of today."""
    return User.objects.get(username=name)


def whole_turn() -> None:
    """The supervision group carries the rules over, the chair's side adopts them, then everything follows."""
    press(login("supervisor"))
    adopt_rulebook(Rulebook.objects.get(year=turn().year), by=login("supervisor"))
    press(login("supervisor"), "assessment.check", "assessment.round", "assessment.commitment")
    press(login("office"), *(part.kind.name for part in plan_of(turn(), login("office")).mine))


@pytest.fixture(scope="module")
def rolled(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The town of the end of November 2026, rolled over then and a year later."""
    with django_db_blocker.unblock(), demo_of(months=6), transaction.atomic():
        for year in (2026, 2027):
            with time_machine.travel(f"{year}-11-30 10:00+08:00", tick=False):
                build_demo(DAY)
                whole_turn()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def town(rolled: None, db: None) -> Iterator[None]:
    """It is the end of November 2027 there."""
    with time_machine.travel("2027-11-30 10:00+08:00", tick=False):
        yield


@pytest.mark.usefixtures("town")
def test_each_year_has_what_the_one_before_had() -> None:
    assert all(numbers(2026).values())
    assert numbers(2026) == numbers(2027) == numbers(2028)


@pytest.mark.usefixtures("town")
def test_the_items_are_the_same_in_every_year() -> None:
    books = [Rulebook.objects.get(year=year) for year in YEARS]
    told = [[(item.number, item.name, item.full_mark, item.standard) for item in items_of(book)] for book in books]
    assert told[0] == told[1] == told[2] != []
    assert [str(year) in book.name for year, book in zip(YEARS, books, strict=True)] == [True] * 3


@pytest.mark.usefixtures("town")
def test_a_third_press_makes_nothing() -> None:
    before = [numbers(year) for year in YEARS]
    for name in ("office", "supervisor"):
        user = login(name)
        assert press(user, *(part.kind.name for part in plan_of(turn(), user).mine)) == {}
    assert [numbers(year) for year in YEARS] == before


@pytest.mark.usefixtures("town")
def test_every_day_lies_in_its_year_and_last_days_are_working_days() -> None:
    working = turn().working
    for year in YEARS[1:]:
        due = [*Commitment.objects.filter(due_on__year=year).values_list("due_on", flat=True)]
        due += COUNTED["rounds"](year).values_list("last_on", flat=True)
        assert due
        assert [day for day in due if day.year != year or not working.is_working_day(day)] == []
    for check in Check.objects.filter(last__year__in=YEARS[1:]):
        assert (check.last + timedelta(days=1)).day == check.first.day == 1


@pytest.mark.usefixtures("town")
def test_no_name_of_a_new_year_tells_of_the_old_one() -> None:
    for year in YEARS[1:]:
        named = [
            *map(str, Campaign.objects.filter(first_on__year=year)),
            *map(str, Check.objects.filter(last__year=year)),
        ]
        named += [*map(str, COUNTED["rounds"](year)), *map(str, COUNTED["files"](year))]
        assert [name for name in named if str(year - 1) in name or str(year) not in name] == []


@pytest.mark.usefixtures("town")
def test_the_history_is_whole() -> None:
    assert list(verify_history()) == []
