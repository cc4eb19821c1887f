"""What a cell holds is told alike, whichever program wrote the file: three writers, one answer."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from struct import pack
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dayan_safety.tests.hostile import a_workbook, old_sheet, old_workbook, record
from dayan_safety.tests.reading import refusal, rows_of, trimmed
from dayan_safety.tests.writers import ERRORS, WRITERS
from dayan_safety.workbooks import Sheet, read_workbook

every_writer = pytest.mark.parametrize("writer", WRITERS)
either_epoch = pytest.mark.parametrize("since_1904", [False, True])
DAYS = [date(1904, 1, 2), date(1954, 10, 1), date(2000, 2, 29), date(2026, 2, 28), date(9999, 12, 31)]
MOMENT = datetime(2026, 2, 28, 14, 30)


def written(writer: str, table: Any, **options: Any) -> list[list[Any]]:
    """The rows of a table that went through a file."""
    write, file_name = WRITERS[writer]
    return rows_of(write(table, **options), file_name)


def kinds(table: list[list[Any]]) -> list[list[object]]:
    """The type of every cell: 1, 1.0 and TRUE are equal."""
    return [[type(cell) for cell in row] for row in table]


@every_writer
@either_epoch
def test_a_day_is_that_day_from_either_epoch(writer: str, since_1904: bool) -> None:
    read = written(writer, [[*DAYS, 46081]], since_1904=since_1904)
    assert (read, kinds(read)) == ([[*DAYS, 46081]], [[*[date] * len(DAYS), int]])


@every_writer
@either_epoch
def test_moments_times_and_lengths_of_time_are_told_apart(writer: str, since_1904: bool) -> None:
    cells = [MOMENT, datetime(2026, 2, 28), time(8, 30), timedelta(hours=36, minutes=5)]
    read = written(writer, [cells], since_1904=since_1904)
    assert (read, kinds(read)) == (
        [[MOMENT, date(2026, 2, 28), "08:30:00", "36:05:00"]],
        [[datetime, date, str, str]],
    )


@every_writer
def test_truth_and_numbers_keep_value_and_kind(writer: str) -> None:
    whole = [0, 1, -7, 13812345678, 999_999_999_999_999, 2.0]
    broken = [0.1, -1.5, 1e-7, 1e15]
    read = written(writer, [[True, False], whole, broken])
    assert (read, kinds(read)) == ([[True, False], whole, broken], [[bool] * 2, [int] * 6, [float] * 4])


@every_writer
def test_every_error_is_its_own_text_at_its_own_place(writer: str) -> None:
    errors = list(ERRORS)
    assert written(writer, [[], [None, *errors], [errors[-1], "好"]]) == [[], [None, *errors], [errors[-1], "好"]]


@every_writer
def test_what_was_typed_as_text_is_never_taken_for_more(writer: str) -> None:
    texts = ["=1+1", "007", "1e5", "2026-02-28", "TRUE", "370811199001011234", "#REF", "'007", "+86"]
    write, file_name = WRITERS[writer]
    (sheet,) = read_workbook(write([texts]), file_name)
    assert (sheet.rows, sheet.formulas) == ([texts], frozenset())


@every_writer
def test_cells_far_apart_keep_their_places(writer: str) -> None:
    table: list[list[Any]] = [[] for _ in range(1200)]
    table[0], table[700], table[1199] = [None, "乙"], [None] * 59 + ["末"], ["甲"]
    assert written(writer, table) == table


# --- texts and tables of everything -----------------------------------------------------------------------------------

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\t\n")
TEXTS = st.text(LETTERS, min_size=1, max_size=24) | st.sampled_from(["=1+1", "<&>\"'", " 首尾 ", "　", "\n"])
CELLS = st.one_of(
    st.none(),
    TEXTS.filter(lambda text: text.strip() and "_x" not in text),  # openpyxl writes blanks and "_x000D_" as they are
    st.booleans(),
    st.integers(1 - 10**15, 10**15 - 1),
    st.floats(-1e14, 1e14).map(lambda number: float(f"{number:.15g}")),  # the digits Excel keeps
    st.dates(date(1904, 1, 2), date(2199, 12, 31)),
)


@every_writer
@settings(max_examples=25, deadline=None)
@given(table=st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_any_table_reads_back_equal(writer: str, table: list[list[Any]]) -> None:
    read = written(writer, table)
    assert read == trimmed(table)
    assert [[type(cell) is bool for cell in row] for row in read] == [
        [type(cell) is bool for cell in row] for row in trimmed(table)
    ]


@settings(max_examples=25, deadline=None)
@given(table=st.lists(st.lists(st.none() | TEXTS, max_size=6), max_size=8), since_1904=st.booleans())
def test_the_same_table_is_the_same_in_a_new_and_an_old_workbook(
    table: list[list[str | None]], since_1904: bool
) -> None:
    assert written("xlsxwriter", table, since_1904=since_1904) == written("records", table, since_1904=since_1904)


# --- sheets -----------------------------------------------------------------------------------------------------------


def an_openpyxl_book(draw: Any) -> list[Sheet]:
    """The sheets of a book that openpyxl drew."""
    book = openpyxl.Workbook()
    draw(book)
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue(), "a.xlsx")


def test_openpyxls_sheets_come_in_order_hidden_ones_marked_empty_ones_kept_charts_left_out() -> None:
    def draw(book: openpyxl.Workbook) -> None:
        book.active.title = "一"
        book.active["C2"] = "丙"
        book.create_chartsheet("图")
        for name, state in (("空", "visible"), ("藏", "hidden"), ("深藏", "veryHidden")):
            book.create_sheet(name).sheet_state = state
        book["藏"].append(["x"])
        book.move_sheet("深藏", -3)

    assert an_openpyxl_book(draw) == [
        Sheet("一", [[], [None, None, "丙"]]),
        Sheet("深藏", [], hidden=True),
        Sheet("空", []),
        Sheet("藏", [["x"]], hidden=True),
    ]


def test_openpyxls_merged_areas_and_formulas_are_told_and_nothing_is_calculated() -> None:
    def draw(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet["A1"] = "标题"
        sheet.merge_cells("A1:C1")
        sheet["A2"] = "东风村"
        sheet.merge_cells("A2:A4")
        sheet["B2"], sheet["B3"], sheet["B4"] = "=SUM(1,2)", '=HYPERLINK("http://a")', "张三"

    (sheet,) = an_openpyxl_book(draw)
    assert sheet.merged == [(0, 0, 0, 2), (1, 0, 3, 0)]
    assert sheet.formulas == {"B2", "B3"}
    assert sheet.rows == [["标题"], ["东风村"], [], [None, "张三"]]


def test_a_hidden_row_and_a_filtered_one_are_read_like_any_other() -> None:
    def draw(book: openpyxl.Workbook) -> None:
        sheet = book.active
        for text in ("甲", "乙", "丙"):
            sheet.append([text])
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["A"].hidden = True
        sheet.auto_filter.ref = "A1:A3"

    assert an_openpyxl_book(draw)[0].rows == [["甲"], ["乙"], ["丙"]]


def test_a_text_of_several_fonts_is_one_text() -> None:
    def draw(workbook: Any) -> None:
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        sheet.write_rich_string(0, 0, "张", bold, "三", "（组长）")
        sheet.write_comment(0, 0, "批注")
        sheet.write_url(1, 0, "mailto:a@example.org", string="李四")

    assert rows_of(a_workbook(draw)) == [["张三（组长）"], ["李四"]]


# --- what only old workbooks have -------------------------------------------------------------------------------------


def old_rows(*cells: bytes, extra: bytes = b"") -> list[Sheet]:
    """The sheets of an old workbook with these records in its one sheet."""
    return read_workbook(old_workbook({"表": old_sheet([], b"".join(cells))}, extra), "a.xls")


def small(value: int, sign: int) -> bytes:
    """A number in 30 bits: ``sign`` 2 is whole, 3 is whole and a hundredth of itself."""
    return pack("<I", (value << 2 | sign) & 0xFFFFFFFF)


def test_numbers_packed_small_are_numbers() -> None:
    many = record(0x00BD, pack("<HH", 0, 2), *[pack("<H", 0) + small(n, 2) for n in (8, -9)], pack("<H", 3))
    single = [
        record(0x027E, pack("<HHH", 0, place, 0), small(*value)) for place, value in enumerate([(7, 2), (725, 3)])
    ]
    assert old_rows(*single, many)[0].rows == [[7, 7.25, 8, -9]]


def test_shared_texts_are_found_wide_and_narrow() -> None:
    wide = "张三𠀀".encode("utf-16-le")
    shared = record(0x00FC, pack("<II", 3, 2), pack("<HB", len(wide) // 2, 1), wide, pack("<HB", 3, 0), b"abc")
    cells = [record(0x00FD, pack("<HHHI", place, 0, 0, text)) for place, text in enumerate([1, 0, 1])]
    assert old_rows(*cells, extra=shared)[0].rows == [["abc"], ["张三𠀀"], ["abc"]]


@pytest.mark.parametrize(
    ("result", "behind", "told"),
    [
        (b"\0\0\0\0\0\0\xff\xff", record(0x0207, pack("<HB", 2, 1), "张三".encode("utf-16-le")), "张三"),
        (b"\1\0\1\0\0\0\xff\xff", b"", True),
        (b"\2\0\x2a\0\0\0\xff\xff", b"", "#N/A"),
        (b"\2\0\x07\0\0\0\xff\xff", b"", "#DIV/0!"),
        (pack("<d", 2.5), b"", 2.5),
        (b"\3\0\0\0\0\0\xff\xff", b"", None),
    ],
)
def test_an_old_formula_is_named_whatever_it_gave(result: bytes, behind: bytes, told: object) -> None:
    formula = record(0x0006, pack("<HHH", 0, 1, 0), result, pack("<HI", 0, 0), b"\x03\x00\x1e\x01\x00")
    (sheet,) = old_rows(record(0x0205, pack("<HHHBB", 0, 0, 0, 1, 0)), formula, behind)
    assert (sheet.rows, sheet.formulas) == ([[True] if told is None else [True, told]], {"B1"})


@pytest.mark.parametrize("claimed", [(0, 0, 0, 0), (0, 1, 0, 1), (5, 6, 3, 4), (0, 5000, 0, 60)])
def test_a_lying_dimension_of_an_old_sheet_hides_nothing(claimed: tuple[int, int, int, int]) -> None:
    content = old_workbook({"表": old_sheet([["a"], [None, "b"], [], ["c"]], dimension(*claimed))})
    assert rows_of(content, "a.xls") == [["a"], [None, "b"], [], ["c"]]


def test_a_dimension_of_a_whole_old_sheet_costs_a_sentence_and_not_the_memory() -> None:
    content = old_workbook({"表": old_sheet([["a"]], dimension(0, 65536, 0, 256))})
    assert refusal(content, "a.xls") == "读取该表格占用内存过多。请把有内容的单元格复制到新表格，再上传新表格。"


def dimension(*claimed: int) -> bytes:
    """The record that says which rows and columns are used."""
    return record(0x0200, pack("<IIHHH", *claimed, 0))


def test_an_old_empty_sheet_stands_in_its_place() -> None:
    sheets = {"空": old_sheet([]), "满": old_sheet([[None, "x"]]), "藏": old_sheet([])}
    read = read_workbook(old_workbook(sheets, hidden=["藏"]), "a.xls")
    assert read == [Sheet("空"), Sheet("满", [[None, "x"]]), Sheet("藏", hidden=True)]
