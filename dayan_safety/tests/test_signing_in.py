"""The second step of signing in: asked of whom, what opens it, what does not, and what the history keeps."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committee.models import User
from committee.services.accounts import deactivate_user, reset_password
from dayan_safety.models import Action, SecondFactor
from dayan_safety.passwords import change_password
from dayan_safety.second_factor import reset_second_factor
from dayan_safety.testing import a_user
from dayan_safety.tests.second_factors import CODE_PAGE, a_second_factor, code_of, show, wrong_code
from dayan_safety.tests.test_sign_in import FOREIGN, RIGHT, SIGN_IN, WRONG, enter, is_in, user

__all__ = ["user"]
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def clock(time_machine: Any) -> Callable[..., None]:
    def move(**passed: Any) -> None:
        time_machine.move_to(MORNING + timedelta(**passed), tick=False)

    move()
    return move


@pytest.fixture
def key(user: User, clock: Callable[..., None]) -> str:
    """The key of lihua's app."""
    return a_second_factor(user)[0]


@pytest.fixture
def waiting(client: Client, key: str) -> Client:
    """A browser whose password was right."""
    enter(client)
    return client


def refusals() -> list[tuple[str, str]]:
    """Name and reason of every refused sign-in."""
    rows = Action.objects.filter(verb="dayan_safety.sign_in", outcome="refused").order_by("number")
    return [(row.after["username"], row.reason) for row in rows]


def test_the_password_alone_opens_nothing(client: Client, key: str) -> None:
    response = enter(client)
    assert (response.status_code, response["Location"]) == (302, CODE_PAGE)
    assert not is_in(client)
    assert not Action.objects.filter(verb="dayan_safety.sign_in").exists()


def test_without_a_second_factor_it_opens_at_once(client: Client, user: User) -> None:
    assert enter(client)["Location"] == reverse("home")
    assert is_in(client)


def test_the_code_opens_and_the_history_says_by_what(waiting: Client, key: str, user: User) -> None:
    response = show(waiting, code_of(key))
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert is_in(waiting)
    row = Action.objects.get(verb="dayan_safety.sign_in")
    assert (row.by_id, row.outcome, row.after) == (user.pk, "done", {"second_step": "验证器的验证码"})


def test_a_recovery_code_opens_once(client: Client, user: User) -> None:
    _key, codes = a_second_factor(user)
    enter(client)
    assert show(client, codes[0], recovery=True).status_code == 302
    assert is_in(client)
    assert Action.objects.get(verb="dayan_safety.sign_in").after == {"second_step": "恢复码"}
    again = Client()
    enter(again)
    assert show(again, codes[0], recovery=True).status_code == 422
    assert not is_in(again)


def test_few_recovery_codes_left_are_told(client: Client, user: User) -> None:
    _key, codes = a_second_factor(user)
    for code in codes[:6]:
        enter(client)
        show(client, code)
        assert "恢复码" not in client.get("/inbox/").content.decode()
        client.post(reverse("sign_out"))
    enter(client)
    show(client, codes[6])
    assert "您还剩 3 个恢复码" in client.get("/inbox/").content.decode()


def test_a_wrong_code_is_refused_in_words_and_told(waiting: Client, key: str, user: User) -> None:
    response = show(waiting, wrong_code(key))
    assert response.status_code == 422
    assert "验证码不对，或者已经用过。" in response.content.decode()
    assert not is_in(waiting)
    assert refusals() == [("lihua", "第二步的验证码不对")]
    assert Action.objects.get(verb="dayan_safety.sign_in").thing_id == str(user.pk)


def test_the_same_code_opens_one_browser_only(waiting: Client, key: str) -> None:
    onlooker, code = Client(), code_of(key)
    enter(onlooker)
    show(waiting, code)
    assert show(onlooker, code).status_code == 422
    assert (is_in(waiting), is_in(onlooker)) == (True, False)


def test_an_empty_code_is_asked_for_and_not_counted(waiting: Client, key: str) -> None:
    assert show(waiting, "").status_code == 422
    assert SecondFactor.objects.get().failures == 0
    assert refusals() == []


def test_five_wrong_codes_lock_the_login_at_every_address(waiting: Client, key: str) -> None:
    statuses = [show(waiting, wrong_code(key)).status_code for _each in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert show(waiting, code_of(key)).status_code == 429
    elsewhere = Client()
    enter(elsewhere, address="203.0.113.9")
    locked = show(elsewhere, code_of(key))
    assert locked.status_code == 429
    assert "08:30" in locked.content.decode()
    assert not is_in(elsewhere)


def test_after_half_an_hour_it_opens_again(waiting: Client, key: str, clock: Callable[..., None]) -> None:
    for _each in range(5):
        show(waiting, wrong_code(key))
    clock(minutes=31)
    fresh = Client()
    enter(fresh)
    show(fresh, code_of(key))
    assert is_in(fresh)


def test_wrong_passwords_are_forgiven_only_after_the_code(client: Client, key: str) -> None:
    for _each in range(3):
        enter(client, password=WRONG)
    enter(client)
    assert AccessAttempt.objects.get(username="lihua").failures_since_start == 3
    show(client, code_of(key))
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(("seconds", "opens"), [(299, True), (300, False)])
def test_the_code_must_follow_within_five_minutes(
    waiting: Client, key: str, clock: Callable[..., None], seconds: int, opens: bool
) -> None:
    clock(seconds=seconds)
    response = show(waiting, code_of(key))
    assert is_in(waiting) is opens
    if not opens:
        assert response["Location"] == SIGN_IN
        assert "登录用时过长，请重新开始。" in waiting.get(SIGN_IN).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_did_not_show_the_password_is_sent_to_the_beginning(client: Client, key: str, method: str) -> None:
    response = getattr(client, method)(CODE_PAGE, {"code": code_of(key)})
    assert (response.status_code, response["Location"]) == (302, SIGN_IN)
    assert not is_in(client)
    assert refusals() == []


def test_who_is_in_already_is_sent_home(waiting: Client, key: str) -> None:
    show(waiting, code_of(key))
    assert waiting.get(CODE_PAGE)["Location"] == reverse("home")


def close(user: User) -> None:
    deactivate_user(user, by=a_user(duty="administrator"), reason="离职")


def expire(user: User) -> None:
    User.objects.filter(pk=user.pk).update(valid_until=timezone.localdate() - timedelta(days=1))


def reset(user: User) -> None:
    reset_password(user, by=a_user(duty="administrator"))


def change(user: User) -> None:
    change_password(user, by=user, new="Gaoshan-Liushui-66")


def lose(user: User) -> None:
    reset_second_factor(user, by=a_user(duty="administrator"))


@pytest.mark.parametrize("happen", [close, expire, reset, change, lose])
def test_what_happens_between_the_steps_counts(waiting: Client, key: str, user: User, happen: Any) -> None:
    assert waiting.get(CODE_PAGE).status_code == 200
    happen(user)
    assert show(waiting, code_of(key))["Location"] == SIGN_IN
    assert not is_in(waiting)


def test_a_new_first_password_does_not_skip_the_code(client: Client, key: str, user: User) -> None:
    first = reset_password(user, by=a_user(duty="administrator"))
    enter(client, password=first)
    assert not is_in(client)
    show(client, code_of(key))
    assert client.get("/inbox/")["Location"] == reverse("change_password")


def test_the_session_number_changes_at_both_steps(client: Client, key: str) -> None:
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    numbers = [str(session.session_key)]
    client.cookies["session"] = numbers[0]
    enter(client)
    numbers.append(client.cookies["session"].value)
    show(client, code_of(key))
    numbers.append(client.cookies["session"].value)
    assert len(set(numbers)) == 3
    planted = Client()
    planted.cookies["session"] = numbers[0]
    assert (is_in(client), is_in(planted)) == (True, False)


def test_one_goes_on_to_where_one_was_going(client: Client, key: str) -> None:
    enter(client, next="/inbox/?page=2")
    assert show(client, code_of(key))["Location"] == "/inbox/?page=2"


@pytest.mark.parametrize("target", FOREIGN)
def test_the_second_step_never_leads_out_of_the_house(client: Client, key: str, target: str) -> None:
    enter(client, next=target)
    assert show(client, code_of(key))["Location"] == reverse("home")


def test_a_code_from_another_site_is_refused(key: str) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(SIGN_IN).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    client.post(SIGN_IN, {"username": "lihua", "password": RIGHT, "csrfmiddlewaretoken": token})
    assert client.get(CODE_PAGE).status_code == 200
    assert show(client, code_of(key)).status_code == 403
    assert not is_in(client)


def test_the_two_ways_are_asked_for_differently(waiting: Client) -> None:
    app, recovery = (waiting.get(CODE_PAGE + query).content.decode() for query in ("", "?recovery=1"))
    assert ('inputmode="numeric"' in app, 'inputmode="numeric"' in recovery) == (True, False)
    assert ("手机不在身边？使用恢复码" in app, "改用验证器" in recovery) == (True, True)
    assert 'autocomplete="one-time-code"' in app


def test_the_page_is_not_kept_and_names_nobody(waiting: Client) -> None:
    page = waiting.get(CODE_PAGE)
    assert "no-store" in page["Cache-Control"]
    assert "lihua" not in page.content.decode()


def test_where_it_is_off_the_password_is_enough(client: Client, key: str, settings: Any) -> None:
    settings.SECOND_FACTOR = "off"
    assert enter(client)["Location"] == reverse("home")
    assert is_in(client)
