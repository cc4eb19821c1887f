"""Scores of a month: gathered, computed, kept once, sealed; what was kept never changes, a correction is an edition."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from assessment.models import Result, Rulebook, RulebookItem, Scorecard
from assessment.services import rulebooks, scores
from assessment.tests.builders import a_rulebook, an_item
from committee.models import Task
from committee.tests.refusals import history, refused
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_task, a_unit
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
D, Method, Figure = Decimal, RulebookItem.Method, RulebookItem.Figure
MAY, DAY = 5, timedelta(days=1)
DUE = date(2026, 5, 20)


def a_scored_book(**given: Any) -> Rulebook:
    """Tasks in time for 30 points, liaison posts for 10, incidents off 20 by 8; a check that nobody has made yet."""
    book = a_rulebook(**given)
    an_item(rulebook=book, number="1", method=Method.COMPUTED, figure=Figure.TASKS, full_mark=D(30))
    an_item(
        rulebook=book, number="2", method=Method.COMPUTED, figure=Figure.POSTS, full_mark=D(10), applies_to="grassroots"
    )
    an_item(rulebook=book, number="3", method=Method.COMPUTED, figure=Figure.INCIDENTS, full_mark=D(20), step=D(8))
    an_item(rulebook=book, number="4", method=Method.CHECK, full_mark=D(40))
    an_item(rulebook=book, number="5", method=Method.COMPUTED, figure=Figure.EVENTS, full_mark=D(10), counts="year")
    rulebooks.adopt_rulebook(book, by=None)
    Rulebook.objects.filter(pk=book.pk).update(used_since=date(book.year, 1, 1))
    return book


def tasks_of(unit: Any, in_time: int, late: int) -> None:
    """Tasks that fell due in May."""
    for number in range(in_time + late):
        task = a_task(lead_unit=unit)
        done_on = DUE + DAY * (number >= in_time)
        Task.objects.filter(pk=task.pk).update(due_on=DUE, done_on=done_on)


def kept(month: int = MAY, year: int = 2026) -> Result:
    """The result that stands."""
    found: Result = Result.objects.standing().get(year=year, month=month)
    return found


def card_of(unit: Any, result: Result | None = None) -> Scorecard:
    """A unit's scorecard."""
    found: Scorecard = Scorecard.objects.get(unit=unit, result=result or kept())
    return found


def points_of(card: Scorecard) -> dict[str, Decimal | None]:
    """Points by the number of the item."""
    return {line.rule["number"]: line.points for line in scores.scored_lines(card)}


# A month


def test_a_month_is_scored_by_the_items_of_its_kind_and_by_what_is_known(cast: Cast) -> None:
    department = a_unit(kind="department")
    tasks_of(cast.village, 3, 1)
    tasks_of(department, 1, 1)
    book = a_scored_book()
    assert scores.keep_month(book, MAY, today())
    village, other = card_of(cast.village), card_of(department)
    assert points_of(village) == {"1": D("22.50"), "2": D("3.33"), "3": D(20), "4": None}
    assert village.score == D("76.38")  # 45.83 of 60
    assert points_of(other) == {"1": D("15.00"), "3": D(20), "4": None}
    assert other.score == D("70.00")  # 35 of 50


def test_the_most_lost_points_stand_first_and_the_unknown_last(cast: Cast) -> None:
    tasks_of(cast.village, 3, 1)
    scores.keep_month(a_scored_book(), MAY, today())
    lines = scores.scored_lines(card_of(cast.village))
    assert [(line.rule["number"], line.lost) for line in lines] == [
        ("1", D("7.50")),
        ("2", D("6.67")),
        ("3", D("0.00")),
        ("4", None),
    ]


def test_units_are_ranked_within_their_kind(cast: Cast) -> None:
    second, firm = a_unit(), a_unit(kind="enterprise")
    tasks_of(cast.village, 1, 1)
    tasks_of(second, 2, 0)
    scores.keep_month(a_scored_book(), MAY, today())
    ranks = {card.unit: card.rank for card in Scorecard.objects.filter(kind="village").select_related("unit")}
    assert (ranks[second], ranks[cast.village], card_of(firm).rank) == (1, 3, 1)
    assert set(Scorecard.objects.values_list("kind", flat=True)) == {"department", "village", "enterprise"}


def test_of_whom_nothing_is_known_there_is_a_card_without_score_rank_or_grade(cast: Cast) -> None:
    book = a_rulebook()
    an_item(rulebook=book, method=Method.COMPUTED, figure=Figure.TASKS)
    rulebooks.adopt_rulebook(book, by=None)
    tasks_of(cast.village, 1, 0)
    scores.keep_month(book, MAY, today())
    card = card_of(cast.other_village)
    assert (card.score, card.rank, card.grade) == (None, None, "")
    assert card_of(cast.village).grade == Rulebook.Grade.EXCELLENT


def test_who_left_the_town_before_the_month_was_over_is_not_scored(cast: Cast) -> None:
    gone = a_unit(valid_to=date(2026, 5, 30))
    stayed = a_unit(valid_to=date(2026, 5, 31))
    scores.keep_month(a_scored_book(), MAY, today())
    units = set(Scorecard.objects.values_list("unit", flat=True))
    assert (gone.pk in units, stayed.pk in units) == (False, True)


# The clock


def test_every_month_that_is_over_is_scored_once_from_its_day_on(cast: Cast) -> None:
    a_scored_book()
    assert scores.score_months(date(2026, 3, 4)) == 1
    assert scores.score_months(date(2026, 3, 5)) == 1
    assert scores.score_months(date(2026, 3, 5)) == 0
    assert scores.score_months(today()) == 3
    assert list(Result.objects.order_by("month").values_list("month", flat=True)) == [1, 2, 3, 4, 5]
    assert set(Result.objects.values_list("state", flat=True)) == {Result.State.FINAL}


def test_the_office_sets_the_day(cast: Cast) -> None:
    set_parameters({"assessment.scored_on": 20}, by=cast.office)
    a_scored_book()
    assert scores.score_months(date(2026, 2, 19)) == 0
    assert scores.score_months(date(2026, 2, 20)) == 1


def test_last_years_december_is_scored_by_last_years_rules(cast: Cast) -> None:
    book = a_scored_book(year=2025)
    assert scores.score_months(date(2026, 1, 5)) == 12
    assert kept(12, 2025).rulebook == book
    assert scores.score_months(date(2027, 1, 5)) == 0


def test_months_that_were_over_before_there_were_rules_are_not_scored(cast: Cast) -> None:
    book = a_scored_book()
    Rulebook.objects.filter(pk=book.pk).update(used_since=date(2026, 3, 31))
    assert scores.score_months(today()) == 3
    assert list(Result.objects.order_by("month").values_list("month", flat=True)) == [3, 4, 5]
    rulebooks.adopt_rulebook(rulebooks.revise_rulebook(book, by=None), by=None)
    assert scores.score_months(date(2026, 7, 5)) == 1


def test_without_rules_in_use_nobody_is_scored(cast: Cast) -> None:
    an_item(method=Method.COMPUTED, figure=Figure.TASKS)
    assert scores.score_months(today()) == 0
    assert not Result.objects.exists()


def test_what_was_kept_at_the_same_moment_by_another_is_not_kept_twice(cast: Cast) -> None:
    book = a_scored_book()
    assert scores.keep_month(book, MAY, today())
    cards = Scorecard.objects.count()
    assert not scores.keep_month(book, MAY, today())
    assert (Result.objects.count(), Scorecard.objects.count()) == (1, cards)


def test_a_result_costs_the_same_queries_for_many_units(cast: Cast, query_count: Any) -> None:
    book = a_scored_book()
    few = query_count(lambda: scores.keep_month(book, 4, today()))
    for _each in range(3):
        tasks_of(a_unit(), 1, 1)
    assert query_count(lambda: scores.keep_month(book, MAY, today())) == few


# What is kept


def test_computing_it_again_gives_the_same_seal(cast: Cast) -> None:
    tasks_of(cast.village, 3, 1)
    book = a_scored_book()
    scores.keep_month(book, MAY, today())
    first = kept()
    assert scores.is_unchanged(first)
    Result.objects.filter(pk=first.pk).update(state=Result.State.REPLACED, edition=9)
    scores.keep_month(book, MAY, today())
    assert kept().seal == first.seal


@pytest.mark.parametrize(
    "changes",
    [
        {"score": D("99.00")},
        {"rank": 1},
        {"grade": "excellent"},
        {"is_vetoed": True},
        {"lines": []},
        {"parts": {"bonus": "1"}},
        {"kind": "department"},
    ],
)
def test_a_card_that_was_touched_is_found_out(changes: dict[str, Any], cast: Cast) -> None:
    tasks_of(cast.village, 1, 3)
    tasks_of(cast.other_village, 3, 1)
    scores.keep_month(a_scored_book(), MAY, today())
    assert scores.is_unchanged(kept())
    super(type(Scorecard.objects.all()), Scorecard.objects.filter(unit=cast.village)).update(**changes)
    assert not scores.is_unchanged(kept())


def test_rules_or_period_that_were_touched_are_found_out(cast: Cast) -> None:
    scores.keep_month(a_scored_book(), MAY, today())
    result = kept()
    for changes in ({"month": 4}, {"as_of": today() - DAY}, {"edition": 2}, {"rules": {**result.rules, "trim": "2"}}):
        touched = kept()
        for name, value in changes.items():
            setattr(touched, name, value)
        assert not scores.is_unchanged(touched)


def test_cards_are_neither_changed_nor_deleted(cast: Cast) -> None:
    scores.keep_month(a_scored_book(), MAY, today())
    for attempt in (lambda: Scorecard.objects.update(score=D(1)), lambda: Scorecard.objects.all().delete()):
        with pytest.raises(TypeError):
            attempt()


def test_later_rules_do_not_change_what_was_kept(cast: Cast) -> None:
    book = a_scored_book()
    scores.keep_month(book, MAY, today())
    made = rulebooks.revise_rulebook(book, by=None)
    item = made.items.get(number="1")
    item.full_mark = D(50)
    rulebooks.edit_rulebookitem(item, ["full_mark"], by=None)
    rulebooks.adopt_rulebook(made, by=None)
    assert scores.line_of_item(card_of(cast.village), "1").full == D(30)  # type: ignore[union-attr]
    assert scores.is_unchanged(kept())


# Corrections


def test_a_correction_is_a_new_edition_and_the_old_one_stays(cast: Cast) -> None:
    tasks_of(cast.village, 1, 1)
    scores.keep_month(a_scored_book(), MAY, today())
    old = kept()
    before = card_of(cast.village).score
    Task.objects.filter(lead_unit=cast.village).update(done_on=DUE)
    made = scores.correct_result(old, by=cast.supervisor, reason="补录办结时间", on=today())
    assert (made.edition, made.state, made.note) == (2, Result.State.FINAL, "补录办结时间")
    assert card_of(cast.village, made).score > before == card_of(cast.village, old).score
    old.refresh_from_db()
    assert (old.state, scores.is_unchanged(old), scores.is_unchanged(made)) == (Result.State.REPLACED, True, True)
    assert history(made)[-1][4] == "补录办结时间"


def test_what_would_change_nothing_is_no_correction(cast: Cast) -> None:
    scores.keep_month(a_scored_book(), MAY, today())
    result = kept()
    with refused("按现有记录计算，得分没有变化，无需更正。"):
        scores.correct_result(result, by=cast.supervisor, reason="x", on=today())
    assert kept() == result


def test_what_was_replaced_is_not_corrected_again(cast: Cast) -> None:
    tasks_of(cast.village, 0, 1)
    scores.keep_month(a_scored_book(), MAY, today())
    old = kept()
    Task.objects.all().update(done_on=DUE)
    scores.correct_result(old, by=cast.supervisor, reason="x", on=today())
    with refused("目前状态为“已替换”，不能进行此操作。"):
        scores.correct_result(old, by=cast.supervisor, reason="x", on=today())


@pytest.mark.parametrize("role", ["chair", "office", "lead", "member", "liaison", "administrator"])
def test_only_the_supervision_group_corrects(role: str, cast: Cast) -> None:
    scores.keep_month(a_scored_book(), MAY, today())
    with pytest.raises(PermissionDenied):
        scores.correct_result(kept(), by=getattr(cast, role), reason="x", on=today())


# Who sees them


def test_one_sees_the_cards_of_ones_own_units_and_assessors_see_all(cast: Cast) -> None:
    scores.keep_month(a_scored_book(), MAY, today())
    everybody = set(Scorecard.objects.all())
    seen = {role: set(Scorecard.objects.all().visible_to(getattr(cast, role))) for role in Cast.ROLES}
    assert {role for role, cards in seen.items() if cards == everybody} == {"chair", "office", "supervisor"}
    assert seen["liaison"] == {card_of(cast.village)}
    assert seen["member"] == {card_of(cast.member.person.unit)}
    assert not seen["inspector"] | seen["auditor"] | seen["administrator"] | seen["outsider"]


def test_a_preview_is_for_those_who_assess(cast: Cast) -> None:
    scores.keep_month(a_scored_book(), MAY, today())
    assert Scorecard.objects.all().visible_to(cast.liaison).exists()
    Result.objects.update(state=Result.State.PREVIEW)
    assert not Scorecard.objects.all().visible_to(cast.liaison).exists()
    assert not Result.objects.all().visible_to(cast.liaison).exists()
    assert Scorecard.objects.all().visible_to(cast.supervisor).exists()
