"""Doers sign for a task, tell how far it is, report it done, or say why it cannot be done."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from committee.models import Progress, Task
from committee.services import tasks
from committee.tests.refusals import forbidden, history, refused
from committee.tests.work import a_closed, a_reported
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_task, a_user, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)


def of_village(cast: Cast, **values: Any) -> Task:
    """A task of the liaison's village."""
    task: Task = a_task(**{"lead_unit": cast.village, **values})
    return task


def cancelled(cast: Cast) -> Task:
    """A task that was called off."""
    task = of_village(cast)
    tasks.cancel_task(task, by=None, reason="x")
    return task


def declined(cast: Cast) -> Task:
    """A task that was said to be impossible."""
    task = of_village(cast)
    tasks.decline_task(task, by=cast.liaison, reason="无权限")
    return task


def told(key: str) -> set[str]:
    """Who heard of one kind of step."""
    return {row.user.person.name for row in Notice.objects.filter(key__endswith=f":{key}")}


# Signing for


def test_a_task_is_signed_for_once(cast: Cast) -> None:
    task = of_village(cast)
    tasks.receive_task(task, by=cast.liaison)
    task.refresh_from_db()
    assert (task.state, task.received_by, task.received_at) == ("received", cast.liaison, timezone.now())
    assert history(task)[-1] == ("receive_task", "孙信息", {}, {}, "")
    with refused("目前状态为“办理中”，不能进行此操作。"):
        tasks.receive_task(task, by=cast.liaison)


# Progress


def test_progress_is_told_and_signs_for_the_task(cast: Cast) -> None:
    task = of_village(cast)
    first = tasks.report_progress(task, by=cast.liaison, text="过半")
    second = tasks.report_progress(task, by=cast.liaison, text="将完")
    task.refresh_from_db()
    assert (task.state, task.received_by) == ("received", cast.liaison)
    assert list(task.progress.all()) == [second, first]
    assert (first.by, first.text, str(first)) == (cast.liaison, "过半", "过半")
    assert [row[3] for row in history(task)[-2:]] == [{"progress": "过半"}, {"progress": "将完"}]


def test_a_helper_tells_progress_and_does_not_sign_for_the_lead(cast: Cast) -> None:
    task = a_task(lead_group=cast.group, helper_units=[cast.village])
    tasks.report_progress(task, by=cast.liaison, text="我村已清")
    task.refresh_from_db()
    assert (task.state, task.received_by, task.progress.count()) == ("assigned", None, 1)
    tasks.receive_task(task, by=cast.lead)
    assert Task.objects.get().received_by == cast.lead


def test_a_member_of_the_leading_group_tells_progress_and_does_not_sign_for_it(cast: Cast) -> None:
    an_appointment(cast.group, "group_member", cast.member.person)
    task = a_task(lead_group=cast.group)
    member = type(cast.member).objects.get(pk=cast.member.pk)
    tasks.report_progress(task, by=member, text="在办")
    assert Task.objects.get().state == "assigned"
    with forbidden():
        tasks.receive_task(task, by=member)


@pytest.mark.parametrize("build", [of_village, a_reported, declined])
def test_progress_is_told_while_the_task_is_open(cast: Cast, build: Any) -> None:
    tasks.report_progress(build(cast), by=cast.liaison, text="补充")
    assert Progress.objects.filter(text="补充").count() == 1


@pytest.mark.parametrize("build", [a_closed, cancelled])
def test_and_no_longer(cast: Cast, build: Any) -> None:
    task = build(cast)
    with refused(f"目前状态为“{task.get_state_display()}”，不能进行此操作。"):
        tasks.report_progress(task, by=cast.liaison, text="补充")


def test_a_task_closed_meanwhile_takes_no_progress(cast: Cast) -> None:
    task = a_reported(cast)
    as_read = Task.objects.get(pk=task.pk)
    tasks.close_task(task, by=cast.office)
    with refused("目前状态为“已销号”，不能进行此操作。"):
        tasks.report_progress(as_read, by=cast.liaison, text="补充")


def test_of_two_who_tell_at_once_neither_is_turned_away(cast: Cast) -> None:
    task = of_village(cast)
    as_read = Task.objects.get(pk=task.pk)
    tasks.report_progress(task, by=cast.liaison, text="一")
    tasks.report_progress(as_read, by=cast.liaison, text="二")
    assert Progress.objects.count() == 2


# Done


def test_reported_done_the_day_counts_and_the_office_is_told(cast: Cast) -> None:
    task = of_village(cast)
    tasks.report_done(task, by=cast.liaison, text="已清完")
    task.refresh_from_db()
    assert (task.state, task.done_on, task.done_by, task.received_by) == (
        "reported", TODAY, cast.liaison, cast.liaison,
    )  # fmt: skip
    assert (task.progress.get().text, history(task)[-1][0]) == ("已清完", "report_done")
    assert told("done") == {"李文员"}


@pytest.mark.parametrize("build", [a_reported, declined, a_closed, cancelled])
def test_only_what_is_in_progress_is_reported_done(cast: Cast, build: Any) -> None:
    task = build(cast)
    with refused(f"目前状态为“{task.get_state_display()}”，不能进行此操作。"):
        tasks.report_done(task, by=cast.liaison, text="x")


def test_done_reported_twice_counts_once(cast: Cast) -> None:
    task = of_village(cast)
    as_read = Task.objects.get(pk=task.pk)
    tasks.report_done(task, by=cast.liaison, text="已清完")
    with refused("目前状态为“待复核”，不能进行此操作。"):
        tasks.report_done(as_read, by=cast.liaison, text="已清完")


# Impossible


def test_said_to_be_impossible_with_the_reason_office_and_chair_are_told(cast: Cast) -> None:
    task = declined(cast)
    task.refresh_from_db()
    assert (task.state, task.done_on, task.is_open) == ("declined", None, True)
    assert history(task)[-1] == ("decline_task", "孙信息", {}, {}, "无权限")
    assert told("declined") == {"李文员", "王主任"}


@pytest.mark.parametrize("build", [a_reported, declined, a_closed, cancelled])
def test_only_what_is_in_progress_is_said_to_be_impossible(cast: Cast, build: Any) -> None:
    task = build(cast)
    with refused(f"目前状态为“{task.get_state_display()}”，不能进行此操作。"):
        tasks.decline_task(task, by=cast.liaison, reason="x")


# Who


@pytest.mark.parametrize("verb", ["receive_task", "report_progress", "report_done", "decline_task"])
@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "liaison"])
def test_nobody_does_another_s_task(cast: Cast, role: str, verb: str) -> None:
    task = of_village(cast)
    given = {"receive_task": {}, "decline_task": {"reason": "x"}}.get(verb, {"text": "x"})
    with forbidden():
        getattr(tasks, verb)(task, by=getattr(cast, role), **given)


@pytest.mark.parametrize(
    ("lead", "role"), [("group", "lead"), ("station", "member"), ("agency", "inspector"), ("village", "liaison")]
)
def test_who_answers_for_the_lead_does_it(cast: Cast, lead: str, role: str) -> None:
    leads = {
        "group": {"lead_group": cast.group},
        "station": {"lead_unit": cast.member.person.unit},
        "agency": {"lead_unit": cast.inspector.person.unit},
        "village": {"lead_unit": cast.village},
    }
    task = a_task(**leads[lead])
    tasks.report_done(task, by=getattr(cast, role), text="已完成")
    assert Task.objects.get().state == "reported"


def test_who_helps_neither_signs_nor_reports_nor_declines(cast: Cast) -> None:
    task = a_task(lead_unit=cast.other_village, helper_units=[cast.village])
    for act in (
        lambda: tasks.receive_task(task, by=cast.liaison),
        lambda: tasks.report_done(task, by=cast.liaison, text="x"),
        lambda: tasks.decline_task(task, by=cast.liaison, reason="x"),
    ):
        with forbidden():
            act()


def test_a_post_that_ended_takes_the_task_along(cast: Cast) -> None:
    task = of_village(cast)
    held = cast.liaison.person.appointments.get()
    type(held).objects.filter(pk=held.pk).update(until=date(2026, 6, 14))
    with forbidden():
        tasks.receive_task(task, by=type(cast.liaison).objects.get(pk=cast.liaison.pk))
    successor = a_user(an_appointment(held.liaison_post, "liaison", since=TODAY).person)
    tasks.receive_task(task, by=successor)
    assert Task.objects.get().received_by == successor
