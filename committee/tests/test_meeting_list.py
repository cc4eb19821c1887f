"""The list of meetings: the year's months, filters, search, columns; exports of exactly what is shown; its costs."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Meeting
from committee.services import meetings
from committee.tests import work
from committee.tests.pages import Page
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_meeting, a_person

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
LIST = reverse("committee:list_meeting")


def titles(browser: Any, query: str = "") -> list[str]:
    """The meetings on the list."""
    return [row[0] for row in Page(browser.get(f"{LIST}?{query}" if query else LIST)).rows]


def exported(browser: Any, query: str = "") -> list[list[str]]:
    """The rows of the file, its head first."""
    answer = browser.get(reverse("committee:export_meeting", args=["csv"]) + f"?{query}")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def year(cast: Cast) -> list[Meeting]:
    """January was held, February called off, March forgotten; May waits for its minutes, June is notified."""
    states = {1: "final", 2: "cancelled", 3: "draft", 5: "for_comment", 6: "notified"}
    return [
        a_meeting(
            cast.committee,
            title=f"{number}月例会",
            month=date(2026, number, 1),
            held_on=date(2026, number, 20),
            state=state,
            place="三楼" if number == 5 else "",
            minutes_number="大安创纪〔2026〕1号" if number == 1 else "",
        )
        for number, state in states.items()
    ]


def test_the_year_stands_above_with_the_months_that_were_missed(year: list[Meeting], cast: Cast, as_user: Any) -> None:
    head = Page(as_user(cast.lead).get(LIST)).main.first("section", "card")
    assert head.first("h2").text == "2026 年：12 个月中已有 2 个月召开联席会议"
    assert [month.text for month in head.all("li")] == [
        "1 月 纪要定稿",
        "2 月 已取消",
        "3 月 草稿",
        "4 月 未召开",
        "5 月 征求意见",
        "6 月 已通知",
        *(f"{number} 月 未到" for number in range(7, 13)),
    ]
    links = [link.attributes["href"] for link in head.first("ol").all("a")]
    assert links == [meeting.get_absolute_url() for meeting in year]


def test_a_liaison_reads_the_months_of_their_own_meetings_alone(year: list[Meeting], cast: Cast, as_user: Any) -> None:
    meetings.invite(year[3], by=None, person=cast.liaison.person)
    page = Page(as_user(cast.liaison).get(LIST))
    assert [row[0] for row in page.rows] == ["5月例会"]
    assert [link.text for link in page.main.first("ol", "months").all("a")] == ["5 月 征求意见"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["6月例会", "5月例会", "3月例会", "2月例会", "1月例会"]),
        ("state=cancelled", ["2月例会"]),
        ("standing=held", ["5月例会", "1月例会"]),
        ("standing=ahead", ["6月例会", "3月例会"]),
        ("standing=minutes", ["5月例会"]),
        ("since=2026-2-20&until=2026/5/20", ["5月例会", "3月例会", "2月例会"]),
        ("q=三楼", ["5月例会"]),
        ("q=创纪〔2026〕1号", ["1月例会"]),
        ("q=6月", ["6月例会"]),
        ("q=<script>", []),
        ("sort=held_on", ["1月例会", "2月例会", "3月例会", "5月例会", "6月例会"]),
    ],
)
def test_filters_find_what_they_say(
    query: str, found: list[str], year: list[Meeting], cast: Cast, as_user: Any
) -> None:
    assert titles(as_user(cast.lead), query) == found


def test_the_file_is_what_the_list_shows(year: list[Meeting], cast: Cast, as_user: Any) -> None:
    meetings.invite(year[3], by=None, person=a_person())
    browser, query = as_user(cast.office), "standing=held&sort=-held_on"
    page = Page(browser.get(f"{LIST}?{query}"))
    head, *rows = exported(browser, query)
    assert head == page.columns == ["会议", "日期", "开始时间", "地点", "状态", "应到", "实到", "纪要文号"]
    assert rows == page.rows
    assert rows == [
        ["5月例会", "2026-05-20", "09:00", "三楼", "征求意见", "1", "0/1", ""],
        ["1月例会", "2026-01-20", "09:00", "", "纪要定稿", "0", "0/0", "大安创纪〔2026〕1号"],
    ]
    told = Action.objects.get(verb="committee.export_meeting")
    assert (told.by, told.after["rows"]) == (cast.office, "共 2 条")


def test_a_file_of_meetings_is_for_the_committee(year: list[Meeting], cast: Cast, as_user: Any) -> None:
    url = reverse("committee:export_meeting", args=["xlsx"])
    codes = {role: as_user(getattr(cast, role)).get(url).status_code for role in ("lead", "liaison", "inspector")}
    assert codes == {"lead": 200, "liaison": 403, "inspector": 403}


def test_how_many_came_is_said_of_meetings_that_were_held(cast: Cast, as_user: Any) -> None:
    work.a_notified(cast, title="将来")
    held = work.an_open(cast, title="今天")
    meetings.sign_in(work.an_invitation(held, cast.lead), by=None)
    meetings.uninvite(work.an_invitation(held, cast.liaison), by=None, reason="误邀")
    rows = {row[0]: row[5:7] for row in Page(as_user(cast.chair).get(LIST)).rows}
    assert rows == {"将来": ["5", ""], "今天": ["4", "1/4"]}


@pytest.mark.parametrize("query", ["state=x", "standing=x", "since=x", "page=999", "sort=x", "q=" + "长" * 300])
def test_nonsense_in_the_address_is_no_failure(query: str, cast: Cast, as_user: Any) -> None:
    assert as_user(cast.office).get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("role", ["office", "liaison"])
def test_three_meetings_cost_the_queries_of_one(role: str, cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, costs = as_user(getattr(cast, role)), []
    for number in (1, 2):
        for _each in range(number):
            work.a_minuted(cast, month=None)
        browser.get(LIST)
        costs.append(query_count(lambda: browser.get(LIST)))
    assert costs[0] == costs[1] <= 12


def test_a_file_of_three_costs_the_queries_of_one(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, url, costs = as_user(cast.office), reverse("committee:export_meeting", args=["csv"]), []
    for number in (1, 2):
        for _each in range(number):
            work.a_minuted(cast)
        browser.get(url)
        costs.append(query_count(lambda: browser.get(url)))
    assert costs[0] == costs[1]
