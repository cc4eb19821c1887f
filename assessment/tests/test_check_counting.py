"""What closed checks say of a unit: of this item, this period and this unit alone, whatever the edition."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Check, Rulebook, RulebookItem, Scorecard
from assessment.scoring import Reading
from assessment.services import checks, rulebooks, scores
from assessment.services.checks import checked_of, deductions_counted, self_scores_of
from assessment.tests.builders import a_rulebook, an_item
from assessment.tests.check_builders import a_closed_check, a_deduction, an_open_check, checked, self_scored
from committee.tests.pages import Page
from dayan_safety.testing import Cast
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
JUNE = (date(2026, 6, 1), date(2026, 6, 30))
DAY = timedelta(days=1)


def adopted(*methods: str) -> Rulebook:
    """Rules in use with an item of 30 points by each method, numbered from 1 on."""
    book = a_rulebook()
    for number, method in enumerate(methods, start=1):
        an_item(rulebook=book, number=str(number), method=method, full_mark=D(30))
    rulebooks.adopt_rulebook(book, by=None)
    return Rulebook.objects.get(pk=book.pk)


def of_number(book: Rulebook, number: str) -> RulebookItem:
    """Its item."""
    found: RulebookItem = book.items.select_related("rulebook").get(number=number)
    return found


def of_june(cast: Cast, *points: Any, close: bool = True, **given: Any) -> Check:
    """A check in which so much was taken off the first item of the village."""
    of = checked(cast.village, an_open_check(**given))
    for each in points:
        a_deduction(of, each)
    if close:
        checks.close_check(of.in_check, by=None)
    return of.in_check


def counted(cast: Cast, number: str = "1", on: date | None = None, **more: Any) -> list[str]:
    """What was taken off an item of the village in June."""
    found = deductions_counted(cast.village.pk, number, *JUNE, on or today(), **more)
    return [str(deduction.points) for deduction in found]


# Editions


def test_an_item_that_an_earlier_edition_judged_otherwise_is_not_known_from_its_checks(cast: Cast) -> None:
    of_june(cast, rulebook=adopted("peers", "check"))
    later = adopted("check", "check")
    assert checked_of(of_number(later, "1"), *JUNE, today())[0] == {}
    assert checked_of(of_number(later, "2"), *JUNE, today())[0][cast.village.pk] == Reading(D(30), D(30))


def test_an_item_that_was_removed_before_its_edition_was_adopted_was_not_checked(cast: Cast) -> None:
    book = a_rulebook()
    gone, _kept = an_item(rulebook=book, number="1"), an_item(rulebook=book, number="2")
    rulebooks.remove_rulebookitem(gone, by=None, reason="x")
    rulebooks.adopt_rulebook(book, by=None)
    of_june(cast, rulebook=Rulebook.objects.get(pk=book.pk))
    later = adopted("check", "check")
    assert checked_of(of_number(later, "1"), *JUNE, today())[0] == {}


def test_an_item_of_another_year_has_its_own_full_mark(cast: Cast) -> None:
    book = a_rulebook(year=2025)
    an_item(rulebook=book, number="1", full_mark=D(80))
    rulebooks.adopt_rulebook(book, by=None)
    this_year = adopted("check")
    of_june(cast, 5, rulebook=this_year)
    assert checked_of(of_number(this_year, "1"), *JUNE, today())[0][cast.village.pk] == Reading(D(25), D(30))
    assert checked_of(of_number(book, "1"), *JUNE, today())[0] == {}


# The days


@pytest.mark.parametrize(("last", "is_june"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True)])
def test_a_check_belongs_to_the_month_of_its_last_day(last: date, is_june: bool, cast: Cast) -> None:
    of_june(cast, "1.5", first=date(2026, 5, 20), last=last)
    item = of_number(Rulebook.objects.get(), "1")
    assert (cast.village.pk in checked_of(item, *JUNE, today())[0]) is is_june
    assert counted(cast) == (["1.50"] if is_june else [])


def test_a_check_counts_from_the_day_on_which_it_was_closed(cast: Cast) -> None:
    of_june(cast, "1.5", first=date(2026, 6, 1), last=date(2026, 6, 10))
    item = of_number(Rulebook.objects.get(), "1")
    for day, is_known in ((today() - DAY, False), (today(), True)):
        assert (cast.village.pk in checked_of(item, *JUNE, day)[0]) is is_known
        assert counted(cast, on=day) == (["1.50"] if is_known else [])


# What was deducted, line by line


def test_only_closed_checks_tell_what_was_deducted(cast: Cast) -> None:
    check = of_june(cast, "1.5", close=False)
    assert (counted(cast), self_scores_of(cast.village.pk, *JUNE, today())) == ([], {})
    self_scored(checked(cast.village, check), 29, 9)
    assert self_scores_of(cast.village.pk, *JUNE, today()) == {}
    checks.close_check(check, by=None)
    assert counted(cast) == ["1.50"]
    assert self_scores_of(cast.village.pk, *JUNE, today()) == {"1": D(29), "2": D(9)}


def test_deductions_are_those_of_the_item_and_unit_in_the_order_of_their_days(cast: Cast) -> None:
    check = an_open_check()
    own, other = checked(cast.village, check), checked(cast.other_village, check)
    for points, day in ((3, 9), (1, 2), (2, 5)):
        a_deduction(own, points, found_on=date(2026, 6, day))
    a_deduction(own, 7, number="2")
    a_deduction(other, 9)
    taken_back = a_deduction(own, 4)
    checks.remove_deduction(taken_back, by=None, reason="x")
    checks.close_check(check, by=None)
    assert counted(cast) == ["1.00", "2.00", "3.00"]
    assert counted(cast, "2") == ["7.00"]
    first = deductions_counted(cast.village.pk, "1", *JUNE, today())[0]
    assert (first.at, first.went_well) == (date(2026, 6, 2), False)  # type: ignore[attr-defined]


def test_deductions_exist_for_whom_the_unit_exists(cast: Cast) -> None:
    of_june(cast, "1.5")
    for role, found in (("liaison", ["1.50"]), ("chair", ["1.50"]), ("member", []), ("outsider", [])):
        assert counted(cast, reader=getattr(cast, role)) == found


def test_of_several_checks_the_mean_self_score_stands_beside(cast: Cast) -> None:
    for points in ("20", "25.50", "30"):
        of = checked(cast.village, an_open_check())
        self_scored(of, points, 10)
        checks.close_check(of.in_check, by=None)
    assert self_scores_of(cast.village.pk, *JUNE, today()) == {"1": D("25.17"), "2": D("10.00")}
    assert self_scores_of(cast.other_village.pk, *JUNE, today()) == {}


def test_the_page_behind_the_points_says_the_day_and_that_it_did_not_go_well(cast: Cast, as_user: Any) -> None:
    check = of_june(cast, "1.5")
    scores.keep_month(check.rulebook, 6, date(2026, 7, 5))
    card = Scorecard.objects.get(unit=cast.village)
    page = Page(as_user(cast.liaison).get(reverse("assessment:view_counted", args=[card.pk, "1"])))
    assert "扣1.50分：台账不全" in page.text
    assert "2026-06-15" in page.text
    assert "失分" in page.text


def test_a_check_without_a_deduction_leaves_everything(cast: Cast) -> None:
    check = a_closed_check()
    item = of_number(check.rulebook, "2")
    readings = checked_of(item, *JUNE, today())[0]
    assert readings[cast.village.pk] == Reading(D(10), D(10))
