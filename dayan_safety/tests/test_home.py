"""The home page: what to do first; figures for those who run the town, each leading to exactly its records."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dayan_safety.calendars import load_unknown_years
from dayan_safety.records import remove_record
from dayan_safety.testing import a_group, a_person, a_unit, an_appointment
from dayan_safety.tests.markup import in_english, markup_of

MOST_QUERIES = 29


def home(browser: Any) -> Any:
    """What the home page's template was given."""
    return browser.get(reverse("home")).context


def todos(browser: Any) -> dict[str, int]:
    """The to-dos: how many of what."""
    return {str(todo.label): todo.count for todo in home(browser)["todos"]}


@pytest.mark.usefixtures("midsummer")
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
    areas = as_user(cast.office).get(reverse("import_list", args=["roster"])).context["areas"]
    assert [item.url for area in areas for item in area.items if item.active] == [reverse("list_imports")]


FIGURES = ["在任促进委员会 1", "工作组 2", "村 2", "企业 0", "联络岗 6", "空缺岗位 5"]
FIGURES += ["已召开联席会议 0", "在办督办事项 0", "逾期督办事项 0"]
FIGURES += ["本月应报月报 0", "本月已报月报 0", "缺报报告 0"]
FIGURES += ["已完成检查 0", "未销号隐患 0", "逾期未整改隐患 0"]
FIGURES += ["知识竞赛 0", "应急演练 0", "安全培训 0", "宣传资料发放数 0", "“五进”覆盖 0"]


@pytest.mark.usefixtures("midsummer")
@pytest.mark.parametrize(
    ("role", "greeting", "to_do", "figures"),
    [
        ("chair", "王主任，您好", [], FIGURES),
        ("office", "李文员，您好", ["联络岗空缺5"], FIGURES),
        ("lead", "赵组长，您好", [], FIGURES),
        ("member", "钱所长，您好", [], FIGURES),
        ("supervisor", "吴督查，您好", [], FIGURES),
        ("liaison", "孙信息，您好", ["联络岗空缺2"], []),
        ("inspector", "周警官，您好", [], []),
        ("outsider", "郑路人，您好", [], []),
    ],
)
def test_each_role_reads_its_own_first_page(
    role: str, greeting: str, to_do: list[str], figures: list[str], cast: Any, as_user: Any
) -> None:
    page = markup_of(as_user(getattr(cast, role)).get(reverse("home")))
    assert page.texts("h1") == [greeting]
    assert (page.texts("a", "todo"), page.texts("li", "tile")) == (to_do, figures)
    assert ("没有待办事项" in page.one("main").text) == (not to_do)


@time_machine.travel("2026-02-16 09:00+08:00", tick=False)
def test_the_first_page_tells_the_day_in_the_readers_language(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    assert "2026年2月16日 星期一" in markup_of(browser.get("/")).one("main").text
    english = markup_of(in_english(browser).get("/")).one("main").text
    assert "Hello, 李文员" in english and "Monday" in english


def test_a_liaison_reads_who_holds_the_posts_of_the_own_unit(cast: Any, as_user: Any) -> None:
    an_appointment(cast.other_village.liaison_posts.first(), "liaison", a_person(name="别村人"))
    page = markup_of(as_user(cast.liaison).get("/"))
    assert page.one("ul", "lines").text == "信息员 孙信息 2024-01-01 起 协管员 空缺 巡查员 空缺"
    assert "别村人" not in page.one("main").text


def test_a_unit_that_was_removed_is_no_longer_on_the_liaisons_page(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.liaison)
    assert "东风村" in markup_of(browser.get("/")).one("main").text
    remove_record(cast.village, by=cast.office, reason="撤销")
    assert "东风村" not in markup_of(browser.get("/")).one("main").text


@pytest.mark.usefixtures("midsummer")
def test_each_to_do_leads_to_exactly_what_it_counts(cast: Any, as_user: Any) -> None:
    a_group(cast.committee, to_be_confirmed=True)
    a_person(telephone="", unit=cast.village)
    a_person(telephone="", left_on="2025-01-01")
    a_unit(valid_to="2025-01-01")
    for user in (cast.office, cast.liaison):
        browser = as_user(user)
        told = home(browser)["todos"]
        assert len(told) >= 2
        assert [browser.get(todo.url).context["listing"].total for todo in told] == [todo.count for todo in told]
