"""Around the publication of a year: who is told what, what holds it up and what does not, what history keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from assessment.documents.papers import announcement_of
from assessment.models import Objection, Result, Rulebook, RulebookItem, Scorecard
from assessment.services import objections, rulebooks, scores
from assessment.tests.builders import (
    a_posted_year,
    a_published_year,
    a_result,
    a_rulebook,
    a_year,
    an_item,
    an_objection,
    head_of,
    in_use,
)
from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.calendars import load_calendar
from dayan_safety.models import Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_unit, an_appointment
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026; objections are open until the 22nd
State = Result.State
LAST_DAY, DAY_AFTER = "2026-06-22 23:59+08:00", "2026-06-23 00:00+08:00"
POSTS = {"method": RulebookItem.Method.COMPUTED, "figure": RulebookItem.Figure.POSTS}


def told(result: Result, key: str) -> set[int]:
    """Keys of those who heard of it."""
    return set(Notice.objects.filter(key=f"result:{result.pk}:{key}").values_list("user", flat=True))


def publish(result: Result, by: Any = None) -> None:
    """On the day after the last day for objections."""
    with time_machine.travel(DAY_AFTER, tick=False):
        scores.publish_result(result, by=by)


# Who hears of it


def test_whoever_answers_for_a_unit_with_a_card_hears_of_the_publication_once(cast: Cast) -> None:
    result = a_posted_year(cast)
    publish(result, cast.chair)
    heard = told(result, "final")
    assert heard >= {cast.liaison.pk, cast.member.pk}
    assert not {cast.outsider.pk, cast.auditor.pk, cast.administrator.pk, cast.inspector.pk} & heard
    notice = Notice.objects.get(user=cast.liaison, key=f"result:{result.pk}:final")
    assert (notice.title, notice.url) == ("已发布：2025年度考核得分", result.get_absolute_url())


def test_a_unit_that_was_not_assessed_in_that_year_is_not_told(cast: Cast) -> None:
    late = a_unit(valid_from=date(2026, 1, 1))
    newcomer = head_of(late)
    scores.keep_month(in_use(**POSTS), 1, date(2026, 2, 5))  # it is scored for the first time
    result = a_posted_year(cast)
    assert late.scorecards.exists()
    publish(result)
    assert newcomer.pk not in told(result, "posted") | told(result, "final")


def test_who_did_it_is_not_told_of_it(cast: Cast) -> None:
    an_appointment(cast.supervision, "group_member", cast.liaison.person)
    an_appointment(cast.committee, "deputy_director", cast.member.person)
    result = a_year(cast)
    scores.post_result(result, by=cast.liaison)
    publish(result, cast.member)
    assert cast.liaison.pk not in told(result, "posted")
    assert cast.liaison.pk in told(result, "final")
    assert cast.member.pk not in told(result, "final")
    assert cast.member.pk in told(result, "posted")


# What holds it up


def test_days_for_objections_are_those_of_the_rules_it_was_computed_by(cast: Cast) -> None:
    book = in_use(rulebook=a_rulebook(year=2025, objection_days=2), **POSTS)
    scores.keep_year(book, date(2026, 1, 10))
    Rulebook.objects.filter(pk=book.pk).update(objection_days=9)  # what was sealed holds
    result = Result.objects.get(year=2025, month=0)
    scores.post_result(result, by=None)
    assert (result.posted_on, result.objections_until) == (date(2026, 6, 15), date(2026, 6, 17))


def test_the_last_day_is_a_working_day_after_a_holiday(cast: Cast) -> None:
    load_calendar([2026], by=None)
    result = a_year(cast)
    with time_machine.travel("2026-04-30 09:00+08:00", tick=False):  # before the holidays of May
        scores.post_result(result, by=None)
    assert result.objections_until == date(2026, 5, 11)  # 6 to 8, the Saturday that is worked, and the Monday


def test_an_objection_to_another_result_holds_nothing_up(cast: Cast) -> None:
    waiting = an_objection(cast)
    other = a_year(cast)
    scores.post_result(other, by=None)
    publish(other)
    assert other.state == State.FINAL
    with time_machine.travel(DAY_AFTER, tick=False):
        assert scores.what_is_open(waiting.scorecard.result) == ["有1件异议未答复。"]


def test_a_removed_objection_holds_nothing_up(cast: Cast) -> None:
    waiting = an_objection(cast)
    Objection.objects.filter(pk=waiting.pk).update(removed_at=timezone.now())
    publish(waiting.scorecard.result)
    assert Result.objects.get(pk=waiting.scorecard.result_id).state == State.FINAL


def test_a_refused_objection_holds_nothing_up_and_each_open_one_is_counted(cast: Cast) -> None:
    first, second = an_objection(cast), an_objection(cast)
    objections.answer_objection(first, by=None, is_right=False, answer="维持")
    result = first.scorecard.result
    assert scores.what_is_open(result) == ["公示期未满：单位可在2026-06-22前提出异议。", "有1件异议未答复。"]
    objections.answer_objection(second, by=None, is_right=True, answer="属实")
    with time_machine.travel(DAY_AFTER, tick=False):
        assert scores.what_is_open(result) == ["有异议成立：请先“更正得分”重新计算。"]


def test_nothing_more_is_open_the_day_after_without_objections(cast: Cast) -> None:
    result = a_posted_year(cast)
    with time_machine.travel(LAST_DAY, tick=False):
        assert len(scores.what_is_open(result)) == 1
    with time_machine.travel(DAY_AFTER, tick=False):
        assert scores.what_is_open(result) == []


@pytest.mark.parametrize("make", [a_year, a_published_year, a_result])
def test_only_what_is_posted_is_published(make: Any, cast: Cast) -> None:
    result = make(cast)
    with refused(f"目前状态为“{result.get_state_display()}”，不能进行此操作。"):
        scores.publish_result(result, by=cast.chair)


def test_a_result_that_moved_on_since_it_was_read_is_not_published_twice(cast: Cast) -> None:
    result = a_posted_year(cast)
    seen = Result.objects.get(pk=result.pk)
    publish(result)
    with time_machine.travel(DAY_AFTER, tick=False), refused("目前状态为“正式”，不能进行此操作。"):
        scores.publish_result(seen, by=cast.chair)
    assert Result.objects.get(pk=result.pk).number == "大安创考〔2026〕1号"


# Numbers and history


def test_the_office_sets_the_document_mark(cast: Cast) -> None:
    set_parameters({"assessment.announcement_prefix": "大安考"}, by=cast.office)
    result = a_posted_year(cast)
    publish(result)
    assert result.number == "大安考〔2026〕1号"


def test_numbers_begin_anew_with_the_year_in_which_one_publishes(cast: Cast) -> None:
    first = a_published_year(cast)
    second = a_year(cast)
    scores.post_result(second, by=None)
    with time_machine.travel("2027-01-05 09:00+08:00", tick=False):
        scores.publish_result(second, by=None)
    assert (first.number, second.number) == ("大安创考〔2026〕1号", "大安创考〔2027〕1号")


def test_history_keeps_the_last_day_the_number_and_the_words(cast: Cast) -> None:
    objection = an_objection(cast)
    result = objection.scorecard.result
    objections.answer_objection(objection, by=cast.supervisor, is_right=False, answer="维持原得分")
    publish(result, cast.chair)
    told_of_result = {verb: after for verb, _by, _before, after, _why in history(result)}
    assert told_of_result["assessment.post_result"] == {"objections_until": "2026-06-22"}
    assert told_of_result["assessment.publish_result"] == {"number": "大安创考〔2026〕1号"}
    made, answered = history(objection)
    assert (made[0], made[3]) == ("assessment.object_to_scorecard", {"said": "联络员全年在岗"})
    assert (answered[1], answered[3]["answer"]) == (str(cast.supervisor), "维持原得分")


# Who may


def test_papers_of_what_is_not_published_are_for_nobody(cast: Cast, as_user: Any) -> None:
    posted = a_posted_year(cast)
    for name in ("download_announcement", "download_target_sheet"):
        door = reverse(f"assessment:{name}", args=[posted.pk])
        assert {as_user(getattr(cast, role)).get(door).status_code for role in ("chair", "office", "supervisor")} == {
            403
        }


def test_the_announcement_is_for_everybody_and_the_sheet_for_those_who_assess(cast: Cast, as_user: Any) -> None:
    result = a_published_year(cast)
    roles = ("chair", "office", "supervisor", "lead", "member", "liaison", "inspector")

    def taken_by(name: str) -> set[str]:
        door = reverse(f"assessment:{name}", args=[result.pk])
        return {role for role in roles if as_user(getattr(cast, role)).get(door).status_code == 200}

    assert taken_by("download_announcement") == set(roles)
    assert taken_by("download_target_sheet") == {"chair", "office", "supervisor"}


# The clock


def test_a_run_with_nothing_to_do_computes_nothing(cast: Cast, query_count: Any) -> None:
    book = a_result(cast).rulebook
    Rulebook.objects.filter(pk=book.pk).update(used_since=date(2025, 12, 31))
    assert scores.score_months(today()) == 1
    kept = Result.objects.count()
    assert query_count(lambda: scores.score_months(today())) <= 4
    assert query_count(lambda: scores.score_years(date(2026, 1, 9))) <= 8
    assert Result.objects.count() == kept


def test_a_preview_that_is_there_is_not_computed_again(cast: Cast, query_count: Any) -> None:
    book = a_year(cast).rulebook
    Rulebook.objects.filter(pk=book.pk).update(used_since=date(2025, 12, 31))
    scores.score_years(date(2026, 1, 10))
    assert query_count(lambda: scores.score_years(date(2026, 1, 10))) <= 8


def test_months_of_the_year_before_last_are_over_for_good(cast: Cast) -> None:
    book = in_use(rulebook=a_rulebook(year=2024), **POSTS)
    Rulebook.objects.filter(pk=book.pk).update(used_since=date(2024, 1, 1))
    assert scores.score_months(today()) == 0
    assert scores.score_months(date(2025, 12, 31)) == 12


def test_the_next_edition_is_drawn_up_with_history_on_both_sides(cast: Cast) -> None:
    book = an_item(rulebook=a_rulebook(name="细则")).rulebook
    rulebooks.adopt_rulebook(book, by=None)
    made = rulebooks.revise_rulebook(book, by=cast.supervisor)
    assert history(book)[-1] == ("assessment.revise_rulebook", str(cast.supervisor), {}, {"edition": "2"}, "")
    [(verb, by, _before, after, _why)] = history(made)
    assert (verb, by, after["name"]) == ("assessment.create_rulebook", str(cast.supervisor), "细则")


def test_the_page_says_what_holds_the_publication_up_to_those_who_assess(cast: Cast, as_user: Any) -> None:
    result = a_posted_year(cast)
    for role, is_told in (("chair", True), ("office", True), ("supervisor", True), ("liaison", False), ("lead", False)):
        page = Page(as_user(getattr(cast, role)).get(result.get_absolute_url()))
        assert ("发布前还需要" in page.panels) == is_told
    publish(result)
    assert "发布前还需要" not in Page(as_user(cast.chair).get(result.get_absolute_url())).panels


def test_the_announcement_names_a_veto_and_only_whoever_has_a_rank(cast: Cast) -> None:
    result = a_published_year(cast)
    cards = QuerySet(Scorecard).filter(result=result)  # past the portal, that writes them once
    cards.filter(unit=cast.village).update(is_vetoed=True, grade="failed", rank=2)
    cards.filter(unit=cast.other_village).update(rank=None, score=None)
    told = {card["unit"]: card["grade"] for kind in announcement_of(result)["kinds"] for card in kind["cards"]}
    assert str(cast.other_village) not in told
    assert "（一票否决）" in told[str(cast.village)]
    assert [unit for unit, grade in told.items() if "一票否决" in grade] == [str(cast.village)]
