"""Every header on every kind of answer: pages, redirects, refusals, failures, files, fragments, static files."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dayan_safety.testing import Cast

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
KINDS: dict[str, tuple[str, str, int]] = {
    # kind of answer: method and address, as whom, status
    "page": ("GET /", "office", 200),
    "list": ("GET /committee/units/", "office", 200),
    "own account": ("GET /account/", "office", 200),
    "key of the second factor": ("GET /account/second-factor/", "office", 200),
    "administration": ("GET /admin/committee/user/", "administrator", 200),
    "answer to a program": ("GET /pick/unit/?q=a", "office", 200),
    "text file": ("GET /committee/units/export/csv/", "office", 200),
    "workbook": ("GET /committee/roster/workbook/", "office", 200),
    "form again": ("POST /committee/units/new/", "office", 422),
    "right missing": ("GET /history/", "office", 403),
    "address unknown": ("GET /nowhere/", "office", 404),
    "method refused": ("GET /sign-out/", "office", 405),
    "redirect": ("GET /sign-in/", "office", 302),
    "slash forgotten": ("GET /inbox", "office", 301),
    "door": ("GET /sign-in/", "", 200),
    "way to the door": ("GET /inbox/", "", 302),
    "stranger's unknown address": ("GET /nowhere/", "", 404),
    "unreadable": ("GET /sign-in/?q=%00", "", 400),
    "too long": ("GET /" + "x" * 2001, "", 400),
    "static style": ("GET /static/css/portal.css", "", 200),
    "static drawing": ("GET /static/img/emblem.svg", "", 200),
    "static unknown": ("GET /static/nowhere.css", "", 404),
}
PRIVATE = sorted(kind for kind, (asked, role, _status) in KINDS.items() if role and "inbox" not in asked)


@pytest.fixture
def ask(cast: Cast, as_user: Any) -> Callable[..., Any]:
    """``ask("page")`` → the answer of that kind, over HTTPS as behind the proxy."""

    def answer(kind: str, **more: Any) -> Any:
        asked, role, _status = KINDS[kind]
        method, address = asked.split(" ")
        browser = as_user(getattr(cast, role)) if role else Client()
        return getattr(browser, method.lower())(address, secure=True, **more)

    return answer


def policy(answer: Any) -> set[str]:
    """The content security policy, taken apart."""
    return {part.strip() for part in answer["Content-Security-Policy"].split(";")}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_answer_carries_every_guard(ask: Callable[..., Any], kind: str, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    answer = ask(kind)
    assert (kind, answer.status_code) == (kind, KINDS[kind][2])
    assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")
    assert policy(answer) == POLICY


@pytest.mark.parametrize("kind", sorted(kind for kind in KINDS if not kind.startswith("static")))
def test_every_answer_but_a_static_file_has_its_number(ask: Callable[..., Any], kind: str) -> None:
    assert len(ask(kind)["X-Request-ID"]) == 32


@pytest.mark.parametrize("kind", PRIVATE)
def test_nothing_private_is_kept_anywhere(ask: Callable[..., Any], kind: str) -> None:
    assert "no-store" in ask(kind)["Cache-Control"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_text_says_how_it_is_written(ask: Callable[..., Any], kind: str) -> None:
    answer = ask(kind)
    if answer["Content-Type"].startswith("text/"):
        assert answer["Content-Type"].replace('"', "").endswith("; charset=utf-8")


@pytest.mark.parametrize("kind", sorted(kind for kind in KINDS if not kind.startswith("static")))
def test_no_other_site_may_read_an_answer(ask: Callable[..., Any], kind: str) -> None:
    """Static files may be: whitenoise allows it, and nothing in them is private."""
    answer = ask(kind, headers={"Origin": "https://evil.example"})
    assert [name for name in answer.headers if name.startswith("Access-Control")] == []


def test_a_breakdown_carries_them_too(cast: Cast, as_user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> None:
        raise RuntimeError("13812345678")

    monkeypatch.setattr("dayan_safety.account_pages.devices_of", broken)
    browser = as_user(cast.office)
    browser.raise_request_exception = False
    answer = browser.get("/account/", secure=True)
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS
    assert (policy(answer), answer["Cache-Control"]) == (POLICY, "no-store, private")
    page = answer.content.decode()
    assert ("系统出错了" in page, "13812345678" in page, "Traceback" in page) == (True, False, False)


def test_a_form_of_another_site_is_refused_with_them() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", secure=True)
    assert answer.status_code == 403
    assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS
    assert policy(answer) == POLICY


def test_a_lock_is_said_with_them(db: None, settings: Any) -> None:
    settings.SIGN_IN_FAILURES = settings.AXES_FAILURE_LIMIT = 1
    answer = Client().post("/sign-in/", {"username": "nobody", "password": "x"}, secure=True)
    assert answer.status_code == 429
    assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS
    assert policy(answer) == POLICY


GUARDIANS = {
    "django.middleware.security.SecurityMiddleware": "X-Content-Type-Options",
    "django.middleware.clickjacking.XFrameOptionsMiddleware": "X-Frame-Options",
    "csp.middleware.CSPMiddleware": "Content-Security-Policy",
    "dayan_safety.middleware.ActorMiddleware": "X-Request-ID",
    "dayan_safety.middleware.PrivatePagesMiddleware": "Cache-Control",
}


@pytest.mark.parametrize(("guardian", "header"), sorted(GUARDIANS.items()))
def test_without_its_middleware_a_header_is_missing(
    ask: Callable[..., Any], settings: Any, guardian: str, header: str
) -> None:
    assert header in ask("page").headers
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != guardian]
    assert header not in ask("page").headers


def test_a_fragment_is_as_private_as_its_page(cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.office).get("/committee/units/", headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert answer["Cache-Control"] == "no-store, private"
    assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS


def test_only_asking_for_the_head_gets_the_same_headers(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    head, page = browser.head("/committee/units/"), browser.get("/committee/units/")
    changing = {"X-Request-ID", "Content-Length"}
    assert head.content == b""
    assert {n: v for n, v in head.headers.items() if n not in changing} == {
        n: v for n, v in page.headers.items() if n not in changing
    }


@pytest.mark.parametrize("kind", ["text file", "workbook"])
def test_files_are_kept_not_opened(ask: Callable[..., Any], kind: str) -> None:
    assert ask(kind)["Content-Disposition"].startswith("attachment; filename")


def test_styles_may_be_kept_by_everybody(ask: Callable[..., Any]) -> None:
    answer = ask("static style")
    assert "public" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
