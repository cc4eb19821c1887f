"""Whether the portal is well: 200 or 503, and no details for strangers."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from dayan_safety import health
from dayan_safety.heartbeats import WORKER, beat
from dayan_safety.testing import Cast

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def lively(db: None) -> None:
    """A worker that has just been heard of."""
    beat(WORKER, timezone.now())


def test_all_is_well_and_strangers_hear_no_more(lively: None, client: Client) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


def test_administrators_are_told_the_parts_and_nobody_else_is(lively: None, cast: Cast, as_user: Any) -> None:
    assert as_user(cast.administrator).get("/health/").json()["parts"] == {
        "web": True, "database": True, "broker": True, "worker": True, "disk": True,
    }  # fmt: skip
    assert as_user(cast.office).get("/health/").json() == {"status": "ok"}


def test_a_worker_nothing_was_heard_of_is_seen(db: None, client: Client, time_machine: Any) -> None:
    assert client.get("/health/").status_code == 503
    beat(WORKER, timezone.now())
    assert client.get("/health/").status_code == 200
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    assert (client.get("/health/").status_code, client.get("/health/").json()) == (503, {"status": "failing"})


def test_a_full_disk_is_seen(lively: None, client: Client, settings: Any) -> None:
    free = shutil.disk_usage(settings.DATA_DIR).free // health.MEGABYTE
    settings.DISK_LEAST_MB = free + 10_000
    assert client.get("/health/").status_code == 503


def test_a_broker_that_is_gone_is_seen(lively: None, client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert client.get("/health/").status_code == 503
    settings.REDIS_URL, settings.QUEUE_DIR = "", settings.DATA_DIR / "nowhere"
    assert client.get("/health/").status_code == 503


def test_a_database_that_is_gone_is_answered_too(lively: None, client: Client) -> None:
    def fail(*_asked: Any) -> Any:
        raise OperationalError("gone")

    with connection.execute_wrapper(fail):
        answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"status": "failing"})


def test_looking_is_all_one_can_do(client: Client) -> None:
    assert client.post("/health/").status_code == 405
