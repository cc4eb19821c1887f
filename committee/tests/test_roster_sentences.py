"""Every reason for which a line of a roster is not taken, in the words people read: column, sentence, question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from committee.models import Unit
from committee.services import rosters
from committee.tests.roster_builders import (
    DAY,
    FIRST,
    HEADER,
    a_holder,
    a_line,
    a_sheet,
    a_village,
    an_identity,
    check,
    post_of,
    today,
    yesterday,
)
from dayan_safety.testing import a_person, a_unit, an_appointment
from dayan_safety.workbooks import Cell, Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SOON = today() + 10 * DAY
MASK = "*" * 14


@pytest.fixture(autouse=True)
def town() -> None:
    """Two villages with holders of every kind, and people whom a line may mean by mistake."""
    east = a_village("东风村", code="370811100201")
    west = a_village("西河村", code="370811100202")
    a_unit(name="安监站", kind=Unit.Kind.DEPARTMENT)
    a_village("撤并村", valid_to=yesterday())
    a_holder(east, name="李四", telephone="13900001111", identity_number=an_identity(1))
    wang = a_person(name="王五", telephone="13900002222", unit=west)
    an_appointment(post_of(west, "coordinator"), "liaison", wang, until=SOON)
    sun = a_person(name="孙八", telephone="13900004444", unit=east)
    an_appointment(post_of(east, "patrol_inspector"), "liaison", sun, since=date(2023, 1, 1), until=date(2023, 12, 31))
    a_person(name="张三", telephone="13812345678", unit=east, identity_number=an_identity(2))
    for number in (3, 4):
        a_person(name="赵六", telephone="13900003333", unit=east, identity_number=an_identity(number))
    a_person(name="钱七", telephone="13700000000", unit=east, left_on=yesterday())


def line(unit: str = "东风村", role: str = "协管员", name: Cell = "周九", **cells: Cell) -> list[Cell]:
    """A line that could be taken: somebody new for the vacant post of the eastern village."""
    return a_line(unit, role, name, **cells)


def told(*lines: list[Cell], **about: Any) -> list[tuple[int, str, str]]:
    """Row, column and sentence of every problem."""
    return [(error.row, error.column, error.problem) for error in check(*lines, **about).errors]


UNKNOWN = "没有这个名称的单位"
CASES: dict[str, tuple[list[Cell], str, str]] = {
    "no unit": (line(""), "单位", "请填写单位名称或代码。"),
    "unknown unit": (line("毫不相干"), "单位", f"{UNKNOWN}：请更正名称，或先登记该单位。"),
    "near unit": (line("东丰村"), "单位", f"{UNKNOWN}。是不是东风村？"),
    "unknown code": (
        line("", code="370811100299"), "单位代码", "没有这个代码的单位：请更正代码，或者留空、改填单位名称。",
    ),
    "name of nobody": (
        line("毫不相干", code="370811100201"), "单位", f"{UNKNOWN}，而代码是东风村的，请更正其中一项。",
    ),
    "code of another": (line("西河村", code="370811100201"), "单位", "这个代码是东风村的，请更正名称或代码。"),
    "a department": (line("安监站"), "单位", "该单位属于部门（站所），只有村和企业设联络岗，请删去这一行。"),
    "a unit that is gone": (line("撤并村"), "单位", f"撤并村在 {today()} 不隶属本镇，请删去这一行。"),
    "another role": (line(role="班长"), "岗位", "只能填写以下之一：信息员、协管员、巡查员。"),
    "no role": (line(role=""), "岗位", "此处必填，不填无法任命。"),
    "no name": (line(name="", telephone="13811112222"), "姓名", "此处必填，不填无法任命。"),
    "two people": (line(name="张三、李四"), "姓名", "一行只填一个人，请把第二个人另起一行。"),
    "two people perhaps": (
        line(name="张三 李四"), "姓名", "是一个人还是两个人？请一行只填一个人，姓名中不要有空格。",
    ),
    "a number as a name": (line(name="13812345678"), "姓名", "这里只填姓名，不要写号码和备注。"),
    "another sex": (line(sex="无"), "性别", "只能填写以下之一：男、女。"),
    "no telephone": (line(telephone="12345"), "手机", "电话号码不正确：手机号应为11位，固定电话请加区号。"),
    "lost digits": (
        line(identity_number=3.70811199001011e17), "身份证号",
        "Excel 丢失了号码的末几位：请将单元格设为文本格式，重新填写号码。",
    ),
    "no identity number": (
        line(identity_number="370811199002301234"), "身份证号", "身份证号不正确：请核对18位号码和出生日期。",
    ),
    "long position": (line(position="长" * 51), "职务", "内容过长，最多 50 个字。"),
    "no day": (line(since="明天"), "任职日期", "日期不正确：请写明年、月、日，如 2026-03-05。"),
    "somebody else's identity number": (
        line(identity_number=an_identity(2)), "身份证号",
        "这个身份证号是东风村 张三 138****5678的，请更正姓名或身份证号。",
    ),
    "another identity number": (
        line(name="张三", telephone="13812345678", identity_number=an_identity(9)), "身份证号",
        "平台中东风村 张三 138****5678登记的是另一个身份证号，请更正。",
    ),
    "two of one telephone": (
        line(name="赵六", telephone="13900003333"), "姓名", "该单位有几个姓名、电话都相同的人，请填写身份证号。",
    ),
    "perhaps known": (
        line(name="张三"), "姓名",
        "可能就是东风村 张三 138****5678：请选择是否为同一人，或填写身份证号。",
    ),
    "mask of a stranger": (
        line(telephone="138****5678"), "手机", "号码不完整（带*号），此人也尚未登记，请填写完整号码。",
    ),
    "another telephone's mask": (
        line(role="信息员", name="李四", telephone="138****5678"), "手机",
        "带*号的号码与已登记的不符，请留空，或填写完整号码。",
    ),
    "another number's mask": (
        line(role="信息员", name="李四", identity_number=f"{MASK}9999"), "身份证号",
        "带*号的号码与已登记的不符，请留空，或填写完整号码。",
    ),
    "who left": (
        line(name="钱七", telephone="13700000000"), "任职日期",
        f"此人登记为 {yesterday()} 离职；如有误，请先在人员页面清除离职日期。",
    ),
    "a post that is held": (
        line(role="信息员", since="2023-05-01"), "任职日期", "李四自 2024-01-01 起在该岗位，请填写更晚的日期。",
    ),
    "a post that was held": (
        line(role="巡查员", since="2023-05-01"), "任职日期",
        "孙八自 2023-01-01 至 2023-12-31 在该岗位，请填写更晚的日期。",
    ),
    "a first day after the last": (
        line("西河村", "协管员", "王五", since=SOON + DAY), "任职日期", f"此人的任职到 {SOON} 结束，请填写更早的日期。",
    ),
    "a post elsewhere": (
        line("西河村", "信息员", "李四", identity_number=an_identity(1)), "姓名",
        "此人正在东风村担任同一岗位：请先结束该任职，或者更正这一行。",
    ),
}  # fmt: skip


def test_the_line_the_cases_begin_from_is_taken() -> None:
    assert told(line(), line(role="信息员", name="李四")) == []


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_with_a_line_is_said_in_one_sentence_at_its_column(case: str) -> None:
    wrong, column, sentence = CASES[case]
    sound = line("西河村", "巡查员", "吴十")
    assert told(sound, wrong) == [(FIRST + 1, column, sentence)]


PAIRS: dict[str, tuple[list[Cell], list[Cell], list[tuple[int, str, str]]]] = {
    "one post twice": (
        line(name="吴十"), line(name="郑一"),
        [
            (4, "岗位", "第 5 行填的是同一个岗位，两行只保留一行。"),
            (5, "岗位", "第 4 行填的是同一个岗位，两行只保留一行。"),
        ],
    ),
    "one identity number for two": (
        line(identity_number=an_identity(9)), line(role="巡查员", name="吴十", identity_number=an_identity(9)),
        [(5, "身份证号", "第 4 行另一个人用了同一个身份证号，请更正其中一行。")],
    ),
    "one name, one telephone": (
        line(telephone="13811112222"), line(role="巡查员"),
        [(5, "手机", "第 4 行也是这个姓名，请把两行的电话都填上。")],
    ),
    "one person, two positions": (
        line(telephone="13811112222", position="支书"), line(role="巡查员", telephone="13811112222", position="主任"),
        [(5, "职务", "第 4 行对同一个人的填写与此不一致，请更正其中一行。")],
    ),
    "one person, two villages": (
        line(identity_number=an_identity(9)),
        line("西河村", "协管员", identity_number=an_identity(9), since=SOON + DAY),
        [(5, "姓名", "此人正在东风村担任同一岗位：请先结束该任职，或者更正这一行。")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PAIRS)
def test_what_is_wrong_between_two_lines_names_the_other_row(case: str) -> None:
    first, second, sentences = PAIRS[case]
    assert told(first, second) == sentences


def test_what_only_a_person_can_say_is_asked_once_for_all_its_rows() -> None:
    report = check(line("东丰村"), line("东丰村", "巡查员"), line(name="张三"))
    assert [(choice.problem, choice.value, choice.rows, choice.candidates) for choice in report.choices] == [
        ("指的是哪个单位？", "东丰村", [4, 5], ["东风村"]),
        ("是同一个人吗？", "张三", [6], ["东风村 张三 138****5678"]),
    ]


def test_cells_that_were_computed_are_named_as_excel_names_them() -> None:
    assert told(line(telephone="13811112222"), line(role="巡查员", name="#N/A"), formulas=frozenset(["F4"])) == [
        (4, "手机", "单元格 F4 是公式：请复制后选择性粘贴为数值。"),
        (5, "姓名", "单元格 D5 是 Excel 错误值：请直接填写内容。"),
    ]


def test_columns_that_are_missing_or_there_twice_are_told_at_the_header() -> None:
    missing = "缺少这一列：请补上，或把相应的列改成这个名称。"
    assert told(["张三"], header=["姓名", "手机"]) == [(3, "单位", missing), (3, "联络岗", missing)]
    twice = told([""], header=[*HEADER, "联系电话"])
    assert twice == [(3, "联系电话", "这一列与“手机”含义相同，请只保留一列。")]


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        ([], "没有找到表头：须有一行写明各列名称，至少包括单位、联络岗、姓名。"),
        ([Sheet("甲", [["乙", "丙"], ["1"]])], "没有找到表头：须有一行写明各列名称，至少包括单位、联络岗、姓名。"),
        ([a_sheet()], "表头下面没有内容。请填写后重新上传。"),
    ],
)
def test_a_file_without_a_list_says_what_is_missing(sheets: list[Sheet], reason: str) -> None:
    report, _ = rosters.check_roster(sheets, today())
    assert (report.reason, report.exit_code, report.errors) == (reason, 2, [])


def test_what_was_left_out_is_told_and_is_no_error() -> None:
    sheets = [
        a_sheet([*line(), "甲"], header=[*HEADER, "备注"]),
        a_sheet(line(role="巡查员"), name="旧名册", hidden=True),
        Sheet("说明", [["请逐项填写"]]),
    ]
    report, _ = rosters.check_roster(sheets, today())
    assert report.notes == ["以下各列未读取：备注。", "隐藏的工作表“旧名册”未读取。", "工作表“说明”没有表头，未读取。"]
    assert (report.errors, report.rows) == ([], 1)


@pytest.mark.parametrize("field", rosters.FIELDS, ids=lambda field: field.name)
def test_every_word_for_a_column_is_understood_wherever_it_stands(field: Any) -> None:
    cells = dict(zip(HEADER, line(), strict=True))
    ours = next(word for word in HEADER if word in field.synonyms)
    for word in field.synonyms:
        header: list[Cell] = [f"{word}（必填）", *(name for name in reversed(HEADER) if name != ours)]
        row = [cells[ours], *(cells[name] for name in reversed(HEADER) if name != ours)]
        report = check(row, header=header)
        assert (report.errors, report.notes, report.rows) == ([], [], 1), word
