"""Regular checks: prepared, drawn by a lot that can be drawn again, opened, deducted, closed; nothing after that."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from hashlib import sha256
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from assessment.models import Check, CheckedUnit, Deduction, SelfScore
from assessment.scoring import left_of
from assessment.services import checks
from assessment.tests.builders import a_rulebook, in_use
from assessment.tests.check_builders import (
    a_check,
    a_checking_book,
    a_deduction,
    a_drawn_check,
    an_open_check,
    checked,
    self_scored,
)
from committee.tests.refusals import history, refused
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
DAY = timedelta(days=1)
POINTS = st.decimals(D("0.01"), D(20), places=2)


def test_units_are_the_lowest_lots_of_their_kind_and_anybody_draws_the_same(cast: Cast) -> None:
    for _each in range(6):
        a_unit()
    check = a_check()
    checks.draw_units(check, by=cast.supervisor, seed="abc", village=3, enterprise=0, department=None)
    check.refresh_from_db()
    villages = [key for kind, key in check.pool if kind == "village"]
    lowest = sorted(villages, key=lambda key: sha256(f"abc:{key}".encode()).hexdigest())[:3]
    drawn = set(check.checked.values_list("unit_id", flat=True))
    departments = {key for kind, key in check.pool if kind == "department"}
    assert len(villages) == 8
    assert departments
    assert drawn == {*lowest, *departments}
    assert checks.is_repeatable(check)
    check.checked.filter(unit__in=lowest[:1]).update(unit=next(key for key in villages if key not in lowest))
    assert not checks.is_repeatable(check)


def test_without_a_seed_chance_gives_one(cast: Cast) -> None:
    first, second = a_drawn_check(), a_drawn_check()
    assert first.seed != second.seed
    assert len(first.seed) == 32


def test_it_is_drawn_once_and_of_somebody(cast: Cast) -> None:
    check = a_check()
    with refused("一个单位也抽不到，请至少抽取一个。"):
        checks.draw_units(check, by=None, village=0, enterprise=0, department=0)
    checks.draw_units(check, by=None, village=1)
    with refused("受检单位已经抽取，只抽取一次；需要重抽的，请另建一次检查。"):
        checks.draw_units(check, by=None, village=1)


def test_a_unit_can_get_what_the_items_for_its_kind_give(cast: Cast) -> None:
    check = a_drawn_check()
    full = dict(check.checked.values_list("unit__kind", "full"))
    assert full == {"village": D(40), "department": D(30)}
    assert set(check.checked.values_list("left", flat=True)) == {D(40), D(30)}


def test_a_check_needs_rules_in_use_with_something_to_check(cast: Cast) -> None:
    draft, other = a_rulebook(), in_use(method="peers")
    with refused("检查须依据正在执行的实施细则。"):
        a_check(rulebook=draft)
    with refused("这份实施细则里没有以“定期检查”考核的项目。"):
        a_check(rulebook=other)


def test_without_units_it_is_not_opened(cast: Cast) -> None:
    check = a_check()
    with refused("还没有受检单位，请先抽取。"):
        checks.open_check(check, by=None)
    assert Check.objects.get().state == Check.State.DRAFT


def test_the_period_stays_once_units_are_drawn(cast: Cast) -> None:
    check = a_check()
    check.last = today() - DAY
    checks.edit_check(check, ["last"], by=cast.supervisor)
    checks.draw_units(check, by=None)
    check.last, check.name = today(), "换名"
    with refused("已按这个时段抽取受检单位；要改时段，请另建一次检查。"):
        checks.edit_check(check, ["last"], by=None)
    check.last = today() - DAY
    checks.edit_check(check, ["name"], by=None)
    kept = Check.objects.get()
    assert (kept.name, kept.last) == ("换名", today() - DAY)


def test_what_was_opened_is_neither_edited_nor_dropped(cast: Cast) -> None:
    check = an_open_check()
    check.name = "换名"
    for act in (
        lambda: checks.edit_check(check, ["name"], by=None),
        lambda: checks.remove_check(check, by=None, reason="x"),
        lambda: checks.draw_units(check, by=None),
        lambda: checks.open_check(check, by=None),
    ):
        with refused("目前状态为“进行中”，不能进行此操作。"):
            act()
    assert Check.objects.present().get().name != "换名"


def test_deductions_take_points_off_to_zero_and_no_further(cast: Cast) -> None:
    of = checked(cast.village)
    a_deduction(of, "4.25")
    assert CheckedUnit.objects.get(pk=of.pk).left == D("35.75")
    a_deduction(of, 20)
    a_deduction(of, 20)
    assert CheckedUnit.objects.get(pk=of.pk).left == D(10)  # the other item is whole
    a_deduction(of, "0.01", number="2")
    assert CheckedUnit.objects.get(pk=of.pk).left == D("9.99")


@given(st.decimals(D(0), D(100), places=2), st.lists(POINTS, max_size=12), st.randoms())
def test_left_is_what_was_not_deducted_in_whatever_order(full: D, taken: list[D], chance: Any) -> None:
    left = left_of(full, taken)
    assert left == max(D(0), full - sum(taken, D(0)))
    assert 0 <= left <= full
    chance.shuffle(taken)
    assert left_of(full, taken) == left


def test_what_is_taken_back_counts_no_more_but_stays_with_its_reason(cast: Cast) -> None:
    of = checked(cast.village)
    kept, wrong = a_deduction(of, 3), a_deduction(of, 5)
    checks.remove_deduction(wrong, by=cast.supervisor, reason="查错了村")
    assert CheckedUnit.objects.get(pk=of.pk).left == D(37)
    assert list(of.deductions.present()) == [kept]
    assert Deduction.objects.filter(pk=wrong.pk, removed_at__isnull=False).exists()
    for thing, named in ((wrong, "reason"), (of, "points")):
        verb, by, before, _after, reason = history(thing)[-1]
        assert (verb, by, reason) == ("assessment.remove_deduction", str(cast.supervisor), "查错了村")
        assert named in before


def test_a_corrected_deduction_counts_as_it_is_now_and_stays_with_its_unit(cast: Cast) -> None:
    of, other = checked(cast.village), None
    made = a_deduction(of, 3)
    other = CheckedUnit.objects.get(in_check=of.in_check, unit=cast.other_village)
    made.points, made.checked = D(8), other
    checks.edit_deduction(made, ["points", "checked"], by=cast.supervisor)
    assert (CheckedUnit.objects.get(pk=of.pk).left, CheckedUnit.objects.get(pk=other.pk).left) == (D(32), D(40))
    assert Deduction.objects.get().checked == of


@pytest.mark.parametrize("days", [-15, 1])
def test_a_deduction_lies_within_the_check_and_not_ahead(days: int, cast: Cast) -> None:
    of = checked(cast.village, an_open_check(last=today() + 5 * DAY))
    with refused("发现日期应在检查时段之内：2026-06-01至2026-06-15。"):
        a_deduction(of, found_on=today() + days * DAY)
    a_deduction(of, found_on=today() - 14 * DAY)


def test_only_items_of_the_unit_are_deducted_from(cast: Cast) -> None:
    check = an_open_check()
    department = check.checked.with_names().get(unit__kind="department")
    with refused("该单位不按此项检查，请另选项目。"):
        a_deduction(department, 1, number="2")
    village = checked(cast.village, check)
    with refused("扣分应大于0。"):
        a_deduction(village, 0)
    a_deduction(village, 1, number="2")


def test_self_scores_stand_beside_and_change_nothing(cast: Cast) -> None:
    of = checked(cast.village)
    a_deduction(of, 5)
    self_scored(of, "29.5", 9, by=cast.liaison)
    assert (of.self_score, of.left) == (D("38.50"), D(35))
    self_scored(of, 28, 9, by=cast.liaison)
    assert of.self_score == D(37)
    assert list(SelfScore.objects.values_list("points", flat=True)) == [D(28), D(9)]
    item = str(of.in_check.rulebook.items.get(number="1"))
    verb, by, before, after, _reason = history(of)[-1]
    assert (verb, by) == ("assessment.write_self_scores", str(cast.liaison))
    assert (before[item], after[item]) == ("29.50", "28.00")


def test_self_scores_lie_within_the_full_marks(cast: Cast) -> None:
    of = checked(cast.village)
    item = of.in_check.rulebook.items.get(number="1")
    for wrong in (("30.01", 9), (-1, 9)):
        with refused(f"{item}：自评分应为0至30.00分。"):
            self_scored(of, *wrong)
    with refused(f"{item}：自评分应为0至30.00分。"):
        checks.write_self_scores(of, by=None, given={})
    assert self_scored(of, 30, 0).self_score == D(30)


def test_closing_locks_everything(cast: Cast) -> None:
    of = checked(cast.village)
    made = a_deduction(of, 3)
    checks.close_check(of.in_check, by=cast.supervisor)
    for act in (
        lambda: a_deduction(of, 1),
        lambda: checks.edit_deduction(made, ["reason"], by=None),
        lambda: checks.remove_deduction(made, by=None, reason="x"),
        lambda: self_scored(of),
        lambda: checks.close_check(of.in_check, by=None),
    ):
        with refused("目前状态为“已结束”，不能进行此操作。"):
            act()
    kept = CheckedUnit.objects.get(pk=of.pk)
    assert (kept.left, kept.self_score, kept.in_check.closed_on) == (D(37), None, today())


def test_of_two_who_close_at_once_one_does(cast: Cast) -> None:
    check = an_open_check()
    mine, theirs = Check.objects.get(pk=check.pk), Check.objects.get(pk=check.pk)
    checks.close_check(mine, by=cast.supervisor)
    with refused("目前状态为“已结束”，不能进行此操作。"):
        checks.close_check(theirs, by=cast.supervisor)
    assert [verb for verb, *_told in history(check)].count("assessment.close_check") == 1


def test_a_deduction_that_was_begun_before_the_close_is_refused_after_it(cast: Cast) -> None:
    of = checked(cast.village)  # read while it was open
    checks.close_check(Check.objects.get(pk=of.in_check_id), by=None)
    assert of.in_check.state == Check.State.OPEN
    with refused("目前状态为“已结束”，不能进行此操作。"):
        a_deduction(of, 1)


@pytest.mark.parametrize("role", ["chair", "office", "lead", "liaison", "member", "inspector", "auditor"])
def test_only_the_supervision_group_runs_a_check(role: str, cast: Cast) -> None:
    user, of, drawn = getattr(cast, role), checked(cast.village), a_drawn_check()
    made = a_deduction(of)
    for act in (
        lambda: checks.create_check(Check(name="x", rulebook=a_checking_book(), first=today(), last=today()), by=user),
        lambda: checks.draw_units(a_check(), by=user),
        lambda: checks.open_check(drawn, by=user),
        lambda: checks.close_check(of.in_check, by=user),
        lambda: a_deduction(of, by=user),
        lambda: checks.edit_deduction(made, ["reason"], by=user),
        lambda: checks.remove_deduction(made, by=user, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("role", ["chair", "office", "supervisor", "lead", "member"])
def test_only_who_answers_for_the_unit_scores_it(role: str, cast: Cast) -> None:
    of = checked(cast.village)
    with pytest.raises(PermissionDenied):
        self_scored(of, by=getattr(cast, role))
    self_scored(of, by=cast.liaison)
    with pytest.raises(PermissionDenied):
        self_scored(checked(cast.other_village, of.in_check), by=cast.liaison)


def test_the_people_of_a_unit_are_told_once_when_it_opens_and_when_it_closes(cast: Cast) -> None:
    check = an_open_check()
    of = checked(cast.village, check)
    a_deduction(of, 3)
    checks.close_check(check, by=None)
    told = Notice.objects.filter(user=cast.liaison, kind="assessment.check_news").order_by("pk")
    assert [notice.url for notice in told] == [of.get_absolute_url()] * 2
    assert "37" in told[1].text
    assert not Notice.objects.filter(user=cast.outsider, kind="assessment.check_news").exists()
