"""The end of a year: kept by the clock as a preview, posted for objections, published by the chair."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from assessment.models import Objection, Result, RulebookItem, Scorecard
from assessment.services import objections, rulebooks, scores
from assessment.tasks import score_years
from assessment.tests.builders import a_posted_year, a_published_year, a_rulebook, a_year, an_item, an_objection, in_use
from committee.models import LiaisonPost
from committee.tests.refusals import refused
from dayan_safety.models import Action, Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_unit, an_appointment
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
STILL_OPEN = "公示期未满：单位可在2026-06-22前提出异议。"
State, Method, Counts = Result.State, RulebookItem.Method, RulebookItem.Counts


def a_book_of_posts(**given: Any) -> Any:
    """A rulebook of 2025 that asks who holds the liaison posts, in months and at the year's end."""
    book = a_rulebook(year=2025, **given)
    posts = {"method": Method.COMPUTED, "figure": RulebookItem.Figure.POSTS, "full_mark": D(100)}
    an_item(rulebook=book, counts=Counts.MONTH, **posts)
    an_item(rulebook=book, counts=Counts.YEAR, **posts)
    rulebooks.adopt_rulebook(book, by=None)
    book.refresh_from_db()
    return book


def card_of(result: Result, unit: Any) -> Scorecard:
    """What a unit got."""
    return Scorecard.objects.with_names().get(result=result, unit=unit)


def test_a_year_is_the_mean_of_its_months_and_its_end(cast: Cast) -> None:
    book = a_book_of_posts()
    scores.keep_month(book, 1, date(2025, 2, 5))  # one post of three
    for post in LiaisonPost.objects.filter(unit=cast.village, appointments__isnull=True)[:1]:
        an_appointment(post, "liaison", since=date(2025, 2, 1))
    scores.keep_month(book, 2, date(2025, 3, 5))  # two of three
    scores.keep_year(book, date(2026, 1, 10))
    card = card_of(Result.objects.get(month=0), cast.village)
    assert card.parts == {
        "months": {"1": "33.33", "2": "66.67"},
        "mean": "50.00",
        "end": "66.67",
        "bonus": "0.00",
        "penalty": "0.00",
        "vetoes": 0,
    }
    assert card.score == D("56.67")  # 60 % of 50.00 and 40 % of 66.67


@pytest.mark.parametrize(("share", "score"), [(100, "50.00"), (0, "66.67"), (50, "58.34")])
def test_the_rules_say_how_much_the_months_weigh(share: int, score: str, cast: Cast) -> None:
    book = a_book_of_posts(month_share=share)
    scores.keep_month(book, 1, date(2025, 2, 5))
    an_appointment(LiaisonPost.objects.filter(unit=cast.village, appointments__isnull=True).first(), "liaison")
    scores.keep_month(book, 2, date(2025, 3, 5))
    scores.keep_year(book, date(2026, 1, 10))
    assert card_of(Result.objects.get(month=0), cast.village).score == D(score)


def test_a_month_of_which_nothing_is_known_is_no_nought(cast: Cast) -> None:
    book = a_book_of_posts()
    scores.keep_month(book, 1, date(2025, 2, 5))
    scores.keep_month(book, 2, date(2025, 3, 5))
    known = card_of(Result.objects.get(month=1), cast.village).score
    _set_unknown(Result.objects.get(month=2), cast.village)
    assert scores.monthly_scores(2025)[cast.village.pk] == {1: known}


def _set_unknown(result: Result, unit: Any) -> None:
    """As a month is kept in which no record of the unit was there."""
    rows = Scorecard.objects.filter(result=result, unit=unit)
    super(type(rows), rows).update(score=None)


def test_months_that_were_corrected_count_once_and_in_their_last_edition(cast: Cast) -> None:
    book = a_book_of_posts()
    scores.keep_month(book, 1, date(2025, 2, 5))
    an_appointment(LiaisonPost.objects.filter(unit=cast.village, appointments__isnull=True).first(), "liaison")
    scores.correct_result(Result.objects.get(month=1), by=None, reason="补报任命", on=today())
    assert scores.monthly_scores(2025)[cast.village.pk] == {1: D("66.67")}


def test_the_clock_keeps_the_preview_on_its_day_and_once(cast: Cast) -> None:
    in_use(rulebook=a_rulebook(year=2025), method=Method.COMPUTED, figure=RulebookItem.Figure.POSTS)
    counts = []
    for moment in ("2026-01-09 23:59+08:00", "2026-01-10 00:00+08:00", "2026-01-10 01:00+08:00"):
        with time_machine.travel(moment, tick=False):
            counts.append(score_years())
    assert counts == [0, 1, 0]
    assert Result.objects.get(year=2025, month=0).state == State.PREVIEW


def test_a_day_that_was_missed_is_made_up_for_and_the_office_sets_it(cast: Cast) -> None:
    in_use(rulebook=a_rulebook(year=2025), method=Method.COMPUTED, figure=RulebookItem.Figure.POSTS)
    set_parameters({"assessment.year_scored_on": 20}, by=cast.office)
    assert scores.score_years(date(2026, 1, 19)) == 0
    assert scores.score_years(date(2026, 4, 1)) == 1


def test_neither_this_year_nor_the_one_before_last_is_scored(cast: Cast) -> None:
    for year in (2024, 2026):
        in_use(rulebook=a_rulebook(year=year), method=Method.COMPUTED, figure=RulebookItem.Figure.POSTS)
    assert scores.score_years(today()) == 0


def test_the_months_are_kept_before_the_year(cast: Cast) -> None:
    book = in_use(rulebook=a_rulebook(year=2025), method=Method.COMPUTED, figure=RulebookItem.Figure.POSTS)
    type(book).objects.filter(pk=book.pk).update(used_since=date(2025, 11, 1))
    scores.score_years(date(2026, 1, 10))
    months = Result.objects.filter(year=2025).order_by("month").values_list("month", flat=True)
    assert list(months) == [0, 11, 12]
    assert set(card_of(Result.objects.get(month=0), cast.village).parts["months"]) == {"11", "12"}


def test_a_year_computed_again_has_the_same_seal_and_a_changed_part_is_found_out(cast: Cast) -> None:
    result = a_year(cast)
    assert scores.is_unchanged(result)
    rows = Scorecard.objects.filter(result=result, unit=cast.village)
    super(type(rows), rows).update(parts={"months": {}, "mean": "99.00"})
    assert not scores.is_unchanged(result)


def test_posting_opens_it_to_objections_for_so_many_working_days(cast: Cast) -> None:
    result = a_year(cast)
    scores.post_result(result, by=cast.supervisor)
    result.refresh_from_db()
    assert (result.state, result.posted_on) == (State.POSTED, date(2026, 6, 15))
    assert result.objections_until == date(2026, 6, 22)  # 16 to 19, and the Monday after
    assert Action.objects.filter(verb="assessment.post_result", thing_id=str(result.pk)).count() == 1


def test_units_hear_of_it_and_nobody_twice(cast: Cast) -> None:
    result = a_year(cast)
    scores.post_result(result, by=cast.supervisor)
    heard = Notice.objects.filter(key=f"result:{result.pk}:posted").values_list("user", flat=True)
    assert set(heard) >= {cast.liaison.pk, cast.member.pk}
    assert not {cast.auditor.pk, cast.outsider.pk, cast.supervisor.pk} & set(heard)
    assert len(heard) == len(set(heard))


@pytest.mark.parametrize("role", ["chair", "office", "lead", "member", "liaison", "auditor", "administrator"])
def test_nobody_but_the_supervision_group_posts(role: str, cast: Cast) -> None:
    result = a_year(cast)
    with pytest.raises(PermissionDenied):
        scores.post_result(result, by=getattr(cast, role))
    result.refresh_from_db()
    assert result.state == State.PREVIEW


def test_a_month_is_not_posted(cast: Cast) -> None:
    book = a_book_of_posts()
    scores.keep_month(book, 1, date(2025, 2, 5))
    result = Result.objects.get(month=1)
    with refused("目前状态为“正式”，不能进行此操作。"):
        scores.post_result(result, by=cast.supervisor)


def test_a_preview_exists_for_those_who_assess_alone_and_a_posted_one_for_all(cast: Cast) -> None:
    result = a_year(cast)
    before = {role for role in Cast.ROLES if Result.objects.all().visible_to(getattr(cast, role)).exists()}
    cards = {role for role in Cast.ROLES if Scorecard.objects.all().visible_to(getattr(cast, role)).exists()}
    assert before == cards == {"chair", "office", "supervisor"}
    scores.post_result(result, by=None)
    own = Scorecard.objects.all().visible_to(cast.liaison)
    assert {card.unit_id for card in own} == {cast.village.pk}
    assert Result.objects.all().visible_to(cast.member).exists()


def test_nothing_is_published_before_the_last_day_is_over(cast: Cast) -> None:
    result = a_posted_year(cast)
    with time_machine.travel("2026-06-22 23:59+08:00", tick=False), refused(STILL_OPEN):
        scores.publish_result(result, by=cast.chair)
    with time_machine.travel("2026-06-23 00:00+08:00", tick=False):
        scores.publish_result(result, by=cast.chair)
    result.refresh_from_db()
    assert (result.state, result.number) == (State.FINAL, "大安创考〔2026〕1号")
    assert result.published_on == date(2026, 6, 23)


@pytest.mark.parametrize("role", ["office", "supervisor", "lead", "member", "liaison", "administrator"])
def test_nobody_but_the_chair_publishes(role: str, cast: Cast) -> None:
    result = a_posted_year(cast)
    with time_machine.travel("2026-06-23 09:00+08:00", tick=False), pytest.raises(PermissionDenied):
        scores.publish_result(result, by=getattr(cast, role))
    result.refresh_from_db()
    assert result.state == State.POSTED


def test_a_preview_is_not_published(cast: Cast) -> None:
    result = a_year(cast)
    with refused("目前状态为“预览”，不能进行此操作。"):
        scores.publish_result(result, by=cast.chair)


def test_an_objection_without_an_answer_keeps_it_from_being_published(cast: Cast) -> None:
    objection = an_objection(cast)
    result = objection.scorecard.result
    with time_machine.travel("2026-06-23 09:00+08:00", tick=False):
        with refused("有1件异议未答复。"):
            scores.publish_result(result, by=cast.chair)
        objections.answer_objection(objection, by=cast.supervisor, is_right=False, answer="维持")
        scores.publish_result(result, by=cast.chair)
    result.refresh_from_db()
    assert result.state == State.FINAL


def test_where_a_unit_was_right_the_scores_are_computed_anew_and_posted_again(cast: Cast) -> None:
    objection = an_objection(cast)
    result = objection.scorecard.result
    objections.answer_objection(objection, by=cast.supervisor, is_right=True, answer="补报属实")
    with time_machine.travel("2026-06-23 09:00+08:00", tick=False):
        with refused("有异议成立：请先“更正得分”重新计算。"):
            scores.publish_result(result, by=cast.chair)
        made = scores.correct_result(result, by=cast.supervisor, reason="异议成立", on=today())
        assert (made.state, made.edition, made.month) == (State.PREVIEW, 2, 0)
        scores.post_result(made, by=cast.supervisor)
    result.refresh_from_db()
    assert result.state == State.REPLACED
    assert Objection.objects.get().scorecard.result == result  # the old edition keeps what was said against it


def test_what_would_be_the_same_is_not_computed_anew(cast: Cast) -> None:
    result = a_posted_year(cast)
    with refused("按现有记录计算，得分没有变化，无需更正。"):
        scores.correct_result(result, by=cast.supervisor, reason="x", on=today())
    result.refresh_from_db()
    assert result.state == State.POSTED


def test_a_published_year_that_is_corrected_keeps_its_number_in_the_old_edition(cast: Cast) -> None:
    result = a_published_year(cast)
    unit = a_unit(valid_from=date(2025, 1, 1))
    made = scores.correct_result(result, by=cast.supervisor, reason="漏登一个村", on=today())
    result.refresh_from_db()
    assert (result.state, bool(result.number), made.number) == (State.REPLACED, True, "")
    assert Scorecard.objects.filter(result=made, unit=unit).exists()


def test_two_years_are_published_under_numbers_one_after_the_other(cast: Cast) -> None:
    first = a_published_year(cast)
    a_unit(valid_from=date(2025, 1, 1))
    second = scores.correct_result(first, by=cast.supervisor, reason="漏登", on=today())
    scores.post_result(second, by=None)
    with time_machine.travel(today() + timedelta(days=20), tick=False):
        scores.publish_result(second, by=cast.chair)
    second.refresh_from_db()
    assert [first.number, second.number] == ["大安创考〔2026〕1号", "大安创考〔2026〕2号"]
