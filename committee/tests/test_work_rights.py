"""The verbs on topics, outcomes, places and tasks that no walk takes: who may, and that nobody else does."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from committee.models import Meeting, Task
from committee.permissions import RULES
from committee.services import meetings, tasks
from committee.services.meetings import Mark
from committee.tests import meeting_walks, task_walks
from committee.tests.refusals import forbidden
from committee.tests.work import a_draft, a_minuted, a_notified, an_invitation, an_item, an_open, an_outcome
from dayan_safety.testing import Cast, a_task

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]
Prepared = Callable[[Any], Any]  # what a user then does
LATER = date(2026, 7, 20)


def _topic(verb: str, build: Any = a_draft, **values: Any) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        item = an_item(build(cast))
        return lambda by: getattr(meetings, verb)(item, by=by, **values)

    return prepare


def _proposal(cast: Cast) -> Prepared:
    item = meetings.propose_item(a_draft(cast), by=None, kind="solve", title="路灯")
    return lambda by: meetings.decide_item(item, by=by, accepted=True)


def _outcome(verb: str, **values: Any) -> Callable[[Cast], Prepared]:
    def prepare(cast: Cast) -> Prepared:
        outcome = an_outcome(an_item(an_open(cast)))
        return lambda by: getattr(meetings, verb)(outcome, by=by, **values)

    return prepare


def _uninviting(cast: Cast) -> Prepared:
    row = an_invitation(a_draft(cast), cast.member)
    return lambda by: meetings.uninvite(row, by=by, reason="x")


def _sending(cast: Cast) -> Prepared:
    meeting = a_notified(cast)
    an_item(meeting, title="新增")
    return lambda by: meetings.send_agenda(meeting, by=by)


def _marking(cast: Cast) -> Prepared:
    row = an_invitation(an_open(cast), cast.member)
    return lambda by: meetings.record_attendance(row.meeting, by=by, marks={row.pk: Mark("late")})


def _calling(cast: Cast) -> Prepared:
    return lambda by: meetings.create_meeting(Meeting(committee=cast.committee, title="会", held_on=LATER), by=by)


def _assigning(cast: Cast) -> Prepared:
    return lambda by: tasks.assign_task(Task(title="x", lead_unit=cast.village, due_on=LATER), by=by)


def _correcting(cast: Cast) -> Prepared:
    task = a_task(lead_unit=cast.village)
    return lambda by: tasks.edit_task(task, [], by=by, helper_units=[cast.other_village])


def _signing(cast: Cast) -> Prepared:
    slip = tasks.issue_slip(a_task(lead_unit=cast.village), by=None, requirement="x")
    return lambda by: tasks.sign_slip(slip, by=by)


def _deciding(cast: Cast) -> Prepared:
    extension = tasks.ask_extension(a_task(lead_unit=cast.village), by=None, wanted_on=LATER, reason="x")
    return lambda by: tasks.decide_extension(extension, by=by, granted=True)


OFFICE = ("office",)
VERBS: dict[str, tuple[Callable[[Cast], Prepared], tuple[str, ...]]] = {
    "create_meeting": (_calling, OFFICE),
    "edit_item": (_topic("edit_item", title="x"), OFFICE),
    "move_item": (_topic("move_item", after=None), OFFICE),
    "remove_item": (_topic("remove_item", reason="x"), OFFICE),
    "write_item": (_topic("write_item", a_minuted, discussion="x", state="done"), OFFICE),
    "decide_item": (_proposal, OFFICE),
    "send_agenda": (_sending, OFFICE),
    "edit_outcome": (_outcome("edit_outcome", kind="note", text="x"), OFFICE),
    "remove_outcome": (_outcome("remove_outcome", reason="x"), OFFICE),
    "uninvite": (_uninviting, OFFICE),
    "record_attendance": (_marking, OFFICE),
    "create_task": (_assigning, OFFICE),
    "edit_task": (_correcting, OFFICE),
    "sign_slip": (_signing, ("liaison",)),
    "decide_extension": (_deciding, ("chair",)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_does_it_and_nobody_else(cast: Cast, verb: str) -> None:
    prepare, allowed = VERBS[verb]
    act = prepare(cast)
    for role in set(Cast.ROLES) - set(allowed):
        with forbidden():
            act(getattr(cast, role))
    for role in allowed:
        prepare(cast)(getattr(cast, role))


IN_WALKS = {
    "notify_meeting", "begin_meeting", "cancel_meeting", "circulate_minutes", "finalize_minutes", "reopen_minutes",
    "edit_meeting", "add_item", "propose_item", "add_outcome", "invite", "sign_in_to_meeting", "answer_invitation",
    "comment_minutes", "acknowledge_minutes", "receive_task", "report_progress", "report_done", "decline_task",
    "return_task", "close_task", "reopen_task", "cancel_task", "move_task", "issue_slip", "ask_extension",
}  # fmt: skip
# Read, exported or shown by pages, whose tests are elsewhere; and what only happens along with other verbs.
OF_PAGES = {"view_meeting", "export_meeting", "view_task", "export_task", "view_rates", "show_projector", "carry_over"}


def test_no_verb_of_meetings_and_tasks_was_forgotten() -> None:
    names = [verb.removeprefix("committee.") for verb in RULES if verb.startswith("committee.")]
    first, last = names.index("view_meeting"), names.index("sign_slip")
    assert set(names[first : last + 1]) == {*VERBS, *IN_WALKS, *OF_PAGES}
    assert len(meeting_walks.VERBS) + len(task_walks.VERBS) >= len(IN_WALKS)
