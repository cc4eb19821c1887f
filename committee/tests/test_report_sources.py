"""What the portal counts for reports, against the records added up by hand: for each body, day by day."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import time_machine

from committee.models import Appointment, Attendance, Meeting, Task
from committee.sources import SOURCES
from committee.tests.work import a_final, a_minuted, an_open
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast, a_meeting, a_person, a_task, a_unit, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
FIRST, LAST = date(2026, 5, 1), date(2026, 5, 31)
BEFORE, AFTER = FIRST - timedelta(days=1), LAST + timedelta(days=1)
TASKS = [f"committee.tasks_{name}" for name in ("received", "done", "on_time", "left", "overdue")]


def counted(name: str, body: Any, first: date = FIRST, last: date = LAST) -> int:
    """The figure; it is always the number of records that people see behind it."""
    source = all_sources()[f"committee.{name}"]
    figure, records = source.count(body, first, last), list(source.records(body, first, last))
    assert figure == len(records) == len({record.pk for record in records})
    assert all(record.get_absolute_url() for record in records)
    return int(figure)


def a_led(lead: Any, **values: Any) -> Task:
    """A task of a unit or a group with days that no verb would set."""
    field = "lead_unit" if lead._meta.model_name == "unit" else "lead_group"
    task = a_task(**{field: lead})
    Task.objects.filter(pk=task.pk).update(**{"assigned_on": FIRST, "due_on": LAST, **values})
    return task


def a_held(cast: Cast, on: date, **values: Any) -> Meeting:
    """A meeting whose minutes are final, held on a day; nobody came yet."""
    meeting: Meeting = a_meeting(cast.committee)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=on, state="final", **values)
    return meeting


def sits(meeting: Meeting, person: Any, status: str = "present", **values: Any) -> Attendance:
    """A person's place at a meeting, as the list says."""
    given = {"unit": person.unit, "status": status, **values}
    return Attendance.objects.create(meeting=meeting, person=person, **given)


# Tasks


@pytest.mark.parametrize(
    ("name", "field"), [("tasks_received", "assigned_on"), ("tasks_done", "done_on"), ("tasks_on_time", "done_on")]
)
@pytest.mark.parametrize(("day", "number"), [(BEFORE, 0), (FIRST, 1), (LAST, 1), (AFTER, 0)])
def test_the_first_and_the_last_day_belong_to_the_period(
    cast: Cast, name: str, field: str, day: date, number: int
) -> None:
    for body in (cast.group, cast.village):
        a_led(body, **{"due_on": AFTER, field: day})
        assert counted(name, body) == number
        assert counted(name, cast.supervision) == counted(name, cast.other_village) == 0


@pytest.mark.parametrize(
    ("assigned", "done", "number"),
    [
        (BEFORE, None, 1), (LAST, None, 1), (AFTER, None, 0),
        (FIRST, LAST, 0), (FIRST, AFTER, 1), (BEFORE, BEFORE, 0), (BEFORE, FIRST, 0),
    ],
)  # fmt: skip
def test_what_was_handed_out_by_the_end_and_not_done_by_then_is_left(
    cast: Cast, assigned: date, done: date | None, number: int
) -> None:
    a_led(cast.group, assigned_on=assigned, done_on=done)
    assert counted("tasks_left", cast.group) == number


@pytest.mark.parametrize(
    ("due", "done", "number"),
    [(BEFORE, None, 1), (LAST - timedelta(days=1), None, 1), (LAST, None, 0), (AFTER, None, 0), (FIRST, AFTER, 1),
     (FIRST, LAST, 0)],
)  # fmt: skip
def test_of_what_is_left_that_is_overdue_whose_day_had_gone_by_on_the_last_one(
    cast: Cast, due: date, done: date | None, number: int
) -> None:
    a_led(cast.group, due_on=due, done_on=done)
    assert counted("tasks_overdue", cast.group) == number


def test_while_the_period_is_running_what_falls_due_later_is_not_overdue_yet(cast: Cast) -> None:
    june = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
    a_led(cast.group, due_on=date(2026, 6, 14)), a_led(cast.group, due_on=date(2026, 6, 15))
    a_led(cast.group, due_on=date(2026, 6, 20))
    assert (counted("tasks_left", cast.group, **june), counted("tasks_overdue", cast.group, **june)) == (3, 1)
    with time_machine.travel("2026-06-21 10:00+08:00", tick=False):
        assert counted("tasks_overdue", cast.group, **june) == 3
    assert Task.objects.all().overdue(date(2026, 6, 15)).count() == 1


@pytest.mark.parametrize(("done", "number"), [(-1, 1), (0, 1), (1, 0)])
def test_done_on_the_last_day_or_before_is_in_time(cast: Cast, done: int, number: int) -> None:
    due = date(2026, 5, 20)
    a_led(cast.group, due_on=due, done_on=due + timedelta(days=done), state="reported")
    assert (counted("tasks_done", cast.group), counted("tasks_on_time", cast.group)) == (1, number)


@pytest.mark.parametrize("name", TASKS)
def test_what_was_called_off_or_removed_counts_nowhere(cast: Cast, name: str) -> None:
    days = {"assigned_on": FIRST, "due_on": BEFORE if name == "committee.tasks_overdue" else LAST}
    days |= {"done_on": LAST} if name in TASKS[1:3] else {}
    short = name.removeprefix("committee.")
    gone = [a_led(cast.group, **days), a_led(cast.group, **days)]
    assert counted(short, cast.group) == 2
    Task.objects.filter(pk=gone[0].pk).update(state="cancelled")
    Task.objects.filter(pk=gone[1].pk).update(removed_at=gone[1].created_at)
    assert counted(short, cast.group) == 0


def test_who_helps_does_not_count_it_and_a_group_s_unit_neither(cast: Cast) -> None:
    task = a_led(cast.group)
    task.helper_units.add(cast.village), task.helper_groups.add(cast.supervision)
    assert [counted("tasks_received", body) for body in (cast.group, cast.village, cast.supervision)] == [1, 0, 0]


@pytest.mark.parametrize("seed", range(3))
def test_among_many_tasks_every_figure_is_what_adding_up_by_hand_gives(cast: Cast, seed: int) -> None:
    chance, bodies = Random(seed), (cast.group, cast.supervision, cast.village)

    def day() -> date:
        return FIRST + timedelta(days=chance.randrange(-8, 39))

    for _each in range(20):
        done = chance.choice((None, day()))
        state = chance.choice(("assigned", "declined", "cancelled")) if done is None else "reported"
        a_led(chance.choice(bodies), assigned_on=day(), due_on=day(), done_on=done, state=state)
    rows = list(Task.objects.exclude(state="cancelled"))
    for body in bodies:
        own = [row for row in rows if row.lead == body]
        done_then = [row for row in own if row.done_on and FIRST <= row.done_on <= LAST]
        left = [row for row in own if row.assigned_on <= LAST and not (row.done_on and row.done_on <= LAST)]
        assert {
            name: counted(f"tasks_{name}", body) for name in ("received", "done", "on_time", "left", "overdue")
        } == {
            "received": sum(FIRST <= row.assigned_on <= LAST for row in own),
            "done": len(done_then),
            "on_time": sum(row.done_on <= row.due_on for row in done_then),
            "left": len(left),
            "overdue": sum(row.due_on < LAST for row in left),
        }


# Meetings


@pytest.mark.parametrize(("on", "number"), [(BEFORE, 0), (FIRST, 1), (LAST, 1), (AFTER, 0)])
def test_meetings_of_the_period_to_which_somebody_came_count(cast: Cast, on: date, number: int) -> None:
    meeting = a_held(cast, on)
    sits(meeting, cast.lead.person), sits(meeting, cast.liaison.person)
    assert [counted("meetings_attended", body) for body in (cast.group, cast.village)] == [number, number]
    assert counted("meetings_attended", cast.other_village) == 0


@pytest.mark.parametrize(
    ("status", "number"), [("present", 1), ("late", 1), ("substitute", 1), ("excused", 0), ("absent", 0), ("", 0)]
)
def test_late_or_by_a_substitute_one_came_and_excused_one_did_not(cast: Cast, status: str, number: int) -> None:
    meeting = a_held(cast, FIRST)
    sits(meeting, cast.lead.person, status), sits(meeting, cast.liaison.person, status)
    assert [counted("meetings_attended", body) for body in (cast.group, cast.village)] == [number, number]


@pytest.mark.parametrize(("build", "number"), [(an_open, 0), (a_minuted, 1), (a_final, 1)])
def test_a_meeting_counts_once_its_minutes_are_written(cast: Cast, build: Any, number: int) -> None:
    build(cast)
    assert counted("meetings_attended", cast.group, date(2026, 6, 1), date(2026, 6, 30)) == number


def test_several_of_one_body_at_one_meeting_are_one_meeting(cast: Cast) -> None:
    deputy = an_appointment(cast.group, "deputy_lead").person
    other = a_person(unit=cast.village)
    for on in (FIRST, LAST):
        meeting = a_held(cast, on)
        for person in (cast.lead.person, deputy, cast.liaison.person, other):
            sits(meeting, person)
    assert [counted("meetings_attended", body) for body in (cast.group, cast.village)] == [2, 2]


def test_for_a_group_comes_who_leads_it_on_that_day(cast: Cast) -> None:
    plain, old = an_appointment(cast.group, "group_member").person, a_person()
    sits(a_held(cast, FIRST), plain)
    assert counted("meetings_attended", cast.group) == 0
    an_appointment(cast.group, "deputy_lead", old, until=date(2026, 5, 10))
    for on in (date(2026, 5, 10), date(2026, 5, 11)):
        sits(a_held(cast, on), old)
    an_appointment(cast.group, "deputy_lead", plain, since=date(2026, 5, 20))
    for on in (date(2026, 5, 19), date(2026, 5, 20)):
        sits(a_held(cast, on), plain)
    held = all_sources()["committee.meetings_attended"].records(cast.group, FIRST, LAST)
    assert [meeting.held_on.day for meeting in held] == [10, 20]
    assert counted("meetings_attended", cast.group) == 2
    Appointment.objects.filter(person=old).update(removed_at=cast.group.created_at)
    assert counted("meetings_attended", cast.group) == 1


def test_of_a_unit_comes_whoever_sat_there_for_it_that_day(cast: Cast) -> None:
    person = a_person(unit=cast.other_village)
    sits(a_held(cast, FIRST), person, unit=cast.village)
    assert [counted("meetings_attended", body) for body in (cast.village, cast.other_village)] == [1, 0]


def test_meetings_called_off_or_removed_and_places_taken_back_do_not_count(cast: Cast) -> None:
    removed, cancelled, kept, left = (a_held(cast, FIRST) for _each in range(4))
    for meeting in (removed, cancelled, kept):
        sits(meeting, cast.lead.person)
    place = sits(left, cast.lead.person)
    assert counted("meetings_attended", cast.group) == 4
    Meeting.objects.filter(pk=removed.pk).update(removed_at=removed.created_at)
    Meeting.objects.filter(pk=cancelled.pk).update(state="cancelled")
    Attendance.objects.filter(pk=place.pk).update(removed_at=place.created_at)
    assert counted("meetings_attended", cast.group) == 1


def test_a_guest_comes_for_nobody(cast: Cast) -> None:
    meeting = a_held(cast, FIRST)
    Attendance.objects.create(meeting=meeting, guest_name="专家", status="present")
    assert counted("meetings_attended", a_unit()) == counted("meetings_attended", cast.group) == 0


# What it costs


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_each_figure_is_one_query(cast: Cast, source: Any, query_count: Any) -> None:
    for body in (cast.group, cast.village):
        assert query_count(lambda body=body: source.count(body, FIRST, LAST)) == 1
