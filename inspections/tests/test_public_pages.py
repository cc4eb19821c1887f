"""The pages without a login: in both languages, kept by no browser, no word of anybody, no cookie but the form's."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dayan_safety.testing import Cast
from inspections.tests.resident_builders import IN_STATE, a_report

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
PAGES = ["report_hazard", "follow_report", "show_hazard_figures"]
WORDS = {
    "report_hazard": ("隐患随手拍", "Report a danger"),
    "follow_report": ("查询举报", "Follow a report"),
    "show_hazard_figures": ("举报处理情况", "What became of reports"),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_speaks_both_languages(name: str, db: None) -> None:
    chinese, english = WORDS[name]
    assert chinese in Client().get(reverse(name)).content.decode()
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert english in browser.get(reverse(name)).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_none_names_anybody(name: str, cast: Cast) -> None:
    for make in IN_STATE.values():
        make(cast, telephone="13812345678")
    page = Client().get(reverse(name)).content.decode()
    people = {person.name for person in type(cast.office.person).objects.all()}
    assert not [word for word in (*people, "13812345678", "井盖") if word in page]


@pytest.mark.parametrize("name", ["report_hazard", "follow_report"])
def test_what_is_typed_and_followed_is_kept_by_no_browser(name: str, db: None) -> None:
    told = Client().get(reverse(name))["Cache-Control"]
    assert "no-store" in told
    assert "private" in told


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_gets_no_session(name: str, db: None) -> None:
    browser = Client()
    browser.get(reverse(name))
    assert settings.SESSION_COOKIE_NAME not in browser.cookies


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("name", PAGES)
def test_no_other_method_is_answered(name: str, method: str, db: None) -> None:
    assert getattr(Client(), method)(reverse(name)).status_code == 405


def test_a_form_without_its_token_is_refused(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(reverse("report_hazard"), {"text": "x", "place": "y"}).status_code == 403


@pytest.mark.parametrize(
    ("page", "told"),
    [("report_hazard", "隐患随手拍"), ("follow_report", "查询举报"), ("show_hazard_figures", "近八周")],
)
def test_who_is_signed_in_sees_the_same(page: str, told: str, cast: Cast, as_user: Any) -> None:
    a_report()
    for role in ("office", "liaison", "outsider"):
        answer = as_user(getattr(cast, role)).get(reverse(page))
        assert (answer.status_code, told in answer.content.decode()) == (200, True)
