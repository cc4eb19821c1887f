"""What was read a moment ago may have moved on: each verb goes by the meeting or task as it is now."""

from collections.abc import Callable
from typing import Any

import pytest

from committee.models import AgendaItem, Attendance, Meeting, Outcome, Task
from committee.services import meetings, tasks
from committee.services.meetings import Mark
from committee.tests.refusals import refused
from committee.tests.work import a_minuted, a_notified, a_reported, an_invitation, an_item, an_open, an_outcome
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
FINAL, CANCELLED = "目前状态为“纪要定稿”，不能进行此操作。", "目前状态为“已取消”，不能进行此操作。"
CALLED_OFF = "目前状态为“已撤销”，不能进行此操作。"


def last(model: Any) -> Any:
    """The newest row, read anew with what it belongs to."""
    return model.objects.order_by("-pk").first()


OF_MINUTES: dict[str, Callable[[Meeting, Cast], Any]] = {
    "add_item": lambda m, cast: meetings.add_item(m, by=cast.office, kind="solve", title="迟到的议题"),
    "write_item": lambda m, cast: meetings.write_item(_topic(m), by=cast.office, discussion="x", state="done"),
    "move_item": lambda m, cast: meetings.move_item(_topic(m), by=cast.office, after=None),
    "remove_item": lambda m, cast: meetings.remove_item(_topic(m), by=cast.office, reason="x"),
    "edit_item": lambda m, cast: meetings.edit_item(_topic(m), by=cast.office, title="x"),
    "add_outcome": lambda m, cast: an_outcome(_topic(m)),
    "edit_outcome": lambda m, cast: meetings.edit_outcome(_outcome(m), by=cast.office, kind="note", text="x"),
    "remove_outcome": lambda m, cast: meetings.remove_outcome(_outcome(m), by=cast.office, reason="x"),
    "invite": lambda m, cast: meetings.invite(m, by=cast.office, guest_name="迟到的专家"),
    "mark": lambda m, cast: meetings.record_attendance(m, by=cast.office, marks={_place(m).pk: Mark("absent")}),
    "comment": lambda m, cast: meetings.comment_minutes(m, by=cast.lead, text="x"),
}


def _topic(meeting: Meeting) -> AgendaItem:
    """The topic as it was read with its meeting."""
    item: AgendaItem = last(AgendaItem)
    item.meeting = meeting
    return item


def _outcome(meeting: Meeting) -> Outcome:
    outcome: Outcome = last(Outcome)
    outcome.item.meeting = meeting
    return outcome


def _place(meeting: Meeting) -> Attendance:
    place: Attendance = last(Attendance)
    place.meeting = meeting
    return place


@pytest.mark.parametrize("verb", OF_MINUTES)
def test_minutes_made_final_meanwhile_are_not_changed(cast: Cast, verb: str) -> None:
    meeting = a_minuted(cast)
    as_read = Meeting.objects.get(pk=meeting.pk)
    meetings.finalize_minutes(meeting, by=None)
    with refused(FINAL):
        OF_MINUTES[verb](as_read, cast)


@pytest.mark.parametrize("verb", OF_MINUTES)
def test_and_while_they_are_open_they_are(cast: Cast, verb: str) -> None:
    """The control: the same verb on minutes that nobody made final."""
    meeting = a_minuted(cast)
    if verb in ("remove_item", "move_item"):
        an_item(meeting)
    OF_MINUTES[verb](Meeting.objects.get(pk=meeting.pk), cast)


def test_a_meeting_called_off_meanwhile_takes_no_proposal_and_no_answer(cast: Cast) -> None:
    meeting = a_notified(cast)
    as_read, row = Meeting.objects.get(pk=meeting.pk), an_invitation(meeting, cast.lead)
    meetings.cancel_meeting(meeting, by=None, reason="防汛")
    with refused("议题须在会前提出，请向下次会议提出。"):
        meetings.propose_item(as_read, by=cast.lead, kind="solve", title="路灯")
    row.meeting = as_read
    with refused("会议已开始或已取消，不能再回复。"):
        meetings.answer_invitation(row, by=cast.lead, answer="coming")


def test_minutes_opened_again_meanwhile_are_not_confirmed_as_read(cast: Cast) -> None:
    meeting = a_minuted(cast)
    meetings.finalize_minutes(meeting, by=None)
    row = Attendance.objects.select_related("meeting").get(meeting=meeting, person=cast.lead.person)
    meetings.reopen_minutes(meeting, by=None, reason="更正")
    with refused("目前状态为“征求意见”，不能进行此操作。"):
        meetings.acknowledge_minutes(row, by=cast.lead)


OF_TASK: dict[str, Callable[[Task, Cast], Any]] = {
    "report_progress": lambda task, cast: tasks.report_progress(task, by=cast.liaison, text="x"),
    "report_done": lambda task, cast: tasks.report_done(task, by=cast.liaison, text="x"),
    "decline_task": lambda task, cast: tasks.decline_task(task, by=cast.liaison, reason="x"),
    "issue_slip": lambda task, cast: tasks.issue_slip(task, by=cast.office, requirement="x"),
    "edit_task": lambda task, cast: tasks.edit_task(task, ["title"], by=cast.office, version=task.version),
}


@pytest.mark.parametrize("verb", OF_TASK)
def test_a_task_called_off_meanwhile_is_not_worked_on(cast: Cast, verb: str) -> None:
    task = a_task(lead_unit=cast.village)
    as_read = Task.objects.get(pk=task.pk)
    tasks.cancel_task(task, by=cast.office, reason="重复")
    with refused(CALLED_OFF):
        OF_TASK[verb](as_read, cast)


def test_history_tells_the_state_a_task_was_in_and_not_the_one_it_was_read_in(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village)
    as_read = Task.objects.get(pk=task.pk)
    tasks.report_done(task, by=cast.liaison, text="已完成")
    tasks.cancel_task(as_read, by=cast.office, reason="重复")
    assert _told(task) == {"state": "reported"}


def test_and_so_for_a_task_sent_back(cast: Cast) -> None:
    task = a_reported(cast)
    as_read = Task.objects.get(pk=task.pk)
    as_read.state = "declined"
    tasks.return_task(as_read, by=cast.office, reason="x")
    assert _told(task) == {"state": "reported"}


def _told(task: Task) -> Any:
    return Action.objects.filter(thing_type="committee.task", thing_id=str(task.pk)).latest("number").before


def test_a_meeting_begun_meanwhile_is_not_called_off(cast: Cast) -> None:
    meeting = an_open(cast)
    as_read = Meeting.objects.get(pk=meeting.pk)
    as_read.state = "notified"
    with refused("目前状态为“进行中”，不能进行此操作。"):
        meetings.cancel_meeting(as_read, by=cast.chair, reason="x")
