"""Lists of the assessment: what is found by which words, what a filter leaves, what exists for whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.models import (
    Indicator,
    IndicatorSet,
    Judgement,
    Objection,
    Result,
    Rulebook,
    RulebookItem,
    Scorecard,
    SelfAssessment,
)
from assessment.services import objections, scores
from assessment.tests.builders import (
    a_posted_year,
    a_published_year,
    a_result,
    a_rulebook,
    a_year,
    an_item,
    an_objection,
    in_use,
)
from assessment.tests.national_builders import a_selfassessment, a_set, a_set_in_use, an_indicator, graded, submitted
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026


def found(model: Any, text: str) -> list[Any]:
    """What a search finds, in the order in which it was written."""
    return list(model.objects.all().search(text).order_by("pk"))


# Words


@pytest.mark.parametrize(
    ("text", "finds"), [("隐患", True), ("大安〔2026〕3号", True), ("〔2026〕", True), ("台账", False), ("2026", True)]
)
def test_a_rulebook_is_found_by_name_or_document(text: str, finds: bool, db: None) -> None:
    book = a_rulebook(name="隐患排查细则", document="大安〔2026〕3号")
    a_rulebook(name="另一细则", document="")
    assert found(Rulebook, text) == ([book] if finds else [])


@pytest.mark.parametrize(
    ("text", "finds"), [("排查", True), ("台账", True), ("3.", True), ("1.2", False), ("检查表", False)]
)
def test_an_item_is_found_by_name_standard_or_the_beginning_of_its_number(text: str, finds: bool, db: None) -> None:
    item = an_item(number="3.1.2", name="隐患排查", standard="台账不全扣分")
    an_item(rulebook=item.rulebook, number="9", name="另一项")
    assert found(RulebookItem, text) == ([item] if finds else [])


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("2025", True),
        ("2024", False),
        ("202", False),
        ("20255", False),
        ("二〇二五", False),
        ("２０２５", False),
        ("9" * 30, False),
    ],
)
def test_results_are_found_by_their_year(text: str, finds: bool, cast: Cast) -> None:
    result = a_result(cast)
    assert found(Result, text) == ([result] if finds else [])


@pytest.mark.parametrize(
    ("text", "finds"), [("东风", True), ("dfc", True), ("DF", True), ("fc", False), ("西河", False)]
)
def test_a_card_is_found_by_its_unit_or_the_initials(text: str, finds: bool, cast: Cast) -> None:
    a_result(cast)
    rows = Scorecard.objects.filter(unit=cast.village)
    assert rows.search(text).exists() == finds


@pytest.mark.parametrize(
    ("text", "finds"), [("东风", True), ("dfc", True), ("全年在岗", True), ("西河", False), ("fc", False)]
)
def test_an_objection_is_found_by_its_unit_or_its_words(text: str, finds: bool, cast: Cast) -> None:
    made = an_objection(cast)
    assert found(Objection, text) == ([made] if finds else [])


@pytest.mark.parametrize(
    ("text", "finds"), [("领导", True), ("机构", True), ("12", True), ("2", False), ("志愿", False)]
)
def test_an_indicator_and_what_is_said_of_it_are_found_alike(text: str, finds: bool, db: None) -> None:
    kept = a_set(total=3)
    an_indicator(indicator_set=kept, number=12, text="有领导小组", element="机构与职责")
    type(kept).objects.filter(pk=kept.pk).update(state="in_use")
    kept.refresh_from_db()
    made = a_selfassessment(indicator_set=kept)
    assert [each.number for each in found(Indicator, text)] == ([12] if finds else [])
    assert [each.assessment for each in found(Judgement, text)] == ([made] if finds else [])


@pytest.mark.parametrize(("text", "sets", "files"), [("全国", 1, 0), ("9001", 1, 0), ("复评", 0, 1), ("省级", 0, 0)])
def test_sets_are_found_by_name_or_standard_and_files_by_title(text: str, sets: int, files: int, db: None) -> None:
    kept = a_set_in_use()
    IndicatorSet.objects.filter(pk=kept.pk).update(name="全国指标", document="AQ/T 9001")
    made = a_selfassessment(indicator_set=IndicatorSet.objects.get(pk=kept.pk))
    SelfAssessment.objects.filter(pk=made.pk).update(title="年度复评")
    assert (len(found(IndicatorSet, text)), len(found(SelfAssessment, text))) == (sets, files)


# Filters


def listed(user: Any, as_user: Any, noun: str, **asked: Any) -> list[Any]:
    """The records of a list, as somebody sees it."""
    answer = as_user(user).get(reverse(f"assessment:list_{noun}"), asked)
    return [row.record for row in answer.context["listing"].rows]


def test_results_are_narrowed_by_period_year_and_state(cast: Cast, as_user: Any) -> None:
    month, year = a_result(cast), a_posted_year(cast)
    assert set(listed(cast.office, as_user, "result")) == {month, year}
    assert listed(cast.office, as_user, "result", period="year") == [year]
    assert listed(cast.office, as_user, "result", period="month") == [month]
    assert listed(cast.office, as_user, "result", state="posted") == [year]
    assert set(listed(cast.office, as_user, "result", year="2025")) == {month, year}
    assert listed(cast.office, as_user, "result", year="2024") == []


def test_cards_are_narrowed_by_kind_grade_and_result(cast: Cast, as_user: Any) -> None:
    year, firm = a_posted_year(cast), a_unit(kind="enterprise")
    a_result(cast)
    cards = listed(cast.office, as_user, "scorecard", result=year.pk)
    assert {card.result for card in cards} == {year}
    assert {card.unit for card in listed(cast.office, as_user, "scorecard", kind="enterprise")} == {firm}
    assert {card.grade for card in listed(cast.office, as_user, "scorecard", grade="failed")} == {"failed"}


def test_a_preview_cannot_even_be_asked_for_by_those_for_whom_it_is_not_there(cast: Cast, as_user: Any) -> None:
    preview = a_year(cast)
    form = as_user(cast.liaison).get(reverse("assessment:list_scorecard")).context["listing"].filters.form
    assert preview not in form.fields["result"].queryset
    assert listed(cast.liaison, as_user, "scorecard", result=preview.pk) == []
    assert len(listed(cast.office, as_user, "scorecard", result=preview.pk)) == preview.scorecards.count()


def test_objections_are_narrowed_by_year_and_state_and_months_are_none(cast: Cast, as_user: Any) -> None:
    first, second = an_objection(cast), an_objection(cast)
    month = a_result(cast)
    objections.answer_objection(first, by=None, is_right=False, answer="维持")
    assert listed(cast.office, as_user, "objection", state="open") == [second]
    assert listed(cast.office, as_user, "objection", state="refused") == [first]
    year = first.scorecard.result_id
    assert set(listed(cast.office, as_user, "objection", scorecard__result=year)) == {first, second}
    form = as_user(cast.office).get(reverse("assessment:list_objection")).context["listing"].filters.form
    assert month not in form.fields["scorecard__result"].queryset


def test_items_are_narrowed_by_what_they_are(cast: Cast, as_user: Any) -> None:
    check = an_item(section="progress", applies_to="village")
    veto = an_item(section="effect", method="veto", full_mark=0)
    for asked, left in (
        ({"method": "veto"}, [veto]),
        ({"section": "progress"}, [check]),
        ({"applies_to": "village"}, [check]),
        ({"rulebook": veto.rulebook_id}, [veto]),
    ):
        assert listed(cast.liaison, as_user, "rulebookitem", **asked) == left


def test_rulebooks_are_narrowed_by_year_and_state(cast: Cast, as_user: Any) -> None:
    draft, used = a_rulebook(year=2027), in_use(rulebook=a_rulebook(year=2026))
    assert listed(cast.liaison, as_user, "rulebook", state="draft") == [draft]
    assert listed(cast.liaison, as_user, "rulebook", year="2026") == [used]


def test_the_national_part_is_narrowed_by_state_year_wording_and_grade(cast: Cast, as_user: Any) -> None:
    made, done = a_selfassessment(2, year=2026), submitted(a_selfassessment(year=2025, wording="official"))
    first = made.judgements.order_by("pk").first()
    graded(first, "aac")
    assert listed(cast.lead, as_user, "selfassessment", state="open") == [made]
    assert listed(cast.lead, as_user, "selfassessment", year="2025") == [done]
    assert listed(cast.lead, as_user, "judgement", assessment=made.pk, effect="c") == [first]
    assert {
        row.indicator_set for row in listed(cast.lead, as_user, "indicator", indicator_set=made.indicator_set_id)
    } == {made.indicator_set}
    assert listed(cast.lead, as_user, "indicator", wording="draft") == []
    assert len(listed(cast.lead, as_user, "indicator", element_number="1")) == 3
    assert listed(cast.lead, as_user, "indicatorset", state="draft") == []


# Whom for


def roles_of(rows: Any, cast: Cast) -> set[str]:
    """The roles for which any of the rows exist."""
    return {role for role in Cast.ROLES if rows.visible_to(getattr(cast, role)).exists()}


def test_rules_and_results_exist_for_insiders_and_the_national_part_for_the_town(cast: Cast) -> None:
    an_item()
    a_published_year(cast)
    made = a_selfassessment()
    insiders = {"chair", "office", "lead", "member", "liaison", "inspector", "supervisor"}
    for model in (Rulebook, RulebookItem, Result):
        assert roles_of(model.objects.all(), cast) == insiders
    for model in (IndicatorSet, Indicator, SelfAssessment, Judgement):
        assert roles_of(model.objects.all(), cast) == insiders - {"liaison", "inspector"}
    remove_record(made, by=None, reason="重做")
    assert roles_of(Judgement.objects.all(), cast) == set()
    remove_record(made.indicator_set, by=None, reason="x")
    assert roles_of(Indicator.objects.all(), cast) == set()


def test_cards_and_objections_of_a_removed_result_are_out_of_sight(cast: Cast) -> None:
    made = an_objection(cast)
    card = made.scorecard
    assert roles_of(Scorecard.objects.filter(pk=card.pk), cast) == {"chair", "office", "supervisor", "liaison"}
    assert roles_of(Objection.objects.all(), cast) == {"chair", "office", "supervisor", "liaison"}
    Result.objects.filter(pk=card.result_id).update(removed_at=timezone.now())
    assert roles_of(Scorecard.objects.filter(pk=card.pk), cast) == set()


def test_cards_of_what_was_replaced_stay_in_sight_of_their_units(cast: Cast) -> None:
    first = a_posted_year(cast)
    a_unit(valid_from="2025-01-01")
    scores.correct_result(first, by=None, reason="漏登", on=timezone.localdate())
    seen = Scorecard.objects.all().visible_to(cast.liaison)
    assert {card.result for card in seen} == {first}  # of the preview that follows it nobody learns


def test_the_newest_scores_stand_first_by_rank_and_the_unknown_last(cast: Cast, as_user: Any) -> None:
    a_result(cast)
    a_result(cast)
    cards = listed(cast.office, as_user, "scorecard", kind="village")
    assert [card.result.month for card in cards] == sorted((card.result.month for card in cards), reverse=True)
    rows = Scorecard.objects.filter(unit=cast.village, result__month=2)
    super(type(rows), rows).update(rank=None, score=None)
    second = [card.unit for card in listed(cast.office, as_user, "scorecard", kind="village") if card.result.month == 2]
    assert second[-1] == cast.village
