"""Files that leave the house: what the list shows and nothing else, typed, dead, named in Chinese."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, unquote

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from committee.models import Unit
from dayan_safety.exports import LIVE, defused, export_xlsx
from dayan_safety.models import Action
from dayan_safety.tables import Column
from dayan_safety.testing import a_group, a_person, a_unit, an_appointment
from dayan_safety.tests.markup import in_english, markup_of

pytestmark = pytest.mark.every_database

UNITS = "/committee/units/"
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "=HYPERLINK(\"http://e.example\")",
    "http://evil.example/", "mailto:a@b.example", "internal:Sheet1!A1", "external:c:\\x.xlsx", "file:///etc/passwd",
    "000123", "1e5", "2026-03-05", "TRUE", "'quoted", "a,b;c\"d", "多行\n文字", "\x0b", "_x0041_", "长" * 200,
]  # fmt: skip


@pytest.fixture
def browser(cast: Any, as_user: Any) -> Any:
    """The office's browser."""
    return as_user(cast.office)


def content_of(answer: Any) -> bytes:
    """The file."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def csv_of(browser: Any, query: str = "", page: str = UNITS) -> list[list[str]]:
    """The lines of the text table."""
    text = content_of(browser.get(f"{page}export/csv/{query}")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def book_of(browser: Any, query: str = "", page: str = UNITS) -> Any:
    """The sheet of the workbook, read by another library than the one that wrote it."""
    return load_workbook(io.BytesIO(content_of(browser.get(f"{page}export/xlsx/{query}")))).active


def values_of(sheet: Any) -> list[list[Any]]:
    """The sheet's values."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


# Exactly what is shown


@pytest.mark.parametrize(
    "query",
    [
        "?rows=50",
        "?sort=-name",
        "?kind=village&columns=kind&columns=name&columns=valid_from",
        "?q=村&sort=code&columns=name&columns=telephone&page=2",
    ],
)
def test_a_file_has_the_headings_rows_and_order_of_the_page(query: str, browser: Any) -> None:
    a_unit(name="北山村", code="370812003001", telephone="0537-3456789", valid_from=date(2024, 1, 1))
    page = markup_of(browser.get(UNITS + query))
    shown = [[cell.text for cell in page.all("th", scope="col")]]
    heads, cells = page.texts("th", scope="row"), page.texts("td")
    width = len(cells) // len(heads)
    shown += [[head, *cells[row * width : (row + 1) * width]] for row, head in enumerate(heads)]
    lines = csv_of(browser, query)
    assert {tuple(sorted(line)) for line in lines[1:]} == {tuple(sorted(line)) for line in shown[1:]}
    assert [sorted(line) for line in lines] == [sorted(line) for line in shown]
    book = values_of(book_of(browser, query))
    assert [[str(value or "")[:10] for value in row] for row in book] == [[text[:10] for text in row] for row in lines]


def test_the_page_offers_files_of_exactly_itself(browser: Any) -> None:
    page = markup_of(browser.get(UNITS + "?kind=village&sort=-name&page=1"))
    files = [link["href"] for link in page.all("a") if "download" in link.attrs]
    assert files == [f"{UNITS}export/{form}/?kind=village&sort=-name" for form in ("xlsx", "csv")]
    assert [line[0] for line in csv_of(browser, files[1].partition("/csv/")[2])] == ["名称", "西河村", "东风村"]


def test_a_file_is_not_cut_into_pages(browser: Any) -> None:
    Unit.objects.bulk_create(Unit(name=f"第{n:03}村", kind="village", order=5000 + n) for n in range(120))
    assert len(csv_of(browser, "?rows=50&page=2")) == len(values_of(book_of(browser))) == Unit.objects.count() + 1


def test_headings_speak_the_readers_language(browser: Any) -> None:
    assert csv_of(browser)[0] == ["名称", "类别", "统计代码", "办公电话"]
    assert csv_of(in_english(browser))[0] == ["Name", "Kind", "Statistical code", "Office telephone"]


def test_a_file_takes_as_many_queries_with_more_rows(browser: Any, query_count: Any) -> None:
    def export() -> list[list[str]]:
        return csv_of(browser, page="/committee/people/")

    export()
    few = query_count(export)
    for _number in range(20):
        an_appointment(a_group(), "lead", a_person(unit=a_unit()))
    assert (query_count(export), len(export()) > 20) == (few, True)


def test_a_larger_workbook_takes_no_more_memory(db: Any) -> None:
    columns = [Column("name", "名称"), Column("address", "地址")]
    peaks = []
    for start in (0, 4000):
        Unit.objects.bulk_create(
            Unit(name=f"第{n}村", kind="village", address=f"{n}号" * 20) for n in range(start, start + 4000)
        )
        tracemalloc.start()
        written = export_xlsx("单位", columns, Unit.objects.all())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert len(written.getvalue()) > 10_000
    assert peaks[1] < peaks[0] * 1.2


# Nothing lives in it


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_stays_text(text: str, browser: Any) -> None:
    a_unit(name="险村", address=text)
    query = "?q=险村&columns=name&columns=address"
    cell = book_of(browser, query)["B2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert unescape(cell.value) == text
    [_head, [_name, written]] = csv_of(browser, query)
    assert not written.startswith(LIVE)
    assert written.removeprefix("'") == text.removeprefix("'")


def test_no_part_of_a_workbook_has_a_formula_or_a_link(browser: Any) -> None:
    for number, text in enumerate(HOSTILE):
        a_unit(name=f"险村{number}", address=text, telephone=text[:20])
    content = content_of(browser.get(f"{UNITS}export/xlsx/?columns=name&columns=address&columns=telephone"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "险村0" in parts["xl/worksheets/sheet1.xml"]
    assert not any(re.search(r"<f[ >]|<hyperlink|externalLink|TargetMode", text) for text in parts.values())
    assert not any(re.search(r"hyperlink|external|vba|macro", name, re.IGNORECASE) for name in parts)


@given(st.text() | st.builds("{}{}".format, st.sampled_from(LIVE), st.text()))
def test_a_defused_text_is_dead_and_the_same_but_for_an_apostrophe(text: str) -> None:
    assert not defused(text).startswith(LIVE)
    assert defused(text) in (text, f"'{text}")
    assert (defused(text) == text) == (not text.startswith(LIVE))


def test_quotes_commas_and_lines_survive_the_text_table(browser: Any) -> None:
    a_unit(name="甲", address='a,"b"\n第二行;\t末')
    assert csv_of(browser, "?q=甲&columns=name&columns=address")[1] == ["甲", 'a,"b"\n第二行;\t末']


# Typed


def test_numbers_and_days_can_be_added_up_and_sorted(cast: Any, browser: Any) -> None:
    groups = values_of(book_of(browser, "?columns=number&columns=name&sort=number", "/committee/groups/"))
    assert [(type(row[0]), row[1]) for row in groups[1:]] == [(int, "消防安全组"), (int, "督查考核组")]
    a_unit(name="北山村", code="370812003001", valid_from=date(2024, 2, 29))
    sheet = book_of(browser, "?q=北山&columns=name&columns=code&columns=valid_from&columns=valid_to")
    assert [cell.value for cell in sheet[2]][1:] == ["370812003001", datetime(2024, 2, 29), None]
    assert sheet["C2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(1900, 12, 31)])
def test_a_day_before_the_calendar_of_workbooks_is_text(day: date, browser: Any) -> None:
    a_unit(name="古村", valid_from=day)
    assert book_of(browser, "?q=古村&columns=name&columns=valid_from")["B2"].value == day.isoformat()
    assert csv_of(browser, "?q=古村&columns=name&columns=valid_from")[1] == ["古村", day.isoformat()]


@time_machine.travel("2026-11-23 18:30:59+00:00", tick=False)
def test_moments_are_the_towns_to_the_minute(cast: Any, as_user: Any) -> None:
    a_unit(name="夜村")
    browser = as_user(cast.auditor)
    sheet = book_of(browser, "?q=夜村&columns=at", "/history/")
    assert (sheet["A2"].value, sheet["A2"].number_format) == (datetime(2026, 11, 24, 2, 30), "yyyy-mm-dd hh:mm")
    assert csv_of(browser, "?q=夜村&columns=at", "/history/")[1] == ["2026-11-24 02:30"]


# The file itself


@pytest.mark.parametrize(
    ("page", "name"), [("units", "单位"), ("roster", "联络员名册"), ("groups", "工作组"), ("posts", "任职情况")]
)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_file_carries_its_chinese_name(page: str, name: str, form: str, browser: Any) -> None:
    answer = browser.get(f"/committee/{page}/export/{form}/")
    disposition = answer["Content-Disposition"]
    answer.close()
    assert disposition.startswith("attachment; filename*=")
    assert unquote(disposition).endswith(f"''{name}.{form}")
    assert disposition.isascii() and quote(name) in disposition


def test_a_text_table_opens_in_excel(browser: Any) -> None:
    answer = browser.get(f"{UNITS}export/csv/")
    assert (answer.content[:3], answer["Content-Type"]) == (b"\xef\xbb\xbf", "text/csv; charset=utf-8")


@pytest.mark.parametrize("form", ["pdf", "XLSX", "xls", "csv-csv"])
def test_a_format_that_is_not_offered_does_not_exist_and_leaves_no_trace(form: str, browser: Any) -> None:
    before = Action.objects.count()
    assert browser.get(f"{UNITS}export/{form}/").status_code == 404
    assert Action.objects.count() == before


def test_history_says_what_left_the_house(cast: Any, browser: Any) -> None:
    csv_of(browser, "?kind=village&sort=-name&page=2")
    row = Action.objects.get(verb="committee.export_unit")
    assert (row.by, row.after) == (
        cast.office,
        {"rows": "共 2 条", "query": "kind=village&sort=-name", "format": "csv"},
    )
