"""Closed checks in scores: what was left, the mean of several checks, nothing known of who was not checked."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Check, Result, Rulebook, RulebookItem
from assessment.scoring import Reading
from assessment.services import checks, rulebooks, scores
from assessment.services.checks import checked_of
from assessment.tests.check_builders import (
    a_check,
    a_checking_book,
    a_closed_check,
    a_deduction,
    an_open_check,
    checked,
    self_scored,
)
from assessment.tests.test_scores import card_of
from committee.tests.pages import Page
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
JUNE = (date(2026, 6, 1), date(2026, 6, 30))
DAY = timedelta(days=1)


def item_of(book: Rulebook | None = None, number: str = "1") -> RulebookItem:
    """An item of the rules in use."""
    book = book or a_checking_book()
    found: RulebookItem = book.items.select_related("rulebook").get(number=number)
    return found


def read(unit: Any, number: str = "1", on: date | None = None) -> Reading | None:
    """What the checks of June say of a unit."""
    return checked_of(item_of(number=number), *JUNE, on or today())[0].get(unit.pk)


def taken(unit: Any, *points: Any, **given: Any) -> Check:
    """A closed check in which so much was taken off the unit."""
    of = checked(unit, an_open_check(**given))
    for each in points:
        a_deduction(of, each)
    checks.close_check(of.in_check, by=None)
    return of.in_check


def test_what_is_left_of_the_full_mark_is_read(cast: Cast) -> None:
    taken(cast.village, "2.5", "0.1", "0.2")
    assert read(cast.village) == Reading(D("27.20"), D(30))
    assert read(cast.other_village) == Reading(D(30), D(30))
    assert read(cast.village, "2") == Reading(D(10), D(10))


def test_each_item_has_its_own_points_on_the_card(cast: Cast) -> None:
    """Only items of the same figure share what was read."""
    taken(cast.village, "2.5")
    scores.keep_month(a_checking_book(), 6, date(2026, 7, 5))
    card = card_of(cast.village, Result.objects.get())
    assert [scores.line_of_item(card, number).points for number in "12"] == [D("27.5"), D(10)]  # type: ignore[union-attr]


def test_of_several_checks_the_mean_counts_each_deducted_to_zero(cast: Cast) -> None:
    taken(cast.village, 20, 20)
    taken(cast.village, 6)
    assert read(cast.village) == Reading(D(24), D(60))
    scores.keep_month(a_checking_book(), 6, date(2026, 7, 5))
    line = scores.line_of_item(card_of(cast.village, Result.objects.get()), "1")
    assert (line.points, line.lost) == (D(12), D(18))


def test_who_was_not_checked_is_absent_and_not_zero(cast: Cast) -> None:
    check = a_check()
    checks.draw_units(check, by=None, village=1, department=0, enterprise=0)
    checks.open_check(check, by=None)
    checks.close_check(check, by=None)
    drawn = check.checked.get().unit_id
    readings, elsewhere = checked_of(item_of(), *JUNE, today())
    assert (set(readings), elsewhere) == ({drawn}, None)


def test_only_closed_checks_of_the_period_count_as_the_records_stood(cast: Cast) -> None:
    of = checked(cast.village, an_open_check())
    a_deduction(of, 3)
    assert read(cast.village) is None
    checks.close_check(of.in_check, by=None)
    assert read(cast.village) == Reading(D(27), D(30))
    assert read(cast.village, on=today() - DAY) is None
    assert checked_of(item_of(), date(2026, 5, 1), date(2026, 5, 31), today())[0] == {}
    Check.objects.update(last=date(2026, 5, 31), first=date(2026, 5, 1))
    assert read(cast.village) is None


def test_what_was_taken_back_or_removed_does_not_count(cast: Cast) -> None:
    of = checked(cast.village, an_open_check())
    wrong = a_deduction(of, 3)
    checks.remove_deduction(wrong, by=None, reason="x")
    checks.close_check(of.in_check, by=None)
    assert read(cast.village) == Reading(D(30), D(30))
    remove_record(of, by=None, reason="x")
    assert read(cast.village) is None


def test_a_check_by_an_earlier_edition_counts_by_the_number_of_its_item(cast: Cast) -> None:
    check = taken(cast.village, 6)
    made = rulebooks.revise_rulebook(check.rulebook, by=None)
    made.items.filter(number="1").update(full_mark=D(40))
    rulebooks.adopt_rulebook(made, by=None)
    assert checked_of(item_of(made), *JUNE, today())[0][cast.village.pk] == Reading(D(24), D(30))


def test_any_number_of_units_costs_the_same(cast: Cast, query_count: Any) -> None:
    taken(cast.village, 3)
    item = item_of()
    few = query_count(lambda: checked_of(item, *JUNE, today()))
    for _each in range(3):
        a_unit()
    taken(cast.other_village, 3, 4)
    assert query_count(lambda: checked_of(item, *JUNE, today())) == few == 2


def test_a_card_shows_the_self_score_beside_the_points_where_there_is_one(cast: Cast, as_user: Any) -> None:
    of = checked(cast.village, an_open_check())
    self_scored(of, "29.5", 10)
    a_deduction(of, 3)
    checks.close_check(of.in_check, by=None)
    scores.keep_month(of.in_check.rulebook, 6, date(2026, 7, 5))
    browser = as_user(cast.chair)
    own = Page(browser.get(card_of(cast.village, Result.objects.get()).get_absolute_url()))
    [first, *_others] = [[cell.text for cell in row.all("td")] for row in own.panels["得分明细"].all("tr")[1:]]
    assert first[1:] == ["30.00", "检查后剩27.00分（满分30.00分）", "29.50", "27.00", "3.00"]
    other = Page(browser.get(card_of(cast.other_village, Result.objects.get()).get_absolute_url()))
    assert "自评分" in own.panels["得分明细"].text
    assert "自评分" not in other.panels["得分明细"].text


def test_the_points_of_a_check_open_their_deductions(cast: Cast, as_user: Any) -> None:
    taken(cast.village, "2.5")
    scores.keep_month(a_checking_book(), 6, date(2026, 7, 5))
    result = Result.objects.get()
    browser = as_user(cast.liaison)
    page = Page(browser.get(reverse("assessment:view_counted", args=[card_of(cast.village, result).pk, "1"])))
    assert "扣2.50分：台账不全" in page.text
    other = reverse("assessment:view_counted", args=[card_of(cast.other_village, result).pk, "1"])
    assert "已检查，没有扣分。" in Page(as_user(cast.chair).get(other)).text
    assert browser.get(other).status_code == 404


def test_a_card_of_a_month_without_a_check_opens_nothing(cast: Cast, as_user: Any) -> None:
    a_closed_check()
    scores.keep_month(a_checking_book(), 5, date(2026, 6, 5))
    card = card_of(cast.village, Result.objects.get())
    url = reverse("assessment:view_counted", args=[card.pk, "1"])
    assert as_user(cast.chair).get(url).status_code == 404
    assert not scores.line_of_item(card, "1").is_opened
