"""Text files: whatever letters, separators, line ends and quotation marks a program writes, the table is the same."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dayan_safety.tests.reading import reason, rows_of, trimmed
from dayan_safety.workbooks import Sheet, read_workbook

HEADER = ["姓名", "单位", "备注"]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le with its mark", "utf-16-be with its mark"]
ENDS = ["\n", "\r\n", "\r"]
# Everything Unicode holds but halves of characters, control characters and what is not assigned.
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\t")
TEXTS = st.text(LETTERS, max_size=12) | st.sampled_from(['"', '""', ",", ";", "\t", "a,b;c\td", "'x", "=1", " 首尾 "])


def encoded(text: str, encoding: str) -> bytes:
    """The text in an encoding; those without a mark of their own get it."""
    name, _, with_mark = encoding.partition(" ")
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[name] if with_mark else b""
    return mark + text.encode(name)


def a_text(table: list[list[str]], separator: str = ",", end: str = "\n", quoting: Any = csv.QUOTE_MINIMAL) -> str:
    """The table as a program writes it."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(table)
    return out.getvalue()


def known(table: list[list[str]]) -> list[list[str | None]]:
    """The table as it is read: an empty text is an empty cell."""
    return trimmed([[cell or None for cell in row] for row in table])


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=20, deadline=None)
@given(
    lines=st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=6),
    separator=st.sampled_from(",;\t"),
    end=st.sampled_from(ENDS),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_table_of_text_reads_back_equal(
    encoding: str, lines: list[list[str]], separator: str, end: str, quoting: Any
) -> None:
    table = [HEADER, *lines]
    content = encoded(a_text(table, separator, end, quoting), encoding)
    assert rows_of(content, "名册.csv") == known(table)


@pytest.mark.parametrize(("encoding", "separator"), list(product(ENCODINGS, ",;\t")))
def test_a_line_break_inside_a_cell_ends_no_row(encoding: str, separator: str) -> None:
    table = [HEADER, ["张三", "第一行\n第二行", f"甲{separator}乙"], ["李四", "", '说"好"'], [""], ["王五"]]
    content = encoded(a_text(table, separator, "\r\n"), encoding)
    assert rows_of(content, "名册.txt") == known(table)


@pytest.mark.parametrize("separator", ",;\t")
@pytest.mark.parametrize("above", [["大安镇名册"], ["大安镇名册", "", "2026年3月"], [""]])
def test_a_title_above_the_table_does_not_hide_where_it_is_cut(above: list[str], separator: str) -> None:
    lines = [*([text] for text in above), HEADER, ["张三", "东风村", "支书，主任"], ["李四", "西河村", "1;2"]]
    assert rows_of(a_text(lines, separator).encode(), "名册.txt") == known(lines)


def test_the_line_in_which_excel_names_the_separator_is_a_row_like_any_other() -> None:
    content = b"\xef\xbb\xbf" + "sep=;\n姓名;单位;备注\n张三;东风村;1,5\n".encode()
    assert rows_of(content, "a.csv") == [["sep="], HEADER, ["张三", "东风村", "1,5"]]


def test_rows_of_another_length_keep_what_they_have() -> None:
    assert rows_of("姓名,单位\n张三\n李四,东风村,备注,,\n,,\n王五,西河村\n".encode(), "a.csv") == [
        ["姓名", "单位"],
        ["张三"],
        ["李四", "东风村", "备注"],
        [],
        ["王五", "西河村"],
    ]


@pytest.mark.parametrize("content", [b"\n", b"\r\n\r\n", b",,,\n,,\n", b"\xef\xbb\xbf", b"\xff\xfe", "　".encode()])
def test_a_file_of_nothing_is_a_sheet_without_a_name(content: bytes) -> None:
    (sheet,) = read_workbook(content, "a.csv")
    assert (sheet.name, sheet.hidden, sheet.merged, sheet.formulas) == ("", False, [], frozenset())
    assert not any(str(cell).strip() for row in sheet.rows for cell in row if cell)


def test_nothing_in_a_text_file_is_a_number_a_day_or_a_formula() -> None:
    line = ["007", "1.50", "1e5", "2026-02-28", "TRUE", "=1+1", "370811199001011234", "#N/A", "5%"]
    assert read_workbook(a_text([line, line]).encode(), "a.csv") == [Sheet("", [line, line])]


@pytest.mark.parametrize("letters", ["gb18030", "utf-8"])
def test_letters_outside_the_usual_are_kept(letters: str) -> None:
    rare = ["㐀𠮷", "𬭊·𰻝", "Ａ１—…", "ü", "Ψ", "😀"]
    assert rows_of(a_text([HEADER, *([word] for word in rare)]).encode(letters), "a.csv")[1:] == [[w] for w in rare]


@pytest.mark.parametrize(
    ("broken", "refused"),
    [
        ("姓名,单位\n张三,".encode() + b"\xff\xfe\xff", "encoding"),
        ("姓名,单位\n".encode("gb18030") + b"\x81", "encoding"),
        (codecs.BOM_UTF16_LE + "姓名".encode("utf-16-le")[:-1], "encoding"),
        ("姓名,单位\n张三,东风村\n".encode("utf-16-be"), "encoding"),
        ('姓名,单位\n"张三,东风村\n李四,西河村\n'.encode(), "row"),
        ('姓名,单位\n"张"三,东风村\n'.encode(), "row"),
        ("姓名,单位\n张三,东风村\n".encode(), ""),
    ],
)
def test_what_cannot_be_known_for_certain_is_refused(broken: bytes, refused: str) -> None:
    assert reason(broken, "a.csv") == refused
