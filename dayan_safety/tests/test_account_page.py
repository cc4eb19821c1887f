"""My account: who one is, how one signs in, and the devices one is signed in on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from committee.models import User
from dayan_safety.models import Action, SecondFactor
from dayan_safety.passwords import change_password
from dayan_safety.sessions import browser_of, devices_of, end_sessions
from dayan_safety.testing import Cast, a_user
from dayan_safety.tests.second_factors import a_second_factor, show
from dayan_safety.tests.test_sessions import MORNING, PASSWORD, clock, is_in, sessions, signed_in, user

__all__ = ["clock", "sessions", "user"]
ACCOUNT = "/account/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"
Clock = Callable[..., None]


def at(agent: str, address: str) -> Client:
    """Lihua signed in with a browser, from an address."""
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    client.post("/sign-in/", {"username": "lihua", "password": PASSWORD})
    return client


def test_the_page_says_who_one_is_and_until_when(user: User, clock: Clock) -> None:
    User.objects.filter(pk=user.pk).update(password_changed_at=MORNING)
    page = signed_in().get(ACCOUNT).content.decode()
    assert ("<dd>lihua</dd>" in page, "<dd>2026-03-02</dd>" in page, "<dd>2026-05-31</dd>" in page) == (True,) * 3


def test_a_password_for_ever_has_no_last_day(user: User, settings: Any) -> None:
    settings.PASSWORD_MAX_AGE_DAYS = 0
    assert "请在此日期前更换" not in signed_in().get(ACCOUNT).content.decode()
    settings.PASSWORD_MAX_AGE_DAYS = 90
    assert "请在此日期前更换" in signed_in().get(ACCOUNT).content.decode()


def test_every_page_leads_there(user: User) -> None:
    assert f'href="{ACCOUNT}"' in signed_in().get("/inbox/").content.decode()


# Where one is signed in.
def test_each_device_is_shown_with_its_place_and_time(sessions: None, user: User, clock: Clock) -> None:
    office = at(WINDOWS, "10.0.0.5")
    clock(minutes=10)
    at(IPHONE, "203.0.113.9")
    page = office.get(ACCOUNT).content.decode()
    assert page.index("Safari · iPhone") < page.index("Chrome · Windows")
    assert "10.0.0.5 · 2026-03-02 08:00 登录" in page
    assert "203.0.113.9 · 2026-03-02 08:10 登录" in page
    assert page.count("本机") == 1
    assert page.index("本机") > page.index("Chrome · Windows")


def test_nobody_elses_devices_are_shown(user: User) -> None:
    other = a_user(username="wanger")
    other.set_password(PASSWORD)
    other.save()
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    stranger.post("/sign-in/", {"username": "wanger", "password": PASSWORD})
    assert len(devices_of(other)) == 1
    page = signed_in().get(ACCOUNT).content.decode()
    assert "203.0.113.9" not in page
    assert "203.0.113.9" in stranger.get(ACCOUNT).content.decode()


def leave(client: Client, user: User, clock: Clock) -> None:
    client.post("/sign-out/")


def stay_away(client: Client, user: User, clock: Clock) -> None:
    clock(minutes=31)


def change(client: Client, user: User, clock: Clock) -> None:
    change_password(user, by=user, new="Gaoshan-Liushui-66")


@pytest.mark.parametrize("end", [leave, stay_away, change])
def test_a_session_that_is_over_is_not_shown(sessions: None, user: User, clock: Clock, end: Any) -> None:
    client = signed_in()
    assert len(devices_of(user)) == 1
    end(client, user, clock)
    assert devices_of(User.objects.get(pk=user.pk)) == []


def test_the_page_costs_the_same_at_one_and_three_devices(user: User, query_count: Callable[..., int]) -> None:
    client = signed_in()
    one = query_count(lambda: client.get(ACCOUNT))
    signed_in(), signed_in()
    assert len(devices_of(user)) == 3
    assert query_count(lambda: client.get(ACCOUNT)) == one


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome · Windows"),
        (WINDOWS + " Edg/140.0", "Edge · Windows"),
        (IPHONE, "Safari · iPhone"),
        (IPHONE + " MicroMessenger/8.0.60", "WeChat · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; HarmonyOS) Chrome/130 Mobile", "Chrome · HarmonyOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/19.0 Safari/605.1.15", "Safari · macOS"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_told_by_the_names_people_know(agent: str, words: str) -> None:
    assert browser_of(agent) == words


def test_what_a_browser_says_of_itself_is_not_repeated(user: User) -> None:
    client = at('"><script>alert(1)</script>', "10.0.0.5")
    page = client.get(ACCOUNT).content.decode()
    assert "alert(1)" not in page
    assert "未知浏览器" in page


# Signing out everywhere else.
def test_signing_out_elsewhere_keeps_this_session(sessions: None, user: User) -> None:
    here, there, phone = signed_in(), signed_in(), signed_in()
    answer = here.post(reverse("end_sessions"), follow=True)
    assert "已退出其他 2 台设备上的登录。" in answer.content.decode()
    assert (is_in(here), is_in(there), is_in(phone)) == (True, False, False)
    row = Action.objects.get(verb="dayan_safety.end_sessions")
    assert (row.by_id, row.thing_id, row.after) == (user.pk, str(user.pk), {"sessions": "2"})


def test_an_ended_session_does_not_come_back(sessions: None, user: User) -> None:
    here, there = signed_in(), signed_in()
    kept = there.cookies["session"].value
    here.post(reverse("end_sessions"))
    assert not is_in(there)
    there.cookies["session"] = kept
    assert not is_in(there)


def test_other_peoples_sessions_stay(user: User, as_user: Any) -> None:
    other = as_user(a_user())
    assert is_in(other)
    signed_in().post(reverse("end_sessions"))
    assert is_in(other)


def test_nowhere_else_is_said(user: User) -> None:
    client = signed_in()
    assert "退出其他设备上的登录" not in client.get(ACCOUNT).content.decode()
    assert "您没有在其他设备上登录。" in client.post(reverse("end_sessions"), follow=True).content.decode()


def test_looking_at_the_address_ends_nothing(user: User) -> None:
    here, there = signed_in(), signed_in()
    assert here.get(reverse("end_sessions")).status_code == 405
    assert is_in(there)


def test_only_ones_own_sessions(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.member)
    assert is_in(browser)
    for role in ("administrator", "office"):
        with pytest.raises(PermissionDenied):
            end_sessions(cast.member, by=getattr(cast, role), but="")
    assert is_in(browser)
    assert end_sessions(cast.member, by=cast.member, but="") == 1
    assert not is_in(browser)


def test_a_form_from_another_site_is_refused(user: User) -> None:
    here, there = signed_in(), signed_in()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = here.cookies
    assert strict.post(reverse("end_sessions")).status_code == 403
    assert is_in(there)


# The second factor on it.
def test_it_says_whether_there_is_a_second_factor_and_how_many_codes(user: User, clock: Clock) -> None:
    client = signed_in()
    assert ("未开启" in (page := client.get(ACCOUNT).content.decode()), "开始设置" in page) == (True, True)
    _key, codes = a_second_factor(user)
    client = signed_in()
    show(client, codes[0])
    page = client.get(ACCOUNT).content.decode()
    assert "自 2026-03-02 起开启" in page
    assert "还有 9 个恢复码没有用过" in page
    assert "开始设置" not in page


def test_the_page_changes_nothing(user: User) -> None:
    client = signed_in()
    client.get(ACCOUNT)
    before = (Action.objects.count(), Session.objects.count(), SecondFactor.objects.count())
    client.get(ACCOUNT)
    assert (Action.objects.count(), Session.objects.count(), SecondFactor.objects.count()) == before
    assert client.post(ACCOUNT).status_code == 405
