"""How units and groups stand in a year, counted a second time row by row."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from committee.models import Attendance, Meeting, Task, Unit, WorkingGroup
from committee.tests.work import a_reported, due, made_overdue
from dayan_safety.testing import Cast, a_group, a_meeting, a_person, a_task, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
FIELDS = ("invited", "attended", "excused", "absent", "tasks_due", "tasks_on_time", "tasks_overdue")


def standing(unit: Unit, year: int = 2026, on: date = TODAY) -> dict[str, int]:
    """What the query counts for a unit."""
    row = Unit.objects.all().with_rates(year, on).get(pk=unit.pk)
    return {name: getattr(row, name) for name in FIELDS}


def rates(unit: Unit) -> tuple[float | None, float | None]:
    """Attendance, and tasks on time."""
    row = Unit.objects.all().with_rates(2026, TODAY).get(pk=unit.pk)
    return row.attendance_rate, row.on_time_rate


def a_place(unit: Unit, status: str, state: str = "final", day: date = date(2026, 5, 13), **values: Any) -> Attendance:
    """A unit's place at a meeting."""
    meeting = a_meeting(held_on=day)
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    given = {"person": a_person(unit=unit), "unit": unit, "status": status, **values}
    place: Attendance = Attendance.objects.create(meeting=meeting, **given)
    return place


# One by one


@pytest.mark.parametrize(
    ("status", "counted"),
    [
        ("present", (1, 1, 0, 0)),
        ("late", (1, 1, 0, 0)),
        ("substitute", (1, 1, 0, 0)),
        ("excused", (1, 0, 1, 0)),
        ("absent", (1, 0, 0, 1)),
        ("", (1, 0, 0, 1)),
    ],
)
def test_each_mark_counts_once(db: Any, status: str, counted: tuple[int, ...]) -> None:
    unit = a_unit()
    a_place(unit, status)
    assert tuple(standing(unit).values())[:4] == counted


@pytest.mark.parametrize("state", Meeting.State.values)
def test_a_meeting_counts_once_its_minutes_are_written(db: Any, state: str) -> None:
    unit = a_unit()
    a_place(unit, "present", state)
    assert standing(unit)["invited"] == int(state in ("for_comment", "final"))


def test_guests_other_years_and_what_was_removed_do_not_count(db: Any) -> None:
    unit = a_unit()
    a_place(unit, "present", person=None, guest_name="专家")
    a_place(unit, "present", day=date(2025, 12, 31))
    a_place(unit, "present", removed_at="2026-06-01T00:00Z")
    gone = a_place(unit, "present")
    Meeting.objects.filter(pk=gone.meeting_id).update(removed_at="2026-06-01T00:00Z")
    assert set(standing(unit).values()) == {0}
    assert rates(unit) == (None, None)
    a_place(unit, "present", day=date(2026, 1, 1))
    a_place(unit, "absent", day=date(2026, 12, 31))
    assert rates(unit) == (0.5, None)


@pytest.mark.parametrize(
    ("state", "due_in", "done_in", "counted"),
    [
        ("assigned", 1, None, (0, 0, 0)),
        ("assigned", 0, None, (0, 0, 0)),  # the last day is not over
        ("assigned", -1, None, (1, 0, 1)),
        ("received", -1, None, (1, 0, 1)),
        ("declined", -1, None, (1, 0, 1)),
        ("reported", 5, 0, (1, 1, 0)),
        ("reported", -3, -3, (1, 1, 0)),
        ("reported", -3, -2, (1, 0, 0)),
        ("closed", -3, -4, (1, 1, 0)),
        ("closed", -3, -1, (1, 0, 0)),
        ("cancelled", -3, -4, (0, 0, 0)),
        ("cancelled", -3, None, (0, 0, 0)),
    ],
)
def test_each_task_counts_as_it_stands(
    db: Any, state: str, due_in: int, done_in: int | None, counted: tuple[int, ...]
) -> None:
    unit = a_unit()
    task = due(a_task(lead_unit=unit), TODAY + timedelta(days=due_in))
    done_on = None if done_in is None else TODAY + timedelta(days=done_in)
    Task.objects.filter(pk=task.pk).update(state=state, done_on=done_on)
    assert tuple(standing(unit).values())[4:] == counted


def test_a_task_counts_in_the_year_it_falls_due(db: Any) -> None:
    unit = a_unit()
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)):
        due(a_task(lead_unit=unit), day)
    assert [standing(unit, year, date(2028, 1, 1))["tasks_due"] for year in (2025, 2026, 2027)] == [1, 2, 1]


def test_a_task_sent_back_is_late_again_once_its_day_is_over(cast: Cast) -> None:
    task = made_overdue(a_reported(cast))
    Task.objects.filter(pk=task.pk).update(state="received", done_on=None)
    assert tuple(standing(cast.village).values())[4:] == (1, 0, 1)


def test_a_group_s_task_counts_for_the_group_and_for_the_unit_that_leads_it(cast: Cast) -> None:
    unit = a_unit(kind="department")
    group = a_group(cast.committee, lead_unit=unit)
    made_overdue(a_task(lead_group=group))
    made_overdue(a_task(lead_unit=unit))
    made_overdue(a_task(lead_group=cast.group))
    made_overdue(a_task(lead_unit=cast.village, helper_units=[unit], helper_groups=[group]))
    assert standing(unit)["tasks_overdue"] == 2
    counted = WorkingGroup.objects.all().with_task_counts(2026, TODAY)
    assert {row.pk: row.tasks_overdue for row in counted} == {
        group.pk: 1, cast.group.pk: 1, cast.supervision.pk: 0,
    }  # fmt: skip


# All at once, counted by hand


def attended(unit: Unit) -> tuple[int, int]:
    """Invited, and there: walked row by row."""
    invited = there = 0
    for place in Attendance.objects.select_related("meeting"):
        counts = place.unit_id == unit.pk and place.person_id and place.removed_at is None
        if counts and place.meeting.state in ("for_comment", "final") and place.meeting.held_on.year == 2026:
            invited += 1
            there += place.status in ("present", "late", "substitute")
    return invited, there


def on_time(unit: Unit) -> tuple[int, int, int]:
    """Due, on time and overdue: walked row by row."""
    fell_due = in_time = late = 0
    for task in Task.objects.select_related("lead_group"):
        lead = task.lead_unit_id or task.lead_group.lead_unit_id
        if lead != unit.pk or task.state == "cancelled" or task.due_on.year != 2026:
            continue
        is_late = task.state in ("assigned", "received", "declined") and task.due_on < TODAY
        fell_due += task.done_on is not None or task.due_on < TODAY
        in_time += task.done_on is not None and task.done_on <= task.due_on
        late += is_late
    return fell_due, in_time, late


@pytest.mark.parametrize("seed", range(4))
def test_in_a_town_of_chance_the_counts_and_rates_are_those_counted_by_hand(cast: Cast, seed: int) -> None:
    chance, units = Random(seed), [a_unit(kind="department") for _each in range(3)]
    groups = [a_group(cast.committee, lead_unit=unit) for unit in units[:2]]
    for _each in range(25):
        day, status = TODAY + timedelta(days=chance.randint(-250, 250)), chance.choice(["", *Attendance.Status.values])
        a_place(chance.choice(units), status, chance.choice(Meeting.State.values), day)
    for _each in range(40):
        lead = {"lead_group": chance.choice(groups)} if chance.random() < 0.3 else {"lead_unit": chance.choice(units)}
        task = due(a_task(**lead), TODAY + timedelta(days=chance.randint(-200, 200)))
        state = chance.choice(Task.State.values)
        done_on = task.due_on + timedelta(days=chance.randint(-5, 5)) if state in ("reported", "closed") else None
        Task.objects.filter(pk=task.pk).update(state=state, done_on=done_on)
    for unit in units:
        found = standing(unit)
        invited, there = attended(unit)
        fell_due, in_time, late = on_time(unit)
        assert (found["invited"], found["attended"]) == (invited, there)
        assert found["attended"] + found["excused"] + found["absent"] == invited
        assert (found["tasks_due"], found["tasks_on_time"], found["tasks_overdue"]) == (fell_due, in_time, late)
        expected = (there / invited if invited else None, in_time / fell_due if fell_due else None)
        assert rates(unit) == pytest.approx(expected)


def test_standing_costs_one_question_for_any_number_of_units(cast: Cast, query_count: Any) -> None:
    rows = Unit.objects.all().with_rates(2026, TODAY)
    assert query_count(lambda: list(rows.all())) == 1
    for _each in range(3):
        a_place(a_unit(), "present")
    assert query_count(lambda: list(rows.all())) == 1
