"""How long a session lasts, what ends it, and what must be done first in it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from committee.models import User
from committee.services.accounts import activate_user, deactivate_user, reset_password
from dayan_safety.passwords import change_password
from dayan_safety.testing import a_user

PASSWORD = "Qingfeng-Mingyue-77"
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
INBOX = "/inbox/"


@pytest.fixture(params=["db", "cached_db"])
def sessions(request: Any, settings: Any) -> None:
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{request.param}"


@pytest.fixture
def user(db: None) -> User:
    user: User = a_user(username="lihua")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def clock(time_machine: Any) -> Callable[..., None]:
    def move(**passed: Any) -> None:
        time_machine.move_to(MORNING + timedelta(**passed), tick=False)

    move()
    return move


def signed_in() -> Client:
    """A browser that has just come in by the door."""
    client = Client()
    client.post("/sign-in/", {"username": "lihua", "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    """Whether the inbox opens."""
    return client.get(INBOX).status_code == 200


def told(client: Client) -> str:
    """The reason that the next page shows."""
    return " ".join(map(str, get_messages(client.get("/sign-in/").wsgi_request)))


@pytest.mark.parametrize(("minutes", "stays"), [(29, True), (31, False)])
def test_half_an_hour_alone_ends_it(
    sessions: None, user: User, clock: Callable[..., None], minutes: int, stays: bool
) -> None:
    client = signed_in()
    clock(minutes=minutes)
    assert is_in(client) is stays


def test_without_the_limit_it_stays(user: User, clock: Callable[..., None], settings: Any) -> None:
    settings.SESSION_IDLE = timedelta(hours=3)
    client = signed_in()
    clock(minutes=31)
    assert is_in(client)


def test_each_use_begins_the_half_hour_anew(sessions: None, user: User, clock: Callable[..., None]) -> None:
    client = signed_in()
    for minutes in (25, 50, 75):
        clock(minutes=minutes)
        assert is_in(client)
    clock(minutes=106)
    assert not is_in(client)


@pytest.mark.parametrize(("minutes", "stays"), [(719, True), (721, False)])
def test_half_a_day_ends_it_even_in_use(
    sessions: None, user: User, clock: Callable[..., None], minutes: int, stays: bool
) -> None:
    client = signed_in()
    for used in range(20, 720, 20):
        clock(minutes=used)
        assert is_in(client)
    clock(minutes=minutes)
    assert is_in(client) is stays


def test_without_the_absolute_limit_it_stays_in_use(user: User, clock: Callable[..., None], settings: Any) -> None:
    settings.SESSION_ABSOLUTE = timedelta(days=2)
    settings.SESSION_COOKIE_AGE = 2 * 86400
    client = signed_in()
    for used in range(20, 740, 20):
        clock(minutes=used)
        assert is_in(client)


def test_signing_in_again_starts_both_clocks(user: User, clock: Callable[..., None]) -> None:
    client = signed_in()
    clock(minutes=20)
    session = client.session
    session["since"] -= 11 * 3600
    session.save()
    client.post(reverse("sign_out"))
    client.post("/sign-in/", {"username": "lihua", "password": PASSWORD})
    clock(minutes=49)
    assert is_in(client)


def test_a_stay_is_written_down_once_a_minute(user: User, clock: Callable[..., None], query_count: Any) -> None:
    client = signed_in()
    clock(seconds=30)
    quiet = query_count(lambda: client.get(INBOX))
    assert client.session["seen"] == MORNING.timestamp()
    clock(seconds=61)
    writing = query_count(lambda: client.get(INBOX))
    assert client.session["seen"] == MORNING.timestamp() + 61
    assert writing > quiet


def test_the_way_back_and_the_reason_are_told(user: User, clock: Callable[..., None], settings: Any) -> None:
    client = signed_in()
    kept = client.cookies["session"].value
    clock(hours=1)
    response = client.get(f"{INBOX}?page=2")
    target = urlsplit(response["Location"])
    assert (response.status_code, target.path, parse_qs(target.query)) == (
        302,
        "/sign-in/",
        {"next": ["/inbox/?page=2"]},
    )
    with translation.override(settings.LANGUAGE_CODE):
        assert told(client) == _("You were away for a while. Please sign in again.")
    assert not Session.objects.filter(session_key=kept).exists()


def test_a_stranger_is_told_nothing(db: None, client: Client) -> None:
    assert client.get(INBOX)["Location"] == "/sign-in/?next=/inbox/"
    assert told(client) == ""


def test_the_sign_in_page_itself_opens_after_the_end(user: User, clock: Callable[..., None]) -> None:
    client = signed_in()
    clock(hours=1)
    assert client.get("/sign-in/").status_code == 200


@pytest.mark.parametrize(
    ("headers", "back"),
    [
        ({"referer": "http://testserver/inbox/?page=3"}, "/inbox/?page=3"),
        ({"referer": "https://evil.example/inbox/"}, "/"),
        ({"referer": "http://["}, "/"),
        ({}, "/"),
    ],
)
def test_a_form_leads_back_to_its_page(
    user: User, clock: Callable[..., None], headers: dict[str, str], back: str
) -> None:
    client = signed_in()
    clock(hours=1)
    response = client.post(reverse("read_all_notices"), headers=headers)
    assert parse_qs(urlsplit(response["Location"]).query) == {"next": [back]}


@pytest.mark.parametrize(
    ("page", "back"),
    [("http://testserver/inbox/?page=3", "/inbox/?page=3"), ("http://evil.example/x", "/"), ("//[", "/")],
)
def test_a_fragment_sends_the_whole_page_to_the_door(
    user: User, clock: Callable[..., None], page: str, back: str
) -> None:
    client = signed_in()
    clock(hours=1)
    response = client.get(INBOX, headers={"HX-Request": "true", "HX-Current-URL": page})
    assert (response.status_code, "Location" in response) == (200, False)
    assert parse_qs(urlsplit(response["HX-Redirect"]).query) == {"next": [back]}


# What ends it from outside.
@pytest.fixture
def administrator(db: None) -> User:
    user: User = a_user(duty="administrator")
    return user


def close(user: User, administrator: User) -> None:
    deactivate_user(user, by=administrator, reason="离职")


def expire(user: User, administrator: User) -> None:
    type(user).objects.filter(pk=user.pk).update(valid_until=timezone.localdate() - timedelta(days=1))


def reset(user: User, administrator: User) -> None:
    reset_password(user, by=administrator)


def change(user: User, administrator: User) -> None:
    change_password(user, by=user, new="Gaoshan-Liushui-66")


@pytest.mark.parametrize("end", [close, expire, reset, change])
def test_what_happens_to_the_login_ends_its_sessions_at_once(
    sessions: None, user: User, administrator: User, end: Any
) -> None:
    clients = [signed_in(), signed_in()]
    other = Client()
    other.force_login(administrator, backend="dayan_safety.backends.RuleBackend")
    assert [is_in(client) for client in clients] == [True, True]
    end(user, administrator)
    assert [is_in(client) for client in clients] == [False, False]
    assert all(told(client) for client in clients)
    assert is_in(other)


def test_a_session_from_before_the_closing_does_not_come_back(sessions: None, user: User, administrator: User) -> None:
    client = signed_in()
    close(user, administrator)
    activate_user(user, by=administrator)
    assert not is_in(client)


def test_the_last_day_of_a_login_is_still_good(user: User) -> None:
    client = signed_in()
    type(user).objects.filter(pk=user.pk).update(valid_until=timezone.localdate())
    assert is_in(client)


# What must be done first.
@pytest.fixture
def beginner(user: User) -> User:
    user.must_change_password = True
    user.save()
    return user


@pytest.mark.parametrize("url", ["/", INBOX, "/inbox/?page=2", "/search/", "/nowhere/", "/preferences/", "/sign-in/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_first_password_leads_everywhere_to_the_change(beginner: User, url: str, method: str) -> None:
    response = getattr(signed_in(), method)(url)
    assert (response.status_code, response["Location"]) == (302, reverse("change_password"))


def test_a_fragment_leads_the_whole_page_to_the_change(beginner: User) -> None:
    response = signed_in().get(INBOX, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == reverse("change_password")


def test_an_own_password_leads_nowhere(user: User) -> None:
    assert is_in(signed_in())


def test_the_beginner_can_change_it_or_leave(beginner: User) -> None:
    client, other, leaver = signed_in(), signed_in(), signed_in()
    assert leaver.post(reverse("sign_out"))["Location"] == "/sign-in/"
    page = client.get(reverse("change_password"))
    assert (page.status_code, bool(page.context["why"])) == (200, True)
    new = "Gaoshan-Liushui-66"
    client.post(reverse("change_password"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert is_in(client)
    assert client.get(reverse("change_password")).context["why"] == ""
    assert not is_in(other)


@pytest.mark.parametrize(("days", "stays"), [(89, True), (90, False)])
def test_an_old_password_must_change_too(user: User, settings: Any, days: int, stays: bool) -> None:
    settings.PASSWORD_MAX_AGE_DAYS = 90
    type(user).objects.filter(pk=user.pk).update(password_changed_at=timezone.now() - timedelta(days=days))
    assert is_in(signed_in()) is stays
    settings.PASSWORD_MAX_AGE_DAYS = 0
    assert is_in(signed_in())
