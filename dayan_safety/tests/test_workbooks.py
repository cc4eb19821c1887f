"""Honest workbooks of every kind come back cell by cell."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from struct import pack

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from dayan_safety.errors import RuleBroken
from dayan_safety.tests.hostile import (
    SHEET,
    a_table,
    a_workbook,
    changed,
    corpus,
    old_sheet,
    old_workbook,
    record,
    with_part,
    with_rows,
)
from dayan_safety.tests.reading import rows_of, trimmed
from dayan_safety.workbooks import Cell, Limits, Sheet, WorkbookRefused, read_workbook

TEXTS = [["姓名", "电话"], [], ["王一", "0470-8812345"], ["李二"]]
Draw = Callable[[xlsxwriter.Workbook], object]


def sheets_of(draw: Draw) -> dict[str, Sheet]:
    """Return the sheets of a drawn xlsx file by name."""
    return {sheet.name: sheet for sheet in read_workbook(a_workbook(draw), "a.xlsx")}


def cells_of(*values: object, number_format: str = "", **options: object) -> list[Cell]:
    """Return the first row, as read, of an xlsx file into which ``values`` were written."""

    def draw(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        style = workbook.add_format({"num_format": number_format} if number_format else None)
        for column, value in enumerate(values):
            sheet.write(0, column, value, style)

    return rows_of(a_workbook(draw, **options))[0]


@pytest.mark.parametrize(
    ("file_name", "content"),
    [
        ("a.xlsx", a_table(TEXTS)),
        ("名册 (1).XLSX ", a_table(TEXTS)),
        ("a.xls", old_workbook({"a": old_sheet(TEXTS)})),
        ("a.csv", "姓名,电话\n\n王一,0470-8812345\n李二\n".encode()),
        ("a.csv", "姓名,电话\r\n\r\n王一,0470-8812345\r\n李二".encode("utf-8-sig")),
        ("a.csv", "姓名;电话\n\n王一;0470-8812345\n李二\n".encode("gb18030")),
        ("a.txt", "姓名\t电话\n\n王一\t0470-8812345\n李二\n".encode("utf-16")),
        ("a.csv", b"\xfe\xff" + '"姓名","电话"\n\n"王一","0470-8812345"\n"李二",\n'.encode("utf-16-be")),
    ],
)
def test_every_kind_of_file_gives_the_same_rows(file_name: str, content: bytes) -> None:
    assert rows_of(content, file_name) == TEXTS


@pytest.mark.parametrize(("file_name", "content"), corpus())
def test_the_corpus_that_is_mutated_is_sound(file_name: str, content: bytes) -> None:
    assert read_workbook(content, file_name)[0].rows


def test_rows_keep_the_numbers_of_the_file() -> None:
    rows = rows_of(a_table([[], [], [None, None, "c"], [], [None, "b", None], [None], []]))
    assert rows == [[], [], [None, None, "c"], [], [None, "b"]]


def test_many_rows_and_a_gap_longer_than_a_batch_keep_their_numbers() -> None:
    table = [[f"{n}"] if n % 1700 < 3 else [] for n in range(5000)]
    assert rows_of(a_table(table)) == table[:3403]


def test_an_empty_sheet_has_no_rows() -> None:
    assert rows_of(a_table([])) == []
    assert rows_of(b"\n\n,,\n", "a.csv") == []


def test_formatted_blanks_are_cut_and_make_no_column() -> None:
    def draw(workbook: xlsxwriter.Workbook) -> None:
        sheet, style = workbook.add_worksheet(), workbook.add_format({"bold": True})
        sheet.write(0, 0, "a", style)
        for row, column in ((0, 16_383), (1_048_575, 0), (1_048_575, 16_383)):
            sheet.write_blank(row, column, None, style)

    assert sheets_of(draw)["Sheet1"].rows == [["a"]]


def test_sheets_come_in_order_with_hidden_ones_marked_and_charts_left_out() -> None:
    def draw(workbook: xlsxwriter.Workbook) -> None:
        first, hidden, very_hidden = (workbook.add_worksheet(name) for name in ("一", "藏 & <b>", "深藏"))
        first.write(0, 0, 1)
        hidden.hide()
        very_hidden.very_hidden()
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=一!$A$1:$A$2"})
        workbook.add_chartsheet("图").set_chart(chart)

    assert [(sheet.name, sheet.hidden) for sheet in read_workbook(a_workbook(draw), "a.xlsx")] == [
        ("一", False),
        ("藏 & <b>", True),
        ("深藏", True),
    ]


def test_merged_areas_are_told() -> None:
    def draw(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "标题")
        sheet.merge_range("B3:B5", "第一社区")

    sheet = sheets_of(draw)["Sheet1"]
    assert sheet.merged == [(0, 0, 0, 3), (2, 1, 4, 1)]
    assert sheet.rows == [["标题"], [], [None, "第一社区"]]


def test_formulas_are_named_and_keep_the_value_last_calculated() -> None:
    def draw(workbook: xlsxwriter.Workbook) -> None:
        sheet, other = workbook.add_worksheet("甲"), workbook.add_worksheet("乙")
        sheet.write_formula("B17", "=1+1", value=2)
        sheet.write_formula("AA3", '="x"&"y"', value="xy")
        sheet.write_formula("C3", "=A1>0", value=True)
        sheet.write_formula("D3", '=""', value="")
        other.write(0, 0, "=1+1")

    sheets = sheets_of(draw)
    assert sheets["甲"].formulas == {"B17", "AA3", "C3", "D3"}
    assert (sheets["甲"].rows[16][1], sheets["甲"].rows[2][26]) == (2, "xy")
    assert sheets["甲"].rows[2][2:4] == [True, None]
    assert (sheets["乙"].formulas, sheets["乙"].rows) == (frozenset(), [["=1+1"]])


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"><v>7</v></c><c r="B1"><f>A1</f></c></row>',
        b'<row r="1"><c r="A1"><v>7</v></c><c s="0" r="B1">\n<f t="shared" si="0"/>\n</c></row>',
        b"<row><c><v>7</v></c><c><f>A1</f></c></row>",
        b'<row r="1"><c r="A1"><v>7</v></c><c><f/></c></row>',
    ],
)
def test_a_formula_never_calculated_has_no_value(rows: bytes) -> None:
    (sheet,) = read_workbook(with_rows(rows), "a.xlsx")
    assert (sheet.rows, sheet.formulas) == ([[7]], {"B1"})


def test_name_space_prefixes_hide_no_formula() -> None:
    content = with_rows(b'<x:row r="2"><x:c r="C2"><x:f>A1</x:f><x:v>5</x:v></x:c></x:row>')
    prefix = b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    (sheet,) = read_workbook(changed(content, SHEET, b"<worksheet ", prefix), "a.xlsx")
    assert (sheet.rows, sheet.formulas) == ([[], [None, None, 5]], {"C2"})


@pytest.mark.parametrize("number", [110101199003078515, 10**15, -(10**17)])
def test_a_number_too_long_for_excel_stays_a_float(number: int) -> None:
    (cell,) = cells_of(number)
    assert isinstance(cell, float)
    assert cell == pytest.approx(number)


def test_chinese_day_formats_are_dates() -> None:
    assert cells_of(46081, number_format='yyyy"年"m"月"d"日"') == [date(2026, 2, 28)]
    assert cells_of(46081, number_format="[$-804]yyyy/m/d aaaa") == [date(2026, 2, 28)]


def test_errors_are_their_text() -> None:
    def draw(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        for column, error in enumerate(("#N/A", "#DIV/0!", "#REF!")):
            sheet.write_formula(2, column, "=A1", value=error)

    assert sheets_of(draw)["Sheet1"].rows[2] == ["#N/A", "#DIV/0!", "#REF!"]
    pretty = with_rows(b'<row r="1"><c r="A1" t="e">\n<v>#VALUE!</v>\n</c><c r="B1"><v>1e999</v></c></row>')
    assert rows_of(pretty) == [["#VALUE!", "#NUM!"]]


def test_control_characters_and_halves_of_characters_are_gone() -> None:
    assert cells_of("a\x01b\x0bc\td\ne", "\x02", " 王 一　", "😀𠀀") == ["abc\td\ne", None, " 王 一　", "😀𠀀"]
    assert rows_of(b"a\x00b,\x1fc,plain\n", "a.csv") == [["ab", "c", "plain"]]
    assert rows_of(b'"a\r\nb\rc",d\n', "a.csv") == [["a\nb\nc", "d"]]


def test_an_old_workbook_tells_what_a_new_one_tells() -> None:
    merged = record(0x00E5, pack("<HHHHH", 1, 0, 1, 0, 2))
    table = [["标题"], [1, 2.5, 13812345678, 110101199003078515.0], ["=3", None, "#N/A"]]
    content = old_workbook({"甲": old_sheet(table, merged), "乙": old_sheet([["=1"], ["=2"]])}, hidden=["乙"])
    shown, hidden = read_workbook(content, "a.xls")
    assert shown == Sheet(
        "甲",
        [["标题"], [1, 2.5, 13812345678, 110101199003078515.0], [3, None, "#N/A"]],
        False,
        [(0, 0, 1, 2)],
        frozenset({"A3"}),
    )
    assert hidden == Sheet("乙", [[1], [2]], True, [], frozenset({"A1", "A2"}))


CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\t\n")
WORDS = st.none() | st.text(CHARACTERS, min_size=1, max_size=30) | st.sampled_from(["=1", "_x000D_", "<&>\"'", "007"])
TABLES = st.lists(st.lists(WORDS, max_size=8), max_size=12)


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_any_table_of_text_reads_back_the_same(table: list[list[str | None]]) -> None:
    assert rows_of(a_table(table)) == trimmed(table)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.integers(1 - 10**15, 10**15 - 1), max_size=8), max_size=8))
def test_any_table_of_whole_numbers_reads_back_the_same(table: list[list[int]]) -> None:
    rows = rows_of(a_table(table))
    assert rows == trimmed(table)
    assert all(type(cell) is int for row in rows for cell in row)


def test_a_hundred_thousand_rows_are_read_within_350_megabytes() -> None:
    text = b'<c t="inlineStr"><is><t>\xe5\xa4\xa7\xe9\x9b\x81%06d</t></is></c>'
    content = with_rows(b"".join(b"<row>" + text * 8 % ((n,) * 8) + b"</row>" for n in range(100_000)))
    bare = 30  # megabytes of the interpreter and its libraries, which the limit comes on top of
    (sheet,) = read_workbook(content, "a.xlsx", Limits(memory_base=(350 - bare) * 2**20, memory_factor=0))
    assert len(sheet.rows) == 100_000
    assert sheet.rows[-1] == ["大雁099999"] * 8


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    rows_of(a_table(TEXTS))
    with pytest.raises(WorkbookRefused):
        read_workbook(with_part(a_table(TEXTS), "../a.xml"), "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_limits_are_fixed_and_a_refusal_is_a_broken_rule() -> None:
    with pytest.raises(AttributeError):
        Limits().rows = 1  # type: ignore[misc]
    with pytest.raises(RuleBroken, match=r"\.xlsx"):
        read_workbook(b"a,b", "a.docx")
