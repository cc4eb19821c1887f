"""How the units stand in a year: the page and its file tell the numbers that the services compute."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.models import Unit
from committee.services import meetings, tasks
from committee.tests import work
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_person, a_task, a_unit, a_user, an_appointment

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
LIST = reverse("committee:list_rates")
COLUMNS = "name kind attendance invited attended excused absent on_time tasks_due tasks_overdue"
ALL_COLUMNS = "&".join(f"columns={name}" for name in COLUMNS.split())
TODAY = date(2026, 6, 15)


@pytest.fixture
def year(cast: Cast) -> None:
    """The village came once of twice, did one task in time, one late, one not at all; last year it had one meeting."""
    work.a_concluded(cast, TODAY, chair="present", office="late", lead="substitute", member="excused", liaison="absent")
    work.a_concluded(cast, TODAY, chair="present", office="present", lead="present", member="absent", liaison="late")
    work.a_concluded(cast, date(2025, 12, 10), liaison="present")
    work.a_reported(cast)
    work.due(work.a_reported(cast), date(2026, 6, 10))
    work.made_overdue(a_task(lead_unit=cast.village))
    a_task(lead_unit=cast.village)
    tasks.cancel_task(work.made_overdue(a_task(lead_unit=cast.village)), by=None, reason="并案")


def table(browser: Any, query: str = "") -> dict[str, list[str]]:
    """Unit → its cells."""
    return {row[0]: row[1:] for row in Page(browser.get(f"{LIST}?{query}" if query else LIST)).rows}


def test_the_page_tells_rates_and_the_numbers_behind_them(year: None, cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.supervisor).get(LIST))
    assert (page.title, page.columns) == (
        "2026 年单位履职情况", ["单位", "类别", "出席率", "请假", "缺席", "按期办结率", "目前逾期"],
    )  # fmt: skip
    assert table(as_user(cast.supervisor)) == {
        "安监站": ["部门（站所）", "75% (6/8)", "1", "1", "", "0"],
        "东风村": ["村", "50% (1/2)", "0", "1", "33% (1/3)", "1"],
    }


def test_page_and_file_equal_what_the_queryset_counts(year: None, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    for asked in (2025, 2026):
        shown = Page(browser.get(f"{LIST}?year={asked}&{ALL_COLUMNS}")).rows
        answer = browser.get(reverse("committee:export_rates", args=["csv"]) + f"?year={asked}&{ALL_COLUMNS}")
        head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert rows == shown
        assert head[2:6] == ["出席率", "应到", "实到", "请假"]
        counted = {unit.name: unit for unit in Unit.objects.all().with_rates(asked, TODAY)}
        for name, _kind, _rate, invited, attended, excused, absent, _on_time, due, overdue in rows:
            unit = counted[name]
            numbers = (unit.invited, unit.attended, unit.excused, unit.absent, unit.tasks_due, unit.tasks_overdue)
            assert tuple(map(int, (invited, attended, excused, absent, due, overdue))) == numbers


def test_another_year_is_chosen_above(year: None, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.chair)
    page = Page(browser.get(f"{LIST}?year=2025"))
    assert page.title == "2025 年单位履职情况"
    assert {row[0]: row[2] for row in page.rows} == {"安监站": "0% (0/4)", "东风村": "100% (1/1)"}
    assert table(browser, "year=2024") == {}
    assert "该年没有单位应邀参会或承办事项。" in Page(browser.get(f"{LIST}?year=2024")).text


@pytest.mark.parametrize("word", ["x", "99999", "-1", "", "1999", "２０２５", "2026.5", "9" * 40])
def test_what_is_no_year_is_this_one(word: str, year: None, cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.chair).get(f"{LIST}?year={word}"))
    assert (page.status_code, page.title) == (200, "2026 年单位履职情况")


def test_a_year_that_is_over_counts_its_tasks_and_not_next_year_s(year: None, cast: Cast, as_user: Any) -> None:
    with time_machine.travel("2027-01-10 10:00+08:00", tick=False):
        reader = a_person()  # the passwords of the year before have expired
        an_appointment(cast.committee, "member", reader)
        browser = as_user(a_user(reader))
        assert table(browser, f"year=2026&{ALL_COLUMNS}")["东风村"][-2:] == ["4", "2"]
        assert table(browser, "year=2027") == {}


def test_units_are_found_and_narrowed_by_kind(year: None, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.lead)
    assert set(table(browser, "kind=village")) == {"东风村"}
    assert set(table(browser, "q=ajz")) == {"安监站"}
    assert list(table(browser, "sort=attendance")) == ["东风村", "安监站"]
    assert list(table(browser, "sort=-attendance")) == ["安监站", "东风村"]


def test_tasks_of_a_group_count_for_the_unit_that_leads_it(cast: Cast, as_user: Any) -> None:
    station = a_unit(name="派出所", kind="department")
    cast.group.lead_unit = station
    cast.group.save()
    work.made_overdue(a_task(lead_group=cast.group))
    assert table(as_user(cast.chair))["派出所"][-2:] == ["0% (0/1)", "1"]


def test_the_page_of_a_unit_tells_the_same(year: None, cast: Cast, as_user: Any) -> None:
    facts = Page(as_user(cast.office).get(cast.village.get_absolute_url())).facts
    assert (facts["本年出席率"], facts["本年按期办结率"]) == ("50% (1/2)", "33% (1/3)")
    other = Page(as_user(cast.office).get(cast.other_village.get_absolute_url())).facts
    assert "本年出席率" not in other


@pytest.mark.parametrize(
    ("role", "code"), [("chair", 200), ("supervisor", 200), ("liaison", 403), ("inspector", 403), ("auditor", 403)]
)
def test_how_units_stand_is_for_the_committee(role: str, code: int, cast: Cast, as_user: Any) -> None:
    browser = as_user(getattr(cast, role))
    assert browser.get(LIST).status_code == code
    assert browser.get(reverse("committee:export_rates", args=["csv"])).status_code == code


def test_three_units_cost_the_queries_of_one(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, costs = as_user(cast.office), []
    for number in (1, 2):
        for _each in range(number):
            unit = a_unit()
            work.made_overdue(a_task(lead_unit=unit))
            meeting = work.an_open(cast)
            meetings.invite(meeting, by=None, person=a_person(unit=unit))
            meetings.circulate_minutes(meeting, by=None)
        browser.get(LIST)
        costs.append(query_count(lambda: browser.get(LIST)))
    assert costs[0] == costs[1] <= 12
