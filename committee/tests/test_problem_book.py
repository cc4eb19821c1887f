"""A clerk's own file back with its problems beside the rows: nothing lost, corrected there and sent again."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from committee.tests.roster_builders import HEADER, a_line, a_village, again, check, uploaded
from committee.tests.roster_clerk import Clerk, address
from dayan_safety.importing.problem_book import problem_book
from dayan_safety.models import Action, ImportBatch
from dayan_safety.testing import Cast
from dayan_safety.workbooks import Cell, Sheet, read_workbook

CELLS = st.one_of(
    st.none(),
    st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12).filter(str.strip),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
)
FAULTY = (
    "单位,岗位,姓名,手机\n南山村,信息员,张三,12345\n南山村,班长,李四,013800000000\n南山村,巡查员,王五,13812345678\n"
)


def opened(content: bytes) -> Any:
    """The workbook as Excel would see it."""
    return load_workbook(io.BytesIO(content))


def problem(row: int, place: int | None, sentence: str = "wrong", sheet: str = "表") -> dict[str, Any]:
    """A problem as a report keeps it."""
    return {"sheet": sheet, "row": row, "column": "x", "value": "", "problem": sentence, "place": place}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_every_value_comes_back_as_it_was(rows: list[list[Cell]]) -> None:
    (sheet,) = read_workbook(problem_book([Sheet("表", [["头"], *rows])], []), "back.xlsx")
    wide = max(map(len, rows), default=0)
    for number, row in enumerate(rows, start=1):
        back = sheet.rows[number] if number < len(sheet.rows) else []
        assert [*back, *[None] * wide][:wide] == [*row, *[None] * wide][:wide]


def test_faulty_cells_are_marked_and_told_in_a_column_after_the_last() -> None:
    sheet = Sheet("表", [["单位", "姓名"], ["甲村", "张三"], ["乙村"]])
    page = opened(problem_book([sheet], [problem(2, 1, "first"), problem(2, 0, "second"), problem(3, None, "third")]))[
        "表"
    ]
    assert [page.cell(row, 3).value for row in (1, 2, 3)] == ["问题", "first；second", "third"]
    filled = [[page.cell(row, place).fill.fgColor.rgb for place in (1, 2)] for row in (2, 3)]
    assert filled == [["FFFFD9D9", "FFFFD9D9"], ["00000000", "00000000"]]


def test_an_empty_faulty_cell_is_marked_too() -> None:
    page = opened(problem_book([Sheet("表", [["单位", "姓名"], ["甲村", None]])], [problem(2, 1)]))["表"]
    assert page["B2"].fill.fgColor.rgb == "FFFFD9D9"


@pytest.mark.parametrize("live", ["=1+1", "+86 138", "@SUM(A1)", "-1", "http://example.org", "mailto:a@b.c"])
def test_nothing_in_it_is_alive(live: str) -> None:
    page = opened(problem_book([Sheet("表", [["单位"], [live]])], [problem(2, 0, live)]))["表"]
    assert (page["A2"].value, page["A2"].data_type, page["A2"].hyperlink) == (live, "s", None)
    assert (page["B2"].data_type, page["B2"].hyperlink) == ("s", None)


def test_what_a_merged_cell_says_stands_in_each_of_its_rows() -> None:
    sheet = Sheet(
        "表", [["标题"], ["甲村", "张三"], [None, "李四"], []], merged=[(0, 0, 0, 3), (1, 0, 3, 0), (9, 0, 12, 0)]
    )
    page = opened(problem_book([sheet], []))["表"]
    assert [page.cell(row, 1).value for row in range(1, 5)] == ["标题", "甲村", "甲村", "甲村"]
    assert page["B1"].value in (None, "问题")
    assert sheet.rows[2] == [None, "李四"]


@pytest.mark.parametrize("name", ["", "a" * 40, "年[1]:*?/\\", "'名'"])
def test_any_name_of_a_sheet_is_made_to_fit(name: str) -> None:
    assert len(opened(problem_book([Sheet(name, [["x"]])], [])).sheetnames) == 1


def test_a_hidden_sheet_stays_hidden() -> None:
    book = opened(problem_book([Sheet("表", [["x"]]), Sheet("藏", [["y"]], hidden=True)], []))
    assert [book[name].sheet_state for name in book.sheetnames] == ["visible", "hidden"]


@pytest.mark.django_db
def test_the_column_of_problems_means_nothing_to_the_reader() -> None:
    village = a_village("南山村")
    lines = [a_line(village, name="张三"), a_line(village, "协管员", "李四", telephone="1")]
    plain = check(*lines)
    with_column = check(*[[*line, "wrong"] for line in lines], name="名册")
    assert (with_column.counts, with_column.errors) == (plain.counts, plain.errors)
    assert "问题" not in HEADER


# At the page


@pytest.fixture
def clerk(cast: Cast, as_user: Callable[[Any], Client]) -> Clerk:
    """The clerk of the office."""
    return Clerk(as_user(cast.office))


@pytest.fixture
def batch(cast: Cast) -> ImportBatch:
    """A file with a wrong number and a wrong role."""
    a_village("南山村")
    return uploaded(FAULTY.encode(), "2026年名册.csv", by=cast.office)


@pytest.mark.django_db
def test_a_clerk_corrects_the_file_and_sends_it_again(clerk: Clerk, batch: ImportBatch) -> None:
    answer = clerk.browser.get(address_of_problems(batch))
    assert "2026" in answer["Content-Disposition"]
    book = opened(answer.content)
    page = book.worksheets[0]
    assert page["D3"].value == "013800000000"
    page["D2"], page["B3"], page["D3"] = "13911112222", "协管员", "13800000000"
    file = io.BytesIO()
    book.save(file)
    clerk.send(file.getvalue(), "2026年名册（标明问题）.xlsx")
    sent = ImportBatch.objects.latest("pk")
    assert (sent.report["importable"], sent.report["new"], sent.report["errors"]) == (True, 3, [])


def address_of_problems(batch: ImportBatch) -> str:
    """Where the file is fetched."""
    return address("view", batch) + "problems/"


@pytest.mark.django_db
def test_what_was_corrected_at_the_page_is_in_the_file(clerk: Clerk, batch: ImportBatch) -> None:
    clerk.press("answer", batch, **{"cell:3!2!": "13911112222"})
    page = opened(clerk.browser.get(address_of_problems(batch)).content).worksheets[0]
    assert page["D2"].value == "13911112222"
    assert page["E2"].value is None
    assert page["E3"].value.startswith("只能填写以下之一")


@pytest.mark.django_db
def test_history_keeps_that_the_file_left_the_house(clerk: Clerk, batch: ImportBatch, cast: Cast) -> None:
    clerk.browser.get(address_of_problems(batch))
    told = Action.objects.get(verb="dayan_safety.download_problems")
    assert (told.by_id, told.after) == (cast.office.pk, {"name": "2026年名册.csv"})


@pytest.mark.django_db
def test_a_list_that_waits_no_more_has_no_such_file(clerk: Clerk, batch: ImportBatch) -> None:
    clerk.press("discard", batch)
    assert clerk.browser.get(address_of_problems(batch)).status_code == 302
    assert not Action.objects.filter(verb="dayan_safety.download_problems").exists()


@pytest.mark.django_db
def test_a_file_that_is_gone_is_told(clerk: Clerk, batch: ImportBatch) -> None:
    again(batch).file.delete(save=False)
    answer = clerk.browser.get(address_of_problems(batch), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["文件已不存在，请重新上传。"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["lead", "liaison", "inspector", "auditor"])
def test_nobody_else_fetches_it(role: str, batch: ImportBatch, cast: Cast, as_user: Callable[[Any], Client]) -> None:
    answer = as_user(getattr(cast, role)).get(address_of_problems(batch))
    assert answer.status_code in (403, 404)
