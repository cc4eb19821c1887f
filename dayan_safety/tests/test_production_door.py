"""The door of a real town, over HTTPS behind a proxy: cookies, names of the host, what the proxy says, methods."""

from collections.abc import Callable
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.test import Client
from django.urls import reverse

from committee.models import User
from dayan_safety.models import Action
from dayan_safety.testing import a_user
from dayan_safety.tests.second_factors import a_second_factor, show
from dayan_safety.tests.test_settings import settings_under
from dayan_safety.tests.test_sign_in import RIGHT, SIGN_IN, enter, user

__all__ = ["user"]
HOST = "safety.example"
TOWN = {"HTTPS": "on", "ALLOWED_HOSTS": HOST, "TRUSTED_PROXIES": "1", "SECRET_KEY": "x" * 50}
TAKEN = (
    "SESSION_",
    "CSRF_",
    "SECURE_",
    "LANGUAGE_COOKIE",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
    "HTTPS",
    "DEBUG",
    "DEMO",
)
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7", "Host": HOST}
COOKIES = ["__Host-csrf", "__Host-session", "font_size", "language"]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> Callable[..., Client]:
    """The settings of a real town in force; ``town()`` → a browser that comes through its proxy."""
    for name, value in settings_under(monkeypatch, tmp_path, **TOWN).items():
        if name.startswith(TAKEN) and name.isupper() and name != "SESSION_ENGINE":
            setattr(settings, name, value)

    def browser(**more: str) -> Client:
        return Client(headers=PROXY | more, REMOTE_ADDR="127.0.0.1")

    return browser


@pytest.fixture
def jar(town: Callable[..., Client], user: User) -> dict[str, Morsel[str]]:
    """Every cookie that the portal ever gives."""
    client = town()
    client.get(SIGN_IN)
    client.post(reverse("set_preferences"), {"language": "en", "font_size": "large"})
    client.post(SIGN_IN, {"username": "lihua", "password": RIGHT})
    return dict(client.cookies.items())


def test_the_portal_gives_these_cookies_and_no_other(jar: dict[str, Morsel[str]]) -> None:
    assert sorted(jar) == COOKIES


@pytest.mark.parametrize("name", COOKIES)
def test_each_cookie_travels_encrypted_hidden_from_scripts_and_to_this_host_alone(
    jar: dict[str, Morsel[str]], name: str
) -> None:
    cookie = jar[name]
    kept = {flag: cookie[flag] for flag in ("secure", "samesite", "domain", "path")}
    assert kept == {"secure": True, "samesite": "Lax", "domain": "", "path": "/"}
    assert bool(cookie["httponly"]) is (name != "language")  # Django's own view sets that one; it says en or zh-hans


def test_the_cookie_of_the_second_step_is_as_safe(town: Callable[..., Client], user: User) -> None:
    a_second_factor(user)
    client = town()
    answer = client.post(SIGN_IN, {"username": "lihua", "password": RIGHT})
    assert answer["Location"] == reverse("sign_in_code")
    cookie = client.cookies["__Host-session"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_without_https_the_cookies_are_plain(client: Client, user: User) -> None:
    """The control: the flags come from the town's settings, not from the test's client."""
    enter(client)
    assert (client.cookies["session"]["secure"], "__Host-session" in client.cookies) == ("", False)


def test_the_session_cookie_lives_no_longer_than_a_session(jar: dict[str, Morsel[str]]) -> None:
    assert jar["__Host-session"]["max-age"] == 12 * 3600


# Plain HTTP.
@pytest.mark.parametrize("path", ["/", "/sign-in/?next=/inbox/", "/static/css/portal.css", "/nowhere/"])
def test_plain_http_is_led_to_https(town: Callable[..., Client], db: None, path: str) -> None:
    answer = town(**{"X-Forwarded-Proto": "http"}).get(path)
    assert (answer.status_code, answer["Location"]) == (301, f"https://{HOST}{path}")
    assert not answer.cookies


def test_a_password_sent_in_the_clear_is_not_looked_at(town: Callable[..., Client], user: User) -> None:
    answer = town(**{"X-Forwarded-Proto": "http"}).post(SIGN_IN, {"username": "lihua", "password": RIGHT})
    assert answer.status_code == 301
    assert not Action.objects.exists()


def test_without_a_proxy_of_ones_own_its_word_counts_for_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alone = settings_under(monkeypatch, tmp_path, **TOWN | {"TRUSTED_PROXIES": "0"})
    behind = settings_under(monkeypatch, tmp_path, **TOWN)
    assert (alone["SECURE_PROXY_SSL_HEADER"], behind["SECURE_PROXY_SSL_HEADER"]) == (
        None,
        ("HTTP_X_FORWARDED_PROTO", "https"),
    )


# Names of the host.
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"{HOST}.evil.example",
        f"evil.{HOST}",
        f"{HOST}@evil.example",
        "127.0.0.1",
        f"{HOST}/x",
        "[::1]",
        " ",
    ],
)
def test_a_foreign_host_is_refused_and_not_repeated(town: Callable[..., Client], db: None, host: str) -> None:
    answer = town(Host=host).get(SIGN_IN)
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
    assert "Location" not in answer.headers


@pytest.mark.parametrize("host", [HOST, f"{HOST}:443", HOST.upper()])
def test_its_own_name_opens(town: Callable[..., Client], db: None, host: str) -> None:
    assert town(Host=host).get(SIGN_IN).status_code == 200


def test_a_host_named_beside_the_request_changes_nothing(town: Callable[..., Client], db: None) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Host": "evil.example"}
    answer = town(**forged).get("/inbox")
    assert (answer.status_code, "evil" in answer["Location"]) == (301, False)
    assert "evil" not in town(**forged).get(SIGN_IN).content.decode()


# Methods.
@pytest.mark.parametrize(
    "headers", [{"X-HTTP-Method-Override": "DELETE"}, {"X-HTTP-Method": "PUT"}, {"X-Method-Override": "GET"}]
)
def test_a_method_named_beside_the_request_changes_nothing(client: Client, user: User, headers: dict[str, str]) -> None:
    enter(client)
    assert client.get(reverse("sign_out"), headers=headers | {"X-HTTP-Method-Override": "POST"}).status_code == 405
    assert client.get(f"{reverse('sign_out')}?_method=POST").status_code == 405
    answer = client.post(reverse("sign_out"), {"_method": "GET"}, headers=headers)
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "X" * 50])
@pytest.mark.parametrize("name", ["sign_in_code", "view_account", "enrol_second_factor", "end_sessions", "sign_out"])
def test_methods_nobody_uses_are_refused_and_change_nothing(client: Client, user: User, method: str, name: str) -> None:
    enter(client)
    before = Action.objects.count()
    assert client.generic(method, reverse(name)).status_code == 405
    assert Action.objects.count() == before
    assert client.get("/inbox/").status_code == 200


def test_put_is_no_second_way_to_sign_in(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.put(SIGN_IN, f"username=lihua&password={RIGHT}", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 403
    assert client.get("/inbox/").status_code == 302


# Forgery.
@pytest.mark.parametrize(
    ("origin", "status"),
    [(f"https://{HOST}", 302), ("https://evil.example", 403), ("null", 403), (f"http://{HOST}", 403)],
)
def test_a_form_is_taken_from_ones_own_pages_alone(
    town: Callable[..., Client], user: User, origin: str, status: int
) -> None:
    client = town(Origin=origin)
    client.handler.enforce_csrf_checks = True
    page = client.get(SIGN_IN).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"username": "lihua", "password": RIGHT, "csrfmiddlewaretoken": token}
    assert client.post(SIGN_IN, form).status_code == status
    assert Action.objects.filter(verb="dayan_safety.sign_in").count() == (status == 302)


def test_what_htmx_says_of_itself_is_no_pass(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    enter_without = {"headers": {"HX-Request": "true", "X-Requested-With": "XMLHttpRequest"}}
    assert client.post(SIGN_IN, {"username": "lihua", "password": RIGHT}, **enter_without).status_code == 403


def test_the_address_behind_the_proxy_is_the_one_kept(town: Callable[..., Client], user: User) -> None:
    forged = {"X-Forwarded-For": "10.9.9.9, 198.51.100.7", "X-Real-IP": "10.9.9.9", "Client-IP": "10.9.9.9"}
    town(**forged).post(SIGN_IN, {"username": "lihua", "password": RIGHT})
    assert Action.objects.get(verb="dayan_safety.sign_in").address == "198.51.100.7"


def test_the_device_list_shows_it_as_well(town: Callable[..., Client], user: User) -> None:
    client = town()
    client.post(SIGN_IN, {"username": "lihua", "password": RIGHT})
    assert "198.51.100.7" in client.get("/account/").content.decode()


def test_the_code_page_is_reached_by_the_same_proxy_only_with_its_own_cookie(
    town: Callable[..., Client], user: User
) -> None:
    _key, codes = a_second_factor(user)
    first, other = town(), town()
    first.post(SIGN_IN, {"username": "lihua", "password": RIGHT})
    assert show(other, codes[0], address="127.0.0.1")["Location"] == SIGN_IN
    assert show(first, codes[0], address="127.0.0.1")["Location"] == "/"


def test_there_is_one_door(db: None, client: Client) -> None:
    """No login view but the portal's, and Django admin's own is not one."""
    client.force_login(a_user(duty="administrator"), backend="dayan_safety.backends.RuleBackend")
    assert client.get("/admin/login/").status_code == 403
    assert Client().get("/admin/login/")["Location"].startswith(SIGN_IN)
    assert portal.LOGIN_URL == "sign_in"
