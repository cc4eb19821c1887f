"""The roster on paper: a line a unit, names alone, of any day; what each role sees is what the roster shows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from committee.services.rosters import RosterRow
from committee.tests.roster_builders import a_holder, a_village, post_of, today, yesterday
from committee.views.roster_print import by_unit
from dayan_safety.testing import SINCE, Cast, an_appointment
from dayan_safety.tests.pages import read, tables, text_of, texts

pytestmark = pytest.mark.django_db
URL = reverse("committee:print_roster")


def lines_of(browser: Client, query: str = "") -> dict[str, list[str]]:
    """Unit → the names in its three posts."""
    (rows,) = tables(read(browser.get(f"{URL}{query}"))).values()
    return {row[1]: row[2:] for row in rows if len(row) == 5}


@pytest.fixture
def office(cast: Cast, as_user: Callable[[Any], Client]) -> Client:
    """The office's browser."""
    return as_user(cast.office)


def test_a_unit_is_a_line_with_its_three_names(office: Client) -> None:
    village = a_village("南山村")
    a_holder(village, name="张三", telephone="13812345678", position="支书")
    a_holder(village, "patrol_inspector", name="李四")
    assert lines_of(office)["南山村"] == ["张三", "空缺", "李四"]


def test_no_number_is_on_the_paper(office: Client) -> None:
    a_holder(a_village("南山村"), name="张三", telephone="13812345678", identity_number="")
    page = office.get(URL).content.decode()
    assert "张三" in page
    assert not {"13812345678", "5678", "138****5678"} & set(page.replace("<", " ").replace(">", " ").split())


def test_the_roster_of_a_day_is_what_it_was(office: Client) -> None:
    village = a_village("南山村")
    post = post_of(village)
    an_appointment(
        post, "liaison", a_holder(village, "coordinator", name="张三").person, since=SINCE, until=yesterday()
    )
    assert lines_of(office, f"?on={yesterday()}")["南山村"][0] == "张三"
    assert lines_of(office)["南山村"][0] == "空缺"
    page = read(office.get(f"{URL}?on={yesterday()}"))
    assert f"这是 {yesterday()} 的名册，不是今天的。" in texts(page, "div", "alert-info")


def test_today_is_not_told_as_another_day(office: Client) -> None:
    for query in ("", "?on=", f"?on={today()}"):
        answer = office.get(f"{URL}{query}")
        assert (answer.status_code, answer.context["is_today"], answer.context["on"]) == (200, True, today())
        assert not any("不是今天的" in text for text in texts(read(answer), "div", "alert-info"))


def test_units_of_the_day_alone_are_there(office: Client) -> None:
    a_village("旧村", valid_to=yesterday())
    a_village("新村", valid_from=today())
    assert "旧村" not in lines_of(office)
    assert {"旧村"} == {unit for unit in lines_of(office, f"?on={yesterday()}") if unit in ("旧村", "新村")}


@pytest.mark.parametrize("word", ["2026-02-30", "明天", "x" * 500])
def test_what_is_no_day_gets_a_sentence_and_todays_roster(word: str, office: Client) -> None:
    answer = office.get(URL, {"on": word})
    (sentence,) = texts(read(answer), "div", "alert-danger")
    assert (answer.status_code, answer.context["on"]) == (422, today())
    assert sentence.endswith("下面是今天的名册。")


def test_a_liaison_sees_the_posts_the_roster_shows(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    a_holder(a_village("南山村"), name="张三")
    browser = as_user(cast.liaison)
    listed = text_of(read(browser.get(reverse("committee:list_liaisonpost"))))
    assert all((unit in listed) for unit in lines_of(browser))


def test_the_list_leads_here(office: Client) -> None:
    assert URL in office.get(reverse("committee:list_liaisonpost")).content.decode()


def test_a_post_that_was_never_opened_is_no_vacancy() -> None:
    rows = [RosterRow("甲村", "1", "信息员", "张三", since=date(2026, 1, 1)), RosterRow("甲村", "1", "巡查员")]
    assert by_unit(rows) == [{"unit": "甲村", "names": ["张三", None, ""]}]


def test_two_units_of_one_name_are_two_lines() -> None:
    rows = [RosterRow("甲村", code, "信息员", name) for code, name in (("1", "张三"), ("2", "李四"))]
    assert [line["names"][0] for line in by_unit(rows)] == ["张三", "李四"]
