"""The ladder: which rung is told when, each once and none lost, whatever the moments of the runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.models import Unit
from dayan_safety import planning
from dayan_safety.deadlines import Due, Ladder, Wording, steps_of
from dayan_safety.models import Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.planning import ladder_now, plan_notices
from dayan_safety.testing import Cast, a_unit, a_user
from dayan_safety.workdays import Calendar

DUE_ON = date(2026, 3, 19)  # a Thursday
WORDS = Wording("%(days)s left: %(thing)s", "today: %(thing)s", "%(days)s late since %(day)s: %(thing)s")
DOER, HELPER, OFFICE, DEPUTY = 1, 2, 3, 4
PLAIN = Calendar({})


def a_due(**changes: Any) -> Due:
    """Something that falls due on ``DUE_ON``."""
    usual = Due(
        kind="test.due",
        thing=Unit(pk=7),
        name="thing",
        due_on=DUE_ON,
        since=date(2026, 1, 1),
        wording=WORDS,
        recipients=frozenset({DOER}),
        helpers=frozenset({HELPER}),
        office=frozenset({OFFICE}),
        deputies=frozenset({DEPUTY}),
    )
    return replace(usual, **changes)


def told_to(*users: Any, **changes: Any) -> Due:
    """The same for logins that there are, and for nobody else."""
    doers = frozenset(user.pk for user in users)
    nobody: frozenset[int] = frozenset()
    return a_due(thing=a_unit(), recipients=doers, helpers=nobody, office=nobody, deputies=nobody, **changes)


def moment(day: date, hour: int = 9) -> datetime:
    """An hour of a day in the town."""
    return timezone.make_aware(datetime.combine(day, time(hour)), timezone.get_default_timezone())


def rungs(due: Due, days_after: int, calendar: Calendar = PLAIN, ladder: Ladder | None = None) -> list[str]:
    """What is told so many days after the last one."""
    now = moment(DUE_ON + timedelta(days=days_after))
    return [step.rung for step in steps_of(due, now, ladder or Ladder(), calendar)]


@pytest.mark.parametrize(
    ("days_after", "expected"),
    [
        (-8, []), (-7, ["days7"]), (-5, ["days7"]), (-3, ["days3"]), (-2, ["days3"]), (-1, ["days1"]), (0, ["days0"]),
        (1, ["late1"]), (4, ["late4"]), (5, ["late5", "office"]), (7, ["late7", "office"]),
        (8, ["late8", "office", "deputies"]), (100, ["late100", "office", "deputies"]),
    ],
)  # fmt: skip
def test_the_newest_rung_that_was_reached_is_told(days_after: int, expected: list[str]) -> None:
    assert rungs(a_due(), days_after) == expected


def test_sentences_say_how_many_days_and_since_when() -> None:
    moments = [moment(DUE_ON + timedelta(days=days)) for days in (-2, 0, 3)]
    said = [next(steps_of(a_due(), now, Ladder(), PLAIN)).title for now in moments]
    assert said == ["2 left: thing", "today: thing", "3 late since 2026-03-19: thing"]


def test_holidays_put_escalation_off_and_shifted_working_days_bring_it_forward() -> None:
    off = Calendar({DUE_ON + timedelta(days=day): False for day in (1, 4)})
    on = Calendar({DUE_ON + timedelta(days=day): True for day in (2, 3)})
    assert next(days for days in range(9) if "office" in rungs(a_due(), days, off)) == 7
    assert next(days for days in range(9) if "office" in rungs(a_due(), days, on)) == 3


def test_what_is_due_on_a_holiday_is_not_overdue_before_its_day() -> None:
    assert rungs(a_due(due_on=DUE_ON, office=frozenset({OFFICE})), 0, ladder=Ladder(office_after=0)) == ["days0"]
    assert rungs(a_due(), 1, ladder=Ladder(office_after=0)) == ["late1", "office"]


def test_a_rung_of_the_day_one_heard_of_it_is_not_told_besides() -> None:
    late = a_due(since=DUE_ON - timedelta(days=5))
    assert [rungs(late, days) for days in (-5, -4, -3, 0)] == [[], [], ["days3"], ["days0"]]
    same_day = a_due(since=DUE_ON)
    assert (rungs(same_day, 0), rungs(same_day, 1)) == ([], ["late1"])


def test_hours_come_before_days_are_urgent_and_end_with_the_moment() -> None:
    at = moment(DUE_ON, 9)
    due = a_due(at=at, wording=Wording("before", "today"))
    found = {hour: list(steps_of(due, moment(DUE_ON, hour), Ladder(), PLAIN)) for hour in (6, 7, 8, 9, 10)}
    assert [[(step.rung, step.urgent) for step in found[hour]] for hour in found] == [
        [("days0", False)], [("hours2", True)], [("hours2", True)], [], [],
    ]  # fmt: skip


def test_without_a_sentence_nothing_is_told() -> None:
    silent = a_due(wording=Wording("", "today", ""), office=frozenset(), deputies=frozenset())
    assert [rungs(silent, days) for days in (-3, 0, 1)] == [[], ["days0"], []]


@given(
    runs=st.lists(st.integers(-12 * 24, 20 * 24), min_size=1, max_size=40),
    since=st.integers(-30, 0),
    days=st.sets(st.integers(0, 30), min_size=1, max_size=5),
)
@settings(max_examples=200, deadline=None)
def test_any_runs_tell_each_rung_once_and_lose_none(runs: list[int], since: int, days: set[int]) -> None:
    ladder, due = Ladder(days=tuple(days)), a_due(since=DUE_ON + timedelta(days=since))
    told: list[str] = []
    for hours in sorted(runs):
        now = moment(DUE_ON, 0) + timedelta(hours=hours)
        reached = [step.rung for step in steps_of(due, now, ladder, PLAIN)]
        told += [rung for rung in reached if rung not in told]
        assert must_be_told(ladder, due, now) <= set(told)
    assert len(told) == len(set(told)) <= len(set(runs)) * 3


def must_be_told(ladder: Ladder, due: Due, now: datetime) -> set[str]:
    """The same rule, said another way: by counting days one by one."""
    today = timezone.localtime(now).date()
    late = (today - due.due_on).days
    if late > 0:
        between = [due.due_on + timedelta(days=number) for number in range(1, late)]
        passed = sum(PLAIN.is_working_day(day) for day in between)
        return {f"late{late}", *(["office"] if passed >= 2 else []), *(["deputies"] if passed >= 5 else [])}
    marks = [day for day in sorted(ladder.days) if due.due_on - timedelta(days=day) <= today]
    return {f"days{marks[0]}"} if marks and due.due_on - timedelta(days=marks[0]) > due.since else set()


# The run that writes them down.


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch, db: None) -> list[Due]:
    """Only what the test declares falls due."""
    found: list[Due] = []
    monkeypatch.setattr(planning, "all_dues", lambda now: list(found))
    return found


def test_a_run_writes_one_row_a_rung_and_person_and_a_second_none(declared: list[Due]) -> None:
    users = [a_user() for _number in range(3)]
    declared.append(told_to(*users))
    assert (plan_notices(moment(DUE_ON)), plan_notices(moment(DUE_ON))) == (3, 0)
    names = ("user", "key", "kind", "rung", "due_on", "thing_type", "thing_id")
    village = declared[0].thing.pk
    same = (f"test.due:{village}:2026-03-19:days0", "test.due", "days0", DUE_ON, "committee.unit", village)
    assert list(Notice.objects.order_by("user").values_list(*names)) == [(user.pk, *same) for user in users]


def test_a_moved_day_is_another_promise(declared: list[Due]) -> None:
    declared.append(told_to(a_user()))
    plan_notices(moment(DUE_ON))
    declared[0] = replace(declared[0], due_on=DUE_ON + timedelta(days=7))
    assert (plan_notices(moment(DUE_ON)), plan_notices(moment(DUE_ON))) == (1, 0)
    assert list(Notice.objects.order_by("pk").values_list("rung", flat=True)) == ["days0", "days7"]


def test_three_or_thirty_rungs_take_the_same_queries(declared: list[Due], query_count: Any) -> None:
    due = told_to(a_user())

    def queries(count: int) -> int:
        declared[:] = [replace(due, kind=f"test.due{count}.{number}") for number in range(count)]
        return int(query_count(lambda: plan_notices(moment(DUE_ON))))

    assert queries(1) == queries(3) == queries(30)


def test_the_office_sets_the_ladder(cast: Cast) -> None:
    assert ladder_now() == Ladder()
    wanted = {"dayan_safety.days_before": [10, 2], "dayan_safety.hours_before": [], "dayan_safety.office_after": 1}
    set_parameters(wanted, by=cast.office)
    assert ladder_now() == Ladder(days=(10, 2), hours=(), office_after=1, deputies_after=5)


def test_what_the_office_calls_urgent_is_marked_so(declared: list[Due], cast: Cast) -> None:
    declared.append(told_to(cast.liaison))
    plan_notices(moment(DUE_ON - timedelta(days=1)))
    set_parameters({"dayan_safety.urgent_kinds": ["test.due"]}, by=cast.office)
    plan_notices(moment(DUE_ON))
    assert list(Notice.objects.order_by("pk").values_list("rung", "urgent")) == [("days1", False), ("days0", True)]
