"""Meetings in each of their states, with a topic, an outcome and the cast at the table; tasks in each of theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from committee.models import AgendaItem, Attendance, Meeting, Outcome, Slip, Task
from committee.services import meetings, tasks
from dayan_safety.history import change
from dayan_safety.testing import Cast, a_meeting, a_task
from dayan_safety.workdays import today

P, R = ParamSpec("P"), TypeVar("R")


def in_one_change(build: Callable[P, R]) -> Callable[P, R]:
    """Builders take many steps: their history is written at once."""

    @wraps(build)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with change():
            return build(*args, **kwargs)

    return run


AT_THE_TABLE = ("chair", "office", "lead", "member")


def an_item(meeting: Meeting, **values: Any) -> AgendaItem:
    """A topic of a meeting."""
    return meetings.add_item(meeting, by=None, **{"kind": "solve", "title": "消防通道", **values})


def an_invitation(meeting: Meeting, login: Any) -> Attendance:
    """The place of a login's person, invited by hand unless they have one."""
    there = meeting.attendances.present().filter(person=login.person).first()
    return there or meetings.invite(meeting, by=None, person=login.person)


@in_one_change
def a_draft(cast: Cast, **values: Any) -> Meeting:
    """A meeting ahead with a topic; whoever sits at the table is invited, and the liaison besides."""
    meeting = a_meeting(cast.committee, **values)
    an_item(meeting)
    for role in (*AT_THE_TABLE, "liaison"):
        an_invitation(meeting, getattr(cast, role))
    return meeting


@in_one_change
def a_notified(cast: Cast, **values: Any) -> Meeting:
    """The same, and they were told."""
    meeting = a_draft(cast, **values)
    meetings.notify_meeting(meeting, by=None)
    return meeting


@in_one_change
def an_open(cast: Cast, **values: Any) -> Meeting:
    """A meeting of today that is under way."""
    meeting = a_draft(cast, **{"held_on": today(), **values})
    meetings.begin_meeting(meeting, by=None)
    return meeting


@in_one_change
def a_minuted(cast: Cast, **values: Any) -> Meeting:
    """A meeting whose minutes are out for comment: all were present, one decision came of it."""
    meeting = an_open(cast, **values)
    meetings.mark_all_present(meeting, by=None)
    item = meeting.items.get(is_results=False) if meeting.items.count() == 1 else meeting.items.first()
    an_outcome(item)
    meetings.circulate_minutes(meeting, by=None)
    return meeting


@in_one_change
def a_final(cast: Cast, **values: Any) -> Meeting:
    """A meeting whose minutes are final."""
    meeting = a_minuted(cast, **values)
    meetings.finalize_minutes(meeting, by=None)
    return meeting


def called_off(cast: Cast, **values: Any) -> Meeting:
    """A meeting of which people were told, and that was called off."""
    meeting = a_notified(cast, **values)
    meetings.cancel_meeting(meeting, by=None, reason="防汛")
    return meeting


def an_outcome(item: AgendaItem, **values: Any) -> Outcome:
    """A decision under a topic."""
    return meetings.add_outcome(item, by=None, **{"kind": "decision", "text": "同意。", **values})


def a_task_outcome(item: AgendaItem, lead: Any, days: int = 10, **values: Any) -> Outcome:
    """A task under a topic, for a unit or a group."""
    field = "lead_unit" if lead._meta.model_name == "unit" else "lead_group"
    given = {"kind": "task", "text": "清理通道", field: lead, "due_on": today() + timedelta(days=days)}
    return an_outcome(item, **given | values)


@in_one_change
def a_reported(cast: Cast, **values: Any) -> Task:
    """A task of the liaison's village that was reported done."""
    task = a_task(**{"lead_unit": cast.village, **values})
    tasks.report_done(task, by=cast.liaison, text="已完成。")
    return task


@in_one_change
def a_closed(cast: Cast, **values: Any) -> Task:
    """A task that was closed by the office."""
    task = a_reported(cast, **values)
    tasks.close_task(task, by=cast.office)
    return task


def a_concluded(cast: Cast, on: date, **marks: str) -> Meeting:
    """A meeting of ``on`` with minutes: those of the cast that are named are marked so, all others did not come."""
    meeting = an_open(cast)
    by_key = {an_invitation(meeting, getattr(cast, role)).pk: meetings.Mark(mark, "某") for role, mark in marks.items()}
    meetings.record_attendance(meeting, by=None, marks=by_key)
    meetings.circulate_minutes(meeting, by=None)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=on)
    return meeting


def a_slip(task: Task) -> Slip:
    """A slip for a task."""
    return tasks.issue_slip(task, by=None, requirement="限期办结。")


def made_overdue(task: Task, days: int = 1) -> Task:
    """The task, its last day ``days`` ago."""
    return due(task, today() - timedelta(days=days))


def due(task: Task, on: date) -> Task:
    """The task, due on a day that no verb would set."""
    Task.objects.filter(pk=task.pk).update(due_on=on)
    task.refresh_from_db()
    return task
