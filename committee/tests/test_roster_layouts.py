"""The same roster in any form gives the same lines."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.tests.roster_cases import CASES
from committee.tests.roster_layouts import LAYOUTS, ROLES, Post, posts_of, read, read_file
from dayan_safety.workbooks import Sheet

UNITS = ["陈庄村", "东风村", "大安酒厂"]
SEATS = [(unit, role) for unit in UNITS for role in ROLES]
NAMES = st.sampled_from(["张三", "李四", "王五", "欧阳娜娜", "计小", "John Smith"])
NUMBERS = st.sampled_from(["", "13812345678", "0537-3214567"])
ROSTERS = st.dictionaries(st.sampled_from(SEATS), st.tuples(NAMES, NUMBERS), min_size=1).map(
    lambda held: [Post(*seat, *held[seat]) for seat in SEATS if seat in held]
)
FULL = [Post(unit, role, f"张{'一二三四五六七八九'[n]}", f"1381234567{n}") for n, (unit, role) in enumerate(SEATS)]


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=6, deadline=None)
@given(posts=ROSTERS)
def test_a_roster_gives_the_same_lines_in_any_layout(layout: str, posts: list[Post]) -> None:
    reading = read_file(LAYOUTS[layout](posts))
    assert (posts_of(reading), reading.problems) == (Counter(posts), [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_problem_stands_at_its_cell_in_any_layout(layout: str) -> None:
    posts = [*FULL[:4], FULL[4]._replace(telephone="12345"), *FULL[5:]]
    reading = read_file(LAYOUTS[layout](posts))
    (problem,) = reading.problems
    (key,) = reading.faulty
    assert (problem.value, problem.row) == ("12345", key[1])
    assert "电话" in problem.column
    assert sum(not line.values["telephone"] for line in reading.lines) == 1
    if "wide" in layout:
        assert "协管员" in problem.column


IO, CO, _PI = ROLES


def sheet(*rows: list[object], **about: object) -> Sheet:
    """A sheet of rows; blank cells as the child sends them."""
    return Sheet("表", [[cell if cell != "" else None for cell in row] for row in rows], **about)


@pytest.mark.parametrize("case", CASES)
def test_files_as_people_make_them(case: str) -> None:
    made = CASES[case]
    reading = read([sheet(*made.cells(), merged=list(made.merged))])
    found = [(line.values["unit"], line.values["role"], line.values["name"]) for line in reading.lines]
    assert (found, reading.problems, reading.reason) == (made.expected(), [], "")
    assert [made.note in told for told in reading.notes] == [True] * bool(made.note)


def test_merged_cells_fill_only_what_they_cover() -> None:
    rows = [["单位", "岗位", "姓名"], ["甲村", "信息员", "张三"], ["", "协管员", "李四"], ["", "巡查员", "王五"]]
    reading = read([sheet(*rows, merged=[(1, 0, 2, 0)])])
    assert [line.values["unit"] for line in reading.lines] == ["甲村", "甲村", ""]
    assert [line.cell("unit") for line in reading.lines] == ["甲村", "甲村", None]


def test_a_million_overlapping_areas_cost_one_pass() -> None:
    rows = [["单位", "岗位", "姓名"], *([None, "信息员", f"张{n}"] for n in range(500))]
    areas = [(n % 400 + 1, 0, 100_000, 16_000) for n in range(200_000)]
    assert len(read([Sheet("表", rows, merged=areas)]).lines) == 500


def test_a_sheet_that_says_no_role_or_two_has_none() -> None:
    for title in ("名册", "信息员和协管员名册"):
        reading = read([sheet([title], ["单位", "姓名"], ["甲村", "张三"])])
        assert [problem.row for problem in reading.problems] == [2]
        assert reading.lines == []


def test_lines_of_one_row_are_told_apart() -> None:
    reading = read([sheet(["村名", "信息员", "协管员"], ["甲村", "张三", "李4444444"])])
    first, second = (line.key for line in reading.lines)
    assert first[:2] == second[:2] == ("表", 2)
    assert reading.faulty == {second}


def test_what_was_tidied_is_told_and_identity_numbers_stay_secret() -> None:
    identity = "11010519491231002x"
    rows = [["单位", "岗位", "姓名", "电话", "身份证号"], ["甲 村", "安全信息员", "张　三", "138-1234-5678", identity]]
    reading = read([sheet(*rows), sheet(["单位", "岗位", "姓名"], ["甲村 ", "信息员", "张三"])])
    told = [(c.row, c.column, c.value, c.kept) for c in reading.cleanings]
    assert told[:3] == [
        (2, "单位", "甲 村", "甲村"),
        (2, "姓名", "张 三", "张三"),
        (2, "电话", "138-1234-5678", "13812345678"),
    ]
    assert told[3:] == [(2, "身份证号", "*" * 14 + "002x", "*" * 14 + "002X")]
    assert sum(reading.tidied.values()) == 4


def test_cleanings_end_somewhere() -> None:
    rows = [["单位", "岗位", "姓名"], *([f"甲 {n} 村", "信息员", "张三"] for n in range(400))]
    reading = read([sheet(*rows)])
    assert reading.tidied["单位"] == 400
    assert len(reading.cleanings) == 50


def test_the_columns_of_each_sheet_are_told_with_samples() -> None:
    rows = [
        ["名册"],
        ["单位", "谁", "证件", "电话"],
        ["甲村", "张三", "110105194912310021", "13812345678"],
        ["乙村", "李四"],
    ]
    (found,) = read([sheet(*rows)]).headers
    told = [(c["letters"], c["words"], c["field"], c["samples"]) for c in found.as_dict()["columns"]]
    assert (found.sheet, found.row, found.found) == ("表", 2, True)
    assert told == [
        ("A", "单位", "unit", ["甲村", "乙村"]),
        ("B", "谁", None, ["张三", "李四"]),
        ("C", "证件", None, ["*" * 14 + "0021"]),
        ("D", "电话", "telephone", ["*" * 7 + "5678"]),
    ]


def test_a_person_says_what_columns_mean() -> None:
    sheets = [sheet(["地方", "干什么", "谁", "姓名"], ["甲村", "信息员", "张三", "李四"])]
    assert read(sheets).reason
    (guess,) = read(sheets).headers
    assert (guess.row, guess.found) == (1, False)
    columns = {("表", 0): "unit", ("表", 1): "role", ("表", 2): "name", ("表", 3): ""}
    assert posts_of(read(sheets, columns=columns)) == Counter([Post("甲村", IO, "张三", "")])
    assert read(sheets, columns={("别的表", 0): "unit"}).reason
    wide = [sheet(["村名", "甲员", "乙员"], ["甲村", "张三", "李四"])]
    groups = {("表", 1): f"{IO}/name", ("表", 2): f"{CO}/name"}
    assert posts_of(read(wide, columns=groups)) == Counter([Post("甲村", IO, "张三", ""), Post("甲村", CO, "李四", "")])


def test_an_office_adds_its_words() -> None:
    sheets = [sheet(["网格", "岗位", "姓名"], ["甲村", "信息员", "张三"])]
    assert read(sheets).problems
    assert posts_of(read(sheets, words={"网 格": "unit"})) == Counter([Post("甲村", IO, "张三", "")])
    assert read([sheet(["单位", "岗位", "姓名"], ["甲村", "信息员", "张三"])], words={"姓名": ""}).problems
