"""Workbooks with macros beside the sheets, and web pages under the name of a workbook, as office systems write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dayan_safety.tests.hostile import a_table, changed, with_part
from dayan_safety.tests.reading import reason, refusal, rows_of, trimmed
from dayan_safety.workbooks import Limits, Sheet, read_workbook

TABLE = [["姓名", "电话"], ["王一", "13812345678"]]
ENABLED = b"excel.sheet.macroEnabled.main"


def with_macros() -> bytes:
    """A workbook as Excel writes it with macros: a project beside the sheets, and the word for it."""
    content = changed(a_table(TABLE), "[Content_Types].xml", rb"spreadsheetml\.sheet\.main", ENABLED)
    return with_part(content, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Auto_Open")


def page(body: str, head: str = "") -> bytes:
    """A page as it is saved."""
    return f"<html><head><title>不看</title>{head}</head><body>{body}</body></html>".encode()


def sheet_of(body: str) -> Sheet:
    """The one sheet of a page."""
    (sheet,) = read_workbook(page(body), "a.xls")
    return sheet


def test_a_workbook_with_macros_is_read_without_them() -> None:
    assert rows_of(with_macros(), "名册.XLSM") == TABLE
    assert rows_of(a_table(TABLE), "a.xlsm") == TABLE
    assert reason(with_macros(), "a.xlsx") == "macros"


@pytest.mark.parametrize(
    ("member", "refused"),
    [
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/macrosheets/vbaProject.bin", "macros"),
        ("xl/activeX/activeX1.xml", "embedded"),
        ("../vbaProject.bin", "macros"),
        ("xl/vbaProjectSignature.bin", ""),
    ],
)
def test_everything_else_stays_forbidden_beside_macros(member: str, refused: str) -> None:
    assert reason(with_part(with_macros(), member), "a.xlsm") == refused


@pytest.mark.parametrize("content", [b"a,b", page("<table><tr><td>1</td></tr></table>")])
def test_a_name_with_macros_is_no_licence_for_other_files(content: bytes) -> None:
    assert reason(content, "a.xlsm") in ("content", "markup")


@pytest.mark.parametrize(
    "content",
    [
        page("<table><tr><td>姓名<td>电话</tr><tr><td>王一<td>13812345678</table>"),
        page("<TABLE><TBODY><TR><TH>姓名</TH><TH>电话</TH></TR><TR><TD> 王一\n</TD><TD>13812345678</TD></TABLE>"),
        "<meta charset=gb2312><table><tr><td>姓名</td><td>电话</td></tr><tr><td>王一</td><td>13812345678".encode("gbk"),
        "<table><tr><td>姓名</td><td>电话</td></tr><tr><td>王一</td><td>13812345678".encode("gb18030"),
        "<meta charset='gbk'><table><tr><td>姓名<td>电话<tr><td>王一<td>13812345678".encode("utf-8-sig"),
        "<meta charset=utf-8><table><tr><td>姓名<td>电话<tr><td>王一<td>13812345678".encode("gb18030"),
        b'<?xml version="1.0"?>' + page("<table><tr><td>姓名<td>电话<tr><td>王&#19968;<td>13812345678"),
        page("<style>td{}</style><script>document.write('<b>')</script><table><tr><td>姓名<td>电话<tr>"
             "<td><b>王</b><i>一</i><td><a href='tel:1'>13812345678</a></table>"),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_page_gives_the_same_rows(content: bytes) -> None:
    assert rows_of(content, "a.xls") == TABLE


def test_letters_that_pass_for_two_encodings_are_read_as_the_page_says() -> None:
    content = "<meta charset=gb2312><table><tr><td>联通</td></tr></table>".encode("gbk")
    assert rows_of(content, "a.xls") == [["联通"]]


def test_cells_over_several_rows_and_columns_are_merged_areas() -> None:
    sheet = sheet_of(
        "<table><tr><td colspan=3>名册<tr><td rowspan='2'>陈庄村<td>信息员<td>张三"
        "<tr><td>协管员<td>李四<tr><td>东村<td rowspan=2 colspan=2>王五<tr><td>西村<tr><td>南村<td>x<td>y</table>"
    )
    assert sheet.rows == [
        ["名册"], ["陈庄村", "信息员", "张三"], [None, "协管员", "李四"],
        ["东村", "王五"], ["西村"], ["南村", "x", "y"],
    ]  # fmt: skip
    assert sheet.merged == [(0, 0, 0, 2), (1, 0, 2, 0), (3, 1, 4, 2)]


def test_text_around_and_tables_in_tables_stand_on_rows_of_their_own() -> None:
    sheet = sheet_of(
        "<p>名册</p>填报单位：<b>陈庄村</b><table><tr><td>前<table><tr><td>姓名<td>电话</table>"
        "<tr><td>后</table><div> </div>完"
    )
    assert sheet.rows[:2] == [["名册"], ["填报单位：陈庄村"]]
    assert sheet.rows[2:] == [["姓名", "电话"], ["前"], ["后"], ["完"]]


def test_breaks_and_spaces_are_as_a_browser_shows_them() -> None:
    assert sheet_of("<table><tr><td> 张  三\n <br> 李&nbsp;四 <td><!-- 无 -->").rows == [["张 三\n李\xa0四"]]


@pytest.mark.parametrize(
    "body", ["", "<p>没有表格</p>", "<table></table>", "<tr><td>1</td></tr>", "<table><tr></table>"]
)
def test_a_page_without_a_table_is_refused(body: str) -> None:
    assert reason(page(body), "a.xls") == "markup"


def test_spreadsheets_in_xml_are_refused() -> None:
    content = (
        b'<?xml version="1.0"?><Workbook><Worksheet><Table><Row><Cell><Data>1</Data></Cell></Row></Table></Worksheet>'
    )
    assert reason(content, "a.xls") == "markup"


@pytest.mark.parametrize(
    ("body", "limits", "refused"),
    [
        ("<tr><td>1" * 30, Limits(rows=20), "rows"),
        ("<tr>" + "<td>1" * 61, Limits(), "columns"),
        ("<tr>" + "<td>" * 5000, Limits(), "columns"),
        ("<tr><td>" + "长" * 2001, Limits(), "cell"),
        ("<tr><td>1<td>2" * 9, Limits(cells=17), "cells"),
        ("<table><tr><td>" * 21, Limits(), "damaged"),
        ("<tr><td>1" * 20, Limits(rows=20), ""),
        ("<tr>" + "<td>1" * 60, Limits(), ""),
        ("<tr><td rowspan=99999999 colspan=99999999>1<tr><td>2", Limits(), "columns"),
        ("<tr><td rowspan=-1 colspan=x>1<tr><td>2", Limits(), ""),
        ("<tr><td rowspan='٣'>1<tr><td>2", Limits(), ""),
    ],
)
def test_the_limits_hold_for_pages(body: str, limits: Limits, refused: str) -> None:
    assert reason(page(f"<table>{body}</table>"), "a.xls", limits) == refused


@pytest.mark.parametrize("trick", [b"<!--", b"<![CDATA[", b"<table><tr><td a='", b"<!DOCTYPE [", b"</", b"&#1114112;"])
def test_a_page_of_tricks_ends_in_time(trick: bytes) -> None:
    content = b"<html><table><tr><td>1" + trick * 50_000
    assert reason(content, "a.xls", Limits(cpu_seconds=4)) in ("", "time", "cell", "markup", "damaged", "columns")


def test_a_refusal_of_a_page_tells_its_cell() -> None:
    assert "B1" in refusal(page("<table><tr><td>1<td>" + "长" * 2001), "a.xls")


WORDS = st.none() | st.text(st.sampled_from("王一<>&\"'a1"), min_size=1, max_size=8)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=5), max_size=6))
def test_any_table_of_text_reads_back_the_same(table: list[list[str | None]]) -> None:
    def escaped(cell: str | None) -> str:
        return (cell or "").replace("&", "&amp;").replace("<", "&lt;")

    rows = [["头"], *table]
    body = "".join(f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in row)}</tr>" for row in rows)
    assert rows_of(page(f"<table>{body}</table>"), "a.xls") == trimmed(rows)
