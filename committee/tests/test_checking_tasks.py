"""Office and chair check: sent back, closed by somebody else than who did it, taken up again."""

from datetime import date
from typing import Any

import pytest

from committee.models import Task
from committee.services import tasks
from committee.services.tasks.checking import is_doer
from committee.tests.refusals import forbidden, history, refused
from committee.tests.work import a_closed, a_reported
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_task, a_unit, a_user, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
OWN = "办理人不能自行销号，请由办公室其他人员复核销号。"
OTHERS = [role for role in Cast.ROLES if role not in ("chair", "office")]


def again(thing: Any) -> Any:
    """The row as it is now, or the login without what it remembers."""
    return type(thing).objects.get(pk=thing.pk)


def told(key: str) -> list[tuple[str, str]]:
    """Who heard of one kind of step, and what was said."""
    return [(row.user.person.name, row.text) for row in Notice.objects.filter(key__endswith=f":{key}")]


# Closing


@pytest.mark.parametrize("role", ["office", "chair"])
def test_what_was_reported_done_is_closed_by_office_or_chair(cast: Cast, role: str) -> None:
    task = a_reported(cast)
    tasks.close_task(task, by=getattr(cast, role), note="现场看过")
    task = again(task)
    assert (task.state, task.closed_on, task.done_on, task.is_open) == ("closed", TODAY, TODAY, False)
    assert history(task)[-1][0::3] == ("close_task", {"note": "现场看过"})
    assert told("closed") == [("孙信息", "现场看过")]


def test_a_task_is_closed_once(cast: Cast) -> None:
    task = a_reported(cast)
    as_read = again(task)
    tasks.close_task(task, by=cast.office)
    for each in (task, as_read):
        with refused("目前状态为“已销号”，不能进行此操作。"):
            tasks.close_task(each, by=cast.chair)


@pytest.mark.parametrize("state", [state for state in Task.State.values if state != "reported"])
def test_only_what_was_reported_done_is_closed(cast: Cast, state: str) -> None:
    task = a_task(lead_unit=cast.village)
    Task.objects.filter(pk=task.pk).update(state=state)
    with refused(f"目前状态为“{again(task).get_state_display()}”，不能进行此操作。"):
        tasks.close_task(task, by=cast.office)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_checks(cast: Cast, role: str) -> None:
    user, task, closed = getattr(cast, role), a_reported(cast), a_closed(cast)
    for act in (
        lambda: tasks.close_task(task, by=user),
        lambda: tasks.return_task(task, by=user, reason="x"),
        lambda: tasks.reopen_task(closed, by=user, reason="x"),
        lambda: tasks.cancel_task(task, by=user, reason="x"),
        lambda: tasks.move_task(task, by=user, due_on=date(2026, 7, 1), reason="x"),
    ):
        with forbidden():
            act()


# Not the own work


def test_who_reported_a_task_done_does_not_close_it(cast: Cast) -> None:
    """Also when the post through which it was done has ended since."""
    held = an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", cast.office.person)
    office = again(cast.office)
    task = a_task(lead_unit=cast.village)
    tasks.report_done(task, by=office, text="已完成")
    with refused(OWN):
        tasks.close_task(task, by=office)
    type(held).objects.filter(pk=held.pk).update(until=date(2026, 6, 14))
    with refused(OWN):
        tasks.close_task(task, by=again(office))
    tasks.close_task(task, by=cast.chair)


def test_who_answers_for_the_leading_unit_does_not_close_its_task(cast: Cast) -> None:
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", cast.office.person)
    task = a_reported(cast)
    with refused(OWN):
        tasks.close_task(task, by=again(cast.office))
    tasks.close_task(again(task), by=cast.chair)


@pytest.mark.parametrize("post", ["lead", "deputy_lead", "group_member"])
def test_whoever_is_in_the_leading_group_does_not_close_its_task(cast: Cast, post: str) -> None:
    group = cast.supervision if post == "lead" else cast.group
    an_appointment(group, post, cast.chair.person)
    task = a_task(lead_group=group)
    tasks.report_done(task, by=None, text="已完成")
    with refused(OWN):
        tasks.close_task(task, by=again(cast.chair))
    tasks.close_task(again(task), by=cast.office)


def test_who_helps_may_close(cast: Cast) -> None:
    an_appointment(cast.group, "group_member", cast.chair.person)
    task = a_reported(cast, helper_groups=[cast.group])
    tasks.close_task(task, by=again(cast.chair))
    assert again(task).state == "closed"


def test_a_head_of_department_who_is_also_of_the_office_does_not_close_the_department_s(cast: Cast) -> None:
    unit = a_unit(kind="department")
    person = an_appointment(cast.committee, "member").person
    an_appointment(cast.committee, "office_director", person)
    type(person).objects.filter(pk=person.pk).update(unit=unit)
    user, task = a_user(again(person)), a_task(lead_unit=unit)
    assert (is_doer(user, task), is_doer(user, a_task()), is_doer(cast.office, task)) == (True, False, False)


# Sent back


@pytest.mark.parametrize("was", ["reported", "declined"])
def test_sent_back_with_the_reason_it_is_in_progress_again_and_counted(cast: Cast, was: str) -> None:
    task = a_task(lead_unit=cast.village)
    if was == "reported":
        tasks.report_done(task, by=cast.liaison, text="已完成")
    else:
        tasks.decline_task(task, by=cast.liaison, reason="无权限")
    due_on = task.due_on
    tasks.return_task(task, by=cast.office, reason="未清到底")
    task = again(task)
    assert (task.state, task.done_on, task.due_on, task.returned) == ("received", None, due_on, 1)
    assert history(task)[-1] == ("return_task", "李文员", {"state": was}, {"state": "received"}, "未清到底")
    assert told("returned") == [("孙信息", "未清到底")]
    tasks.report_done(task, by=cast.liaison, text="再次完成")
    tasks.return_task(task, by=cast.office, reason="仍未")
    assert again(task).returned == 2


@pytest.mark.parametrize("state", ["assigned", "received", "closed", "cancelled"])
def test_only_what_waits_for_the_check_is_sent_back(cast: Cast, state: str) -> None:
    task = a_task(lead_unit=cast.village)
    Task.objects.filter(pk=task.pk).update(state=state)
    with refused(f"目前状态为“{again(task).get_state_display()}”，不能进行此操作。"):
        tasks.return_task(task, by=cast.office, reason="x")


def test_each_step_is_a_notice_of_its_own(cast: Cast) -> None:
    task = a_reported(cast)
    for _turn in range(2):
        tasks.return_task(task, by=cast.office, reason="未清到底")
        tasks.report_done(task, by=cast.liaison, text="完成")
    assert (len(told("returned")), len(told("done"))) == (2, 3)


# Taken up again


def test_a_closed_task_is_taken_up_again_with_the_reason(cast: Cast) -> None:
    task = a_closed(cast)
    tasks.reopen_task(task, by=cast.chair, reason="又淤了")
    task = again(task)
    assert (task.state, task.closed_on, task.done_on) == ("received", None, None)
    assert history(task)[-1] == ("reopen_task", "王主任", {}, {}, "又淤了")
    assert told("reopened") == [("孙信息", "又淤了")]


@pytest.mark.parametrize("state", [state for state in Task.State.values if state != "closed"])
def test_only_what_is_closed_is_taken_up_again(cast: Cast, state: str) -> None:
    task = a_task(lead_unit=cast.village)
    Task.objects.filter(pk=task.pk).update(state=state)
    with refused(f"目前状态为“{again(task).get_state_display()}”，不能进行此操作。"):
        tasks.reopen_task(task, by=cast.office, reason="x")
