"""A later last day: asked for before the task is due, decided once, by the chair alone."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from committee.models import Extension, Task
from committee.services import tasks
from committee.services.tasks import ask_extension, decide_extension
from committee.tests.refusals import forbidden, history, refused
from committee.tests.work import a_closed, a_reported, due
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY, DUE, LATER = date(2026, 6, 15), date(2026, 6, 25), date(2026, 7, 10)


def of_village(cast: Cast) -> Task:
    """A task of the liaison's village, due on the 25th."""
    task: Task = a_task(lead_unit=cast.village)
    return task


def asked(cast: Cast, task: Task | None = None, wanted_on: date = LATER) -> Extension:
    """An extension the liaison asked for."""
    return ask_extension(task or of_village(cast), by=cast.liaison, wanted_on=wanted_on, reason="汛期停工")


def told(start: str) -> list[tuple[str, str]]:
    """Who heard of steps whose title begins so."""
    rows = Notice.objects.filter(title__startswith=start).order_by("pk")
    return [(row.user.person.name, row.text) for row in rows]


# Asked


def test_it_is_asked_with_the_reason_and_the_deciders_are_told(cast: Cast) -> None:
    extension = asked(cast)
    extension.refresh_from_db()
    assert (extension.due_on, extension.wanted_on, extension.reason) == (DUE, LATER, "汛期停工")
    assert (extension.asked_by, extension.state, extension.decided_by) == (cast.liaison, "asked", None)
    assert history(extension.task)[-1] == ("ask_extension", "孙信息", {}, {"wanted_on": "2026-07-10"}, "汛期停工")
    assert told("申请延期") == [("王主任", "汛期停工")]
    assert str(extension) == f"{extension.task} → 2026-07-10"
    assert Task.objects.get().due_on == DUE


@pytest.mark.parametrize(("day", "allowed"), [(date(2026, 6, 14), False), (TODAY, True), (date(2026, 6, 16), True)])
def test_until_the_last_day_and_no_longer(cast: Cast, day: date, allowed: bool) -> None:
    task = due(of_village(cast), day)
    if allowed:
        asked(cast, task)
    else:
        with refused("延期须在到期前、办理过程中申请。"):
            asked(cast, task)


@pytest.mark.parametrize("state", [state for state in Task.State.values if state not in ("assigned", "received")])
def test_only_while_it_is_in_progress(cast: Cast, state: str) -> None:
    task = of_village(cast)
    Task.objects.filter(pk=task.pk).update(state=state)
    with refused("延期须在到期前、办理过程中申请。"):
        asked(cast, task)


@pytest.mark.parametrize("wanted_on", [DUE, TODAY])
def test_until_a_later_day_than_the_last_one(cast: Cast, wanted_on: date) -> None:
    task = of_village(cast)
    with refused("期限本为 2026-06-25，请选择更晚的日期。"):
        asked(cast, task, wanted_on)


def test_one_at_a_time_and_the_next_after_the_decision(cast: Cast) -> None:
    task = of_village(cast)
    first = asked(cast, task)
    with refused("已申请延期，尚未审批。"):
        asked(cast, task)
    decide_extension(first, by=cast.chair, granted=False, note="抓紧")
    asked(cast, task)
    assert [each.state for each in task.extensions.all()] == ["asked", "refused"]


def test_the_chair_is_told_of_each_and_the_doers_of_each_decision(cast: Cast) -> None:
    task = of_village(cast)
    for turn in range(2):
        extension = asked(cast, task)
        assert len(told("申请延期")) == turn + 1
        decide_extension(extension, by=cast.chair, granted=False, note=f"第{turn}次")
        assert len(told("不同意延期")) == turn + 1


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "liaison"])
def test_only_who_leads_asks(cast: Cast, role: str) -> None:
    task = of_village(cast)
    with forbidden():
        ask_extension(task, by=getattr(cast, role), wanted_on=LATER, reason="x")


# Decided


def test_granted_the_last_day_moves_and_the_first_one_stays(cast: Cast) -> None:
    extension = asked(cast)
    decide_extension(extension, by=cast.chair, granted=True, note="同意")
    extension.refresh_from_db()
    task = Task.objects.get()
    assert (extension.state, extension.decided_by, extension.note) == ("granted", cast.chair, "同意")
    assert (extension.decided_at, extension.version) == (timezone.now(), 2)
    assert (task.due_on, task.first_due_on, task.version) == (LATER, DUE, 2)
    assert history(task)[-1] == (
        "decide_extension", "王主任", {"due_on": "2026-06-25"}, {"due_on": "2026-07-10", "decision": "已同意"}, "同意",
    )  # fmt: skip
    assert told("同意延期") == [("孙信息", "同意")]


def test_refused_it_stays(cast: Cast) -> None:
    decide_extension(asked(cast), by=cast.chair, granted=False, note="抓紧")
    assert (Task.objects.get().due_on, Task.objects.get().version) == (DUE, 1)
    assert told("不同意延期") == [("孙信息", "抓紧")]


@pytest.mark.parametrize("granted", [True, False])
def test_a_second_decision_is_refused(cast: Cast, granted: bool) -> None:
    extension = asked(cast)
    as_read = Extension.objects.get(pk=extension.pk)
    decide_extension(extension, by=cast.chair, granted=granted)
    for each in (extension, as_read):
        with refused("此项已经决定。"):
            decide_extension(each, by=cast.chair, granted=not granted)


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "chair"])
def test_only_the_chair_decides(cast: Cast, role: str) -> None:
    extension = asked(cast)
    with forbidden():
        decide_extension(extension, by=getattr(cast, role), granted=True)


def test_a_grant_never_shortens_what_was_given_meanwhile(cast: Cast) -> None:
    extension = asked(cast)
    tasks.move_task(Task.objects.get(), by=cast.office, due_on=date(2026, 8, 1), reason="县里统一推迟")
    decide_extension(extension, by=cast.chair, granted=True)
    assert Task.objects.get().due_on == date(2026, 8, 1)


def test_a_task_reported_meanwhile_may_still_be_given_its_time(cast: Cast) -> None:
    extension = asked(cast)
    tasks.report_done(Task.objects.get(), by=cast.liaison, text="已完成")
    decide_extension(extension, by=cast.chair, granted=True)
    assert Task.objects.get().due_on == LATER


@pytest.mark.parametrize("end", ["closed", "cancelled"])
def test_of_a_task_that_is_over_nothing_is_left_to_decide(cast: Cast, end: str) -> None:
    extension = asked(cast)
    assert list(Extension.objects.all().undecided()) == [extension]
    task = Task.objects.get()
    if end == "closed":
        tasks.report_done(task, by=cast.liaison, text="已完成")
        tasks.close_task(task, by=cast.office)
    else:
        tasks.cancel_task(task, by=cast.office, reason="x")
    assert not Extension.objects.all().undecided().exists()
    with refused(f"目前状态为“{task.get_state_display()}”，不能进行此操作。"):
        decide_extension(extension, by=cast.chair, granted=True)


@pytest.mark.parametrize("build", [a_reported, a_closed])
def test_done_is_done(cast: Cast, build: Any) -> None:
    task = build(cast)
    with refused("延期须在到期前、办理过程中申请。"):
        asked(cast, task)


def test_asking_and_deciding_cost_the_same_for_any_number_of_earlier_ones(cast: Cast, query_count: Any) -> None:
    task = of_village(cast)
    decide_extension(asked(cast, task), by=cast.chair, granted=False)

    def ask_and_decide() -> None:
        decide_extension(asked(cast, task), by=cast.chair, granted=False)

    assert len({query_count(ask_and_decide) for _turn in range(3)}) == 1
