"""The door: who comes in, who does not, what the history keeps of it, and where one goes from there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committee.models import User
from dayan_safety.demo_cast import DEMO_LOGINS, DEMO_PASSWORD
from dayan_safety.models import Action
from dayan_safety.testing import a_user

RIGHT, WRONG = "Qingfeng-Mingyue-77", "Qingfeng-Mingyue-78"
SIGN_IN = "/sign-in/"


@pytest.fixture
def user(db: None) -> User:
    user: User = a_user(username="lihua")
    user.set_password(RIGHT)
    user.save()
    return user


def enter(client: Client, username: str = "lihua", password: str = RIGHT, **more: Any) -> Any:
    """Post the sign-in form."""
    address = more.pop("address", "10.0.0.1")
    target = more.pop("to", SIGN_IN)
    headers = more.pop("headers", None)
    return client.post(
        target, {"username": username, "password": password} | more, REMOTE_ADDR=address, headers=headers
    )


def is_in(client: Client) -> bool:
    """Whether the inbox opens."""
    return client.get(reverse("list_notices")).status_code == 200


def test_the_right_password_opens_and_is_told_to_the_history(client: Client, user: User) -> None:
    assert not is_in(client)
    response = enter(client)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert is_in(client)
    row = Action.objects.get(verb="dayan_safety.sign_in")
    assert (row.by_id, row.outcome, row.address) == (user.pk, "done", "10.0.0.1")


@pytest.mark.parametrize("typed", ["LIHUA", "ｌｉｈｕａ", " lihua "])
def test_the_name_may_be_typed_in_any_form(client: Client, user: User, typed: Any) -> None:
    enter(client, typed)
    assert is_in(client)


def test_the_session_number_changes_at_sign_in(client: Client, user: User) -> None:
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    before = str(session.session_key)
    client.cookies["session"] = before
    enter(client)
    assert client.cookies["session"].value != before
    assert is_in(client)


def closed(user: User) -> None:
    user.is_active = False


def expired(user: User) -> None:
    user.valid_until = timezone.localdate() - timedelta(days=1)


def plain(response: Any) -> str:
    """The page without what differs each time."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'value="(lihua|nobody)"', "", text)


@pytest.mark.parametrize("change", [closed, expired])
def test_unknown_wrong_closed_and_expired_are_answered_alike(client: Client, user: User, change: Any) -> None:
    unknown, wrong = enter(client, "nobody"), enter(client, password=WRONG)
    change(user)
    user.save()
    shut = enter(client)
    assert (unknown.status_code, wrong.status_code, shut.status_code) == (200, 200, 200)
    assert plain(unknown) == plain(wrong) == plain(shut)
    assert not is_in(client)
    assert AccessAttempt.objects.get(username="lihua").failures_since_start == 2


def test_a_login_is_good_through_its_last_day(client: Client, user: User) -> None:
    user.valid_until = timezone.localdate()
    user.save()
    enter(client)
    assert is_in(client)


def test_a_failure_leaves_the_name_and_never_the_password(client: Client, user: User) -> None:
    enter(client, "LiHua\nfake: line", WRONG)
    row = Action.objects.get()
    assert (row.verb, row.outcome, row.by, row.after) == (
        "dayan_safety.sign_in",
        "refused",
        None,
        {"username": "lihuafake: line"},
    )
    attempt = AccessAttempt.objects.get()
    kept = f"{attempt.__dict__} {row.__dict__}"
    assert WRONG not in kept
    assert "\n" not in attempt.username


@pytest.mark.parametrize("field", ["username", "password"])
def test_an_empty_field_is_asked_for_again(client: Client, user: User, field: str) -> None:
    response = enter(client, **{field: ""})
    assert list(response.context["form"].errors) == [field]


def test_a_form_from_another_site_is_refused(user: User) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert enter(stranger).status_code == 403
    assert not Action.objects.exists()


FOREIGN = [
    "https://evil.example/", "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example",
    "http:evil.example", "https:///evil.example", "javascript:alert(1)", "data:text/html,x",
    "//testserver@evil.example", "https://testserver.evil.example/", "\t//evil.example", "http://[",
    "//evil.example\\@testserver",
]  # fmt: skip


@pytest.mark.parametrize("target", FOREIGN)
def test_signing_in_never_leads_out_of_the_house(client: Client, user: User, target: str) -> None:
    assert enter(client, next=target)["Location"] == reverse("home")


def test_signing_in_leads_back_to_where_one_was_going(client: Client, user: User) -> None:
    asked = client.get(reverse("list_notices"), {"page": 2})
    assert asked["Location"] == f"{SIGN_IN}?next=/inbox/%3Fpage%3D2"
    assert 'name="next" value="/inbox/?page=2"' in client.get(asked["Location"]).content.decode()
    assert enter(client, next="/inbox/?page=2")["Location"] == "/inbox/?page=2"


def test_who_is_in_already_is_sent_on(client: Client, user: User) -> None:
    enter(client)
    for target in ("", "?next=/sign-in/", "?next=/sign-in/%3Fx%3D1"):
        assert client.get(SIGN_IN + target)["Location"] == reverse("home")
    assert client.get(f"{SIGN_IN}?next=/inbox/")["Location"] == "/inbox/"


def fail(client: Client, times: int, **more: Any) -> list[int]:
    """Type the wrong password ``times`` times; the status codes."""
    return [enter(client, password=WRONG, **more).status_code for _each in range(times)]


def test_five_failures_lock_even_the_right_password(client: Client, user: User) -> None:
    assert fail(client, 5) == [200, 200, 200, 200, 429]
    refused = enter(client)
    assert refused.status_code == 429
    assert not is_in(client)
    assert "lihua" not in refused.content.decode()
    assert Action.objects.filter(outcome="refused").exclude(reason="").count() == 2


def test_without_the_guard_the_sixth_try_comes_in(client: Client, user: User, settings: Any) -> None:
    settings.AXES_ENABLED = False
    assert fail(client, 5) == [200] * 5
    enter(client)
    assert is_in(client)


def test_four_failures_are_forgiven_at_the_right_password(client: Client, user: User) -> None:
    assert fail(client, 4) == [200] * 4
    enter(client)
    assert is_in(client)
    assert fail(Client(), 4) == [200] * 4


def test_an_unknown_name_locks_just_the_same(client: Client, user: User) -> None:
    assert fail(client, 5, username="nobody") == [200, 200, 200, 200, 429]


def test_the_lock_opens_after_half_an_hour_and_says_when(client: Client, user: User, time_machine: Any) -> None:
    start = timezone.now().replace(hour=1, minute=0, second=0)
    time_machine.move_to(start, tick=False)
    fail(client, 5)
    time_machine.move_to(start + timedelta(minutes=29), tick=False)
    assert "09:30" in enter(client).content.decode()
    time_machine.move_to(start + timedelta(minutes=31), tick=False)
    enter(client)
    assert is_in(client)


def test_a_stranger_cannot_lock_out_a_colleague(client: Client, user: User) -> None:
    assert fail(Client(), 6, address="203.0.113.9")[-1] == 429
    enter(client, address="10.0.0.1")
    assert is_in(client)


def test_behind_a_proxy_the_lock_is_on_the_real_address(client: Client, user: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    stranger = {"X-Forwarded-For": "203.0.113.9"}
    assert fail(Client(), 6, address="127.0.0.1", headers=stranger)[-1] == 429
    forged = {"X-Forwarded-For": "10.9.9.9, 203.0.113.9"}
    assert enter(Client(), address="127.0.0.1", headers=forged).status_code == 429
    enter(client, address="127.0.0.1", headers={"X-Forwarded-For": "198.51.100.7"})
    assert is_in(client)


def test_without_a_proxy_the_header_is_a_strangers_word(client: Client, user: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 0
    codes = [fail(client, 1, headers={"X-Forwarded-For": f"203.0.113.{n}"})[0] for n in range(5)]
    assert codes == [200, 200, 200, 200, 429]


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_shows_its_logins_and_a_real_town_does_not(
    client: Client, db: None, settings: Any, demo: bool
) -> None:
    settings.DEMO = demo
    page = client.get(SIGN_IN).content.decode()
    shown = [f'value="{login.username}"' in page for login in DEMO_LOGINS]
    assert shown == [demo] * len(DEMO_LOGINS)
    assert (DEMO_PASSWORD in page) is demo


def test_signing_out_needs_a_form_and_ends_the_session(client: Client, user: User) -> None:
    enter(client)
    assert client.get(reverse("sign_out")).status_code == 405
    assert is_in(client)
    kept = client.cookies["session"].value
    response = client.post(reverse("sign_out"))
    assert (response.status_code, response["Location"]) == (302, SIGN_IN)
    client.cookies["session"] = kept
    assert not is_in(client)
    assert Action.objects.get(verb="dayan_safety.sign_out").by_id == user.pk
