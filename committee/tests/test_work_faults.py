"""A fault at any statement of a verb: everything it does has happened, or nothing of it."""

from collections.abc import Callable

import pytest

from committee.services import meetings, tasks
from committee.services.meetings import open_joint_meetings
from committee.tests.faulty import Act, leaves_all_or_nothing, would_be_noticed_in_halves
from committee.tests.work import a_draft, a_final, a_reported, a_task_outcome, an_item, an_open
from dayan_safety.testing import Cast, a_task
from dayan_safety.workdays import today

pytestmark = pytest.mark.django_db(transaction=True)


def closing(cast: Cast) -> Act:
    task = a_reported(cast)
    return lambda: tasks.close_task(task, by=cast.office, note="看过")


def reporting(cast: Cast) -> Act:
    task = a_task(lead_unit=cast.village)
    return lambda: tasks.report_done(task, by=cast.liaison, text="已完成")


def granting(cast: Cast) -> Act:
    task = a_task(lead_unit=cast.village)
    extension = tasks.ask_extension(task, by=cast.liaison, wanted_on=task.due_on.replace(year=2030), reason="汛期")
    return lambda: tasks.decide_extension(extension, by=cast.chair, granted=True)


def finalizing(cast: Cast) -> Act:
    meeting = an_open(cast)
    a_task_outcome(meeting.items.first(), cast.village)
    a_task_outcome(an_item(meeting, title="第二项"), cast.group, helper_units=[cast.village])
    an_item(meeting, title="没谈到")
    meetings.circulate_minutes(meeting, by=None)
    a_draft(cast)
    return lambda: meetings.finalize_minutes(meeting, by=cast.chair)


def reopening(cast: Cast) -> Act:
    meeting = a_final(cast)
    return lambda: meetings.reopen_minutes(meeting, by=cast.chair, reason="更正")


def notifying(cast: Cast) -> Act:
    meeting = a_draft(cast)
    return lambda: meetings.notify_meeting(meeting, by=cast.office)


def opening(cast: Cast) -> Act:
    on = today()
    return lambda: open_joint_meetings(on)


ACTS = [closing, reporting, granting, finalizing, reopening, notifying, opening]


@pytest.mark.parametrize("build", ACTS)
def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast, build: Callable[[Cast], Act]) -> None:
    leaves_all_or_nothing(build(cast))


def test_the_tool_would_notice_a_verb_in_two_halves(cast: Cast) -> None:
    would_be_noticed_in_halves(a_reported(cast), "closed")
