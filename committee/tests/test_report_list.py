"""The list of periodic reports: order, filters, whose they are, the way to the review, files."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Report
from committee.services import reports
from committee.tests import reporting
from committee.tests.pages import Page
from committee.tests.reporting import a_form, a_report, a_returned, a_submitted, an_accepted, an_excused
from dayan_safety.testing import Cast

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
LIST, REVIEW = reverse("committee:list_report"), reverse("committee:review_reports")
OPEN = {"lock_on": date(2026, 6, 29)}


@pytest.fixture
def year(cast: Cast) -> dict[str, Report]:
    """A report in each of its standings: of the group by month, of a village by quarter."""
    form = a_form()

    def of(month: int, **values: Any) -> Report:
        return a_report(cast, form, date(2026, month, 1), **OPEN, **values)

    return {
        "returned": a_returned(cast, of(1, due_on=date(2026, 6, 20))),
        "late": an_accepted(cast, of(2)),
        "excused": an_excused(cast, of(3)),
        "missing": of(4),
        "review": a_submitted(cast, of(5, due_on=date(2026, 6, 20))),
        "draft": a_report(cast, form),
        "quarter": reporting.a_quarterly(cast),
    }


def months(browser: Any, query: str = "") -> list[str]:
    """The periods on the list."""
    return [row[1] for row in Page(browser.get(f"{LIST}?{query}" if query else LIST)).rows]


def links(browser: Any) -> dict[str, Any]:
    """What can be done on the list."""
    return {link.text: link.attributes["href"] for link in Page(browser.get(LIST)).head.all("a")}


def test_the_latest_period_stands_first_with_state_and_whether_it_came_in_time(
    year: Any, cast: Cast, as_user: Any
) -> None:
    page = Page(as_user(cast.member).get(LIST))
    assert page.columns == ["填报单位", "报告期", "状态", "应报日", "及时情况", "首次上报日", "上报人"]
    assert page.rows[:5] == [
        ["消防安全组", "2026年6月", "填报中", "2026-06-25", "未到期", "", ""],
        ["消防安全组", "2026年5月", "待审核", "2026-06-20", "按时", "2026-06-15", "赵组长"],
        ["消防安全组", "2026年4月", "填报中", "2026-04-25", "缺报", "", ""],
        ["消防安全组", "2026年3月", "免报", "2026-03-25", "免报", "", ""],
        ["消防安全组", "2026年2月", "审核通过", "2026-02-25", "逾期", "2026-06-15", "赵组长"],
    ]
    assert sorted(page.rows[5:]) == [
        ["东风村", "2026年第1季度", "填报中", "2026-06-20", "未到期", "", ""],
        ["消防安全组", "2026年1月", "已退回", "2026-06-20", "按时", "2026-06-15", "赵组长"],
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("standing=to_write", {"2026年1月", "2026年4月", "2026年6月", "2026年第1季度"}),
        ("standing=review", {"2026年5月"}),
        ("standing=returned", {"2026年1月"}),
        ("standing=missing", {"2026年4月"}),
        ("standing=late", {"2026年2月"}),
        ("standing=on_time", {"2026年1月", "2026年5月"}),
        ("standing=accepted", {"2026年2月"}),
        ("standing=excused", {"2026年3月"}),
        ("period=quarter", {"2026年第1季度"}),
        ("since=2026-5-1", {"2026年5月", "2026年6月"}),
        ("since=2026-4-1&until=2026.5.1", {"2026年4月", "2026年5月"}),
        ("q=东风", {"2026年第1季度"}),
        ("q=消防&standing=late", {"2026年2月"}),
        ("q=<script>", set()),
    ],
)
def test_filters_find_what_they_say(query: str, found: set[str], year: Any, cast: Cast, as_user: Any) -> None:
    assert set(months(as_user(cast.office), query)) == found


def test_by_group_and_by_who_writes(year: Any, cast: Cast, as_user: Any) -> None:
    office, lead, liaison = (as_user(getattr(cast, role)) for role in ("office", "lead", "liaison"))
    assert len(months(office, f"group={cast.group.pk}")) == 6
    assert months(office, f"group={cast.supervision.pk}") == []
    assert len(months(lead, "mine=write")) == 6
    assert months(office, "mine=write") == []
    assert months(liaison, "mine=write") == ["2026年第1季度"]


def test_a_liaison_sees_the_reports_of_the_own_unit_alone(year: Any, cast: Cast, as_user: Any) -> None:
    other = reporting.a_quarterly(cast, cast.other_village)
    assert [row[0] for row in Page(as_user(cast.liaison).get(LIST)).rows] == ["东风村"]
    assert [row[0] for row in Page(as_user(cast.lead).get(f"{LIST}?q=西河")).rows] == [str(other.unit)]
    assert as_user(cast.outsider).get(LIST).status_code == 403


def test_the_office_is_led_to_the_review_with_the_number_that_waits(year: Any, cast: Cast, as_user: Any) -> None:
    assert links(as_user(cast.office))["审核（1）"] == REVIEW
    others = {role: list(links(as_user(getattr(cast, role)))) for role in ("chair", "lead", "member")}
    assert [role for role, texts in others.items() if any("审核" in text for text in texts)] == []
    reports.submit_report(year["draft"], by=cast.lead, is_nil=True)
    assert links(as_user(cast.office))["审核（2）"] == REVIEW


def test_without_anything_to_review_there_is_no_way_to_it(cast: Cast, as_user: Any) -> None:
    a_report(cast)
    assert [text for text in links(as_user(cast.office)) if "审核" in text] == []


def test_an_empty_list_says_what_to_do(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(LIST))
    assert page.main.first(kind="empty").first("p").text == (
        "没有符合条件的报告。请减少筛选条件；月报每月1日自动开始填报。"
    )


def test_the_file_is_what_the_list_shows(year: Any, cast: Cast, as_user: Any) -> None:
    browser, query = as_user(cast.office), "standing=to_write&sort=first"
    page = Page(browser.get(f"{LIST}?{query}"))
    url = reverse("committee:export_report", args=["csv"])
    head, *rows = csv.reader(io.StringIO(browser.get(f"{url}?{query}").content.decode("utf-8-sig")))
    assert (head, rows, len(rows)) == (page.columns, page.rows, 4)
    assert browser.get(reverse("committee:export_report", args=["xlsx"])).status_code == 200
    codes = {role: as_user(getattr(cast, role)).get(url).status_code for role in ("lead", "liaison", "outsider")}
    assert codes == {"lead": 200, "liaison": 403, "outsider": 403}


def test_further_columns_are_chosen(year: Any, cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(f"{LIST}?standing=returned&columns=reporter&columns=lock_on&columns=returned"))
    assert (page.columns, page.rows) == (["填报单位", "截止日", "退回次数"], [["消防安全组", "2026-06-29", "1"]])


@pytest.mark.parametrize(
    "query", ["standing=x", "mine=x", "group=x", "group=" + "9" * 30, "until=x", "sort=x", "page=x"]
)
def test_nonsense_in_the_address_is_no_failure(query: str, year: Any, cast: Cast, as_user: Any) -> None:
    assert as_user(cast.office).get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("role", ["office", "lead", "liaison"])
def test_three_reports_cost_the_queries_of_one(role: str, cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, form, costs = as_user(getattr(cast, role)), a_form(), []
    for numbers in ((1,), (2, 3)):
        for month in numbers:
            a_submitted(cast, a_report(cast, form, date(2026, month, 1), **OPEN))
        browser.get(LIST)
        costs.append(query_count(lambda: browser.get(LIST)))
    assert costs[0] == costs[1] <= 13
