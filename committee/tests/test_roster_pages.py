"""What the clerk reads of a file that was uploaded: counts, problems at their places, what would change; in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.test.html import Element
from django.urls import reverse

from committee.tests.roster_builders import TEXT, a_holder, a_village, an_identity, contents, today, uploaded
from committee.tests.roster_clerk import UPLOAD, Clerk, address
from dayan_safety.models import OnceToken
from dayan_safety.testing import Cast
from dayan_safety.tests import pages
from dayan_safety.tests.files import zipped
from dayan_safety.tests.pages import actions, read, sums, text_of, texts

pytestmark = pytest.mark.django_db
MIXED = """单位,岗位,姓名,手机,任职日期,备注
西河村,信息员,张三,13812345678,,甲
东风村,信息员,李四,13900000000,2025-03-05,
西河村,班长,王五,12345,,
西和村,协管员,王五,,,
西和村,巡查员,王六,,,
西河村,巡查员,,,,
西河村,协管员,周七,,2026-02-30,
"""
PROBLEMS = {
    "没有这个名称的单位。是不是西河村？": [
        ["第 5 行", "单位", "西和村", "", ""],
        ["第 6 行", "单位", "西和村", "", ""],
    ],
    "只能填写以下之一：信息员、协管员、巡查员。": [["第 4 行", "岗位", "班长", "", ""]],
    "电话号码不正确：手机号应为11位，固定电话请加区号。": [["第 4 行", "手机", "12345", "", ""]],
    "日期不正确：请写明年、月、日，如 2026-03-05。": [["第 8 行", "任职日期", "2026-02-30", "", ""]],
}


def tables(page: Element) -> dict[str, list[list[str]]]:
    """The tables of a check but for the one that asks what the columns mean."""
    asked = ("各列的含义", "What the columns mean")
    return {caption: rows for caption, rows in pages.tables(page).items() if not caption.startswith(asked)}


@pytest.fixture
def clerk(cast: Cast, as_user: Callable[[Any], Client]) -> Clerk:
    """The clerk of the office."""
    return Clerk(as_user(cast.office))


def test_the_check_shows_counts_every_problem_at_its_place_and_what_would_change(clerk: Clerk, cast: Cast) -> None:
    page = read(clerk.send(MIXED))
    before = cast.liaison.person
    assert sums(page) == {"读取行数": "7", "新增": "1", "变更": "1", "未变": "0", "跳过": "1", "错误": "5"}
    assert tables(page) == PROBLEMS | {
        "将要变更的内容": [
            ["西河村 信息员", "新增", f"张三 138****5678 {today()}", "2"],
            ["东风村 信息员", f"孙信息 {before.masked_telephone} 2024-01-01", "李四 139****0000 2025-03-05", "3"],
        ],
    }
    assert "以下各列未读取：备注。" in texts(page, "div", "alert-info")
    assert texts(page, "ul", "lines") == ["西和村 指的是哪个单位？ 数据行 5、6 西河村"]


def test_the_commonest_problem_comes_first(clerk: Clerk) -> None:
    captions = [caption for caption in tables(read(clerk.send(MIXED))) if caption in PROBLEMS]
    assert captions[0] == "没有这个名称的单位。是不是西河村？"
    assert set(captions) == set(PROBLEMS)


def test_a_file_in_order_offers_the_import_and_one_with_problems_does_not(clerk: Clerk, cast: Cast) -> None:
    good, bad = (uploaded(text, by=cast.office) for text in (TEXT.replace(b",", b";"), MIXED.encode()))
    good_page, bad_page = clerk.look(good), clerk.look(bad)
    assert texts(good_page, "div", "alert-success") == ["文件检查无误。 尚未导入：请核对数字，然后点“导入”。"]
    assert {address("confirm", good), address("discard", good)} <= set(actions(good_page))
    assert texts(bad_page, "div", "alert-danger")[0].startswith("没有导入任何内容。 请在下面更正单元格")
    assert address("discard", bad) in actions(bad_page)
    assert address("confirm", bad) not in actions(bad_page)
    assert "上传更正后的文件" in texts(bad_page, "a")


def test_a_file_that_says_nothing_new_says_so(clerk: Clerk) -> None:
    page = read(clerk.send("单位,岗位,姓名\n东风村,信息员,孙信息\n东风村,协管员,\n"))
    assert sums(page) == {"读取行数": "2", "新增": "0", "变更": "0", "未变": "1", "跳过": "1", "错误": "0"}
    assert "没有新内容。 文件中的内容平台里都已经有了。" in texts(page, "div", "alert-info")


def test_lines_twice_in_the_file_and_lines_to_decide_have_sums_of_their_own(clerk: Clerk, cast: Cast) -> None:
    a_holder(cast.other_village, "coordinator", name="张三", telephone="13812345678")
    line = "西河村,信息员,李四,13900000000\n"
    page = read(clerk.send(f"单位,岗位,姓名,手机\n{line}{line}西河村,巡查员,张三,13911112222\n"))
    assert sums(page) == {
        "读取行数": "3", "新增": "1", "变更": "0", "未变": "0", "待核对": "1", "文件内重复": "1", "错误": "1",
    }  # fmt: skip
    assert texts(page, "ul", "lines") == ["张三 是同一个人吗？ 数据行 4 西河村 张三 138****5678 另有其人：登记为新人员"]


def test_a_file_without_a_roster_says_what_is_missing(clerk: Clerk) -> None:
    page = read(clerk.send("甲,乙\n1,2\n"))
    assert texts(page, "div", "alert-danger") == [
        "文件无法读取，没有导入任何内容。 没有找到表头：须有一行写明各列名称，至少包括单位、联络岗、姓名。"
        " 也可以在下面说明各列的含义，然后重新核对。"
    ]
    assert (sums(page), tables(page)) == ({}, {})


def test_the_same_check_in_english(clerk: Clerk) -> None:
    clerk.browser.cookies["language"] = "en"
    page = read(clerk.send("Unit,Liaison role,Full name\n西河村,coordinator,John Smith\n西河村,captain,张三\n"))
    assert sums(page) == {"Lines read": "2", "New": "1", "Changed": "0", "Unchanged": "0", "Errors": "1"}
    assert tables(page) == {
        "Write one of: information officer, coordinator, patrol inspector.": [
            ["row 3", "Liaison role", "captain", "", ""]
        ],
        "What will change": [["西河村 coordinator", "new", f"John Smith {today()}", "2"]],
    }


def test_markup_in_a_cell_stays_text_and_an_identity_number_stays_hidden(clerk: Clerk) -> None:
    wrong = an_identity(3)[:-1] + ("0" if an_identity(3)[-1] != "0" else "1")
    answer = clerk.send(f"单位,岗位,姓名,身份证号\n<script>alert(1)</script>,信息员,张三,{wrong}\n")
    assert sorted(row[1:] for rows in tables(read(answer)).values() for row in rows) == [
        ["单位", "<script>alert(1)</script>", "", ""],
        ["身份证号", "*" * 14 + wrong[-4:], "", ""],
    ]
    assert b"<script>alert" not in answer.content
    assert wrong.encode() not in answer.content


def test_of_many_changes_the_first_200_are_shown_and_all_are_counted(clerk: Clerk) -> None:
    roles = ("信息员", "协管员", "巡查员")
    villages = [a_village(f"第{number}村") for number in range(67)]
    lines = [f"{village},{role},人{'甲乙丙'[n]}" for village in villages for n, role in enumerate(roles)]
    page = read(clerk.send("单位,岗位,姓名\n" + "\n".join(lines)))
    assert sums(page)["新增"] == "201"
    assert len(tables(page)["将要变更的内容"]) == 200
    assert "仅显示前200条。" in texts(page, "div", "muted")


MACROS = zipped({"[Content_Types].xml": "", "xl/workbook.xml": "", "xl/vbaProject.bin": ""})


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "所提交的是空文件。"),
        (b"PK\x03\x04 ...", "a.xlsx", "无法读取：文件已损坏。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"),
        (b"%PDF-1.7", "a.pdf", "只能读取 .xlsx、.xls 和 .csv 文件。请另存为 .xlsx 后重新上传。"),
        (b"%PDF-1.7", "a.xlsx", "无法读取：这不是表格文件。请另存为 .xlsx 或 .csv 后重新上传。"),
        (b"<table>", "a.xls", "这个文件实际上是网页或 XML 文档。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"),
        (TEXT, "a.xlsm", "文件扩展名是 .xlsm，内容却是 .csv 文件。请另存为 .xlsx 或 .csv 后重新上传。"),
        (MACROS, "a.xlsx", "表格含有宏。请另存为不带宏的 .xlsx 后重新上传。"),
        (bytes(range(256)) * 4, "a.csv", "无法识别文件的文字编码。请另存为 .xlsx 或 UTF-8 编码的 CSV，然后重新上传。"),
        (b"a" * (20 * 2**20 + 1), "a.csv", "文件超过 20 MB。请拆成几个文件，逐个上传。"),
    ],
)
def test_a_file_that_cannot_be_read_comes_back_with_a_sentence(
    clerk: Clerk, content: bytes, name: str, sentence: str
) -> None:
    before = contents()
    answer = clerk.send(content, name, once="abc")
    assert (answer.status_code, answer.context["form"].errors) == (422, {"file": [sentence]})
    assert sentence in text_of(read(answer))
    assert contents() == before
    assert not OnceToken.objects.exists()


def test_no_file_at_all_is_asked_for(clerk: Clerk) -> None:
    answer = clerk.browser.post(reverse(UPLOAD, args=["roster"]), {})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"file": ["这个字段是必填项。"]})


def test_a_check_page_takes_the_same_queries_for_one_three_and_eighty_lines(
    clerk: Clerk, cast: Cast, query_count: Any
) -> None:
    villages = [a_village(f"第{number}村") for number in range(27)]
    lines = [f"{v},{role},张三,1381111{v.pk:04d}" for v in villages for role in ("信息员", "协管员", "巡查员")]
    batches = [
        uploaded("\n".join(["单位,岗位,姓名,手机", *lines[:n], *["没有村,班长,李四,1"] * n]).encode(), by=cast.office)
        for n in (1, 3, 80)
    ]
    assert [batch.report["rows"] for batch in batches] == [2, 6, 160]
    clerk.look(batches[0])
    assert len({query_count(lambda: clerk.look(batch)) for batch in batches}) == 1  # noqa: B023
