"""Supervision slips: blue, yellow once a task is overdue, red when it stays so; numbered without gaps, signed once."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from committee.models import Slip, Task
from committee.services import tasks
from committee.services.tasks import issue_slip, sign_slip, slip_colour
from committee.tests.refusals import forbidden, history, refused
from committee.tests.work import a_closed, a_reported, a_slip, due, made_overdue
from dayan_safety.calendars import mark_day
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)  # a Monday


def of_village(cast: Cast, due_on: date | None = None) -> Task:
    """A task of the liaison's village, due on any day."""
    task: Task = a_task(lead_unit=cast.village)
    return due(task, due_on) if due_on else task


def test_a_slip_says_what_is_demanded_by_when_and_the_doers_are_told(cast: Cast) -> None:
    slip = issue_slip(of_village(cast), by=cast.office, requirement="限期办结。")
    slip.refresh_from_db()
    assert (slip.number, slip.colour, slip.issued_on) == ("大安督单〔2026〕1号", "blue", TODAY)
    assert (slip.due_on, slip.requirement, slip.issued_by) == (date(2026, 6, 25), "限期办结。", cast.office)
    assert str(slip) == "大安督单〔2026〕1号 蓝色督办单"
    assert history(slip.task)[-1] == ("issue_slip", "李文员", {}, {"slip": str(slip)}, "")
    assert [(row.user, row.text) for row in Notice.objects.filter(title__startswith="大安督单")] == [
        (cast.liaison, "限期办结。")
    ]


@pytest.mark.parametrize(
    ("due_on", "colour"),
    [
        (date(2026, 6, 16), "blue"),
        (TODAY, "blue"),
        (date(2026, 6, 14), "yellow"),
        (date(2026, 6, 8), "yellow"),  # five working days late: 9, 10, 11, 12, 15
        (date(2026, 6, 7), "red"),  # a Sunday: the 8th is one more
        (date(2026, 6, 5), "red"),
        (date(2026, 1, 5), "red"),
    ],
)
def test_the_colour_follows_the_working_days_overdue(cast: Cast, due_on: date, colour: str) -> None:
    late, day = 0, due_on + timedelta(days=1)
    while day <= TODAY:
        late += day.isoweekday() < 6
        day += timedelta(days=1)
    counted = "blue" if due_on >= TODAY else "red" if late > 5 else "yellow"
    assert slip_colour(of_village(cast, due_on), TODAY) == counted == colour


def test_days_off_do_not_count(cast: Cast) -> None:
    task = of_village(cast, date(2026, 6, 5))
    assert slip_colour(task, TODAY) == "red"
    mark_day(date(2026, 6, 10), by=None, is_working=False, name="庙会")
    assert slip_colour(task, TODAY) == "yellow"


def test_after_how_many_days_it_is_red_is_the_office_s_to_say(cast: Cast) -> None:
    task = of_village(cast, date(2026, 6, 12))
    set_parameters({"committee.slip_red_after": 0}, by=None)
    assert slip_colour(task, TODAY) == "red"
    set_parameters({"committee.slip_red_after": 1}, by=None)
    assert slip_colour(task, TODAY) == "yellow"


def test_after_a_yellow_slip_comes_a_red_one_unless_the_last_day_moved(cast: Cast) -> None:
    task = made_overdue(of_village(cast))
    assert [a_slip(task).colour for _turn in range(3)] == ["yellow", "red", "red"]
    tasks.move_task(task, by=None, due_on=TODAY, reason="x")
    assert a_slip(task).colour == "blue"
    assert a_slip(made_overdue(task, 2)).colour == "yellow"


def test_a_blue_slip_does_not_make_the_next_one_red(cast: Cast) -> None:
    task = of_village(cast)
    assert [a_slip(task).colour, a_slip(made_overdue(task)).colour] == ["blue", "yellow"]


def test_what_waits_for_the_check_is_not_overdue_and_what_is_said_to_be_impossible_is(cast: Cast) -> None:
    reported = made_overdue(a_reported(cast))
    declined = of_village(cast)
    tasks.decline_task(declined, by=None, reason="x")
    assert (a_slip(reported).colour, a_slip(made_overdue(declined)).colour) == ("blue", "yellow")


def test_numbers_have_no_gaps_whatever_was_refused_between(cast: Cast, time_machine: Any) -> None:
    chance, numbers, closed = Random(7), [], a_closed(cast)
    for year in (2026, 2027):
        time_machine.move_to(f"{year}-06-15 10:00+08:00", tick=False)
        task = of_village(cast)
        for _turn in range(12):
            if chance.random() < 0.4:
                with pytest.raises(RuleBroken):
                    a_slip(closed)
            else:
                numbers.append(a_slip(task).number)
    counts = {year: sum(f"〔{year}〕" in number for number in numbers) for year in (2026, 2027)}
    assert numbers == [f"大安督单〔{year}〕{n}号" for year in counts for n in range(1, counts[year] + 1)]
    assert len(numbers) > 10


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_what_is_over_gets_no_slip(cast: Cast, state: str) -> None:
    task = of_village(cast)
    Task.objects.filter(pk=task.pk).update(state=state)
    with refused(f"目前状态为“{Task.objects.get().get_state_display()}”，不能进行此操作。"):
        issue_slip(task, by=cast.office, requirement="x")


def test_a_slip_is_signed_for_once_by_who_leads(cast: Cast) -> None:
    slip = a_slip(of_village(cast))
    as_read = Slip.objects.get(pk=slip.pk)
    sign_slip(slip, by=cast.liaison)
    slip.refresh_from_db()
    assert (slip.signed_by, slip.signed_at, slip.version) == (cast.liaison, timezone.now(), 2)
    assert history(slip.task)[-1] == ("sign_slip", "孙信息", {}, {"slip": str(slip)}, "")
    for each in (slip, as_read):
        with refused("此督办单已签收。"):
            sign_slip(each, by=cast.liaison)


@pytest.mark.parametrize("role", Cast.ROLES)
def test_the_office_issues_and_the_lead_signs_and_nobody_else(cast: Cast, role: str) -> None:
    user, task = getattr(cast, role), of_village(cast)
    slip = a_slip(task)
    if role != "office":
        with forbidden():
            issue_slip(task, by=user, requirement="x")
    if role != "liaison":
        with forbidden():
            sign_slip(slip, by=user)


def test_a_slip_costs_the_same_after_one_and_after_three(cast: Cast, query_count: Any) -> None:
    task = made_overdue(of_village(cast))
    a_slip(task)
    assert len({query_count(lambda: a_slip(task)) for _turn in range(3)}) == 1
