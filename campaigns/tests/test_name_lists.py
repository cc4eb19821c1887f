"""Lists as people write them: what is read of a line, and the sentence where it cannot be."""

from __future__ import annotations

import pytest

from campaigns.services.name_lists import MOST_LINES, Came, read_list, read_name, read_unit
from dayan_safety.errors import RuleBroken

XIAOMING = Came("王小明", "东风村")


@pytest.mark.parametrize(
    "line",
    [
        "王小明 东风村", "王小明\t东风村", "王小明,东风村", "王小明，东风村", "王小明、东风村", "王小明；东风村",
        "  王小明　　东风村  ", "1 王小明 东风村", "12、王小明、东风村", "3. 王小明 东风村", "7\t王小明\t东风村",
        "王 小 明\t东风村", "王小明 东风村\t", "王小明\u200b 东\u202e风村",
    ],
)  # fmt: skip
def test_a_line_is_read_however_it_is_written(line: str) -> None:
    assert read_list(line) == ([XIAOMING], [])


def test_headings_and_empty_lines_are_passed_over_and_numbers_are_those_on_the_screen() -> None:
    found, faults = read_list("姓名\t单位\r\n\r\n王小明\t东风村\r\r李大山\n  \n138\n13812345678 西河村\n")
    assert found == [XIAOMING, Came("李大山")]
    assert [fault.partition("：")[0] for fault in faults] == ["第 7 行", "第 8 行"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("王 小明 东风村", "请写全名"),
        ("王小明 东风村13812345678", "不需要电话号码"),
        ("王小明 138-1234-5678", "不需要电话号码"),
        ("王小明370123199001011234 东风村", "不需要电话号码"),
        ("王小明 １３８１２３４５６７８", "不需要电话号码"),
        ("王小明\t东风村\t村民", "只需要姓名和单位两列"),
        ("\t东风村\t王小明\t", "只需要姓名和单位两列"),
        ("<b>王小明<b> 东风村", "这里只填姓名"),
        ("，东风村", "缺少姓名"),
        ("长" * 31 + " 东风村", "最多 30 个字"),
        ("王小明 " + "长" * 61, "最多 60 个字"),
    ],
)
def test_what_cannot_be_read_says_why(line: str, said: str) -> None:
    found, [fault] = read_list(f"李大山 西河村\n{line}")
    assert found == [Came("李大山", "西河村")]
    assert fault.startswith("第 2 行：")
    assert said in fault


def test_too_many_at_once_are_told() -> None:
    lines = [f"王{number}号 东风村" for number in range(MOST_LINES)]
    assert read_list("\n".join(lines))[1] == []
    assert read_list("\n".join([*lines, "李大山"]))[1] == ["一次最多 500 人，其余的请另行录入。"]


@pytest.mark.parametrize(
    "unit", ["😀村", "<script>alert(1)</script>", "=1+1", "1; DROP TABLE x", "a\x01\x1bb", "\u202e村"]
)
def test_odd_units_are_text_without_invisible_signs(unit: str) -> None:
    assert read_unit(unit) == "".join(sign for sign in unit if sign.isprintable())


@pytest.mark.parametrize("name", ["😀", "<script>", "王", "", "长" * 10_000, "=1+1", "王小明,李大山"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(RuleBroken):
        read_name(name)
    assert read_name("阿依古丽·买买提") == "阿依古丽·买买提"
