"""One address that tries many names is stopped, an office behind one address is not, and who is in stays in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.core.management import call_command
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committee.models import User
from dayan_safety.lockouts import address_locked_until
from dayan_safety.models import Action
from dayan_safety.testing import a_user
from dayan_safety.tests.test_sign_in import RIGHT, WRONG, enter, is_in, user

__all__ = ["user"]
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def clock(time_machine: Any) -> Callable[..., None]:
    def move(**passed: Any) -> None:
        time_machine.move_to(MORNING + timedelta(**passed), tick=False)

    move()
    return move


@pytest.fixture
def colleagues(db: None) -> list[User]:
    """Twenty-five people with passwords, in one office."""
    people = [a_user(username=f"colleague{number}") for number in range(25)]
    for person in people:
        person.set_password(RIGHT)
        person.save()
    return people


def spray(names: int, *, first: int = 0, **more: Any) -> list[int]:
    """One wrong password tried on ``names`` names from one address; the status codes."""
    return [enter(Client(), f"name{number}", WRONG, **more).status_code for number in range(first, first + names)]


def test_the_twentieth_name_is_the_last_one_tried(user: User) -> None:
    assert spray(22) == [200] * 20 + [429] * 2
    refused = enter(Client())
    assert refused.status_code == 429
    assert "登录暂时锁定" in refused.content.decode()


def test_without_the_limit_it_would_go_on(client: Client, user: User, settings: Any) -> None:
    settings.SIGN_IN_NAMES_PER_ADDRESS = 0
    assert spray(22) == [200] * 22
    enter(client)
    assert is_in(client)


def test_the_number_is_the_towns(user: User, settings: Any) -> None:
    settings.SIGN_IN_NAMES_PER_ADDRESS = 3
    assert spray(4) == [200, 200, 200, 429]


def test_another_address_is_not_touched(client: Client, user: User) -> None:
    assert spray(21, address="203.0.113.9")[-1] == 429
    enter(client, address="10.0.0.1")
    assert is_in(client)


def test_who_is_signed_in_at_the_address_stays_in(client: Client, user: User) -> None:
    enter(client)
    assert spray(21)[-1] == 429
    assert client.get("/inbox/", REMOTE_ADDR="10.0.0.1").status_code == 200


def test_no_password_is_looked_at_while_it_is_locked(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(User, "check_password", lambda self, raw: looked_at.append(self.username) or False)
    enter(Client())
    assert looked_at == ["lihua"]
    spray(20)
    enter(Client())
    assert looked_at == ["lihua"]


def test_the_history_says_which_name_and_why(user: User) -> None:
    spray(20)
    enter(Client(), "LiHua\n")
    row = Action.objects.filter(outcome="refused").order_by("number").last()
    assert (row.verb, row.after, row.reason) == (
        "dayan_safety.sign_in",
        {"username": "lihua"},
        "该网络地址尝试的登录名过多",
    )
    assert row.address == "10.0.0.1"


def test_many_failures_with_few_names_are_the_other_locks_business(user: User) -> None:
    for name in ("one", "two", "three"):
        assert [enter(Client(), name, WRONG).status_code for _each in range(5)] == [200, 200, 200, 200, 429]
    assert enter(Client()).status_code == 302


def test_an_office_that_mistypes_and_then_comes_in_is_not_locked(colleagues: list[User]) -> None:
    for person in colleagues:
        assert enter(Client(), person.username, WRONG).status_code == 200
        assert enter(Client(), person.username).status_code == 302
    assert address_locked_until("10.0.0.1") is None


def test_coming_in_first_and_failing_afterwards_counts(colleagues: list[User], clock: Callable[..., None]) -> None:
    """Or one login of one's own at each name would open the address to any number of guesses."""
    for person in colleagues[:20]:
        enter(Client(), person.username)
    clock(minutes=1)
    for person in colleagues[:20]:
        enter(Client(), person.username, WRONG)
    assert address_locked_until("10.0.0.1") == MORNING + timedelta(minutes=31)


def test_it_opens_when_enough_failures_are_half_an_hour_old(user: User, clock: Callable[..., None]) -> None:
    spray(5)
    clock(minutes=10)
    spray(15, first=5)
    assert address_locked_until("10.0.0.1") == MORNING + HALF_AN_HOUR
    clock(minutes=29)
    assert "08:30" in enter(Client()).content.decode()
    clock(minutes=30)
    assert address_locked_until("10.0.0.1") is None
    assert enter(Client()).status_code == 302


def test_trying_while_it_is_locked_makes_it_no_longer(user: User, clock: Callable[..., None]) -> None:
    spray(20)
    clock(minutes=20)
    spray(5, first=20)
    assert address_locked_until("10.0.0.1") == MORNING + HALF_AN_HOUR


def test_the_command_of_the_operations_guide_opens_it(user: User) -> None:
    spray(20)
    assert enter(Client()).status_code == 429
    call_command("axes_reset_failure_logs", age=0)
    assert enter(Client()).status_code == 302
    assert Action.objects.filter(outcome="refused").count() == 21


@pytest.mark.parametrize("address", [None, ""])
def test_people_without_a_known_address_are_not_taken_for_one(db: None, address: Any, settings: Any) -> None:
    settings.SIGN_IN_NAMES_PER_ADDRESS = 1
    assert spray(3, address="nonsense") == [200, 200, 200]
    assert address_locked_until(address) is None


def test_behind_a_proxy_it_is_the_visitors_address(user: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    assert spray(21, address="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.9"})[-1] == 429
    forged = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert enter(Client(), address="127.0.0.1", headers=forged).status_code == 429
    assert enter(Client(), address="127.0.0.1", headers={"X-Forwarded-For": "198.51.100.1"}).status_code == 302


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(min_value=0, max_value=9), max_size=14))
def test_the_lock_counts_different_names_and_nothing_else(db: None, tries: list[int]) -> None:
    AccessFailureLog.objects.all().delete()
    AccessAttempt.objects.all().delete()
    with override_settings(SIGN_IN_NAMES_PER_ADDRESS=4):
        for number in tries:
            enter(Client(), f"name{number}", WRONG)
        assert (address_locked_until("10.0.0.1") is not None) == (len(set(tries)) >= 4)
