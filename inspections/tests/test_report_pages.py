"""The office's pages of reported dangers: what is shown to whom, what can be done when, lists, codes, files."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_unit
from inspections.models import HazardReport
from inspections.tests.resident_builders import IN_STATE, a_report, answered, taken

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
LIST, CODES = reverse("inspections:list_hazardreport"), reverse("inspections:list_hazard_codes")
TELEPHONE = "13812345678"
BUTTONS = {
    "new": ["列为隐患", "答复举报", "不予受理"],
    "taken": [],
    "answered": [],
    "dismissed": ["重新受理"],
}
SORTING = {word for words in BUTTONS.values() for word in words}


def page_of(report: HazardReport, browser: Any) -> Page:
    """Its page."""
    return Page(browser.get(report.get_absolute_url()))


def exported(browser: Any, *columns: str) -> list[list[str]]:
    """What goes along in a file."""
    url = reverse("inspections:export_hazardreport", args=["csv"])
    content = browser.get(url, {"columns": columns} if columns else {}).getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


# A report's page


@pytest.mark.parametrize("state", BUTTONS)
def test_the_office_finds_what_can_be_done_where_it_stands(state: str, cast: Cast, as_user: Any) -> None:
    page = page_of(IN_STATE[state](cast), as_user(cast.office))
    assert [text for text in page.buttons if text in SORTING] == BUTTONS[state]


@pytest.mark.parametrize("role", ["chair", "supervisor"])
def test_others_who_read_all_sort_nothing(role: str, cast: Cast, as_user: Any) -> None:
    for state in ("new", "dismissed"):
        page = page_of(IN_STATE[state](cast), as_user(getattr(cast, role)))
        assert not set(page.buttons) & SORTING


@pytest.mark.parametrize(
    ("state", "words"),
    [("new", "待受理"), ("taken", "已列为隐患"), ("answered", "已答复"), ("dismissed", "不予受理")],
)
def test_where_it_stands_is_told_on_its_page_and_in_the_list(state: str, words: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    assert page_of(IN_STATE[state](cast), browser).status == words
    assert [row[-1] for row in Page(browser.get(LIST)).rows] == [words]


def test_its_facts_tell_who_reported_and_what_came_of_it(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    made, told = taken(cast), answered(cast)
    page = page_of(made, browser)
    facts, links = page.facts, {link.attributes["href"] for link in page.main.all("a")}
    assert made.finding.get_absolute_url() in links
    assert (facts["举报人"], facts["隐患"].split()[0]) == ("群众", made.finding.number)
    assert facts["受理日期"] == "2026-06-15"
    assert page_of(told, browser).facts["给举报人的答复"] == "已核查，井盖完好。"
    assert page_of(a_report(cast.member), browser).facts["举报人"] == "钱所长"


@pytest.mark.parametrize(("role", "reveals"), [("chair", True), ("office", True), ("supervisor", False)])
def test_only_who_may_see_the_number_finds_the_button(role: str, reveals: bool, cast: Cast, as_user: Any) -> None:
    browser = as_user(getattr(cast, role))
    report = a_report(telephone=TELEPHONE)
    page = browser.get(report.get_absolute_url()).content.decode()
    assert "138****5678" in page
    assert (reverse("inspections:reveal_reporter", args=[report.pk]) in page) is reveals


def test_without_a_number_there_is_nothing_to_reveal(cast: Cast, as_user: Any) -> None:
    report = a_report()
    url = reverse("inspections:reveal_reporter", args=[report.pk])
    assert url not in as_user(cast.office).get(report.get_absolute_url()).content.decode()
    assert "未填写" in Page(as_user(cast.office).post(url)).text


def test_who_reported_sees_what_came_of_it_but_never_another_s(cast: Cast, as_user: Any) -> None:
    own, other = a_report(cast.member, text="护栏"), a_report(cast.lead, text="路灯")
    browser = as_user(cast.member)
    assert [row[0] for row in Page(browser.get(LIST)).rows] == ["护栏"]
    assert [browser.get(each.get_absolute_url()).status_code for each in (own, other)] == [200, 404]


def test_the_form_of_a_finding_begins_with_a_general_danger(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(reverse("inspections:take_report", args=[a_report().pk])))
    checked = [node.attributes["value"] for node in page.main.all("input") if "checked" in node.attributes]
    assert checked == ["general"]


# The list


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ({"since": "2026-06-10", "until": "2026-06-10"}, {"井盖"}),
        ({"until": "2026-06-09"}, set()),
        ({"since": "2026-06-11"}, {"路灯"}),
        ({"q": "村口"}, {"井盖"}),
        ({"q": "东风"}, {"井盖"}),
        ({"sender": "x"}, {"井盖", "路灯"}),
    ],
)
def test_the_list_is_searched_and_bounded_by_days(
    query: dict[str, str], texts: set[str], cast: Cast, as_user: Any
) -> None:
    with time_machine.travel("2026-06-10 12:00+08:00", tick=False):
        a_report(text="井盖", unit=cast.village)
    a_report(text="路灯", place="东路")
    assert {row[0] for row in Page(as_user(cast.office).get(LIST, query)).rows} == texts


def test_the_list_finds_a_report_by_its_number_and_by_its_unit(cast: Cast, as_user: Any) -> None:
    report = a_report(text="井盖", unit=cast.village)
    a_report(text="路灯", unit=cast.other_village)
    for query in ({"q": report.number.lower()}, {"unit": cast.village.pk}):
        assert [row[0] for row in Page(as_user(cast.office).get(LIST, query)).rows] == ["井盖"]


def test_a_file_tells_who_reported_the_finding_and_no_number(cast: Cast, as_user: Any) -> None:
    made = taken(cast, text="井盖", telephone=TELEPHONE)
    a_report(cast.member, text="路灯")
    _head, *rows = exported(as_user(cast.office), "text", "said_by", "finding", "settled_on", "state")
    assert rows == [
        ["路灯", "钱所长", "", "", "待受理"],
        ["井盖", "群众", made.finding.number, "2026-06-15", "已列为隐患"],
    ]
    assert TELEPHONE not in str(exported(as_user(cast.office)))


# Codes


def test_codes_are_for_villages_and_enterprises_of_today(cast: Cast, as_user: Any) -> None:
    a_unit(name="撤并村", valid_to=date(2026, 6, 14))
    a_unit(name="今天撤并村", valid_to=date(2026, 6, 15))
    a_unit(name="宏远纺织", kind="enterprise")
    names = [link.text for link in Page(as_user(cast.office).get(CODES)).main.first("ul", "lines").all("a")]
    assert sorted(names) == sorted(["东风村", "西河村", "宏远纺织", "今天撤并村"])


@pytest.mark.parametrize("kind", ["department", "agency"])
def test_there_is_no_code_where_nobody_scans(kind: str, cast: Cast, as_user: Any) -> None:
    gone = a_unit(valid_to=date(2026, 6, 14))
    for unit in (a_unit(kind=kind), gone):
        url = reverse("inspections:show_hazard_code", args=[unit.pk])
        assert as_user(cast.office).get(url).status_code == 404


def test_a_code_leads_to_the_form_of_its_village(cast: Cast, as_user: Any, client: Any) -> None:
    page = Page(as_user(cast.office).get(reverse("inspections:show_hazard_code", args=[cast.village.pk])))
    [address] = [link.text for link in page.main.all("a") if "/report/" in link.text]
    assert address == f"http://testserver{reverse('report_hazard_at', args=[cast.village.pk])}"
    assert "东风村" in client.get(address).content.decode()
