"""Schedules in the administration: kept by administrators, every change in the history, run by the real scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, PeriodicTasks

from dayan_safety.celery import app
from dayan_safety.models import Action
from dayan_safety.scheduler import KeptScheduler
from dayan_safety.testing import Cast

KEEP = "dayan_safety.keep_schedules"
MOMENT = {"clocked_time_0": "2026-11-24", "clocked_time_1": "03:06:00"}


@pytest.fixture
def browser(cast: Cast, as_user: Any, time_machine: Any) -> Client:
    """An administrator's at night, with the shipped schedules in place: the scheduler reads what is due soon."""
    time_machine.move_to("2026-11-24T03:05:00+08:00")
    KeptScheduler(app=app)
    return as_user(cast.administrator)


@pytest.fixture
def queue() -> Iterator[Any]:
    """The worker's queue, in memory."""
    with app.connection_for_write("memory://") as connection:
        kept, app.conf.broker_url = app.conf.broker_url, "memory://"
        channel = connection.channel()
        channel.queue_declare("celery")
        channel.queue_purge("celery")
        yield channel
        app.conf.broker_url = kept


def page(model: Any, part: str, *args: Any) -> str:
    """The address of a table's page."""
    return reverse(f"admin:django_celery_beat_{model._meta.model_name}_{part}", args=args)


def nightly() -> PeriodicTask:
    """The task that verifies the history."""
    return PeriodicTask.objects.get(name="verify the history")


def filled(row: PeriodicTask, **changes: Any) -> dict[str, Any]:
    """What a browser would send of a task's form."""
    sent = {"name": row.name, "task": row.task, "enabled": "on", "crontab": row.crontab_id}
    return {name: value for name, value in (sent | changes).items() if value is not None}


def told() -> list[Action]:
    """What history keeps of schedules, newest first."""
    return list(Action.objects.filter(verb=KEEP).order_by("-number"))


def errors(answer: Any) -> list[str]:
    """What the form that came back says."""
    assert answer.status_code == 200
    return [str(message) for messages in answer.context["errors"] for message in messages]


def test_the_shipped_schedules_are_there_and_switched_on(browser: Client) -> None:
    rows = {task.name: (task.task, task.enabled) for task in PeriodicTask.objects.all()}
    assert {(name, entry["task"], True) for name, entry in settings.CELERY_BEAT_SCHEDULE.items()} <= {
        (name, *row) for name, row in rows.items()
    }


def test_a_changed_task_is_told_with_before_and_after(cast: Cast, browser: Client) -> None:
    task = nightly()
    assert browser.post(page(PeriodicTask, "change", task.pk), filled(task, enabled=None)).status_code == 302
    task.refresh_from_db()
    [row] = told()
    assert (task.enabled, row.by, row.thing_id) == (False, cast.administrator, str(task.pk))
    assert (row.before, row.after) == ({"enabled": "是"}, {"enabled": "否"})


@pytest.mark.parametrize(
    ("model", "typed"),
    [
        (
            CrontabSchedule,
            {
                "minute": "5", "hour": "6", "day_of_month": "*", "month_of_year": "*", "day_of_week": "1",
                "timezone": settings.TIME_ZONE,
            },
        ),
        (IntervalSchedule, {"every": "7", "period": "minutes"}),
        (ClockedSchedule, MOMENT),
    ],
)  # fmt: skip
def test_every_kind_of_schedule_is_added_and_deleted_with_history(
    model: Any, typed: dict[str, str], cast: Cast, browser: Client
) -> None:
    assert browser.post(page(model, "add"), typed).status_code == 302
    schedule = model.objects.order_by("-pk")[0]
    [added] = told()
    assert (added.by, added.thing_id, added.before) == (
        cast.administrator,
        str(schedule.pk),
        dict.fromkeys(added.after, ""),
    )
    assert browser.post(page(model, "delete", schedule.pk), {"post": "yes"}).status_code == 302
    deleted, _added = told()
    assert (deleted.before, deleted.after) == (added.after, added.before)
    assert not model.objects.filter(pk=schedule.pk).exists()


def test_schedules_are_deleted_together_with_history_for_each(browser: Client) -> None:
    made = [IntervalSchedule.objects.create(every=number, period="days") for number in (2, 3)]
    asked = {"action": "delete_selected", "_selected_action": [row.pk for row in made], "post": "yes"}
    browser.post(page(IntervalSchedule, "changelist"), asked)
    assert [row.before["every"] for row in told()] == ["3", "2"]
    assert not IntervalSchedule.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"crontab": None}, "请选择一种执行时间：定时表、间隔或某一时刻，只能选一种。"),
        ({"interval": "{interval}"}, "请选择一种执行时间：定时表、间隔或某一时刻，只能选一种。"),
        ({"task": "os.system"}, "选择一个有效的选项。 os.system 不在可用的选项中。"),
        ({"name": ""}, "这个字段是必填项。"),
        ({"name": "forget used forms"}, "具有 名称 的 周期性任务 已存在。"),
    ],
)
def test_what_cannot_be_scheduled_is_refused_in_words(changes: dict[str, Any], sentence: str, browser: Client) -> None:
    interval, task = IntervalSchedule.objects.create(every=1, period="days"), nightly()
    given = {name: value and value.format(interval=interval.pk) for name, value in changes.items()}
    found = errors(browser.post(page(PeriodicTask, "change", task.pk), filled(task, **given)))
    assert "".join(found).replace(" ", "") == sentence.replace(" ", "")
    assert told() == []


def test_a_task_for_a_moment_runs_once(browser: Client) -> None:
    browser.post(page(ClockedSchedule, "add"), MOMENT)
    clocked, task = ClockedSchedule.objects.get(), nightly()
    url = page(PeriodicTask, "change", task.pk)
    assert browser.post(url, filled(task, crontab=None, clocked=clocked.pk)).status_code == 302
    task.refresh_from_db()
    assert (task.clocked, task.crontab, task.one_off) == (clocked, None, True)
    entry = KeptScheduler(app=app).schedule[task.name]
    assert timezone.localtime(entry.schedule.clocked_time).isoformat() == "2026-11-24T03:06:00+08:00"


def test_what_an_administrator_set_stays_when_the_scheduler_starts_again(browser: Client) -> None:
    task = nightly()
    later = CrontabSchedule.objects.create(minute="30", hour="4", timezone=settings.TIME_ZONE)
    browser.post(page(PeriodicTask, "change", task.pk), filled(task, crontab=later.pk))
    scheduler = KeptScheduler(app=app)
    assert scheduler.schedule[task.name].schedule.hour == {4}
    task.refresh_from_db()
    assert task.crontab == later


def test_a_schedule_that_was_deleted_comes_back_and_a_renamed_task_is_followed(browser: Client) -> None:
    nightly().delete()
    PeriodicTask.objects.filter(name="forget used forms").update(task="dayan_safety.tasks.old_name")
    KeptScheduler(app=app)
    assert nightly().crontab.hour == "3"
    forget = PeriodicTask.objects.get(name="forget used forms")
    assert (forget.task, forget.crontab.minute) == ("dayan_safety.tasks.forget_used_forms", "40")


@pytest.mark.parametrize("wrong", [{"minute": "60"}, {"hour": "x"}, {"day_of_week": "9"}, {"timezone": "UTC"}])
def test_a_crontab_that_never_comes_is_refused(wrong: dict[str, str], browser: Client) -> None:
    typed = {"minute": "5", "hour": "6", "day_of_month": "*", "month_of_year": "*", "day_of_week": "*"}
    there = CrontabSchedule.objects.count()
    answer = browser.post(page(CrontabSchedule, "add"), typed | {"timezone": settings.TIME_ZONE} | wrong)
    assert len(errors(answer)) == 1
    assert CrontabSchedule.objects.count() == there


# Actions.


def acted(browser: Client, action: str, *tasks: PeriodicTask) -> list[str]:
    """An action on the list of tasks; returns what is said afterwards."""
    asked = {"action": action, "_selected_action": [task.pk for task in tasks]}
    answer = browser.post(page(PeriodicTask, "changelist"), asked, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_tasks_are_switched_off_and_on_and_the_scheduler_hears_of_it(cast: Cast, browser: Client) -> None:
    scheduler, task = KeptScheduler(app=app), nightly()
    assert task.name in scheduler.schedule
    acted(browser, "disable", task)
    assert scheduler.schedule_changed()
    assert task.name not in KeptScheduler(app=app).schedule
    acted(browser, "enable", task)
    assert task.name in KeptScheduler(app=app).schedule
    assert [(row.by, row.after) for row in told()] == [
        (cast.administrator, {"enabled": "是"}),
        (cast.administrator, {"enabled": "否"}),
    ]
    assert PeriodicTasks.objects.exists()


def test_switching_what_is_switched_already_tells_nothing(browser: Client) -> None:
    acted(browser, "enable", nightly())
    assert told() == []


def test_a_task_is_run_now_with_its_arguments(cast: Cast, browser: Client, queue: Any) -> None:
    task = nightly()
    PeriodicTask.objects.filter(pk=task.pk).update(args='["a"]', kwargs='{"b": 1}')
    assert acted(browser, "run_now", task) == ["校验操作记录：已交给后台执行。"]
    message = queue.basic_get("celery")
    assert (message.headers["task"], message.payload[:2]) == (task.task, [["a"], {"b": 1}])
    assert queue.basic_get("celery") is None
    row = Action.objects.get(verb="dayan_safety.run_task")
    assert (row.by, row.thing_id) == (cast.administrator, str(task.pk))


def test_the_form_offers_the_workers_tasks_in_words(browser: Client) -> None:
    form = browser.get(page(PeriodicTask, "change", nightly().pk)).context["adminform"].form
    choices = dict(form.fields["task"].choices)
    assert choices["dayan_safety.tasks.verify_history_chain"] == "校验操作记录"
    assert choices["dayan_safety.tasks.forget_used_forms"] == "清理用过的表单"
    assert not any(name.startswith("celery.") for name in choices)
    cleanup = PeriodicTask.objects.get(name="celery.backend_cleanup")
    kept = browser.get(page(PeriodicTask, "change", cleanup.pk)).context["adminform"].form
    assert dict(kept.fields["task"].choices)["celery.backend_cleanup"] == "清理过期的执行结果"


def test_nobody_else_switches_a_task_off(cast: Cast, as_user: Any) -> None:
    KeptScheduler(app=app)
    task = nightly()
    asked = {"action": "disable", "_selected_action": [task.pk]}
    assert as_user(cast.auditor).post(page(PeriodicTask, "changelist"), asked).status_code == 403
    task.refresh_from_db()
    assert (task.enabled, told()) == (True, [])
