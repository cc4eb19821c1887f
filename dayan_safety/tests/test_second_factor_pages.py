"""Setting the second factor up, changing its recovery codes, turning it off: what each asks for and what it ends."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from committee.models import User
from dayan_safety.models import Action, SecondFactor
from dayan_safety.second_factor import codes_left, has_second_factor
from dayan_safety.tests.second_factors import a_second_factor, code_of, show, wrong_code
from dayan_safety.tests.test_sign_in import FOREIGN, RIGHT, SIGN_IN, WRONG, enter, is_in, user

__all__ = ["user"]
ACCOUNT, ENROL = "/account/", "/account/second-factor/"
RENEW, OFF = f"{ENROL}codes/", f"{ENROL}off/"
CODE = re.compile(r"<code>((?:\w{4}-){2}\w{4})</code>")


@pytest.fixture
def browser(client: Client, user: User) -> Client:
    """Lihua, signed in by password."""
    enter(client)
    return client


@pytest.fixture
def proven(client: Client, user: User) -> Callable[[], str]:
    """Lihua, signed in by password and code: gives a code that is still unused."""
    key, codes = a_second_factor(user)
    enter(client)
    show(client, codes[0])
    return lambda: code_of(key)


def key_on(page: Any) -> str:
    """The key that the page shows as text."""
    [key] = re.findall(r'<code class="key">([A-Z2-7 ]+)</code>', page.content.decode())
    return str(key)


def send(client: Client, url: str, code: str, password: str = RIGHT, **more: str) -> Any:
    """Post password and code."""
    return client.post(url, {"password": password, "code": code} | more)


def test_from_the_picture_to_ten_codes_shown_once(browser: Client, user: User) -> None:
    page = browser.get(ENROL)
    assert 'src="data:image/svg+xml' in page.content.decode()
    shown = send(browser, ENROL, code_of(key_on(page)))
    codes = CODE.findall(shown.content.decode())
    assert (shown.status_code, len(set(codes))) == (200, 10)
    assert "今后登录时需要验证器的验证码" in shown.content.decode()
    assert has_second_factor(user)
    assert is_in(browser)
    assert not any(code in browser.get(url, follow=True).content.decode() for code in codes for url in (ACCOUNT, ENROL))


def test_afterwards_the_door_asks_for_a_code(browser: Client, user: User) -> None:
    key = key_on(browser.get(ENROL))
    send(browser, ENROL, code_of(key))
    browser.post(reverse("sign_out"))
    enter(browser)
    assert not is_in(browser)
    show(browser, code_of(key, 1))
    assert is_in(browser)


def test_the_picture_stays_the_same_until_it_is_used(browser: Client) -> None:
    first, again = key_on(browser.get(ENROL)), key_on(browser.get(ENROL))
    slip = send(browser, ENROL, wrong_code(first))
    assert first == again == key_on(slip)


def test_two_sessions_are_offered_two_keys(browser: Client, user: User) -> None:
    other = Client()
    enter(other)
    assert key_on(browser.get(ENROL)) != key_on(other.get(ENROL))


def test_the_session_keeps_the_offered_key_encrypted(browser: Client) -> None:
    key = key_on(browser.get(ENROL)).replace(" ", "")
    assert key not in str(dict(browser.session))


@pytest.mark.parametrize(
    ("password", "right_code", "errors"),
    [(WRONG, True, ["password"]), ("", True, ["password"]), (RIGHT, False, ["code"])],
)
def test_setting_up_asks_for_password_and_code(
    browser: Client, user: User, password: str, right_code: bool, errors: list[str]
) -> None:
    key = key_on(browser.get(ENROL))
    response = send(browser, ENROL, code_of(key) if right_code else wrong_code(key), password)
    assert (response.status_code, list(response.context["form"].errors)) == (422, errors)
    assert not has_second_factor(user)


def test_setting_up_ends_every_other_session(browser: Client, user: User) -> None:
    other = Client()
    enter(other)
    assert is_in(other)
    send(browser, ENROL, code_of(key_on(browser.get(ENROL))))
    assert (is_in(browser), is_in(other)) == (True, False)


def test_who_has_one_is_led_to_the_account(client: Client, proven: Callable[[], str]) -> None:
    assert client.get(ENROL)["Location"] == ACCOUNT
    assert send(client, ENROL, proven())["Location"] == ACCOUNT


@pytest.mark.parametrize("url", [RENEW, OFF])
def test_who_has_none_is_led_to_the_account(browser: Client, url: str) -> None:
    assert browser.get(url)["Location"] == ACCOUNT


def test_where_it_is_off_there_is_no_such_page(browser: Client, settings: Any) -> None:
    settings.SECOND_FACTOR = "off"
    assert browser.get(ENROL).status_code == 404
    assert "两步验证" not in browser.get(ACCOUNT).content.decode()
    settings.SECOND_FACTOR = "offered"
    assert "两步验证" in browser.get(ACCOUNT).content.decode()


def test_new_codes_are_shown_and_void_the_old(client: Client, user: User, proven: Callable[[], str]) -> None:
    assert codes_left(user) == 9
    shown = send(client, RENEW, proven())
    assert len(set(CODE.findall(shown.content.decode()))) == 10
    assert "今后登录时需要验证器的验证码" not in shown.content.decode()
    assert codes_left(user) == 10


def test_turning_it_off_takes_password_and_code(client: Client, user: User, proven: Callable[[], str]) -> None:
    assert send(client, OFF, proven())["Location"] == ACCOUNT
    assert not has_second_factor(user)
    page = client.get(ACCOUNT).content.decode()
    assert "两步验证已关闭，其他设备上的登录已全部退出。" in page
    assert "开始设置" in page
    assert is_in(client)


def test_turning_it_off_ends_every_other_session(client: Client, user: User, proven: Callable[[], str]) -> None:
    codes = CODE.findall(send(client, RENEW, proven()).content.decode())
    other = Client()
    enter(other)
    show(other, codes[0])
    assert is_in(other)
    send(client, OFF, codes[1])
    assert (is_in(client), is_in(other)) == (True, False)


@pytest.mark.parametrize("url", [RENEW, OFF])
@pytest.mark.parametrize("password", [WRONG, ""])
def test_a_wrong_password_uses_up_no_code(
    client: Client, user: User, proven: Callable[[], str], url: str, password: str
) -> None:
    code = proven()
    assert send(client, url, code, password).status_code == 422
    assert (has_second_factor(user), codes_left(user), SecondFactor.objects.get().failures) == (True, 9, 0)
    assert send(client, url, code).status_code in (200, 302)


@pytest.mark.parametrize(("url", "right"), [(RENEW, "renew_recovery_codes"), (OFF, "disable_second_factor")])
def test_wrong_codes_are_counted_told_and_locked(
    client: Client, user: User, proven: Callable[[], str], url: str, right: str
) -> None:
    pages = [send(client, url, "BBBB-BBBB-BBBB") for _each in range(5)]
    assert {page.status_code for page in pages} == {422}
    assert "验证码输错次数过多" in pages[-1].content.decode()
    assert send(client, url, proven()).status_code == 422
    assert (has_second_factor(user), codes_left(user)) == (True, 9)
    assert Action.objects.filter(verb=f"dayan_safety.{right}", outcome="refused", by=user).count() == 6


@pytest.mark.parametrize("url", [ENROL, RENEW, OFF])
def test_guessing_the_password_at_an_open_page_ends_the_session(
    client: Client, user: User, proven: Callable[[], str], url: str
) -> None:
    if url == ENROL:
        SecondFactor.objects.all().delete()
    for _each in range(4):
        assert send(client, url, "000000", WRONG).status_code == 422
    assert is_in(client)
    assert send(client, url, "000000", WRONG)["Location"] == SIGN_IN
    assert not is_in(client)
    assert "密码输错次数过多，请重新登录。" in client.get(SIGN_IN).content.decode()


def test_guesses_count_together_on_every_page(client: Client, user: User, proven: Callable[[], str]) -> None:
    for url in (RENEW, OFF, RENEW):
        send(client, url, "000000", WRONG)
    passwords = {"old_password": WRONG, "new_password1": "Gaoshan-Liushui-66", "new_password2": "Gaoshan-Liushui-66"}
    client.post(reverse("change_password"), passwords)
    assert is_in(client)
    assert send(client, OFF, "000000", WRONG)["Location"] == SIGN_IN


@pytest.mark.parametrize("url", [ENROL, RENEW, OFF])
def test_each_step_needs_the_pages_own_form(user: User, client: Client, proven: Callable[[], str], url: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert send(strict, url, proven()).status_code == 403
    assert has_second_factor(user)


# Where one goes on to.
def test_the_codes_lead_on_to_where_one_was_going(browser: Client) -> None:
    page = browser.get(ENROL, {"next": "/inbox/?page=2"})
    assert 'name="next" value="/inbox/?page=2"' in page.content.decode()
    shown = send(browser, ENROL, code_of(key_on(page)), next="/inbox/?page=2")
    assert 'href="/inbox/?page=2">已保管好，继续</a>' in shown.content.decode()


@pytest.mark.parametrize("target", FOREIGN)
def test_the_codes_never_lead_out_of_the_house(browser: Client, target: str) -> None:
    page = browser.get(ENROL, {"next": target})
    assert page.context["next"] == ACCOUNT
    shown = send(browser, ENROL, code_of(key_on(page)), next=target)
    assert 'href="/account/">已保管好，继续</a>' in shown.content.decode()


def test_it_all_can_be_read_in_english(browser: Client) -> None:
    browser.post(reverse("set_preferences"), {"language": "en"})
    page = browser.get(ENROL)
    assert "Set up the second factor" in page.content.decode()
    shown = send(browser, ENROL, code_of(key_on(page)))
    assert "These codes are shown only now." in shown.content.decode()
    assert re.findall("[一-鿿]", shown.content.decode().replace("中文", "")) == []
