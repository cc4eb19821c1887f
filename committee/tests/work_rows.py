"""One more record of each kind of the committee's work, with relations of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from committee.services import meetings, tasks
from committee.tests import work
from dayan_safety.testing import Cast, a_meeting, a_person, a_task, a_unit, a_user
from dayan_safety.workdays import today


def a_topic(cast: Cast) -> Any:
    """A topic of a meeting of its own."""
    return work.an_item(a_meeting(cast.committee))


def a_place(cast: Cast) -> Any:
    """Somebody invited to a meeting of its own."""
    return meetings.invite(a_meeting(cast.committee), by=None, person=a_person(unit=a_unit()))


def an_outcome(cast: Cast) -> Any:
    """A decision of a meeting under way."""
    return work.an_outcome(work.an_item(work.an_open(cast)))


def a_comment(cast: Cast) -> Any:
    """What the office said about minutes."""
    return meetings.comment_minutes(work.a_minuted(cast), by=cast.office, text="第二项写错了。")


def a_version(cast: Cast) -> Any:
    """Minutes that were final once."""
    return meetings.reopen_minutes(work.a_final(cast), by=None, reason="更正")


def an_extension(cast: Cast) -> Any:
    """An extension asked for by somebody else than the cast, and decided."""
    task = a_task(lead_unit=a_unit())
    wanted = task.due_on + timedelta(days=10)
    extension = tasks.ask_extension(task, by=None, wanted_on=wanted, reason="天气")
    type(extension).objects.filter(pk=extension.pk).update(decided_by=a_user(a_person()))
    return extension


def a_progress(cast: Cast) -> Any:
    """What somebody told of a task."""
    progress = tasks.report_progress(a_task(lead_unit=a_unit()), by=None, text="已开始")
    type(progress).objects.filter(pk=progress.pk).update(by=a_user(a_person()))
    return progress


ONE_MORE: dict[str, Callable[[Cast], Any]] = {
    "committee.agendaitem": a_topic,
    "committee.attendance": a_place,
    "committee.extension": an_extension,
    "committee.meeting": lambda cast: a_meeting(cast.committee),
    "committee.minutescomment": a_comment,
    "committee.minutesversion": a_version,
    "committee.outcome": an_outcome,
    "committee.progress": a_progress,
    "committee.slip": lambda cast: work.a_slip(a_task(lead_unit=a_unit())),
    "committee.task": lambda cast: a_task(lead_unit=a_unit()),
}


def in_every_state(cast: Cast) -> None:
    """Meetings and tasks on which each verb may be done: the liaison is invited, and leads tasks."""
    work.a_draft(cast, held_on=today())
    work.an_open(cast)
    work.a_final(cast)
    meetings.propose_item(work.a_notified(cast), by=cast.lead, kind="solve", title="新议题")
    own = a_task(lead_unit=cast.village)
    tasks.ask_extension(own, by=cast.liaison, wanted_on=own.due_on + timedelta(days=10), reason="天气")
    tasks.receive_task(a_task(lead_unit=cast.village), by=cast.liaison)
    work.a_slip(a_task(lead_unit=cast.village))
    work.made_overdue(a_task(lead_unit=cast.village))
    work.a_reported(cast)
    work.a_closed(cast)
