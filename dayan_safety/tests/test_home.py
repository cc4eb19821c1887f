"""The home page: what to do first; figures for those who run the town, each leading to exactly its records."""

from typing import Any

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dayan_safety.calendars import load_unknown_years
from dayan_safety.testing import a_group, a_person, a_unit, an_appointment

MOST_QUERIES = 14


def home(browser: Any) -> Any:
    """What the home page's template was given."""
    return browser.get(reverse("home")).context


def todos(browser: Any) -> dict[str, int]:
    """The to-dos: how many of what."""
    return {str(todo.label): todo.count for todo in home(browser)["todos"]}


def test_the_office_is_told_what_is_vacant_and_unconfirmed(cast: Any, as_user: Any) -> None:
    a_group(cast.committee, to_be_confirmed=True)
    a_person(telephone="")
    told = todos(as_user(cast.office))
    assert told == {"个联络岗空缺": 5, "名人员没有电话": 1, "个工作组待确认": 1} or list(told.values()) == [5, 1, 1]


def test_what_is_done_is_no_longer_told(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    before = sum(todos(browser).values())
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison")
    assert sum(todos(browser).values()) == before - 1


def test_a_liaison_sees_the_own_unit_and_no_figures(cast: Any, as_user: Any) -> None:
    shown = home(as_user(cast.liaison))
    assert shown["figures"] == []
    assert [panel["unit"] for panel in shown["unit_panels"]] == [cast.village]
    assert list(todos(as_user(cast.liaison)).values()) == [2]


def test_an_auditor_sees_neither_figures_nor_to_dos(cast: Any, as_user: Any) -> None:
    shown = home(as_user(cast.auditor))
    assert (shown["figures"], shown["todos"], shown["unit_panels"]) == ([], [], [])


def test_each_figure_leads_to_exactly_its_records(cast: Any, as_user: Any) -> None:
    a_unit(kind="enterprise")
    a_unit(name="别村", removed_at="2026-01-01T00:00Z")
    browser = as_user(cast.chair)
    for figure in home(browser)["figures"]:
        answer = browser.get(figure.url)
        if figure.key != "committee":
            assert (figure.key, answer.context["listing"].total) == (figure.key, figure.value)


def test_the_home_page_takes_as_many_queries_with_more_records(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    home(browser)
    with CaptureQueriesContext(connection) as few:
        home(browser)
    for _ in range(5):
        an_appointment(a_unit().liaison_posts.first(), "liaison")
    with CaptureQueriesContext(connection) as more:
        home(browser)
    assert len(few) == len(more) <= MOST_QUERIES


@time_machine.travel("2026-11-24 09:00+08:00", tick=False)
def test_an_unknown_year_is_told_to_the_office_alone(cast: Any, as_user: Any) -> None:
    assert len(home(as_user(cast.office))["warnings"]) == 1
    assert home(as_user(cast.liaison))["warnings"] == []
    load_unknown_years()
    assert home(as_user(cast.office))["warnings"] == []


def test_the_sidebar_holds_what_one_may_open_and_nothing_else(cast: Any, as_user: Any) -> None:
    for user in (getattr(cast, role) for role in cast.ROLES):
        browser = as_user(user)
        items = [item for area in home(browser)["areas"] for item in area.items]
        assert [item.url for item in items if browser.get(item.url, follow=True).status_code != 200] == []


def test_one_place_alone_is_marked_as_here(cast: Any, as_user: Any) -> None:
    areas = as_user(cast.office).get(reverse("committee:import_roster")).context["areas"]
    assert [item.url for area in areas for item in area.items if item.active] == [reverse("committee:import_roster")]
