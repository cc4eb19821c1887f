"""Refusals and breakdowns as people read them: in both languages, with a way on, without a word of the machine."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from committee.models import Unit
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.tests.markup import Markup, in_english, inline_faults, markup_of

MACHINE = re.compile(
    r"traceback|exception|django|python|\.py\b|settings|debug|sql|committee\.|zerodivision|secret", re.I
)


class Broken(Exception):
    """What nobody foresaw."""


def unreadable(browser: Client, cast: Cast) -> Any:
    """An address that is no text."""
    return browser.get("/search/?q=%00")


def forbidden(browser: Client, cast: Cast) -> Any:
    """A page of others."""
    return browser.get("/history/")


def missing(browser: Client, cast: Cast) -> Any:
    """An address that does not exist."""
    return browser.get("/no/such/page/")


def stale(browser: Client, cast: Cast) -> Any:
    """A form without its token."""
    browser.handler.enforce_csrf_checks = True
    return browser.post("/committee/units/new/", {"name": "新村"})


def breakdown(browser: Client, cast: Cast) -> Any:
    """A page that fails."""
    browser.raise_request_exception = False
    return browser.get("/")


PAGES: list[tuple[Callable[[Client, Cast], Any], int, str, str]] = [
    (unreadable, 400, "无法识别的请求", "The request cannot be read"),
    (forbidden, 403, "您没有此项权限", "You have no right to do this"),
    (stale, 403, "页面打开时间过长", "This page was open for too long"),
    (missing, 404, "找不到该页面", "There is nothing at this address"),
    (breakdown, 500, "系统出错了", "Something went wrong"),
]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A home page whose figures fail with something secret in the message."""

    def fail(*args: Any) -> Any:
        raise Broken("secret 13812345678 in /srv/portal/settings.py")

    monkeypatch.setattr("dayan_safety.home.figures", fail)


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(("ask", "status", "chinese", "english"), PAGES)
def test_each_refusal_is_told_in_the_readers_language(
    ask: Any, status: int, chinese: str, english: str, cast: Cast, as_user: Any
) -> None:
    for browser, words, language in (
        (as_user(cast.office), chinese, "zh-hans"),
        (in_english(as_user(cast.office)), english, "en"),
    ):
        answer = ask(browser, cast)
        page = markup_of(answer)
        assert (answer.status_code, page.texts("h1"), page.one("html")["lang"]) == (status, [words], language)
        assert page.texts("title")[0].startswith(words)
        assert "/" in page.links()
        assert not MACHINE.search(page.one("body").text)
        assert inline_faults(page) == []


def test_a_word_of_the_machine_would_be_seen() -> None:
    assert MACHINE.search(Markup("<body>Traceback (most recent call last)</body>").one("body").text)


@pytest.mark.usefixtures("broken")
def test_a_breakdown_tells_the_log_and_not_the_reader(cast: Cast, as_user: Any, caplog: Any) -> None:
    with caplog.at_level(logging.ERROR):
        answer = breakdown(as_user(cast.office), cast)
    assert any(record.exc_info and record.exc_info[0] is Broken for record in caplog.records)
    assert "13812345678" not in answer.content.decode() and "portal" not in answer.content.decode()


def test_a_breakdown_half_way_leaves_nothing_behind(cast: Cast, as_user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise Broken

    monkeypatch.setattr("committee.services.units._open_missing", fail)
    browser, before = as_user(cast.office), Action.objects.count()
    browser.raise_request_exception = False
    form = {"name": "新村", "kind": "village", "order": "1", "once": "d" * 32}
    assert browser.post("/committee/units/new/", form).status_code == 500
    assert (Unit.objects.filter(name="新村").exists(), Action.objects.count()) == (False, before)
    monkeypatch.undo()
    assert browser.post("/committee/units/new/", form).status_code == 302
    assert Unit.objects.filter(name="新村").count() == 1


def test_what_is_not_yours_reads_like_what_is_not_there(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.liaison)
    foreign, none = (browser.get(f"/committee/units/{pk}/").content.decode() for pk in (cast.other_village.pk, 999_999))
    assert re.sub(r'value="[^"]+"', "", foreign) == re.sub(r'value="[^"]+"', "", none)
    assert "西河村" not in foreign
    assert "西河村" in as_user(cast.office).get(cast.other_village.get_absolute_url()).content.decode()


def test_a_refusal_of_a_fragment_is_a_refusal_too(cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.liaison).get("/history/", headers={"HX-Request": "true"})
    assert (answer.status_code, markup_of(answer).texts("h1")) == (403, ["您没有此项权限"])
