"""The press that carries over: what is ticked, once, by those who may, as long as the plan is the one looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import translation

from assessment.models import Rulebook
from assessment.services.rulebooks import adopt_rulebook
from assessment.tests.builders import a_rulebook, in_use
from assessment.tests.check_builders import a_check, a_checking_book
from assessment.tests.national_builders import a_selfassessment
from campaigns.models import Campaign, Programme
from campaigns.tests.builders import a_campaign, a_programme
from committee.tests.refusals import forbidden, refused
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.records import edit_record
from dayan_safety.rollover import CARRIED, ROLL, PlanChanged, done_into, kept_name, plan_of, roll_over, rollover_todos
from dayan_safety.testing import Cast
from dayan_safety.tests.turns import autumn, press, turn
from dayan_safety.workdays import today, unknown_years_warning
from inspections.models import InspectionPlan
from inspections.tests.plan_builders import a_plan

pytestmark = pytest.mark.usefixtures("autumn")
__all__ = ["autumn"]
CHANGED = "您查看之后记录有变动：本次未转入任何内容，请重新核对。"
OFFICE = {"dayan_safety.calendar", "assessment.selfassessment", "campaigns.campaign", "campaigns.programme"}
OFFICE |= {"inspections.inspectionplan"}
SUPERVISOR = {f"assessment.{name}" for name in ("rulebook", "check", "round", "commitment", "selfassessment")}


def old_year() -> None:
    """One record of each kind that the office carries over, and a rulebook."""
    a_campaign(name="2026年专项")
    a_programme(name="2026年培训")
    a_plan(name="检查计划", month=date(2026, 3, 1))
    in_use(rulebook=a_rulebook(name="2026年细则"))


def mine(user: Any) -> set[str]:
    """The kinds that a user may carry over."""
    return {part.kind.name for part in plan_of(turn(), user).mine}


def test_each_kind_has_its_own_name_and_label() -> None:
    assert len({kind.name for kind in CARRIED}) == len({str(kind.label) for kind in CARRIED}) == len(CARRIED)


def test_everybody_carries_over_what_their_rights_let_them_make(cast: Cast) -> None:
    assert (mine(cast.office), mine(cast.supervisor), mine(cast.chair)) == (OFFICE, SUPERVISOR, set())
    seen = {part.kind.name for part in plan_of(turn(), cast.chair).parts}
    assert seen == {kind.name for kind in CARRIED}


def test_a_stranger_is_shown_no_kind(cast: Cast) -> None:
    old_year()
    assert list(plan_of(turn(), cast.outsider).parts) == []


def test_one_press_makes_all_that_is_ticked(cast: Cast) -> None:
    old_year()
    made = press(cast.office)
    assert made == {"campaigns.campaign": 1, "campaigns.programme": 1, "inspections.inspectionplan": 1}
    assert Campaign.objects.filter(name="2027年专项").exists()
    assert not Rulebook.objects.filter(year=2027).exists()
    assert press(cast.supervisor) == {"assessment.rulebook": 1}


def test_a_second_press_makes_nothing_and_is_told(cast: Cast) -> None:
    old_year()
    press(cast.office)
    assert press(cast.office) == {}
    first, second = reversed(done_into(2027))
    assert (first.by, second.by) == (cast.office, cast.office)
    assert first.after == {
        "year": "2027",
        "节假日与调休": "0",
        "全国安全社区自评": "0",
        "年度专项活动": "1",
        "年度培训计划": "1",
        "检查计划": "1",
    }
    assert set(second.after.values()) == {"2027", "0"}


def test_the_history_is_in_the_towns_language_whatever_the_reader_speaks() -> None:
    with translation.override("en"):
        assert str(CARRIED[0].label) == "Holidays and shifted working days"
        assert kept_name(CARRIED[0]) == "节假日与调休"


def test_a_kind_that_is_not_ticked_is_left_as_a_whole(cast: Cast) -> None:
    old_year()
    plan = plan_of(turn(), cast.office)
    chosen = plan.proposed() - {"campaigns.campaign"}
    made = roll_over(turn(), by=cast.office, chosen=chosen, fingerprint=plan.fingerprint)
    assert (made["campaigns.campaign"], made["campaigns.programme"]) == (0, 1)
    assert Campaign.objects.count() == 1


def test_a_line_that_is_not_ticked_is_left_alone(cast: Cast) -> None:
    kept, left = a_campaign(name="2026年甲"), a_campaign(name="2026年乙")
    plan = plan_of(turn(), cast.office)
    chosen = plan.proposed() - {f"campaigns.campaign-{left.pk}"}
    roll_over(turn(), by=cast.office, chosen=chosen, fingerprint=plan.fingerprint)
    assert set(Campaign.objects.values_list("name", flat=True)) == {kept.name, left.name, "2027年甲"}


def test_nothing_ticked_makes_nothing_and_is_kept(cast: Cast) -> None:
    old_year()
    plan = plan_of(turn(), cast.office)
    made = roll_over(turn(), by=cast.office, chosen=set(), fingerprint=plan.fingerprint)
    assert set(made.values()) == {0}
    assert len(done_into(2027)) == 1


def test_what_changed_since_one_looked_is_refused(cast: Cast) -> None:
    old = a_campaign(name="2026年专项")
    plan = plan_of(turn(), cast.office)
    old.text = "另有安排"
    edit_record(old, ["text"], by=None)
    with refused(CHANGED):
        roll_over(turn(), by=cast.office, chosen=plan.proposed(), fingerprint=plan.fingerprint)


def test_a_plan_that_does_not_change_goes_through(cast: Cast) -> None:
    a_campaign(name="2026年专项")
    plan = plan_of(turn(), cast.office)
    in_use(rulebook=a_rulebook())  # not the office's to carry over
    made = roll_over(turn(), by=cast.office, chosen=plan.proposed(), fingerprint=plan.fingerprint)
    assert made["campaigns.campaign"] == 1


@pytest.mark.parametrize(
    "odd", ["campaigns.campaign-999999", "assessment.rulebook", "assessment.rulebook-1", "x", "", "\x00", "张" * 3000]
)
def test_what_is_not_in_the_plan_cannot_be_ticked(odd: str, cast: Cast) -> None:
    old_year()
    plan = plan_of(turn(), cast.office)
    with refused(CHANGED):
        roll_over(turn(), by=cast.office, chosen={*plan.proposed(), odd}, fingerprint=plan.fingerprint)


@pytest.mark.parametrize("odd", ["", "0" * 64, "张", "\x00"])
def test_another_fingerprint_carries_nothing_over(odd: str, cast: Cast) -> None:
    old_year()
    with refused(CHANGED):
        roll_over(turn(), by=cast.office, chosen=plan_of(turn(), cast.office).proposed(), fingerprint=odd)


def test_the_fingerprint_of_another_user_is_another(cast: Cast) -> None:
    old_year()
    plans = [plan_of(turn(), user).fingerprint for user in (cast.office, cast.supervisor)]
    assert len(set(plans)) == 2
    with refused(CHANGED):
        roll_over(turn(), by=cast.office, chosen=set(), fingerprint=plans[1])


@pytest.mark.parametrize("role", sorted(set(Cast.ROLES) - {"office", "supervisor"}))
def test_nobody_else_presses(role: str, cast: Cast) -> None:
    user = getattr(cast, role)
    with forbidden():
        roll_over(turn(), by=user, chosen=set(), fingerprint=plan_of(turn(), user).fingerprint)


def test_without_the_right_of_the_kind_its_lines_are_not_made(cast: Cast) -> None:
    """The negative control: a plan that offered the office the rulebook would still be refused by its service."""
    old_year()
    plan = plan_of(turn(), cast.office)
    rules = next(part for part in plan.parts if part.kind.name == "assessment.rulebook")
    with pytest.raises(PermissionDenied):
        rules.lines[0].make(by=cast.office)
    assert not Rulebook.objects.filter(year=2027).exists()


def test_one_that_breaks_a_rule_takes_all_with_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    old_year()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuleBroken("名称重复。")

    monkeypatch.setattr("inspections.rollover.create_plan", broken)
    plan = plan_of(turn(), cast.office)
    sentence = "“检查计划 2026-03”无法转入，本次未转入任何内容：名称重复。"
    with refused(sentence):
        roll_over(turn(), by=cast.office, chosen=plan.proposed(), fingerprint=plan.fingerprint)
    assert InspectionPlan.objects.count() == Programme.objects.count() == Campaign.objects.count() == 1


def test_a_plan_that_was_read_before_the_other_press_would_make_everything_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the plan is read anew once the others are through."""
    a_plan(name="检查计划", month=date(2026, 3, 1))
    before = [plan_of(turn(), cast.office) for _each in range(2)]
    read = iter(before)
    monkeypatch.setattr("dayan_safety.rollover.plan_of", lambda near, user: next(read))
    for plan in before:
        roll_over(turn(), by=cast.office, chosen=plan.choices(), fingerprint=plan.fingerprint)
    assert InspectionPlan.objects.filter(month=date(2027, 3, 1)).count() == 2


def test_both_may_begin_the_national_file_and_one_does(cast: Cast) -> None:
    a_selfassessment(year=2026)
    offices, supervisors = plan_of(turn(), cast.office), plan_of(turn(), cast.supervisor)
    roll_over(turn(), by=cast.office, chosen=offices.choices(), fingerprint=offices.fingerprint)
    with pytest.raises(PlanChanged):
        roll_over(turn(), by=cast.supervisor, chosen=supervisors.choices(), fingerprint=supervisors.fingerprint)


@time_machine.travel("2025-11-30 10:00+08:00", tick=False)
def test_the_list_of_holidays_is_loaded_where_it_has_come(cast: Cast) -> None:
    assert press(cast.office) == {"dayan_safety.calendar": 1}
    assert turn().is_known
    assert press(cast.office) == {}


def test_without_a_list_there_is_nothing_to_load_and_the_office_is_warned(cast: Cast) -> None:
    assert press(cast.office) == {}
    assert not turn().is_known
    assert "2027" in unknown_years_warning(date(2026, 12, 1))


# To-dos


def todos(user: Any, on: date | None = None) -> list[tuple[str, int]]:
    return [(str(todo.label), todo.count) for todo in rollover_todos(user, on or today())]


def test_the_kinds_nobody_saw_to_wait_at_home(cast: Cast) -> None:
    label = "待转入2027年度的事项类别"
    assert todos(cast.office) == [(label, len(OFFICE))]
    assert todos(cast.supervisor) == [(label, len(SUPERVISOR))]
    press(cast.office)
    assert todos(cast.office) == [(label, 0)]
    assert todos(cast.supervisor) == [(label, len(SUPERVISOR) - 1)]  # the national file the office saw to


def test_what_waits_for_the_new_rules_waits_at_home_too(cast: Cast) -> None:
    a_checking_book()
    a_check()
    press(cast.supervisor)
    assert todos(cast.supervisor)[0][1] == 1
    adopt_rulebook(Rulebook.objects.get(year=2027), by=cast.supervisor)
    press(cast.supervisor)
    assert todos(cast.supervisor)[0][1] == 0


def test_the_turn_of_another_year_counts_for_itself(cast: Cast) -> None:
    press(cast.office)
    assert todos(cast.office, date(2027, 2, 28))[0][1] == 0
    assert todos(cast.office, date(2027, 11, 1)) == [("待转入2028年度的事项类别", len(OFFICE))]


def test_between_march_and_october_nobody_is_asked(cast: Cast, query_count: Any) -> None:
    assert todos(cast.office, date(2026, 10, 31)) == todos(cast.office, date(2027, 3, 1)) == []
    assert len([*todos(cast.chair), *todos(cast.office)]) == 1  # who they are is known from now on
    assert query_count(lambda: todos(cast.chair)) == 0
    assert query_count(lambda: todos(cast.office)) == 1


@pytest.mark.parametrize("role", sorted(set(Cast.ROLES) - {"office", "supervisor"}))
def test_who_cannot_press_is_not_asked(role: str, cast: Cast) -> None:
    assert todos(getattr(cast, role)) == []


def test_what_was_refused_is_not_done(cast: Cast) -> None:
    with pytest.raises(PlanChanged):
        roll_over(turn(), by=cast.office, chosen=set(), fingerprint="")
    assert Action.objects.filter(verb=ROLL).count() == 0
    assert todos(cast.office)[0][1] == len(OFFICE)
