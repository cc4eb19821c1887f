"""A fault at any statement of a verb: everything it does has happened, or nothing of it."""

from collections.abc import Callable
from typing import Any

import pytest

from committee.services import meetings, tasks
from committee.services.meetings import open_joint_meetings
from committee.tests.refusals import written
from committee.tests.work import a_draft, a_final, a_reported, a_task_outcome, an_item, an_open
from dayan_safety.history import verify_history
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_task
from dayan_safety.tests.faults import Fault, failing_at
from dayan_safety.workdays import today

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], Any]


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
    act = build(cast)
    before, told, number = written(), Action.objects.count(), 0
    while True:
        number += 1
        try:
            with failing_at(number) as tried:
                act()
        except Fault:
            assert written() == before
            act = again(act)
        else:
            break
    assert number > len(tried) > 8
    assert written() != before
    assert Action.objects.count() > told
    assert list(verify_history()) == []


def again(act: Act) -> Act:
    """The act with what it holds as it stands in the database: the objects at hand saw a change that is gone."""
    for cell in act.__closure__ or ():
        if hasattr(cell.cell_contents, "version"):
            cell.cell_contents.refresh_from_db()
    return act


def test_the_tool_would_notice_a_verb_in_two_halves(cast: Cast) -> None:
    """The negative control: closed first and told to history afterwards, a fault between the two leaves a half."""
    task = a_reported(cast)

    def halves() -> None:
        type(task).objects.filter(pk=task.pk).update(state="closed")
        Action.objects.count()

    before = written()
    with pytest.raises(Fault), failing_at(2):
        halves()
    assert written() != before
