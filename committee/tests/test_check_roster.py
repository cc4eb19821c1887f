"""Checking a roster: every kind of line, every problem at its place, nothing written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from committee.models import Appointment, LiaisonPost, Person, Unit, UnitAlias
from committee.services import rosters
from committee.tests.roster_builders import (
    DAY,
    FIRST,
    a_holder,
    a_line,
    a_sheet,
    a_village,
    an_identity,
    check,
    counts,
    problems,
    today,
)
from dayan_safety.testing import a_unit
from dayan_safety.workbooks import Cell

pytestmark = pytest.mark.django_db


def test_a_vacant_post_is_filled() -> None:
    village = a_village("东风村")
    report = check(a_line(village, name="张三", telephone="13812345678", since="2024-03-05"))
    assert counts(report) == {"new": 1}
    assert report.exit_code == 0
    change = report.changes[0]
    assert (change.row, change.outcome, change.thing) == (FIRST, "new", f"东风村 {_role('information_officer')}")
    assert (change.before, change.after) == ("", "张三 138****5678 2024-03-05")


def _role(role: str) -> str:
    return str(LiaisonPost.Role(role).label)


def test_another_name_passes_the_post_on() -> None:
    village = a_village("东风村")
    a_holder(village, name="李四", telephone="13900001111", since=date(2024, 1, 1))
    report = check(a_line(village, name="张三", telephone="13812345678"))
    assert counts(report) == {"changed": 1}
    change = report.changes[0]
    assert (change.before, change.after) == ("李四 139****1111 2024-01-01", f"张三 138****5678 {today()}")


def test_the_same_person_is_unchanged_and_blank_cells_say_nothing() -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", telephone="13812345678", position="支书", sex="male")
    assert counts(check(a_line(village, name="张三"))) == {"unchanged": 1}
    full = a_line(village, name="张 三", telephone="+86 138-1234-5678", position="支书", sex="男", since="2024-1-1")
    assert counts(check(full)) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"telephone": "13912345678"}, "张三 139****5678 支书 2024-01-01"),
        ({"position": "主任"}, "张三 138****5678 主任 2024-01-01"),
        ({"sex": "女"}, "张三 138****5678 支书 2024-01-01"),
        ({"since": "2023-05-01"}, "张三 138****5678 支书 2023-05-01"),
    ],
)
def test_what_a_line_says_anew_of_the_holder_is_a_change(cells: dict[str, Cell], told: str) -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", telephone="13812345678", position="支书", sex="male")
    report = check(a_line(village, name="张三", **cells))
    assert counts(report) == {"changed": 1}
    assert report.changes[0].after == told


def test_units_are_found_by_code_by_name_and_by_other_names() -> None:
    village = a_village("东风村", code="370811100201")
    UnitAlias.objects.create(unit=village, name="大安镇东风村")
    lines = [
        a_line("", "信息员", "张三", code="370811100201"),
        a_line("东 风 村", "协管员", "李四"),
        a_line("大安镇东风村", "巡查员", "王五", code=370811100201.0),
    ]
    report = check(*lines)
    assert counts(report) == {"new": 3}
    assert {change.thing.split()[0] for change in report.changes} == {"东风村"}


def test_an_unknown_unit_offers_the_near_ones_once_for_all_rows_and_takes_none() -> None:
    a_village("东风村")
    report = check(
        a_line("东凤村", "信息员", "张三"), a_line("东 凤村", "协管员", "李四"), a_line("毫不相干", name="王五")
    )
    assert problems(report) == [(4, "单位", "东凤村"), (5, "单位", "东 凤村"), (6, "单位", "毫不相干")]
    assert [(choice.value, choice.rows, choice.candidates) for choice in report.choices] == [
        ("东凤村", [4, 5], ["东风村"])
    ]
    assert counts(report) == {"errors": 3}
    assert report.exit_code == 1
    assert report.changes == []


def test_a_unit_must_exist_under_its_code_and_agree_with_its_name() -> None:
    a_village("东风村", code="370811100201")
    a_village("西河村", code="370811100202")
    report = check(
        a_line("东风村", "信息员", "张三", code="370811100202"),
        a_line("东风村", "协管员", "李四", code="370811100299"),
        a_line("没有村", "巡查员", "王五", code="370811100201"),
        a_line("", "巡查员", "赵六"),
    )
    assert problems(report) == [
        (4, "单位", "东风村"),
        (5, "单位代码", "370811100299"),
        (6, "单位", "没有村"),
        (7, "单位", ""),
    ]


def test_only_villages_and_enterprises_name_liaisons() -> None:
    a_unit(name="安监站", kind=Unit.Kind.DEPARTMENT)
    report = check(a_line("安监站", name="张三"))
    assert problems(report) == [(FIRST, "单位", "安监站")]
    assert report.choices == []


@pytest.mark.parametrize(
    ("given", "since", "fine"),
    [
        ({"valid_to": -1}, "", False),
        ({"valid_to": 0}, "", True),
        ({"valid_to": 0}, 1, False),
        ({"valid_from": 1}, "", False),
        ({"valid_from": 0}, date(2020, 1, 1), True),
    ],
)
def test_the_unit_belongs_to_the_town_on_the_day(given: dict[str, int], since: Cell, fine: bool) -> None:
    """Whole numbers count days from the one on which the test runs."""
    term = {name: today() + days * DAY for name, days in given.items()}
    begins = today() + since * DAY if isinstance(since, int) else since
    report = check(a_line(a_village("东风村", **term), name="张三", since=begins))
    assert report.is_importable is fine
    assert fine or problems(report) == [(FIRST, "单位", "东风村")]


def test_all_problems_of_all_lines_are_told_at_once_with_the_files_own_words() -> None:
    village = a_village("东风村")
    header = ["村名", "代码", "岗位类别", "姓 名", "性别", "联系电话*", "身份证号（必填）", "职务", "任职时间"]
    report = check(
        a_line(village, "班长", "张三", telephone="12345", identity_number="370811199001011234", since="明天"),
        a_line("没有这个村", "", "", telephone=13812345678.0),
        a_line(village, "信息员", "李四", identity_number=3.70811199001011e17),
        header=header,
    )
    assert problems(report) == [
        (4, "岗位类别", "班长"),
        (4, "联系电话*", "12345"),
        (4, "身份证号（必填）", "**************1234"),
        (4, "任职时间", "明天"),
        (5, "岗位类别", ""),
        (5, "姓 名", ""),
        (5, "村名", "没有这个村"),
        (6, "身份证号（必填）", "****************e+17"),
    ]
    assert counts(report) == {"errors": 3}
    assert all(error.sheet == "名册" for error in report.errors)


def test_no_full_identity_number_leaves_the_check() -> None:
    village = a_village("东风村")
    good, bad = an_identity(1), an_identity(2)[:-1] + "Z"
    report = check(
        a_line(village, "信息员", "张三", identity_number=good), a_line(village, "协管员", "李四", identity_number=bad)
    )
    told = str(report.kept())
    assert good not in told
    assert bad not in told
    assert good[-4:] in told


def test_a_computed_cell_is_an_error_that_names_the_cell() -> None:
    village = a_village("东风村")
    lines = [a_line(village, "信息员", "张三", telephone="13812345678"), a_line(village, "协管员", "#N/A")]
    report = check(*lines, formulas=frozenset(["F4", "Z9"]))
    assert problems(report) == [(4, "手机", "13812345678"), (5, "姓名", "#N/A")]
    assert "F4" in report.errors[0].problem
    assert "D5" in report.errors[1].problem


def test_a_line_said_twice_counts_once() -> None:
    village = a_village("东风村")
    report = check(*[a_line(village, name="张三", telephone="13812345678")] * 3)
    assert counts(report) == {"new": 1, "duplicates": 2}
    assert report.is_importable


def test_two_people_for_one_post_are_both_refused() -> None:
    village = a_village("东风村")
    report = check(a_line(village, name="张三"), a_line(village, name="李四"))
    assert problems(report) == [(4, "岗位", "信息员"), (5, "岗位", "信息员")]
    assert counts(report) == {"errors": 1, "duplicates": 1}
    assert ("5" in report.errors[0].problem, "4" in report.errors[1].problem) == (True, True)


def test_posts_without_a_name_are_skipped_and_rows_without_content_are_no_lines() -> None:
    village = a_village("东风村")
    report = check(a_line(village), [], [" ", None, "　"], a_line(village, "协管员", "张三"))
    assert report.rows == 2
    assert counts(report) == {"skipped": 1, "new": 1}
    assert report.changes[0].row == 7


def test_several_sheets_are_one_roster_and_hidden_ones_are_left_out() -> None:
    village = a_village("东风村")
    sheets = [
        a_sheet(a_line(village, "信息员", "张三"), name="一"),
        a_sheet(a_line(village, "协管员", "李四"), name="二"),
        a_sheet(a_line(village, "巡查员", "王五"), name="三", hidden=True),
    ]
    report, _ = rosters.check_roster(sheets, today())
    assert [(change.sheet, change.row) for change in report.changes] == [("一", FIRST), ("二", FIRST)]
    assert any("三" in note for note in report.notes)


def test_a_file_without_a_roster_is_refused() -> None:
    for sheets in ([], [a_sheet(header=["甲", "乙"])], [a_sheet()]):
        report, plan = rosters.check_roster(sheets, today())
        assert report.exit_code == 2
        assert report.as_dict()["refused"] is True
        assert plan.people == []


def test_a_missing_column_is_one_error() -> None:
    report = check(["东风村", "张三"], header=["单位", "姓名"])
    assert [error.row for error in report.errors] == [FIRST - 1]
    assert report.exit_code == 1


def test_columns_come_in_any_order() -> None:
    a_village("东风村")
    assert counts(check(["张三", "信息员", "东风村"], header=["姓名", "岗位", "村名"])) == {"new": 1}


def test_a_check_writes_nothing() -> None:
    village = a_village("东风村")
    before = [model.objects.count() for model in (Person, Appointment, LiaisonPost)]
    assert check(a_line(village, name="张三")).is_importable
    assert [model.objects.count() for model in (Person, Appointment, LiaisonPost)] == before


def test_a_check_takes_six_queries_for_any_number_of_lines(query_count: Any) -> None:
    villages = [a_village(f"测试{number}村") for number in range(80)]
    lines = [a_line(village, role, f"张{role}") for village in villages for role in ("信息员", "协管员", "巡查员")]
    assert query_count(lambda: check(*lines[:3])) == query_count(lambda: check(*lines)) == 6
