"""The register of tasks: lights, filters, whose they are, order, files, and the home page's buckets that lead to it."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Task
from committee.services import tasks
from committee.tests import work
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_task

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
LIST = reverse("committee:list_task")
TODAY = date(2026, 6, 15)


def titles(browser: Any, query: str = "") -> list[str]:
    """The tasks on the list."""
    return [row[0] for row in Page(browser.get(f"{LIST}?{query}" if query else LIST)).rows]


def buckets(browser: Any) -> dict[str, tuple[int, str]]:
    """What the home page says is to be done: label → number and where it leads."""
    links = Page(browser.get("/")).main.first("ul", "todos").all("a")
    return {link.first("span").text: (int(link.first("strong").text), str(link.attributes["href"])) for link in links}


@pytest.fixture
def register(cast: Cast) -> dict[str, Task]:
    """A task in each of its states, led by the village but for one of the group and one of another village."""
    own = {"lead_unit": cast.village}
    known = {
        "新": a_task(title="新", **own),
        "三天": work.due(a_task(title="三天", **own), TODAY + timedelta(days=3)),
        "逾期": work.made_overdue(a_task(title="逾期", **own)),
        "复核": work.a_reported(cast, title="复核"),
        "退办": a_task(title="退办", **own),
        "退回": work.a_reported(cast, title="退回"),
        "延期": a_task(title="延期", **own),
        "销号": work.a_closed(cast, title="销号"),
        "组": a_task(title="组", lead_group=cast.group, helper_units=[cast.village]),
        "别村": a_task(title="别村", lead_unit=cast.other_village, source="inspection", source_note="检查单"),
    }
    tasks.decline_task(known["退办"], by=cast.liaison, reason="无权")
    tasks.return_task(known["退回"], by=cast.office, reason="缺照片")
    tasks.ask_extension(known["延期"], by=cast.liaison, wanted_on=date(2026, 7, 1), reason="待料")
    return known


def test_what_is_open_comes_first_by_its_last_day(register: Any, cast: Cast, as_user: Any) -> None:
    rows = Page(as_user(cast.lead).get(LIST)).rows
    order = ["逾期", "三天", "别村", "组", "延期", "退回", "退办", "复核", "新", "销号"]
    assert [row[0] for row in rows] == order
    lights = {row[0]: row[3] for row in rows}
    assert lights == {
        "新": "正常", "三天": "还剩 3 天", "逾期": "逾期 1 天", "复核": "待复核", "退办": "申请退办", "退回": "正常",
        "延期": "正常", "销号": "按期销号", "组": "正常", "别村": "正常",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("standing=open", {"新", "三天", "逾期", "复核", "退办", "退回", "延期", "组", "别村"}),
        ("standing=overdue", {"逾期"}),
        ("standing=soon", {"三天"}),
        ("standing=check", {"复核"}),
        ("standing=declined", {"退办"}),
        ("standing=new", {"新", "三天", "逾期", "延期", "组", "别村"}),
        ("standing=returned", {"退回"}),
        ("standing=extension", {"延期"}),
        ("standing=closed", {"销号"}),
        ("source=inspection", {"别村"}),
        ("since=2026-6-15&until=2026-6-20", {"三天"}),
        ("until=2026.6.14", {"逾期"}),
        ("q=西河", {"别村"}),
        ("q=消防安全组", {"组"}),
        ("q=" + "大安督〔2026〕1号", {"新"}),
        ("q=<script>alert(1)</script>", set()),
    ],
)
def test_filters_find_what_they_say(query: str, found: set[str], register: Any, cast: Cast, as_user: Any) -> None:
    assert set(titles(as_user(cast.office), query)) == found


def test_by_lead_the_choices_are_those_who_lead_something(register: Any, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    assert titles(browser, f"lead_unit={cast.other_village.pk}") == ["别村"]
    assert titles(browser, f"lead_group={cast.group.pk}") == ["组"]
    page = Page(browser.get(f"{LIST}?reset", follow=True))
    choices = {field.attributes.get("name"): field for field in page.main.all("select")}
    assert [option.text for option in choices["lead_unit"].all("option")][1:] == ["东风村", "西河村"]


def test_whose_is_by_unit_for_a_liaison_and_by_group_for_a_lead(register: Any, cast: Cast, as_user: Any) -> None:
    liaison, lead = as_user(cast.liaison), as_user(cast.lead)
    assert set(titles(liaison, "mine=all")) - set(titles(liaison, "mine=lead")) == {"组"}
    assert titles(lead, "mine=lead") == titles(lead, "mine=all") == ["组"]
    assert "别村" not in titles(liaison, "mine=all")
    assert set(titles(liaison, "reset=1")) == set()
    assert set(titles(liaison)) == set(register) - {"别村"}


def test_the_buckets_of_the_home_page_hold_as_many_as_the_list_they_lead_to(
    register: Any, cast: Cast, as_user: Any
) -> None:
    expected = {
        "liaison": {
            "我们的督办事项已逾期": 1,
            "我们的督办事项即将到期": 1,
            "退回我们重办的事项": 1,
            "待签收的新事项": 4,
        },
        "lead": {"待签收的新事项": 1},
        "office": {"待复核的督办事项": 1, "申请退办的督办事项": 1, "全镇逾期督办事项": 1},
        "chair": {"待复核的督办事项": 1, "申请退办的督办事项": 1, "全镇逾期督办事项": 1, "待审批的延期": 1},
    }
    found: dict[str, dict[str, int]] = {}
    for role in expected:
        browser = as_user(getattr(cast, role))
        of_tasks = {name: told for name, told in buckets(browser).items() if told[1].startswith(LIST)}
        found[role] = {name: number for name, (number, _url) in of_tasks.items()}
        for name, (number, url) in of_tasks.items():
            assert len(Page(browser.get(url)).rows) == number, name
    assert found == expected


def test_the_file_is_what_the_list_shows(register: Any, cast: Cast, as_user: Any) -> None:
    browser, query = as_user(cast.office), "standing=open&sort=-title"
    page = Page(browser.get(f"{LIST}?{query}"))
    url = reverse("committee:export_task", args=["csv"])
    head, *rows = csv.reader(io.StringIO(browser.get(f"{url}?{query}").content.decode("utf-8-sig")))
    assert (head, rows) == (page.columns, page.rows)
    assert head == ["督办事项", "主办", "办理期限", "状态", "来源"]
    assert len(rows) == 9
    assert ["别村", "西河村", "2026-06-25", "正常", "检查 检查单"] in rows
    codes = {role: as_user(getattr(cast, role)).get(url).status_code for role in ("lead", "liaison", "inspector")}
    assert codes == {"lead": 200, "liaison": 403, "inspector": 403}


def test_a_formula_in_a_title_does_not_leave_the_house_alive(cast: Cast, as_user: Any) -> None:
    a_task(title="=1+1", lead_unit=cast.village)
    answer = as_user(cast.office).get(reverse("committee:export_task", args=["csv"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert not rows[1][0].startswith("=")


@pytest.mark.parametrize("query", ["standing=x", "mine=x", "lead_unit=x", "lead_unit=" + "9" * 30, "until=x", "sort=x"])
def test_nonsense_in_the_address_is_no_failure(query: str, register: Any, cast: Cast, as_user: Any) -> None:
    assert as_user(cast.office).get(f"{LIST}?{query}").status_code == 200
