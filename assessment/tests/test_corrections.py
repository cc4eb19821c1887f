"""Corrections of a year while it is open to objections, and after it was published: nobody's objection gets lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from assessment.models import Objection, Result, Rulebook, RulebookItem, Scorecard
from assessment.services import objections, rulebooks, scores
from assessment.services.scores.keeping import rules_of
from assessment.tests.builders import (
    a_card_of_year,
    a_posted_year,
    a_published_year,
    a_rulebook,
    a_year,
    an_item,
    an_objection,
)
from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_unit, an_appointment
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026; objections are open until the 22nd
State = Result.State
ANSWER_FIRST = "请先答复对本版得分的异议，再更正得分。"


def a_village_more() -> Any:
    """A village of 2025 that was forgotten: with it every score computed anew is another."""
    return a_unit(valid_from=date(2025, 1, 1))


def corrected(result: Result, by: Any = None) -> Result:
    """The next edition."""
    return scores.correct_result(result, by=by, reason="漏登一个村", on=today())


def answered(objection: Objection, cast: Cast, *, is_right: bool = False) -> None:
    """The supervision group's answer."""
    objections.answer_objection(objection, by=cast.supervisor, is_right=is_right, answer="已核实")


# While units may object


def test_scores_are_not_corrected_away_from_under_an_objection(cast: Cast) -> None:
    objection = an_objection(cast)
    result = objection.scorecard.result
    a_village_more()
    with refused(ANSWER_FIRST):
        corrected(result, cast.supervisor)
    answered(objection, cast)
    assert corrected(result, cast.supervisor).edition == 2


def test_the_page_of_a_correction_says_so_and_keeps_the_reason(cast: Cast, as_user: Any) -> None:
    result = an_objection(cast).scorecard.result
    a_village_more()
    door = reverse("assessment:correct_result", args=[result.pk])
    page = Page(as_user(cast.supervisor).post(door, {"reason": "漏登一个村", "once": "a" * 32}))
    assert (page.errors[""], page.input("reason")) == (ANSWER_FIRST, "漏登一个村")
    result.refresh_from_db()
    assert result.state == State.POSTED


def test_an_objection_that_was_removed_holds_nothing_up(cast: Cast) -> None:
    objection = an_objection(cast)
    Objection.objects.filter(pk=objection.pk).update(removed_at="2026-06-15T02:00Z")
    a_village_more()
    assert corrected(objection.scorecard.result).edition == 2


def test_an_objection_to_another_year_holds_nothing_up(cast: Cast) -> None:
    an_objection(cast)
    preview = a_year(cast)
    a_unit(valid_from=date(2020, 1, 1))
    assert corrected(preview).year == preview.year


def test_units_may_object_to_the_next_edition_once_more_and_for_as_long(cast: Cast) -> None:
    objection = an_objection(cast)
    answered(objection, cast)
    a_village_more()
    with time_machine.travel("2026-06-24 09:00+08:00", tick=False):
        made = corrected(objection.scorecard.result)
        scores.post_result(made, by=cast.supervisor)
        assert made.objections_until == date(2026, 7, 1)
        card = Scorecard.objects.with_names().get(result=made, unit=cast.village)
        again = objections.object_to_scorecard(card, by=cast.liaison, item="", said="仍有出入")
    assert list(Objection.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "open"]
    assert again.scorecard.result.edition == 2


def test_nobody_objects_to_an_edition_that_was_replaced(cast: Cast, as_user: Any) -> None:
    card = a_card_of_year(cast)
    a_village_more()
    corrected(card.result)
    door = reverse("assessment:object_to_scorecard", args=[card.pk])
    browser = as_user(cast.liaison)
    assert door not in browser.get(card.get_absolute_url()).content.decode()
    assert browser.post(door, {"item": "", "said": "迟到的异议", "once": "a" * 32}).status_code == 403
    assert not Objection.objects.exists()


def test_where_a_unit_was_right_the_same_scores_may_stand_in_a_new_edition(cast: Cast) -> None:
    objection = an_objection(cast)
    answered(objection, cast, is_right=True)
    made = corrected(objection.scorecard.result)  # the records were right already: the card was read wrongly
    assert (made.edition, made.state) == (2, State.PREVIEW)


def test_a_unit_that_was_right_about_another_year_changes_nothing_here(cast: Cast) -> None:
    answered(an_objection(cast), cast, is_right=True)
    preview = a_year(cast)
    with refused("按现有记录计算，得分没有变化，无需更正。"):
        corrected(preview)


def test_a_preview_is_corrected_too_before_anybody_sees_it(cast: Cast) -> None:
    preview = a_year(cast)
    a_village_more()
    made = corrected(preview, cast.supervisor)
    preview.refresh_from_db()
    assert (preview.state, made.state, made.edition) == (State.REPLACED, State.PREVIEW, 2)
    assert history(made)[-1][1] == str(cast.supervisor)
    assert not Notice.objects.filter(key__startswith=f"result:{made.pk}").exists()


# After it was published


def test_what_is_corrected_after_publication_is_posted_and_published_anew(cast: Cast, as_user: Any) -> None:
    first = a_published_year(cast)
    forgotten = a_village_more()
    made, door = corrected(first, cast.supervisor), "assessment:publish_result"
    chair = as_user(cast.chair)
    refused_now = chair.post(reverse(door, args=[made.pk]), {"once": "a" * 32})
    assert "目前状态为“预览”，不能进行此操作。" in Page(refused_now).errors[""]
    scores.post_result(made, by=cast.supervisor)
    with time_machine.travel("2026-06-23 09:00+08:00", tick=False):
        as_user(cast.chair).post(reverse(door, args=[made.pk]), {"once": "b" * 32})
    made.refresh_from_db()
    assert (made.state, made.number, made.edition) == (State.FINAL, "大安创考〔2026〕2号", 2)
    assert Scorecard.objects.filter(result=made, unit=forgotten).exists()


def test_the_old_edition_keeps_cards_seal_number_and_paper(cast: Cast, as_user: Any) -> None:
    first = a_published_year(cast)
    before = list(Scorecard.objects.filter(result=first).order_by("pk").values_list("unit", "score", "rank"))
    a_village_more()
    corrected(first)
    first.refresh_from_db()
    page = Page(as_user(cast.office).get(first.get_absolute_url()))
    assert (page.status, page.facts["文号"]) == ("已替换", "大安创考〔2026〕1号")
    assert scores.is_unchanged(first)
    assert list(Scorecard.objects.filter(result=first).order_by("pk").values_list("unit", "score", "rank")) == before
    assert {"更正得分", "下载考核结果通报"}.isdisjoint(page.buttons)


def test_the_months_of_a_published_year_are_corrected_one_by_one_and_the_year_after_them(cast: Cast) -> None:
    book = Rulebook.objects.get(pk=a_year(cast).rulebook_id)
    scores.keep_month(book, 1, date(2025, 2, 5))
    year = corrected(Result.objects.standing().get(month=0))
    assert year.scorecards.get(unit=cast.village).parts["months"] == {"1": "33.30"}
    for post in cast.village.liaison_posts.filter(appointments__isnull=True):
        an_appointment(post, "liaison", since=date(2025, 1, 1))
    month = corrected(Result.objects.standing().get(month=1))
    assert (month.state, month.edition) == (State.FINAL, 2)
    after = corrected(year)
    assert after.scorecards.get(unit=cast.village).parts["months"] == {"1": "100.00"}
    assert after.scorecards.get(unit=cast.village).score == D("100.00")


# By which rules


def test_a_correction_goes_by_the_rules_in_use_now(cast: Cast) -> None:
    year = a_year(cast)
    newer = rulebooks.revise_rulebook(year.rulebook, by=None)
    Rulebook.objects.filter(pk=newer.pk).update(factor=D("0.2"))
    newer.refresh_from_db()
    rulebooks.adopt_rulebook(newer, by=None)
    made = corrected(year)  # the scores are the same, the rules are not
    assert (made.rulebook, made.rules["factor"]) == (newer, "0.200")
    assert [card.score for card in made.scorecards.order_by("unit")] == [
        card.score for card in year.scorecards.order_by("unit")
    ]


def test_rules_that_say_the_same_in_other_writing_are_the_same(cast: Cast) -> None:
    year = a_year(cast)
    RulebookItem.objects.filter(rulebook=year.rulebook).update(standard="讲清楚一些")
    Rulebook.objects.filter(pk=year.rulebook_id).update(note="说明", pass_from=D("60.0"))
    with refused("按现有记录计算，得分没有变化，无需更正。"):
        corrected(year)


@pytest.mark.django_db
def test_rules_are_sealed_in_the_writing_of_the_database_whoever_wrote_them() -> None:
    typed = an_item(
        rulebook=a_rulebook(excellent_from=D(90), factor=D("0.1"), bonus_cap=D("5.0")), weight=D(2)
    ).rulebook
    sealed = rules_of(typed)
    assert sealed == rules_of(Rulebook.objects.get(pk=typed.pk))
    assert (sealed["excellent_from"], sealed["factor"], sealed["bonus_cap"]) == ("90.00", "0.100", "5.00")
    assert (sealed["month_share"], sealed["items"][0]["weight"], sealed["items"][0]["step"]) == ("60", "2.00", None)
    assert not {"note", "standard"} & {*sealed, *sealed["items"][0]}


def test_where_no_rules_are_in_use_any_more_it_goes_by_its_own(cast: Cast) -> None:
    year = a_year(cast)
    Rulebook.objects.filter(pk=year.rulebook_id).update(state="replaced")
    a_village_more()
    assert corrected(year).rulebook_id == year.rulebook_id


def test_a_posted_year_that_is_corrected_is_told_of_when_it_is_posted_again(cast: Cast) -> None:
    first = a_posted_year(cast)
    a_village_more()
    made = corrected(first)
    assert not Notice.objects.filter(user=cast.liaison, key=f"result:{made.pk}:posted").exists()
    scores.post_result(made, by=cast.supervisor)
    told = Notice.objects.get(user=cast.liaison, key=f"result:{made.pk}:posted")
    assert told.title == "2025年度考核得分（第2版）公示，异议截止2026-06-22"
