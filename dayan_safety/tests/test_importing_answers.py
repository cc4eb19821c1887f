"""What people say about a list: kept, added up, applied to the sheets; and what a form may say at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from dayan_safety.errors import RuleBroken
from dayan_safety.importing import Answers, Choice, Field, Problem, Report, read_lines
from dayan_safety.importing.answers import MOST_COLUMNS, column_of, corrected, leave_out, line_of, meanings, place_of
from dayan_safety.importing.asking import MOST_ASKED, heard, problem_groups
from dayan_safety.importing.report import Absent
from dayan_safety.workbooks import Sheet

NAMES = st.text(st.characters(codec="utf-8"), max_size=8)
TEXTS = st.dictionaries(NAMES, NAMES, max_size=3)
ANSWERS = st.builds(
    Answers,
    cells=TEXTS,
    skipped=st.lists(NAMES, max_size=3, unique=True),
    choices=TEXTS,
    columns=TEXTS,
    ended=st.lists(NAMES, max_size=3, unique=True),
    only_good=st.booleans(),
)
SHEET = Sheet("表!1", [["单位", "姓名"], ["东风村", "张三"], [], ["西河村"]])


@settings(deadline=None)
@given(ANSWERS)
def test_what_was_said_is_kept_as_it_was(answers: Answers) -> None:
    assert Answers.kept(answers.as_text()) == answers


def test_nothing_kept_is_nothing_said() -> None:
    assert Answers.kept("") == Answers()


@settings(deadline=None)
@given(ANSWERS, ANSWERS)
def test_the_last_word_counts_and_nothing_else_is_lost(first: Answers, then: Answers) -> None:
    both = first.with_more(then)
    assert both.cells == {**first.cells, **then.cells}
    assert both.choices == {**first.choices, **then.choices}
    assert both.columns == {**first.columns, **then.columns}
    assert set(both.skipped) == {*first.skipped, *then.skipped}
    assert len(both.skipped) == len(set(both.skipped))
    assert (both.ended, both.only_good) == (then.ended, then.only_good)


@settings(deadline=None)
@given(NAMES, st.integers(1, 10**6), st.integers(0, 99))
def test_every_place_has_a_name_of_its_own(sheet: str, row: int, place: int) -> None:
    named = place_of(sheet, row, place)
    assert named.split("!", 2) == [str(place), str(row), sheet]
    assert line_of(sheet, row) == named.partition("!")[2]


def test_a_cell_is_put_right_and_the_sheet_itself_stays() -> None:
    answers = Answers(cells={place_of(SHEET.name, 2, 1): "李四", place_of(SHEET.name, 4, 1): "王五"})
    (sheet,) = corrected([SHEET], answers)
    assert sheet.rows == [["单位", "姓名"], ["东风村", "李四"], [], ["西河村", "王五"]]
    assert SHEET.rows[1] == ["东风村", "张三"]


@pytest.mark.parametrize(
    "place",
    [
        place_of(SHEET.name, 0, 0),
        place_of(SHEET.name, 5, 0),
        place_of(SHEET.name, 2, MOST_COLUMNS),
        place_of("另一表", 2, 0),
    ],
)
def test_a_place_outside_the_sheet_changes_nothing(place: str) -> None:
    (sheet,) = corrected([SHEET], Answers(cells={place: "李四"}))
    assert sheet.rows == SHEET.rows


def test_a_corrected_cell_is_no_formula_any_more() -> None:
    computed = Sheet("", [["单位"], ["东风村"], ["西河村"]], formulas=frozenset(["A2", "A3"]))
    (sheet,) = corrected([computed], Answers(cells={place_of("", 2, 0): "东风村"}))
    assert sheet.formulas == {"A3"}


def test_a_line_left_out_takes_its_problems_along() -> None:
    fields = (Field("unit", "单位", required=True), Field("name", "姓名", clean=refuse_three))
    reading = read_lines([SHEET], fields)
    assert [problem.row for problem in reading.problems] == [2]
    rest, out = leave_out(reading, [line_of(SHEET.name, 2), line_of(SHEET.name, 99)])
    assert ([line.row for line in rest.lines], rest.problems) == ([4], [])
    assert [line.row for line in out] == [2]
    assert len(reading.lines) == 2


def refuse_three(cell: Any) -> str:
    if cell == "张三":
        raise RuleBroken("no")
    return str(cell or "")


# What a form may say


def report(**about: Any) -> dict[str, Any]:
    """A report as a batch keeps it."""
    return Report(**about).kept()


ASKING = report(
    errors=[Problem("表", 5, "手机", "12345", "wrong", 3), Problem("表", 1, "姓名", "", "missing")],
    choices=[Choice("which?", "东丰村", [5, 6], ["东风村"], "unit:东丰村", {"7": "东风村", "new": "another"})],
    columns=[{"sheet": "表", "row": 1, "columns": [{"place": 4, "letters": "E", "words": "备", "choice": ""}]}],
    absent=[Absent("31", "东风村 信息员", "张三 2024-01-01")],
)


def test_what_was_asked_is_heard() -> None:
    sent = QueryDict("cell:3!5!表= 13812345678 &skip=5!表&choice:unit:东丰村=7&end=31&only_good=1")
    assert heard(ASKING, sent) == Answers(
        cells={"3!5!表": "13812345678"}, skipped=["5!表"], choices={"unit:东丰村": "7"}, ended=["31"], only_good=True
    )


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "cell:3!5!表=&choice:unit:东丰村=",
        "cell:2!5!表=1&cell:3!6!表=1&cell:=1",
        "skip=6!表&skip=1!表&skip=",
        "choice:unit:东丰村=8&choice:unit:西河村=7&choice:=7",
        "end=30&end=31%00&end=",
    ],
)
def test_what_was_not_asked_is_not_heard(sent: str) -> None:
    assert heard(ASKING, QueryDict(sent)) == Answers()


MEANINGS = ("", "name", "telephone")


def test_what_a_column_means_is_heard_when_it_is_said_anew() -> None:
    answers = heard(ASKING, QueryDict("column:4!表=name"), MEANINGS)
    assert answers == Answers(columns={"4!表": "name"})
    assert meanings(answers) == {("表", 4): "name"}


@pytest.mark.parametrize(
    "sent", ["column:4!表=", "column:4!表=password", "column:5!表=name", "column:4!别=name", "column:=name"]
)
def test_a_column_that_is_not_there_or_means_nothing_we_know_is_not_heard(sent: str) -> None:
    assert heard(ASKING, QueryDict(sent), MEANINGS) == Answers()


def test_a_sheet_may_have_any_name() -> None:
    assert meanings(Answers(columns={column_of("a!b!", 3): "name"})) == {("a!b!", 3): "name"}


def test_said_twice_counts_once() -> None:
    assert heard(ASKING, QueryDict("skip=5!表&skip=5!表&end=31&end=31")) == Answers(skipped=["5!表"], ended=["31"])


def test_problems_come_by_sentence_the_commonest_first_and_only_cells_can_be_put_right() -> None:
    problems = [Problem("表", row, "手机", "x", "rare" if row == 9 else "common", 3) for row in (9, 5, 6)]
    groups = problem_groups([*report(errors=problems)["errors"], ASKING["errors"][1]])
    assert [(group["problem"], len(group["errors"])) for group in groups] == [
        ("common", 2),
        ("missing", 1),
        ("rare", 1),
    ]
    assert [(error["cell"], error["line"]) for error in groups[0]["errors"]] == [("3!5!表", "5!表"), ("3!6!表", "6!表")]
    assert (groups[1]["errors"][0]["cell"], groups[1]["errors"][0]["line"]) == ("", "")


def test_no_more_is_asked_than_a_form_can_carry() -> None:
    many = report(errors=[Problem("", row, "手机", "x", "wrong", 0) for row in range(1, MOST_ASKED + 2)])
    assert sum(len(group["errors"]) for group in problem_groups(many["errors"])) == MOST_ASKED
    beyond = f"cell:{place_of('', MOST_ASKED + 1, 0)}=1&cell:{place_of('', MOST_ASKED, 0)}=1"
    assert list(heard(many, QueryDict(beyond)).cells) == [place_of("", MOST_ASKED, 0)]
