"""Sessions that end by themselves stand in the history, once, like every other coming and going."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from committee.models import User
from committee.services.accounts import deactivate_user
from dayan_safety import sessions as room
from dayan_safety.history import verify_history
from dayan_safety.models import Action
from dayan_safety.tasks import forget_used_forms
from dayan_safety.testing import a_user
from dayan_safety.tests.test_sessions import INBOX, clock, is_in, sessions, signed_in, user

__all__ = ["clock", "sessions", "user"]
AWAY = "您有一段时间没有操作，请重新登录。"
LONG = "您的登录时间过长，请重新登录。"
Clock = Callable[..., None]


def told() -> list[tuple[Any, ...]]:
    """What the history keeps of sessions that ended by themselves."""
    rows = Action.objects.filter(verb="dayan_safety.time_out").order_by("number")
    return [(row.by_id, row.thing_id, row.reason, row.outcome) for row in rows]


def stay(client: Client, clock: Clock, hours: int) -> None:
    """Click every twenty minutes."""
    for minutes in range(20, hours * 60, 20):
        clock(minutes=minutes)
        assert is_in(client)


def test_being_away_is_written_down_once(sessions: None, user: User, clock: Clock) -> None:
    client = signed_in()
    clock(minutes=29)
    assert is_in(client)
    assert told() == []
    clock(minutes=60)
    for _each in range(3):
        assert not is_in(client)
    assert told() == [(user.pk, str(user.pk), AWAY, "done")]


def test_a_long_day_is_written_down_with_its_own_reason(sessions: None, user: User, clock: Clock) -> None:
    client = signed_in()
    stay(client, clock, hours=12)
    clock(hours=12)
    assert not is_in(client)
    assert told() == [(user.pk, str(user.pk), LONG, "done")]


def test_the_row_knows_where_and_when_it_was_noticed(user: User, clock: Clock) -> None:
    client = signed_in()
    clock(hours=2)
    answer = client.get(INBOX, REMOTE_ADDR="10.0.0.7")
    row = Action.objects.get(verb="dayan_safety.time_out")
    assert (row.address, row.request_id, row.at) == ("10.0.0.7", answer["X-Request-ID"], timezone.now())
    assert list(verify_history()) == []


def test_of_several_requests_that_notice_one_writes(sessions: None, user: User, clock: Clock) -> None:
    """A page asks for its parts at the same time: each has read the session before any of them ends it."""
    client = signed_in()
    key = client.session.session_key
    clock(hours=1)
    written = [room._time_out(key, user, AWAY) for _each in range(3)]
    assert written == [True, False, False]
    assert len(told()) == 1


def test_every_session_has_its_own_end(user: User, clock: Clock) -> None:
    first, second = signed_in(), signed_in()
    clock(minutes=20)
    assert is_in(second)
    clock(minutes=40)
    assert (is_in(first), is_in(second)) == (False, True)
    clock(minutes=90)
    assert not is_in(second)
    assert len(told()) == 2


def test_leaving_is_no_time_out(user: User, clock: Clock) -> None:
    client = signed_in()
    client.post("/sign-out/")
    clock(hours=13)
    assert not is_in(client)
    forget_used_forms()
    assert told() == []
    assert Action.objects.filter(verb="dayan_safety.sign_out").count() == 1


def test_a_closed_login_is_no_time_out(user: User, clock: Clock) -> None:
    client = signed_in()
    deactivate_user(user, by=a_user(duty="administrator"), reason="离职")
    assert not is_in(client)
    assert told() == []


def test_a_stranger_has_no_session_to_end(client: Client, db: None, clock: Clock) -> None:
    assert not is_in(client)
    clock(hours=13)
    assert not is_in(client)
    forget_used_forms()
    assert told() == []


# Nobody came back.
def test_the_night_writes_down_whoever_did_not_come_back(sessions: None, user: User, clock: Clock) -> None:
    client, forgotten = signed_in(), Session.objects.count()
    clock(hours=20)
    forget_used_forms()
    assert told() == [(user.pk, str(user.pk), LONG, "done")]
    assert (forgotten, Session.objects.count()) == (1, 0)
    assert not is_in(client)
    forget_used_forms()
    assert len(told()) == 1


def test_the_night_lets_those_at_work_stay(user: User, clock: Clock) -> None:
    client = signed_in()
    clock(minutes=25)
    forget_used_forms()
    assert is_in(client)
    assert told() == []


def test_without_it_such_a_session_would_end_unseen(user: User, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dayan_safety.tasks.time_out_forgotten", int)
    signed_in()
    clock(hours=20)
    forget_used_forms()
    assert (told(), Session.objects.count()) == ([], 0)


def test_the_night_reads_every_session_and_one_page_of_users(
    user: User, clock: Clock, query_count: Callable[..., int]
) -> None:
    for _each in range(3):
        signed_in()
    clock(minutes=5)
    busy = query_count(room.time_out_forgotten)
    clock(hours=20)
    assert room.time_out_forgotten() == 3
    assert busy == 1


def test_sessions_that_cannot_be_read_or_belong_to_nobody_are_left_alone(user: User, clock: Clock) -> None:
    client = signed_in()
    session = client.session
    session[SESSION_KEY] = "999999"
    session.save()
    Session.objects.create(session_key="x" * 32, session_data="nonsense", expire_date=timezone.now())
    clock(minutes=40)
    assert room.time_out_forgotten() == 0
    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    ("since", "seen", "reason"),
    [
        (timedelta(), timedelta(), ""),
        (timedelta(hours=1), timedelta(minutes=30, seconds=-1), ""),
        (timedelta(hours=1), timedelta(minutes=30), AWAY),
        (timedelta(hours=12, seconds=-1), timedelta(), ""),
        (timedelta(hours=12), timedelta(), LONG),
        (timedelta(hours=12), timedelta(hours=2), LONG),
    ],
)
def test_the_two_clocks_strike_to_the_second(clock: Clock, since: timedelta, seen: timedelta, reason: str) -> None:
    now = timezone.now()
    assert room.why_late({"since": (now - since).timestamp(), "seen": (now - seen).timestamp()}) == reason


def test_a_session_without_clocks_is_not_late() -> None:
    assert room.why_late({}) == ""
