"""The template and the roster of today as people open them, fill them in, and bring them back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl.worksheet.worksheet import Worksheet

from committee.models import Unit
from committee.tests.roster_builders import (
    TABLES,
    a_holder,
    a_village,
    an_identity,
    contents,
    export_lines,
    held,
    the_person,
    today,
    yesterday,
)
from committee.tests.roster_clerk import Clerk, told
from dayan_safety.exports import XLSX
from dayan_safety.models import Action, ImportBatch
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests.pages import read, sums, tables, texts

pytestmark = pytest.mark.django_db
HEADER = ["单位", "单位代码", "联络岗", "姓名", "性别", "电话", "身份证号", "单位职务", "任职日期"]
HEADER_ROW = 3
FILES = ("committee:download_roster", "download_template")


@pytest.fixture
def clerk(cast: Cast, as_user: Callable[[Any], Client]) -> Clerk:
    """The clerk of the office."""
    return Clerk(as_user(cast.office))


def link(name: str) -> str:
    """Where a link leads; the template is one of many lists'."""
    return reverse(name, args=["roster"] if name == "download_template" else [])


def download(clerk: Clerk, name: str) -> openpyxl.Workbook:
    """The workbook behind a link, opened."""
    answer = clerk.browser.get(link(name))
    assert answer.headers["Content-Type"] == XLSX
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def lines_of(sheet: Worksheet) -> list[list[Any]]:
    """The lines below the header, an empty cell as empty text and a day as a day."""
    rows = sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True)
    return [[getattr(cell, "date", lambda cell=cell: cell or "")() for cell in row] for row in rows]


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook as Excel writes it to disk."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def choices(book: openpyxl.Workbook) -> dict[str, list[str]]:
    """What each drop-down offers, by its first cell."""
    offered = {}
    for rule in book.worksheets[0].data_validations.dataValidation:
        if rule.formula1.startswith('"'):
            words = rule.formula1.strip('"').split(",")
        else:
            name, _, cells = rule.formula1.partition("!")
            words = [cell.value for (cell,) in book[name.strip("'")][cells.replace("$", "")]]
        offered[str(rule.sqref).partition(":")[0]] = words
    return offered


# --- the template -------------------------------------------------------------------------------------------------


def test_the_template_opens_with_every_post_of_the_day_and_no_holder(clerk: Clerk, cast: Cast) -> None:
    a_unit(name="大安酒厂", kind=Unit.Kind.ENTERPRISE, code="370811100999", order=10**6)
    a_village("撤并村", valid_to=yesterday())
    sheet = download(clerk, "download_template").worksheets[0]
    assert sheet["A1"].value == "安全社区联络员名册"
    assert [cell.value for cell in sheet[HEADER_ROW]] == HEADER
    units = [("东风村", ""), ("西河村", ""), ("大安酒厂", "370811100999")]
    roles = ("信息员", "协管员", "巡查员")
    assert lines_of(sheet) == [[unit, code, role, *[""] * 6] for unit, code in units for role in roles]


def test_units_roles_and_sexes_are_chosen_from_lists_on_every_line_and_below(clerk: Clerk, cast: Cast) -> None:
    a_village("撤并村", valid_to=yesterday())
    book = download(clerk, "download_template")
    assert choices(book) == {
        "A4": ["东风村", "西河村"],
        "C4": ["信息员", "协管员", "巡查员"],
        "E4": ["男", "女"],
    }
    rules = book.worksheets[0].data_validations.dataValidation
    assert {str(rule.sqref).partition(":")[2][1:] for rule in rules} == {str(HEADER_ROW + 6 + 200)}
    assert {(rule.type, rule.errorStyle) for rule in rules} == {("list", "warning")}
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "hidden"]


def test_every_column_but_the_day_is_text_so_that_numbers_keep_their_digits(clerk: Clerk) -> None:
    sheet = download(clerk, "download_template").worksheets[0]
    formats = {(span.min, span.max): span.number_format for span in sheet.column_dimensions.values()}
    by_column = [shown for (first, last), shown in sorted(formats.items()) for _ in range(first, last + 1)]
    assert by_column == ["@"] * 8 + ["yyyy-mm-dd"]


def test_a_template_filled_in_by_hand_is_imported(clerk: Clerk, cast: Cast) -> None:
    book = download(clerk, "download_template")
    sheet = book.worksheets[0]
    typed = {
        "D7": "张三", "E7": "男", "F7": "13812345678", "G7": an_identity(1), "H7": "支书", "I7": date(2026, 3, 5),
        "D8": "李 四", "F8": 13900001111, "I8": "2026年3月6日",
    }  # fmt: skip
    for place, cell in typed.items():
        sheet[place] = cell
    sheet.append(["西河村", None, "巡查员", "王五"])
    sheet.delete_rows(9)
    answer = clerk.send(saved(book), "名册.xlsx")
    assert sums(read(answer)) == {"读取行数": "6", "新增": "3", "变更": "0", "未变": "0", "跳过": "3", "错误": "0"}
    clerk.press("confirm", ImportBatch.objects.get())
    assert [held(cast.other_village, role) for role in ("information_officer", "coordinator", "patrol_inspector")] == [
        [("张三", date(2026, 3, 5), None)],
        [("李四", date(2026, 3, 6), None)],
        [("王五", today(), None)],
    ]
    person = the_person("张三")
    assert (person.sex, person.telephone, person.identity_number, person.position) == (
        "male", "13812345678", an_identity(1), "支书",
    )  # fmt: skip


def test_the_template_in_english_is_read_in_chinese(clerk: Clerk, cast: Cast) -> None:
    clerk.browser.cookies["language"] = "en"
    book = download(clerk, "download_template")
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[HEADER_ROW]][:4] == ["Unit", "Unit code", "Liaison role", "Full name"]
    assert choices(book)["C4"] == ["information officer", "coordinator", "patrol inspector"]
    sheet["D7"] = "张三"
    clerk.browser.cookies["language"] = "zh-hans"
    assert sums(read(clerk.send(saved(book), "roster.xlsx")))["新增"] == "1"


@pytest.mark.parametrize(
    ("name", "kept"),
    [("download_template", "联络员名册模板.xlsx"), ("committee:download_roster", f"联络员名册 {today()}.xlsx")],
)
def test_files_are_kept_under_a_chinese_name(clerk: Clerk, name: str, kept: str) -> None:
    disposition = clerk.browser.get(link(name)).headers["Content-Disposition"]
    assert unquote(disposition).startswith("attachment;")
    assert unquote(disposition).endswith(kept)


# --- the roster of today ------------------------------------------------------------------------------------------


def a_town(cast: Cast) -> None:
    """Somebody who holds a post, somebody who left one, somebody who will hold one, and a unit that is gone."""
    village = cast.other_village
    a_holder(
        village, name="张三", telephone="13812345678", identity_number=an_identity(1), position="支书", sex="female"
    )
    gone = a_holder(village, "coordinator", name="李四")
    gone.until = yesterday()
    gone.save()
    a_holder(village, "patrol_inspector", name="王五", since=today() + timedelta(days=1))
    a_holder(a_village("撤并村", valid_to=yesterday()), name="赵六")


def test_the_roster_of_today_is_the_town_of_today(clerk: Clerk, cast: Cast) -> None:
    a_town(cast)
    lines = lines_of(download(clerk, "committee:download_roster").worksheets[0])
    assert lines == [["" if cell is None else cell for cell in line] for line in export_lines()]
    assert [(line[0], line[3]) for line in lines if line[3]] == [("东风村", "孙信息"), ("西河村", "张三")]
    assert lines[3] == [
        "西河村", "", "信息员", "张三", "女", "13812345678", an_identity(1), "支书", date(2024, 1, 1),
    ]  # fmt: skip


def test_history_keeps_who_took_the_roster_and_how_many_lines(clerk: Clerk, cast: Cast) -> None:
    download(clerk, "committee:download_roster")
    action = Action.objects.get(verb="committee.export_liaisonpost")
    assert (action.by, action.after) == (cast.office, {"rows": "6", "format": "xlsx", "on": str(today())})
    download(clerk, "download_template")
    assert Action.objects.filter(verb="committee.export_liaisonpost").count() == 1


def test_the_roster_of_today_brought_back_changes_nothing(clerk: Clerk, cast: Cast) -> None:
    a_town(cast)
    before = contents()
    answer = clerk.send(saved(download(clerk, "committee:download_roster")), "名册.xlsx")
    page = read(answer)
    assert sums(page) == {"读取行数": "6", "新增": "0", "变更": "0", "未变": "2", "跳过": "4", "错误": "0"}
    assert "没有新内容。 文件中的内容平台里都已经有了。" in texts(page, "div", "alert-info")
    assert told(clerk.press("confirm", ImportBatch.objects.get())) == ["名单已导入。"]
    after = contents()
    assert [after[table] for table in TABLES[:3]] == [before[table] for table in TABLES[:3]]


def test_one_cell_changed_by_hand_is_one_change(clerk: Clerk, cast: Cast) -> None:
    a_town(cast)
    book = download(clerk, "committee:download_roster")
    book.worksheets[0]["F7"] = "13900002222"
    page = read(clerk.send(saved(book), "名册.xlsx"))
    assert (sums(page)["变更"], sums(page)["未变"]) == ("1", "1")
    assert tables(page)["将要变更的内容"] == [
        ["西河村 信息员", "张三 138****5678 支书 2024-01-01", "张三 139****2222 支书 2024-01-01", "7"]
    ]
    clerk.press("confirm", ImportBatch.objects.get())
    person = the_person("张三")
    assert (person.telephone, person.identity_number, person.position) == ("13900002222", an_identity(1), "支书")


def test_the_roster_of_today_takes_the_same_queries_however_many_posts(
    clerk: Clerk, cast: Cast, query_count: Any
) -> None:
    download(clerk, "committee:download_roster")
    counted = []
    for number in (1, 3, 20):
        for place in range(number):
            a_holder(a_village(f"第{number}之{place}村"), name="张三")
        counted.append([query_count(partial(download, clerk, name)) for name in FILES])
    assert counted[0] == counted[1] == counted[2]
