"""The records behind a figure: the very ones that are counted, as far as the reader may see them."""

from __future__ import annotations

from typing import Any

import pytest

from committee.models import Task
from committee.services import reports, tasks
from committee.tests.pages import Page
from committee.tests.reporting import a_quarterly, field_of
from committee.tests.sheets import a_sheet, url_of
from committee.views.reports import writing
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")


def records(browser: Any, report: Any, code: str = "tasks_done") -> Page:
    """The page behind a figure."""
    return Page(browser.get(url_of("show_report_records", report, code)))


def test_the_records_are_those_that_are_counted(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast, done=2)
    a_task(lead_group=cast.group, title="还没办")
    tasks.report_done(a_task(lead_unit=cast.village, title="别人办的"), by=cast.liaison, text="已完成。")
    page = records(as_user(cast.lead), report)
    assert (page.title, page.head.first("p").text) == ("办结督办事项", "消防安全组 2026年6月 · 自动取数 2 条记录")
    links = {link.text: link.attributes["href"] for link in page.main.first("ul", "lines").all("a")}
    assert links == {
        str(task): task.get_absolute_url() for task in Task.objects.filter(lead_group=cast.group, done_on__isnull=False)
    }
    assert reports.counted_for(report, field_of(report, "tasks_done")) == len(links)


def test_where_nothing_was_counted_the_page_says_so(cast: Cast, as_user: Any) -> None:
    page = records(as_user(cast.lead), a_sheet(cast))
    assert page.main.first(kind="empty").text == "本期没有可取的记录。"


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 200), ("office", 200), ("chair", 200), ("member", 200), ("liaison", 404), ("outsider", 404)],
)
def test_whoever_sees_the_report_sees_its_records(who: str, status: int, cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast, done=1)
    assert records(as_user(getattr(cast, who)), report).status_code == status


def test_a_figure_that_is_not_counted_has_no_such_page(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    type(field_of(report, "visits")).objects.filter(code="visits").update(source="committee.no_more")
    assert [records(as_user(cast.office), report, code).status_code for code in ("drills", "text", "visits")] == [
        404
    ] * 3


def test_records_out_of_the_reader_s_sight_are_counted_and_not_shown(
    cast: Cast, as_user: Any, monkeypatch: Any
) -> None:
    report = a_quarterly(cast)
    mine, other = (
        a_task(lead_unit=unit, title=name) for unit, name in ((cast.village, "本村"), (cast.other_village, "邻村"))
    )
    both = Task.objects.filter(pk__in=[mine.pk, other.pk])
    monkeypatch.setattr(writing.services, "records_behind", lambda *_about: both)
    page, whole = (records(as_user(user), report) for user in (cast.liaison, cast.office))
    assert [link.text for link in page.main.first("ul", "lines").all("a")] == [str(mine)]
    assert page.main.first("div", "alert").text == "其中 1 条您无权查看。"
    assert [link.text for link in whole.main.first("ul", "lines").all("a")] == [str(mine), str(other)]


def test_a_long_list_ends_with_how_many_more_there_are(cast: Cast, as_user: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(writing, "RECORDS_SHOWN", 2)
    lines = records(as_user(cast.lead), a_sheet(cast, done=5)).main.first("ul", "lines").all("li")
    assert (len(lines), lines[-1].text) == (3, "另有 3 条")


def test_the_page_costs_the_same_for_any_number_of_records(cast: Cast, as_user: Any, query_count: Any) -> None:
    report, browser = a_sheet(cast, done=1), as_user(cast.lead)
    url = url_of("show_report_records", report, "tasks_done")
    browser.get(url)
    few = query_count(lambda: browser.get(url))
    for number in range(3):
        tasks.report_done(a_task(lead_group=cast.group, title=f"又{number}"), by=cast.lead, text="已完成。")
    assert query_count(lambda: browser.get(url)) == few
