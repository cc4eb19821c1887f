"""What people say of units as scores: a share of full marks, of enough sheets, of polls that are over; never who."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.models import Result, RulebookItem, Scorecard
from assessment.scoring import Item, Reading, points_of
from assessment.services import rulebooks, scores
from assessment.services.surveys import mark_in_words, polls_counted, surveyed_of
from assessment.tests.builders import a_rulebook, an_item
from campaigns.models import Poll
from campaigns.tests.builders import a_poll_about, a_sheet, a_survey
from committee.tests.pages import Page
from committee.tests.refusals import refused
from dayan_safety.parameters import set_parameters
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
JUNE, JULY = (date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 7, 31))
LATER, DAY = date(2026, 7, 5), timedelta(days=1)
TOO_FEW = "答卷4份，满5份才计分"


def an_item_for_surveys(**given: Any) -> RulebookItem:
    """The item of surveys of this year's rulebook, which is in use: ten points, of villages."""
    kept = RulebookItem.objects.present().filter(method="survey", rulebook__state="in_use").first()
    if kept is None:
        about = {"method": "survey", "section": "effect", "name": "群众满意度", "applies_to": "village", **given}
        kept = an_item(rulebook=a_rulebook(year=2026), number="10", **about)
        rulebooks.adopt_rulebook(kept.rulebook, by=None)
    return RulebookItem.objects.select_related("rulebook").get(pk=kept.pk)


def read(period: tuple[date, date] = JUNE, on: date | None = None) -> dict[int, Reading]:
    """What surveys say of each unit."""
    return surveyed_of(an_item_for_surveys(), *period, on or today())[0]


def card_of_june(unit: Any) -> Scorecard:
    """The unit's scorecard of June, kept on 5 July where it is not yet."""
    if not Result.objects.standing().filter(month=6).exists():
        scores.keep_month(an_item_for_surveys().rulebook, 6, LATER)
    found: Scorecard = Scorecard.objects.with_names().get(unit=unit, result__month=6)
    return found


# What is read.


def test_the_sum_of_the_marks_of_all_they_could_be_is_read_of_each_unit(cast: Cast) -> None:
    a_poll_about(cast.village, 0, 0, 0, 1, 2)
    a_poll_about(cast.other_village, 0, 1, 1, 1, 1, 2)
    assert read() == {cast.village.pk: Reading(D(350), D(500)), cast.other_village.pk: Reading(D(300), D(600))}


def test_several_polls_about_a_unit_count_together_by_their_sheets(cast: Cast) -> None:
    a_poll_about(cast.village, 0, 0, 0, 0)
    a_poll_about(cast.village, 2)
    assert read() == {cast.village.pk: Reading(D(400), D(500))}


@pytest.mark.parametrize("sheets", [4, 5])
def test_fewer_than_enough_sheets_are_no_reading_and_never_zero(sheets: int, cast: Cast) -> None:
    a_poll_about(cast.village, *[2] * sheets)
    assert read() == ({} if sheets < 5 else {cast.village.pk: Reading(D(0), D(500))})


def test_the_office_sets_how_many_are_enough(cast: Cast) -> None:
    a_poll_about(cast.village, 0, 0, 1)
    assert read() == {}
    set_parameters({"assessment.least_sheets": 3}, by=None)
    assert read() == {cast.village.pk: Reading(D(250), D(300))}


def test_it_counts_once_it_is_over_in_the_period_in_which_it_ended(cast: Cast) -> None:
    poll = a_poll_about(cast.village, *[0] * 5)
    assert (set(read()), read(JULY), read(on=poll.last_on)) == ({cast.village.pk}, {}, {})
    remove_record(poll, by=None, reason="误建")
    assert read() == {}


def test_what_asks_something_else_or_is_about_nobody_does_not_count(cast: Cast) -> None:
    a_poll_about(cast.village, *[0] * 5, survey=a_survey(purpose="approval"))
    a_poll_about(None, *[0] * 5)
    a_poll_about(cast.village, *[0] * 5, survey=a_survey("好\n不好"))
    assert read() == {}
    a_poll_about(cast.village, *[0] * 5)
    assert set(read()) == {cast.village.pk}


def test_it_takes_the_same_queries_for_any_number_of_units_and_sheets(cast: Cast, query_count: Any) -> None:
    item = an_item_for_surveys()
    a_poll_about(cast.village, *[0] * 5)
    few = query_count(lambda: surveyed_of(item, *JUNE, today()))
    for _each in range(3):
        a_poll_about(a_unit(), 0, 1, 2, 0, 1, 2)
    assert query_count(lambda: surveyed_of(item, *JUNE, today())) == few == 2


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=8), max_size=3))
def test_points_are_those_of_exact_fractions(cast: Cast, said: list[list[tuple[int, int]]]) -> None:
    one, other = (100, 50, 0), (100, 67, 33, 1)
    survey = a_survey(*("\n".join(f"项{mark}|{mark}" for mark in marks) for marks in (one, other)))
    rule, wanted = Item("10", D(7)), {}
    for sheets in said:
        poll = a_poll_about(unit := a_unit(), survey=survey)
        for ticked in sheets:
            a_sheet(poll, *ticked)
        if len(sheets) >= 5:
            marks = [Fraction(one[first] + other[second], 2) for first, second in sheets]
            exact = 7 * sum(marks) / (100 * len(marks))
            wanted[unit.pk] = Fraction(int(exact * 100 + Fraction(1, 2)), 100)
    found = {unit: points_of(rule, reading) for unit, reading in read().items()}
    assert {unit: Fraction(found[unit] or 0) for unit in wanted} == wanted
    assert set(found) - set(wanted) == set()
    Poll.objects.update(removed_at="2026-06-15T00:00:00Z")


# On the scorecard.


def test_a_scorecard_says_the_mean_and_how_many_answered_and_opens_the_polls(cast: Cast, as_user: Any) -> None:
    polls = [a_poll_about(cast.village, 0, 0, 0), a_poll_about(cast.village, 1, 1, 1)]
    a_poll_about(cast.other_village, *[0] * 5), a_poll_about(cast.village), a_poll_about(cast.village, 0, last_on=LATER)
    card = card_of_june(cast.village)
    assert card.score == D("75.00")
    browser = as_user(cast.liaison)
    [row] = Page(browser.get(card.get_absolute_url())).panels["得分明细"].all("tr")[1:]
    assert ("平均分75.00（6份答卷）" in row.text, "7.50" in row.text) == (True, True)
    url = row.first("a").attributes["href"]
    assert url == reverse("assessment:view_counted", args=[card.pk, "10"])
    opened = browser.get(url)
    assert opened.context["records"] == polls
    assert [poll.get_absolute_url() in opened.content.decode() for poll in polls] == [True, True]
    assert browser.get(polls[0].get_absolute_url()).status_code == 200


def test_the_polls_opened_are_those_counted_and_only_those_that_exist_for_the_reader(cast: Cast) -> None:
    mine = a_poll_about(cast.village, *[0] * 5)
    other = a_poll_about(cast.other_village, *[0] * 5)
    period = (*JUNE, today())
    assert polls_counted(cast.village.pk, *period) == [mine]
    assert polls_counted(cast.village.pk, *period, reader=cast.liaison) == [mine]
    assert polls_counted(cast.other_village.pk, *period) == [other]
    assert polls_counted(cast.other_village.pk, *period, reader=cast.liaison) == []
    assert [(poll.at, poll.went_well) for poll in polls_counted(cast.village.pk, *period)] == [(mine.last_on, True)]


def test_too_few_sheets_are_left_out_and_the_card_says_why(cast: Cast, as_user: Any) -> None:
    a_poll_about(cast.village, 2, 2, 2, 2)
    posts = {"number": "1", "method": "computed", "figure": "posts_held", "applies_to": "village"}
    book = a_rulebook(year=2026)
    an_item(rulebook=book, **posts), an_item(rulebook=book, number="10", method="survey", applies_to="village")
    rulebooks.adopt_rulebook(book, by=None)
    card = card_of_june(cast.village)
    assert card.score == D("33.30")  # of the posts alone: one of three is held
    page = Page(as_user(cast.liaison).get(card.get_absolute_url()))
    row = page.panels["得分明细"].all("tr")[-1]
    assert (TOO_FEW in row.text, "不计分" in row.text, row.all("a")) == (True, True, [])
    assert as_user(cast.liaison).get(reverse("assessment:view_counted", args=[card.pk, "10"])).status_code == 404
    other = Page(as_user(cast.chair).get(card_of_june(cast.other_village).get_absolute_url()))
    assert "期内没有对本单位的测评结束" in other.panels["得分明细"].text


def test_what_was_enough_is_sealed_with_the_result(cast: Cast, as_user: Any) -> None:
    a_poll_about(cast.village, 0, 0, 0, 0)
    card = card_of_june(cast.village)
    assert card.result.rules["least_sheets"] == "5"
    set_parameters({"assessment.least_sheets": 4}, by=None)
    assert scores.is_unchanged(card.result)
    assert TOO_FEW in Page(as_user(cast.liaison).get(card.get_absolute_url())).text
    corrected = scores.correct_result(card.result, by=None, reason="份数调整", on=LATER)
    anew = Scorecard.objects.get(result=corrected, unit=cast.village)
    assert (anew.score, corrected.rules["least_sheets"]) == (D(100), "4")


def test_a_rulebook_without_surveys_is_sealed_as_ever(cast: Cast) -> None:
    book = an_item(method="computed", figure="posts_held", rulebook=a_rulebook(year=2026)).rulebook
    rulebooks.adopt_rulebook(book, by=None)
    scores.keep_month(book, 6, LATER)
    assert "least_sheets" not in Result.objects.get().rules


def test_a_card_costs_the_same_for_any_number_of_polls(cast: Cast, as_user: Any, query_count: Any) -> None:
    a_poll_about(cast.village, 0, 0, 0, 0)
    browser, url = as_user(cast.liaison), card_of_june(cast.village).get_absolute_url()
    browser.get(url)
    few = query_count(lambda: browser.get(url))
    for _each in range(3):
        a_poll_about(cast.village)
    assert query_count(lambda: browser.get(url)) == few


def test_words_of_a_reading_round_to_the_hundredth() -> None:
    assert mark_in_words(D("200.03"), D(300)) == "平均分66.68（3份答卷）"


# The rulebook.


@pytest.mark.parametrize(
    ("other", "is_refused"),
    [
        ({}, True),
        ({"applies_to": "grassroots"}, True),
        ({"applies_to": "enterprise"}, False),
        ({"counts": "year"}, True),
        ({"method": "check"}, False),
    ],
)
def test_no_two_items_count_the_same_surveys_of_a_unit(other: dict[str, Any], is_refused: bool, cast: Cast) -> None:
    book = a_rulebook()
    about = {"rulebook": book, "method": "survey", "applies_to": "village", "name": "满意度"}
    an_item(**about, number="10"), an_item(**(about | {"number": "11"} | other))
    if is_refused:
        with refused("这些问卷调查项目会把同一单位的测评重复计分，请分开适用对象：10 满意度、11 满意度。"):
            rulebooks.adopt_rulebook(book, by=None)
    else:
        rulebooks.adopt_rulebook(book, by=None)
        assert book.items.filter(method="survey").exists()


def test_one_that_counts_each_month_and_one_at_the_years_end_are_apart(cast: Cast) -> None:
    book = a_rulebook()
    for number, counts in (("10", "month"), ("11", "year")):
        an_item(rulebook=book, number=number, counts=counts, method="survey")
    rulebooks.adopt_rulebook(book, by=None)
    assert rulebooks.what_is_lacking(book) == []


def test_the_form_says_what_an_item_by_survey_reads(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.supervisor).get(reverse("assessment:create_rulebookitem")))
    assert "问卷调查项目读取对这些单位的群众满意度测评。" in page.text
