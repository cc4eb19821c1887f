"""Lists come back as they were left, each by itself, for the one who left them, until they are reset."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety.views.remembered import LONGEST, remembered

UNITS, PEOPLE = "/committee/units/", "/committee/people/"


@pytest.fixture
def browser(cast: Any, as_user: Any) -> Any:
    """The office's browser."""
    return as_user(cast.office)


def left_as(browser: Any, url: str = UNITS) -> dict[str, list[str]]:
    """How the plain list comes back."""
    answer = browser.get(url)
    return parse_qs(urlsplit(answer["Location"]).query) if answer.status_code == 302 else {}


def test_everything_but_the_page_comes_back(browser: Any) -> None:
    query = {"q": ["东 风"], "sort": ["-name"], "columns": ["name", "kind"], "rows": ["100"]}
    browser.get(UNITS, query | {"page": ["2"]})
    assert left_as(browser) == query


def test_each_list_is_remembered_by_itself(browser: Any) -> None:
    browser.get(UNITS, {"kind": "agency"})
    browser.get(PEOPLE, {"gone": "no"})
    assert (left_as(browser), left_as(browser, PEOPLE)) == ({"kind": ["agency"]}, {"gone": ["no"]})
    browser.get(UNITS + "?reset=1")
    assert (left_as(browser), left_as(browser, PEOPLE)) == ({}, {"gone": ["no"]})


def test_the_last_way_of_leaving_counts(browser: Any) -> None:
    for query in ({"kind": "agency"}, {"q": "村"}):
        browser.get(UNITS, query)
    assert left_as(browser) == {"q": ["村"]}
    browser.get(UNITS, {"page": "1"})
    assert left_as(browser) == {}


def test_resetting_leads_to_the_plain_list_whatever_stands_beside_it(browser: Any) -> None:
    browser.get(UNITS, {"kind": "agency"})
    assert browser.get(UNITS, {"reset": "", "kind": "village"})["Location"] == UNITS
    assert left_as(browser) == {}


def test_what_is_searched_in_place_is_remembered_too(browser: Any) -> None:
    browser.get(UNITS, {"q": "村"}, headers={"HX-Request": "true"})
    assert left_as(browser) == {"q": ["村"]}


def test_a_file_taken_away_does_not_change_the_list(browser: Any) -> None:
    browser.get(UNITS, {"kind": "agency"})
    browser.get(f"{UNITS}export/csv/", {"kind": "village"})
    assert left_as(browser) == {"kind": ["agency"]}


def test_what_one_left_is_nobody_elses(cast: Any, as_user: Any) -> None:
    first, second = as_user(cast.office), as_user(cast.office)
    first.get(UNITS, {"kind": "agency"})
    assert (left_as(first), left_as(second), left_as(as_user(cast.chair))) == ({"kind": ["agency"]}, {}, {})


def test_signing_out_forgets(cast: Any, browser: Any) -> None:
    browser.get(UNITS, {"kind": "agency"})
    browser.post("/sign-out/")
    browser.force_login(cast.office, backend="dayan_safety.backends.RuleBackend")
    assert left_as(browser) == {}


@pytest.mark.parametrize("text", ["大安" * 150, "%" * 700, "a" * 1990])
def test_an_address_too_long_to_keep_is_not_kept_in_half(text: str, browser: Any) -> None:
    browser.get(UNITS, {"kind": "agency"})
    assert browser.get(UNITS, {"q": "村", "unknown": text}).status_code == 200
    assert left_as(browser) == {}
    assert browser.get(UNITS, follow=True).status_code == 200


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.dictionaries(st.sampled_from(["q", "kind", "sort", "columns", "x"]), st.lists(TEXT, min_size=1, max_size=4)))
def test_any_list_comes_back_whole_or_not_at_all(query: dict[str, list[str]]) -> None:
    session = SessionStore()

    def ask(params: dict[str, list[str]]) -> Any:
        request = RequestFactory().get(UNITS, params)
        request.session = session
        return remembered(request, UNITS)

    assert ask(query) is None
    back = ask({})
    if back is None:
        assert len(RequestFactory().get(UNITS, query).META["QUERY_STRING"]) > LONGEST or not query
    else:
        assert dict(QueryDict(urlsplit(back.url).query).lists()) == query
