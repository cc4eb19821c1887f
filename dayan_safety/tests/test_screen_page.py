"""The big screen without a login: what opens it, what it says, and that it says nobody's name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Person
from dayan_safety.models import Action
from dayan_safety.overview import glance, wall
from dayan_safety.overview.red_list import RedList, red_list
from dayan_safety.parameters import set_parameters
from dayan_safety.screens import close_screen, open_screen, renew_screen, screen_key
from dayan_safety.testing import Cast
from dayan_safety.tests import overview_town
from dayan_safety.tests.markup import markup_of

SECTIONS = ["六项指标", "红灯清单", "各主题覆盖村数", "本月和近期"]


def address() -> str:
    """Where the screen is, which is on."""
    return reverse("view_screen", args=[screen_key(open_screen(None, by=None))])


@pytest.fixture
def full(midsummer: None, cast: Cast) -> Cast:
    """A town with something in each figure, whose titles and texts name everybody."""
    overview_town.full_town(cast)
    return cast


def sections(answer: Any) -> list[str]:
    """The parts of the screen by their headings."""
    return [heading.text for heading in markup_of(answer).all("h2")]


def test_whoever_has_the_address_looks_and_gets_no_cookie(full: Cast, client: Any) -> None:
    answer = client.get(address())
    assert (answer.status_code, sections(answer)) == (200, SECTIONS)
    assert (dict(client.cookies), answer.cookies.output()) == ({}, "")


def test_it_is_kept_nowhere_and_found_by_no_search_engine(cast: Cast, client: Any) -> None:
    answer = client.get(address())
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex, nofollow"' in answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_renewed_address_and_a_screen_that_is_off_show_nothing(cast: Cast, client: Any) -> None:
    old = address()
    assert client.get(old).status_code == 200
    new = reverse("view_screen", args=[screen_key(renew_screen(None, by=cast.office))])
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    close_screen(None, by=cast.office)
    assert client.get(new).status_code == 404


@pytest.mark.parametrize("key", ["x", "1:1", "WzFd:x", "%00", "a" * 300])
def test_an_invented_address_is_not_there(key: str, cast: Cast, client: Any) -> None:
    address()
    assert client.get(f"/screen/{key}/").status_code in (400, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_it(method: str, cast: Cast, client: Any) -> None:
    assert getattr(client, method)(address()).status_code == 405


# Nobody's name


def said_of_people(text: str, cast: Cast) -> list[str]:
    """Names, telephone numbers and sign-in names of anybody that stand in ``text``."""
    people = Person.objects.values_list("name", "telephone")
    words = {word for each in people for word in each if word}
    words |= {getattr(cast, role).username for role in Cast.ROLES}
    return sorted(word for word in words if word in text)


def test_no_name_and_no_telephone_number_is_on_it(full: Cast, as_user: Any, client: Any) -> None:
    insiders = as_user(full.chair).get(reverse("view_overview")).content.decode()
    named = said_of_people(insiders.partition("<main")[2], full)
    assert {"周警官", full.inspector.person.telephone} <= set(named)
    for query in ("", "?language=en"):
        assert said_of_people(client.get(address() + query).content.decode(), full) == []


def test_a_screen_that_showed_what_people_typed_would_be_found_out(
    full: Cast, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(asked: Any) -> RedList:
        told = red_list(asked)
        return replace(told, worst=[replace(late, public=late.name) for late in told.worst])

    monkeypatch.setattr(glance, "red_list", typed)
    assert said_of_people(client.get(address()).content.decode(), full) != []


def test_the_red_list_names_units_and_days(full: Cast, client: Any) -> None:
    lines = markup_of(client.get(address())).all("span", "red-owner")
    assert {line.text for line in lines} == {"东风村"}


def test_nothing_on_it_can_be_pressed(full: Cast, client: Any) -> None:
    set_parameters({"dayan_safety.screen_shows_league": True}, by=full.office)
    page = markup_of(client.get(address()))
    pressed = [element.tag for element in page.elements if element.tag in ("a", "button", "form", "input", "select")]
    assert pressed == []


def test_nothing_is_drawn_by_style_or_script_in_the_page(full: Cast, client: Any) -> None:
    page = markup_of(client.get(address()))
    assert [element.tag for element in page.elements if "style" in element.attrs] == []
    assert [script["src"].rpartition("/")[2] for script in page.all("script")] == ["screen.js"]
    assert page.all("style") == []


# Ranks


def test_ranks_are_there_only_where_the_office_lets_everybody_see_them(full: Cast, client: Any) -> None:
    there = address()
    assert "排名" not in client.get(there).content.decode()
    set_parameters({"assessment.shows_league": True}, by=full.office)
    assert "排名" not in client.get(there).content.decode()
    set_parameters({"dayan_safety.screen_shows_league": True}, by=full.office)
    page = markup_of(client.get(there))
    assert [item.text for item in page.all("span", "ranked-name")][:2] == ["西河村", "东风村"]


# Language


def test_it_is_chinese_whatever_the_browser_says_unless_english_is_asked_for(full: Cast, client: Any) -> None:
    there = address()
    page = markup_of(client.get(there, headers={"accept-language": "en-US,en"}))
    assert (page.one("html")["lang"], page.one("h1").text) == ("zh-hans", "大安镇安全社区")
    english = markup_of(client.get(f"{there}?language=en"))
    assert english.one("html")["lang"] == "en"
    assert sections(client.get(f"{there}?language=en"))[:2] == ["Six figures", "Red list"]
    assert markup_of(client.get(f"{there}?language=<script>")).one("html")["lang"] == "zh-hans"


# How often


def test_whoever_opens_it_too_often_waits_and_others_do_not(
    cast: Cast, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall, "MOST_SHOWN", 3)
    there = address()
    assert [client.get(there).status_code for _time in range(5)] == [200, 200, 200, 429, 429]
    assert client.get(there, REMOTE_ADDR="203.0.113.9").status_code == 200
    refused = Action.objects.filter(verb="dayan_safety.view_screen", outcome=Action.Outcome.REFUSED)
    assert refused.count() == 1
    assert "太频繁" in client.get(there).content.decode()


def test_an_invented_address_uses_up_nobodys_tries(cast: Cast, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "MOST_SHOWN", 1)
    there = address()
    assert {client.get("/screen/invented/").status_code for _time in range(5)} == {404}
    assert client.get(there).status_code == 200


def test_what_the_page_says_of_the_moment_is_the_towns_time(full: Cast, client: Any) -> None:
    text = markup_of(client.get(address())).one("footer").text
    assert re.fullmatch(r"更新于 10:00", text.strip())
