"""Computed figures: whose records count, in which period, what went well; counting and listing read the same rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from assessment.models import RulebookItem
from assessment.scoring import Reading
from assessment.services.indicators import INDICATORS
from campaigns.models import EventKind, ProjectStep
from campaigns.tests.builders import a_kind_of_event, an_event
from campaigns.tests.project_builders import a_project, a_step
from committee.models import Attendance, Report, Task
from committee.tests import reporting, work
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_group, a_task, a_unit, an_appointment
from inspections.models import Finding
from inspections.tests.finding_builders import a_finding
from inspections.tests.incident_builders import an_incident

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
Figure = RulebookItem.Figure
FIRST, LAST, TODAY = date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 15)
DAY = timedelta(days=1)


def read(figure: str, unit: Any, first: date = FIRST, last: date = LAST, on: date = TODAY) -> tuple[int, int] | None:
    """Part and whole of a unit; nothing where nothing is known. What is listed is what was counted."""
    indicator = INDICATORS[Figure(figure)]
    reading = indicator.readings(first, last, on).get(unit.pk)
    listed = indicator.records(unit.pk, first, last, on)
    if reading and reading.whole and not figure.endswith("_held"):
        assert (sum(row.went_well for row in listed), len(listed)) == (reading.part, reading.whole)
    assert bool(listed) == bool(reading)
    return (int(reading.part), int(reading.whole)) if reading else None


def moved(thing: Any, **values: Any) -> Any:
    """The record as only time would make it."""
    type(thing).objects.filter(pk=thing.pk).update(**values)
    return thing


def a_task_of(unit: Any, due_on: date, done_on: date | None = None, **given: Any) -> Task:
    """A task of the unit."""
    lead = {} if "lead_group" in given else {"lead_unit": unit}
    return moved(a_task(**lead, **given), due_on=due_on, done_on=done_on)  # type: ignore[no-any-return]


def a_finding_of(unit: Any, due_on: date, asked_on: date | None = None, state: str = "rectifying") -> Finding:
    """A finding at the unit."""
    return moved(a_finding(unit=unit), due_on=due_on, asked_on=asked_on, state=state)  # type: ignore[no-any-return]


# What fell due


def test_a_task_is_in_time_until_its_last_day_and_counts_once_that_is_over_or_it_is_done(cast: Cast) -> None:
    unit = a_unit(kind="department")
    a_task_of(unit, TODAY - DAY, done_on=TODAY - DAY)
    a_task_of(unit, TODAY - 2 * DAY, done_on=TODAY - DAY)
    a_task_of(unit, TODAY - DAY)
    assert read("tasks_on_time", unit) == (1, 3)
    a_task_of(unit, TODAY)
    assert read("tasks_on_time", unit) == (1, 3)
    assert read("tasks_on_time", unit, on=TODAY + DAY) == (1, 4)
    a_task_of(unit, TODAY + DAY, done_on=TODAY)
    assert read("tasks_on_time", unit) == (2, 4)


def test_a_task_of_a_group_is_that_of_the_unit_that_leads_it(cast: Cast) -> None:
    unit = a_unit(kind="department")
    a_task_of(None, TODAY - DAY, lead_group=a_group(lead_unit=unit))
    a_task_of(None, TODAY - DAY, lead_group=a_group())
    assert read("tasks_on_time", unit) == (0, 1)


def test_what_is_called_off_removed_or_of_another_month_counts_for_nobody(cast: Cast) -> None:
    unit = a_unit(kind="department")
    moved(a_task_of(unit, TODAY - DAY), state=Task.State.CANCELLED)
    remove_record(a_task_of(unit, TODAY - DAY), by=None, reason="x")
    a_task_of(unit, FIRST - DAY)
    assert read("tasks_on_time", unit) is None
    a_task_of(unit, FIRST)
    assert read("tasks_on_time", unit) == (0, 1)
    assert read("tasks_on_time", unit, last=FIRST) == (0, 1)


def test_a_finding_is_in_time_when_it_was_closed_and_the_look_asked_for_in_time(cast: Cast) -> None:
    unit = a_unit()
    a_finding_of(unit, TODAY - DAY, asked_on=TODAY - DAY, state="closed")
    a_finding_of(unit, TODAY - 2 * DAY, asked_on=TODAY - DAY, state="closed")
    a_finding_of(unit, TODAY - DAY, asked_on=TODAY - DAY, state="asked")
    a_finding_of(unit, TODAY - DAY)
    assert read("findings_on_time", unit) == (1, 4)
    a_finding_of(unit, TODAY)
    a_finding_of(unit, TODAY + DAY, asked_on=TODAY, state="closed")
    assert read("findings_on_time", unit) == (2, 5)


@pytest.mark.parametrize("state", [Finding.State.WITHDRAWN, Finding.State.HANDED])
def test_what_was_none_or_is_a_superiors_does_not_count(state: str, cast: Cast) -> None:
    unit = a_unit()
    a_finding_of(unit, TODAY - DAY, state=state)
    assert read("findings_on_time", unit) is None


def test_reports_of_a_unit_and_of_the_group_it_leads_count(cast: Cast) -> None:
    unit = cast.group.lead_unit or a_unit(kind="department")
    moved(cast.group, lead_unit=unit)
    report = reporting.a_report(cast)
    assert read("reports_on_time", unit) is None
    moved(report, handed_in_on=date(2026, 6, 25))
    assert read("reports_on_time", unit) == (1, 1)
    moved(report, handed_in_on=date(2026, 6, 26))
    assert read("reports_on_time", unit) == (0, 1)
    moved(report, handed_in_on=None)
    assert read("reports_on_time", unit, on=date(2026, 6, 25)) is None
    assert read("reports_on_time", unit, on=date(2026, 6, 26)) == (0, 1)
    moved(report, state=Report.State.EXCUSED)
    assert read("reports_on_time", unit, on=LAST) is None
    moved(reporting.a_quarterly(cast, cast.village), handed_in_on=FIRST)
    assert read("reports_on_time", cast.village) == (1, 1)


def test_steps_of_a_project_are_those_of_the_unit_that_leads_its_group(cast: Cast) -> None:
    unit = a_unit(kind="department")
    project = a_project(group=a_group(lead_unit=unit))
    step = a_step(project, due_on=TODAY - DAY)
    assert read("steps_on_time", unit) == (0, 1)
    moved(step, done_on=TODAY - DAY)
    assert read("steps_on_time", unit) == (1, 1)
    moved(step, done_on=TODAY)
    assert read("steps_on_time", unit) == (0, 1)
    assert ProjectStep.objects.count() == 1
    remove_record(project, by=None, reason="x")
    assert read("steps_on_time", unit) is None


# Meetings and posts


@pytest.mark.parametrize(
    ("status", "came"), [("present", 1), ("late", 1), ("substitute", 1), ("excused", 0), ("absent", 0), ("", 0)]
)
def test_who_came_late_or_sent_a_substitute_came(status: str, came: int, cast: Cast) -> None:
    meeting = work.a_minuted(cast)
    unit = cast.member.person.unit
    invited = Attendance.objects.filter(meeting=meeting, unit=unit)
    people = invited.update(status=status)
    assert people == 4
    assert read("meetings_attended", unit) == (came * people, people)


def test_a_meeting_counts_once_its_minutes_are_written(cast: Cast) -> None:
    meeting = work.an_open(cast)
    assert read("meetings_attended", cast.member.person.unit) is None
    work.meetings.mark_all_present(meeting, by=None)
    work.an_outcome(meeting.items.first())
    work.meetings.circulate_minutes(meeting, by=None)
    assert read("meetings_attended", cast.member.person.unit) == (4, 4)
    assert read("meetings_attended", cast.member.person.unit, last=TODAY - DAY) is None


def test_a_post_is_held_by_whoever_is_in_it_on_the_last_day(cast: Cast) -> None:
    unit = a_unit()
    assert read("posts_held", unit) == (0, 3)
    appointment = an_appointment(unit.liaison_posts.first(), "liaison")
    assert read("posts_held", unit) == (1, 3)
    moved(appointment, until=TODAY - DAY)
    assert read("posts_held", unit) == (0, 3)
    assert read("posts_held", unit, last=TODAY - DAY) == (1, 3)


# What happened


def test_months_with_an_event_are_counted_of_those_that_have_begun(cast: Cast) -> None:
    unit, first, last = a_unit(), date(2026, 1, 1), date(2026, 12, 31)
    for day in (date(2026, 3, 1), date(2026, 3, 31), date(2026, 6, 15)):
        an_event(unit=unit, held_on=day)
    an_event(unit=unit, held_on=date(2026, 6, 16))
    an_event(unit=unit, held_on=date(2025, 12, 31))
    assert read("events_held", unit, first, last) == (2, 6)
    assert read("events_held", unit, first, last, on=date(2026, 12, 31)) == (2, 12)
    indicator = INDICATORS[Figure.EVENTS]
    assert indicator.elsewhere(first, last, TODAY) == Reading(0, 6)  # type: ignore[arg-type]


def test_an_event_is_that_of_its_unit_of_whoever_took_part_and_of_the_lead_of_its_group(cast: Cast) -> None:
    main, beside, leads, other = (a_unit() for _each in range(4))
    an_event(unit=main, more_units=[beside])
    an_event(group=a_group(lead_unit=leads))
    assert [read("events_held", unit) for unit in (main, beside, leads, other)] == [(1, 1)] * 3 + [None]


def test_only_trainings_and_drills_are_trainings(cast: Cast) -> None:
    units = {name: a_unit() for name in EventKind.CountsAs.values}
    for name, unit in units.items():
        an_event(unit=unit, kind=a_kind_of_event(counts_as=name))
    read_of = {name: read("trainings_held", unit) for name, unit in units.items()}
    assert {name for name, reading in read_of.items() if reading} == {"training", "drill"}


@pytest.mark.parametrize(
    ("figure", "make"),
    [
        ("incidents", lambda unit, day: moved(an_incident(unit=unit), happened_on=day)),
        ("major_findings", lambda unit, day: moved(a_finding(unit=unit, level="major"), found_on=day)),
    ],
)
def test_what_happened_is_counted_and_elsewhere_it_never_did(
    figure: str, make: Callable[[Any, date], Any], cast: Cast
) -> None:
    unit = a_unit()
    for day in (FIRST - DAY, FIRST, LAST, LAST + DAY):
        make(unit, day)
    remove_record(make(unit, FIRST), by=None, reason="x")
    indicator = INDICATORS[Figure(figure)]
    assert indicator.readings(FIRST, LAST, TODAY) == {unit.pk: Reading(2)}  # type: ignore[arg-type]
    assert indicator.elsewhere(FIRST, LAST, TODAY) == Reading(0)  # type: ignore[arg-type]


def test_a_general_finding_is_no_major_one(cast: Cast) -> None:
    a_finding(unit=cast.village)
    assert INDICATORS[Figure.MAJOR].readings(FIRST, LAST, TODAY) == {}


@pytest.mark.parametrize("figure", [Figure.TASKS, Figure.FINDINGS, Figure.REPORTS, Figure.MEETINGS, Figure.STEPS])
def test_of_a_unit_without_anything_due_nothing_is_known(figure: str, db: None) -> None:
    assert INDICATORS[Figure(figure)].elsewhere(FIRST, LAST, TODAY) is None


@pytest.mark.parametrize("figure", Figure.values)
def test_every_figure_is_read_in_as_many_queries_for_many_units_as_for_none(
    figure: str, cast: Cast, query_count: Any
) -> None:
    indicator = INDICATORS[Figure(figure)]
    none = query_count(lambda: indicator.readings(FIRST, LAST, TODAY))
    for _each in range(3):
        unit = a_unit()
        a_task_of(unit, TODAY - DAY)
        a_finding_of(unit, TODAY - DAY)
        an_event(unit=unit, more_units=[a_unit()])
        an_incident(unit=unit)
    assert query_count(lambda: indicator.readings(FIRST, LAST, TODAY)) == none <= 3
