"""Signs of life: the office sees since when nobody is being reminded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from dayan_safety import heartbeats, tasks
from dayan_safety.heartbeats import DELIVERIES, REMINDERS, WORKER, beat, last_beat, silence_warning
from dayan_safety.models import Heartbeat
from dayan_safety.parameters import set_parameters
from dayan_safety.reminders import remind_people
from dayan_safety.testing import Cast


def warned(client: Any) -> bool:
    """Whether the home page warns."""
    return any("2026-03-09 09:00" in text for text in client.get("/").context["warnings"])


@pytest.fixture(autouse=True)
def a_monday(time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    time_machine.move_to("2026-03-09T09:00:00+08:00", tick=False)
    monkeypatch.setattr(heartbeats, "STARTED", timezone.now())


def test_the_office_is_warned_once_no_run_was_heard_of_and_others_are_not(
    cast: Cast, as_user: Any, time_machine: Any
) -> None:
    remind_people()
    assert not warned(as_user(cast.office))
    time_machine.shift(timedelta(minutes=31))
    heartbeats.forget_silence()
    assert (warned(as_user(cast.office)), warned(as_user(cast.member))) == (True, False)
    remind_people()
    heartbeats.forget_silence()
    assert not warned(as_user(cast.office))


def test_a_portal_that_never_ran_reminders_warns_when_it_has_stood_for_a_while(
    cast: Cast, as_user: Any, time_machine: Any
) -> None:
    assert silence_warning(0) == ""
    time_machine.shift(timedelta(minutes=31))
    assert silence_warning(1)


def test_how_long_is_long_is_the_offices_to_say(cast: Cast, time_machine: Any) -> None:
    remind_people()
    set_parameters({"dayan_safety.silence_minutes": 60}, by=cast.office)
    time_machine.shift(timedelta(minutes=31))
    assert silence_warning(1) == ""
    time_machine.shift(timedelta(minutes=30))
    assert silence_warning(2)


def test_one_minute_looks_once(cast: Cast, query_count: Any) -> None:
    assert (query_count(lambda: silence_warning(5)), query_count(lambda: silence_warning(5))) == (2, 0)


def test_every_clock_door_leaves_its_sign(db: None) -> None:
    tasks.remind_people.apply()
    tasks.deliver_notices.apply()
    tasks.keep_heartbeat.apply()
    signs = dict(Heartbeat.objects.values_list("name", "at"))
    assert {name: signs[name] for name in (REMINDERS, DELIVERIES, WORKER)} == dict.fromkeys(
        (REMINDERS, DELIVERIES, WORKER), timezone.now()
    )
    assert all(str(sign) != sign.name for sign in Heartbeat.objects.all())


def test_a_run_that_breaks_off_leaves_none(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    beat(REMINDERS, timezone.now() - timedelta(hours=1))
    before = last_beat(REMINDERS)
    monkeypatch.setattr("dayan_safety.reminders.plan_notices", lambda now: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        remind_people()
    assert last_beat(REMINDERS) == before
