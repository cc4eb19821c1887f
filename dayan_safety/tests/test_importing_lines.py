"""Columns are found in any order below any title; lines keep the numbers of the file."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety.errors import RuleBroken
from dayan_safety.importing import Absent, Change, Choice, Field, Outcome, Problem, Report, read_lines
from dayan_safety.importing.cleaning import Cell
from dayan_safety.importing.columns import column_letters, find_header, header_word
from dayan_safety.workbooks import Sheet


def shout(cell: Cell) -> str:
    """A column of small letters."""
    if str(cell or "") != str(cell or "").lower():
        raise RuleBroken("small letters only")
    return str(cell or "")


FIELDS = (
    Field("name", "名称", ("单位", "村名"), required=True, clean=shout),
    Field("number", "数量", ("个数",), required=True, instead="weight"),
    Field("weight", "重量"),
    Field("secret", "密码", mask=lambda text: "*" * len(text)),
)
HEADER = ["名称", "数量", "重量", "密码"]


def a_sheet(*rows: list[Any], name: str = "一", **about: Any) -> Sheet:
    """A sheet with these rows."""
    return Sheet(name, [list(row) for row in rows], **about)


def values(*sheets: Sheet) -> list[tuple[str, int, dict[str, Any]]]:
    """Sheet, row and values of every line."""
    return [(line.header.sheet, line.row, line.values) for line in read_lines(sheets, FIELDS).lines]


@pytest.mark.parametrize(
    "word", ["村 名", "*村名", "村名：", "村名（必填）", "【必填】村名", " 村\n名 ", "村名(按代码)"]
)
def test_headers_are_compared_without_dress(word: str) -> None:
    assert header_word(word) == "村名"
    header = find_header(a_sheet(["标题"], [word, "个数"]), FIELDS)
    assert header is not None
    assert (header.row, header.places, header.labels["name"]) == (2, {"name": 0, "number": 1}, " ".join(word.split()))


@given(order=st.permutations(HEADER), titles=st.integers(0, 5), pad=st.integers(0, 2))
def test_columns_stand_anywhere_in_any_order(order: list[str], titles: int, pad: int) -> None:
    cells = dict(zip(HEADER, ["a", "1", "2", "3"], strict=True))
    rows = [["某某表"]] * titles + [[""] * pad + order, [""] * pad + [cells[word] for word in order]]
    assert values(a_sheet(*rows)) == [("一", titles + 2, {"name": "a", "number": "1", "weight": "2", "secret": "3"})]


def test_long_texts_are_no_headers_and_cost_nothing() -> None:
    assert header_word("村名" + "(" * 2000) == ""
    assert header_word("村名" + "(" * 58) == "村名" + "(" * 58


def test_the_row_that_names_most_columns_is_the_header() -> None:
    rows = [["单位", "数量"], [], ["名称", "数量", "重量"], ["a", "1", "2"]]
    assert values(a_sheet(*rows)) == [("一", 4, {"name": "a", "number": "1", "weight": "2"})]


def test_a_column_that_is_not_there_says_nothing() -> None:
    assert values(a_sheet(["名称", "数量"], ["a"])) == [("一", 2, {"name": "a", "number": ""})]


def test_rows_with_nothing_in_our_columns_are_no_lines_and_numbers_stay() -> None:
    rows = [["名称", "数量", "序号"], ["a", "1", 1], [], ["", None, 3], ["b", "2", 4], ["", "", 5]]
    assert [row for _, row, _ in values(a_sheet(*rows))] == [2, 5]


def test_problems_stand_at_their_cells_and_secrets_stay_secret() -> None:
    rows = [["名称", "数 量", "密码"], ["A", 3e17, "geheim"], ["b", "1", "geheim"]]
    reading = read_lines([a_sheet(*rows, formulas=frozenset(["C2", "D2", "C9"]))], FIELDS)
    assert [(p.row, p.column, p.value) for p in reading.problems] == [
        (2, "名称", "A"),
        (2, "数 量", "3e+17"),
        (2, "密码", "******"),
    ]
    assert reading.faulty == {("一", 2)}
    assert reading.lines[0].values == {"name": None, "number": None, "secret": None}
    assert "C2" in reading.problems[2].problem


def test_an_error_of_excel_is_named_by_its_cell() -> None:
    reading = read_lines([a_sheet(["名称", "数量"], ["a", "#REF!"])], FIELDS)
    assert ["B2" in problem.problem for problem in reading.problems] == [True]


def test_a_required_column_may_have_a_stand_in() -> None:
    assert read_lines([a_sheet(["名称", "重量"], ["a", "1"])], FIELDS).problems == []
    lacking = read_lines([a_sheet(["重量", "密码"], ["a", "1"])], FIELDS)
    assert [(p.row, p.column) for p in lacking.problems] == [(1, "名称")]
    assert lacking.lines == []
    assert lacking.reason == ""


def test_two_columns_for_one_thing_are_an_error() -> None:
    reading = read_lines([a_sheet(["名称", "村名", "数量"], ["a", "b", "1"])], FIELDS)
    assert [(p.row, p.column, p.value) for p in reading.problems] == [(1, "村名", "村名")]
    assert "名称" in reading.problems[0].problem


def test_unknown_columns_and_sheets_left_out_are_told() -> None:
    sheets = [
        a_sheet(["名称", "数量", "备注"], ["a", "1", "x"]),
        a_sheet(["说明"], name="二"),
        a_sheet(["名称", "数量"], ["b", "2"], name="三", hidden=True),
        a_sheet(name="四"),
    ]
    reading = read_lines(sheets, FIELDS)
    assert [line.values["name"] for line in reading.lines] == ["a"]
    assert [next(word for word in ("备注", "二", "三") if word in note) for note in reading.notes] == [
        "备注",
        "二",
        "三",
    ]


@pytest.mark.parametrize("sheets", [[], [a_sheet()], [a_sheet(["甲", "乙"], ["1", "2"])], [a_sheet(["名称", "数量"])]])
def test_what_holds_no_list_is_refused_with_a_reason(sheets: list[Sheet]) -> None:
    reading = read_lines(sheets, FIELDS)
    assert reading.reason
    assert (reading.lines, reading.problems) == ([], [])


def test_the_header_is_looked_for_near_the_top_only() -> None:
    rows = [["x"]] * 50 + [["名称", "数量"], ["a", "1"]]
    assert find_header(a_sheet(*rows), FIELDS) is None
    assert find_header(a_sheet(*rows[1:]), FIELDS) is not None


def test_equal_cells_of_another_type_are_not_taken_for_each_other() -> None:
    rows = [["名称", "数量"], ["a", 1], ["b", True], ["c", 1.0], ["d", "1"]]
    assert [row["number"] for _, _, row in values(a_sheet(*rows))] == ["1", "TRUE", "1", "1"]


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_excel(place: int, letters: str) -> None:
    assert column_letters(place) == letters


def test_a_report_has_exactly_the_agreed_shape() -> None:
    report = Report(3, notes=["n"], changes=[Change("一", 2, "new", "t", "", "a")])
    report.counts.update([Outcome.NEW, Outcome.CONFLICT, Outcome.ERROR])
    report.errors.append(Problem("一", 4, "c", "v", "p", 3))
    report.choices.append(Choice("q", "v", [4], ["a"], "k", {"1": "a"}))
    report.absent.append(Absent("7", "t", "a"))
    report.tidied.update({"c": 2})
    assert report.as_dict() == {
        "refused": False, "reason": "", "rows": 3, "new": 1, "changed": 0, "unchanged": 0, "conflicts": 1,
        "duplicates": 0, "skipped": 0,
        "errors": [{"sheet": "一", "row": 4, "column": "c", "value": "v", "problem": "p"}],
        "choices": [{"problem": "q", "value": "v", "rows": [4], "candidates": ["a"]}],
    }  # fmt: skip
    assert report.kept() == report.as_dict() | {
        "errors": [{"sheet": "一", "row": 4, "column": "c", "value": "v", "problem": "p", "place": 3}],
        "choices": [
            {"problem": "q", "value": "v", "rows": [4], "candidates": ["a"], "key": "k", "options": [("1", "a")]}
        ],
        "absent": [{"key": "7", "thing": "t", "told": "a"}],
        "cleanings": [],
        "columns": [],
        "importable": False,
        "left_out": 0,
        "tidied": 2,
        "notes": ["n"],
        "changes": [{"sheet": "一", "row": 2, "outcome": "new", "thing": "t", "before": "", "after": "a"}],
    }


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (Report(), 0),
        (Report(notes=["n"]), 0),
        (Report(errors=[Problem("", 1, "", "", "")]), 1),
        (Report(choices=[Choice("", "", [], [])]), 1),
        (Report(reason="r"), 2),
    ],
)
def test_the_exit_code_follows_from_the_report(report: Report, code: int) -> None:
    assert report.exit_code == code
    assert report.is_importable is (code == 0)
