"""First passwords that nobody used grow too old to open the door, and only who knows one is told."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from committee.models import User
from committee.services.accounts import create_user, reset_password
from dayan_safety.models import Action
from dayan_safety.passwords import why_too_late
from dayan_safety.testing import a_user
from dayan_safety.tests.test_sign_in import RIGHT, WRONG, enter, plain, user

__all__ = ["user"]
SENTENCE = "初始密码在 14 天内没有使用，已经失效。请联系系统管理员重新发放。"


def give(user: User, days: int, *, first: bool = True) -> None:
    """As if ``user`` had got the password ``days`` ago."""
    User.objects.filter(pk=user.pk).update(
        must_change_password=first, password_changed_at=timezone.now() - timedelta(days=days)
    )


@pytest.mark.parametrize(("days", "opens"), [(0, True), (13, True), (14, False), (400, False)])
def test_a_first_password_is_good_for_a_fortnight(client: Client, user: User, days: int, opens: bool) -> None:
    give(user, days)
    response = enter(client)
    assert ("_auth_user_id" in client.session) is opens
    assert (SENTENCE in response.content.decode()) is not opens


def test_without_the_limit_it_is_good_for_ever(client: Client, user: User, settings: Any) -> None:
    settings.FIRST_PASSWORD_DAYS = 0
    give(user, 400)
    assert enter(client).status_code == 302


def test_the_number_of_days_is_the_towns(client: Client, user: User, settings: Any) -> None:
    settings.FIRST_PASSWORD_DAYS = 3
    give(user, 3)
    assert "在 3 天内没有使用" in enter(client).content.decode()


def test_a_password_of_ones_own_is_another_matter(client: Client, user: User) -> None:
    give(user, 60, first=False)
    assert enter(client).status_code == 302


def test_who_does_not_know_it_learns_nothing(client: Client, user: User) -> None:
    give(user, 20)
    wrong, unknown = enter(client, password=WRONG), enter(client, "nobody")
    assert plain(wrong) == plain(unknown)
    assert SENTENCE not in wrong.content.decode()
    assert SENTENCE in enter(client).content.decode()


def test_a_closed_login_does_not_say_that_its_password_was_right(client: Client, user: User) -> None:
    give(user, 20)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert plain(enter(client)) == plain(enter(client, "nobody"))


def test_the_right_password_is_no_failure_but_is_told(client: Client, user: User) -> None:
    give(user, 20)
    enter(client)
    assert not AccessAttempt.objects.exists()
    row = Action.objects.get(verb="dayan_safety.sign_in")
    assert (row.outcome, row.after, row.reason) == ("refused", {"username": "lihua"}, SENTENCE)


def test_english_readers_read_it_in_english(user: User) -> None:
    give(user, 20)
    page = enter(Client(headers={"Accept-Language": "en"})).content.decode()
    assert "This first password was not used within 14 days. Ask the administrator for a new one." in page


def test_the_administrator_gives_a_new_one(client: Client, user: User) -> None:
    give(user, 20)
    assert enter(client).status_code == 200
    first = reset_password(user, by=a_user(duty="administrator"))
    assert enter(client, password=first)["Location"] == "/"
    user.refresh_from_db()
    assert why_too_late(user) == ""


def test_a_session_begun_in_time_may_still_choose_its_own(client: Client, user: User) -> None:
    give(user, 13)
    enter(client)
    give(user, 15)
    new = "Gaoshan-Liushui-66"
    client.post("/change-password/", {"old_password": RIGHT, "new_password1": new, "new_password2": new})
    client.post("/sign-out/")
    assert enter(client, password=new)["Location"] == "/"


def by_the_administrator() -> str:
    return create_user(None, by=a_user(duty="administrator"), username="keeper", duty="auditor")[1]


def at_the_console() -> str:
    call_command("create_administrator", "keeper", stdout=(out := StringIO()))
    return str(re.findall(r"\w{4}(?:-\w{4}){3}", out.getvalue())[0])


@pytest.mark.parametrize("made", [by_the_administrator, at_the_console])
def test_every_first_password_grows_old(client: Client, db: None, time_machine: Any, made: Any) -> None:
    first = made()
    time_machine.move_to(timezone.now() + timedelta(days=14, minutes=1))
    assert SENTENCE in enter(client, "keeper", first).content.decode()
