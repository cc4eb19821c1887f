"""A month's report in a real browser at both widths, from its opening by the clock to the town's report.

Prefilled, handed in, sent back, handed in again, accepted, rolled up, issued; Word and Excel opened and compared with
the screen figure by figure.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from committee.models import Report, TownReport
from committee.services import reports, tasks
from committee.tests.reporting import a_form
from dayan_safety.testing import Cast, a_task, build_cast
from dayan_safety.tests import files
from dayan_safety.tests.browser import WIDTHS, Watched
from dayan_safety.tests.moments import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAY = date(2031, 5, 1)
OPENED, WRITTEN, BACK, AGAIN = "2031-05-01 08:10", "2031-05-20 10:00", "2031-05-21 09:00", "2031-05-21 15:00"
ACCEPTED, ISSUED = "2031-05-22 09:00", "2031-06-03 15:00"
Figures = dict[str, list[str]]


class Walk:
    """The lead and the office before screens that are looked at at both widths."""

    def __init__(self, visit: Any, cast: Cast) -> None:
        self.visit, self.cast, self.number = visit, cast, 0

    def go(self, role: str, path: str, name: str) -> Watched:
        """A role's page, opened anew, and looked at."""
        watched: Watched = self.visit(getattr(self.cast, role))
        watched.open(path)
        self.look(watched, name)
        return watched

    def look(self, watched: Watched, name: str) -> None:
        """Look at a screen at both widths, the walk going on at either by turns."""
        self.number += 1
        watched.look(f"report-{self.number:02}-{name}", first=list(WIDTHS)[self.number % 2])

    def send(self, watched: Watched, name: str, **typed: str) -> None:
        """The door that is open: filled in, looked at, sent."""
        for field, text in typed.items():
            watched.page.fill(f"[name={field}]", text)
        self.look(watched, name)
        watched.press("main .form-foot button[type=submit]")
        assert watched.page.locator(".alert-success").count() == 1, name
        self.look(watched, f"{name}-done")


def door(verb: str, report: Report) -> str:
    """Where a verb on the report is done."""
    return reverse(f"committee:{verb}_report", args=[report.pk])


def with_a_task_done(cast: Cast) -> Report:
    """A month that has opened, in which the group has done one task."""
    a_form(since=date(2031, 1, 1))
    with at(OPENED):
        assert reports.open_reports(MAY) == 2
    with at("2031-05-06 10:00"):
        tasks.report_done(a_task(lead_group=cast.group, title="清理通道"), by=cast.lead, text="已清理")
    return Report.objects.get(group=cast.group)


def entry(watched: Watched, label: str) -> Any:
    """The box in which a field is written."""
    return watched.page.get_by_label(label, exact=False).first


def fill_in(watched: Watched, **typed: str) -> None:
    """Type into fields by their labels, and wait until each of them says that it is saved."""
    for label, text in typed.items():
        entry(watched, label).fill(text)
        entry(watched, label).blur()
    saved = "[...document.querySelectorAll('[data-state]')].filter((each) => each.innerText.includes('已保存'))"
    watched.page.wait_for_function(f"(number) => {saved}.length >= number", arg=len(typed))


def hand_in(watched: Watched, report: Report) -> None:
    """By the button at the foot."""
    watched.page.click(".write-foot .btn-primary")
    watched.page.wait_for_url(f"**{door('submit', report)}")


def write(walk: Walk, report: Report) -> None:
    """What is counted stands there already; what is typed is saved by itself; then it is handed in."""
    watched = walk.go("lead", door("write", report), "empty")
    assert entry(watched, "办结督办事项").input_value() == "1"
    fill_in(watched, 应急演练="2", 本月工作="开展消防检查")
    walk.look(watched, "written")
    hand_in(watched, report)
    walk.send(watched, "hand-in")


def send_back(walk: Walk, report: Report) -> None:
    """The office wants more."""
    watched = walk.go("office", reverse("committee:review_reports"), "review")
    assert watched.page.locator("h1").inner_text() == str(report)
    watched.open(door("return", report))
    walk.send(watched, "send-back", reason="请写明检查了哪些单位")


def write_again(walk: Walk, report: Report) -> None:
    """The reason is on top; the text is written anew."""
    watched = walk.go("lead", door("write", report), "sent-back")
    assert "请写明检查了哪些单位" in watched.page.locator("main").inner_text()
    fill_in(watched, 本月工作="检查九小场所12家")
    hand_in(watched, report)
    walk.send(watched, "hand-in-again")


def accept(walk: Walk, report: Report) -> None:
    """The office sees what changed, and agrees."""
    watched = walk.go("office", report.get_absolute_url(), "changed")
    assert "检查九小场所12家" in watched.page.locator("main").inner_text()
    watched.open(door("accept", report))
    walk.send(watched, "accept")


def on_screen(watched: Watched) -> Figures:
    """Figure → the numbers of its line, as the page shows them."""
    rows = watched.page.locator("main .wide-sheet tbody tr").all()
    lines = [[cell.inner_text() for cell in row.locator("th, td").all()] for row in rows]
    return {name.split()[0]: [text.strip("— \n") for text in cells] for name, *cells in lines}


def taken(watched: Watched, words: str) -> bytes:
    """The file behind a button."""
    if not watched.page.locator(f"main a:has-text('{words}')").first.is_visible():
        watched.page.locator("main .page-head summary, main .page-head [data-bs-toggle=dropdown]").first.click()
    with watched.page.expect_download() as waiting:
        watched.page.locator(f"main a:has-text('{words}')").first.click()
    return Path(waiting.value.path()).read_bytes()


def in_word(content: bytes) -> Figures:
    """The same in the tables of the paper."""
    tables = Document(io.BytesIO(content)).tables
    rows = [[cell.text.strip("— ") for cell in row.cells] for table in tables for row in table.rows[1:]]
    return {name: numbers for name, _unit, *numbers in rows}


def in_excel(content: bytes) -> Figures:
    """The same on the first sheet of the workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    known = {"应急演练", "办结督办事项"}
    return {name: row for row in rows for name in known & set(row)}


def roll_up(walk: Walk) -> None:
    """The month as it stands, issued, and taken along in both files."""
    watched = walk.go("office", reverse("committee:view_town_month", args=[2031, 5]), "month")
    watched.open(reverse("committee:issue_town_report", args=[2031, 5]))
    walk.send(watched, "issue")
    shown, word, book = on_screen(watched), in_word(taken(watched, "Word")), in_excel(taken(watched, "Excel"))
    assert shown == {"应急演练": ["2", "2", ""], "办结督办事项": ["1", "1", ""]}
    assert {name: [n for n in numbers if n] for name, numbers in word.items()} == {
        name: [n for n in numbers if n] for name, numbers in shown.items()
    }
    assert {name: [cell for cell in row if cell.isdigit()] for name, row in book.items()} == {
        name: [n for n in numbers if n] for name, numbers in shown.items()
    }
    walk.go("office", reverse("committee:view_town_year", args=[2031]), "year")
    walk.go("office", reverse("committee:view_board"), "board")


def test_a_month_from_its_opening_to_the_town_s_report(visit: Any, settings: Any, tmp_path: Path) -> None:
    files.keep_in(tmp_path, settings)
    with at("2031-04-30 09:00"):
        walk = Walk(visit, build_cast())
    report = with_a_task_done(walk.cast)
    for moment, act in ((WRITTEN, write), (BACK, send_back), (AGAIN, write_again), (ACCEPTED, accept)):
        with at(moment):
            act(walk, report)
    with at(ISSUED):
        roll_up(walk)
    report.refresh_from_db()
    assert (report.state, report.returned, report.was_on_time) == ("accepted", 1, True)
    assert [town.number for town in TownReport.objects.all()] == ["大安创报〔2031〕1号"]
