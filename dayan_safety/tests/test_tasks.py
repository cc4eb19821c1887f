"""The clock's doors: what each task does, what it returns, and that the schedule reaches it."""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from django_celery_results.models import TaskResult

from dayan_safety import tasks
from dayan_safety.celery import app
from dayan_safety.history import record_action
from dayan_safety.importing.unconfirmed import FOLDER, forget_unconfirmed
from dayan_safety.library_words import task_words
from dayan_safety.models import OnceToken
from dayan_safety.once import carry_out_once
from dayan_safety.testing import Cast, a_user
from dayan_safety.tests.test_house import ROOT
from dayan_safety.tests.test_house import tasks as tasks_of


def run(task: Any) -> Any:
    """The task as the worker runs it; what it raises is raised here."""
    return task.apply(throw=True).get()


# The history.


def test_a_good_history_has_no_flaws_and_leaves_no_word(db: None, caplog: pytest.LogCaptureFixture) -> None:
    record_action("dayan_safety.sign_in")
    with caplog.at_level(logging.INFO, logger="dayan_safety.tasks"):
        assert run(tasks.verify_history_chain) == 0
    assert [entry.message for entry in caplog.records if entry.name == "dayan_safety.tasks"] == []


def test_every_flaw_is_in_the_log_and_counted(db: None, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    record_action("dayan_safety.sign_in")
    record_action("dayan_safety.sign_out")
    settings.HISTORY_KEY = "another town's"
    assert run(tasks.verify_history_chain) == 3
    told = [entry.message for entry in caplog.records if entry.levelno == logging.ERROR]
    assert [message.split(":")[0] for message in told] == ["history row 1", "history row 2", "history row 2"]


# Forgetting.


def test_one_time_tokens_are_forgotten_after_a_week_and_not_before(db: None, time_machine: Any) -> None:
    user = a_user()
    for hour, token in ((0, "old"), (2, "young")):
        time_machine.move_to(f"2026-11-24T0{hour}:00:00+08:00", tick=False)
        carry_out_once(token, user, lambda: "/")
    time_machine.move_to("2026-12-01T01:00:00+08:00", tick=False)
    assert run(tasks.forget_used_forms) == 1
    assert list(OnceToken.objects.values_list("token", flat=True)) == ["young"]
    assert run(tasks.forget_used_forms) == 0


def test_a_form_sent_again_within_the_week_is_still_known(db: None, time_machine: Any) -> None:
    user, led = a_user(), []
    time_machine.move_to("2026-11-24T08:00:00+08:00", tick=False)
    carry_out_once("token", user, lambda: led.append(1) or "/there")
    time_machine.move_to("2026-12-01T07:59:00+08:00", tick=False)
    run(tasks.forget_used_forms)
    assert carry_out_once("token", user, lambda: led.append(2) or "/again") == "/there"
    assert led == [1]


def test_sessions_that_are_over_are_forgotten(cast: Cast, as_user: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-11-24T08:00:00+08:00", tick=False)
    old: Client = as_user(cast.office)
    time_machine.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE - 60))
    young: Client = as_user(cast.chair)
    time_machine.shift(120)
    run(tasks.forget_used_forms)
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert (old.session.session_key in keys, young.session.session_key in keys) == (False, True)


@pytest.fixture
def uploads(settings: Any, tmp_path: Path) -> Any:
    """Private storage of the test's own, and a way to keep an upload of a certain age in hours."""
    private = {"BACKEND": settings.STORAGES["default"]["BACKEND"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": private}

    def keep(name: str, hours: float) -> str:
        path = default_storage.save(f"{FOLDER}/{name}", ContentFile("13812345678"))
        written = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(default_storage.path(path), (written, written))
        return path

    return keep


def test_uploads_that_nobody_confirmed_do_not_stay(db: None, uploads: Any) -> None:
    old, young = uploads("old", 24.1), uploads("young", 23.9)
    run(tasks.forget_used_forms)
    assert (default_storage.exists(old), default_storage.exists(young)) == (False, True)


def test_where_nothing_was_uploaded_nothing_is_forgotten(uploads: Any) -> None:
    assert forget_unconfirmed(timezone.now()) == 0
    uploads("one", 1)
    assert (forget_unconfirmed(timezone.now()), forget_unconfirmed(timezone.now())) == (1, 0)


# The schedule.


def test_the_worker_knows_every_task_of_the_house() -> None:
    app.loader.import_default_modules()
    assert {name.rsplit(".", 1)[1] for name in app.tasks if not name.startswith("celery.")} >= tasks_of(ROOT)


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_a_scheduled_task_is_known_nightly_in_the_towns_time_and_never_runs_twice_over(name: str) -> None:
    app.loader.import_default_modules()
    entry = settings.CELERY_BEAT_SCHEDULE[name]
    assert entry["task"] in app.tasks
    assert isinstance(entry["schedule"], crontab)
    assert entry["options"]["expires"] < 24 * 3600
    assert app.conf.timezone == settings.TIME_ZONE
    assert task_words(entry["task"]) == task_words(name)


def test_the_application_takes_its_settings_from_the_portal() -> None:
    assert app.main == "dayan_safety"
    assert (app.conf.task_acks_late, app.conf.worker_prefetch_multiplier) == (True, 1)
    assert (app.conf.accept_content, app.conf.result_backend) == (["json"], "django-db")
    assert app.conf.beat_scheduler == "dayan_safety.scheduler:KeptScheduler"


def test_a_result_is_a_row_that_people_can_see(db: None) -> None:
    app.backend.store_result("id-1", 0, "SUCCESS", request=None)
    assert TaskResult.objects.get(task_id="id-1").result == "0"
