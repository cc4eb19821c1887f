"""The file formats of the administration: what is written is text and nothing but text; what is read is what was."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
import tablib
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from dayan_safety.exports import LIVE, defused
from dayan_safety.spreadsheet_formats import FORMATS, Guarded, GuardedCSV, GuardedXLS, GuardedXLSX
from dayan_safety.workbooks import WorkbookRefused

WRITERS = [GuardedXLSX, GuardedCSV]
# What a workbook can hold: no control characters, no lone surrogates.
CELLS = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Co")), max_size=30)


def written_and_read(file_format: type[Guarded], *rows: list[Any]) -> tablib.Dataset:
    """Rows under the headers a, b, through a file and back."""
    return file_format().create_dataset(file_format().export_data(tablib.Dataset(*rows, headers=["a", "b"])))


def test_each_format_says_what_it_is_and_what_it_can() -> None:
    assert [(f().get_title(), f().get_extension(), f().can_import(), f().can_export()) for f in FORMATS] == [
        ("xlsx", "xlsx", True, True),
        ("xls", "xls", True, False),
        ("csv", "csv", True, True),
    ]
    assert all(f().is_binary() and f().get_read_mode() == "rb" for f in (GuardedXLSX, GuardedCSV))


@pytest.mark.parametrize("file_format", WRITERS)
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (3, "3"),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5, 4, 30, tzinfo=UTC), "2026-03-05 12:30"),
        ("037081110029123456", "037081110029123456"),
        ("0537-1234567", "0537-1234567"),
        ("1e5", "1e5"),
        ("TRUE", "TRUE"),
        ("2026-3-5", "2026-3-5"),
        ("东风村\n二组", "东风村\n二组"),
        ('他说"好", 走', '他说"好", 走'),
    ],
)
def test_every_value_leaves_as_the_text_people_read(file_format: Any, value: Any, text: str) -> None:
    with override("zh-hans"):
        assert written_and_read(file_format, [value, "x"])[0] == (text, "x")


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS.filter(str.strip)), min_size=1, max_size=4))
def test_a_text_file_brings_back_what_left(rows: list[tuple[str, str]]) -> None:
    expected = [tuple(map(defused, row)) for row in rows]
    assert list(written_and_read(GuardedCSV, *map(list, rows))) == expected


@pytest.mark.parametrize("beginning", LIVE)
def test_no_beginning_that_a_spreadsheet_runs_is_left_live(beginning: str) -> None:
    text = f"{beginning}1+1"
    content = GuardedCSV().export_data(tablib.Dataset([text], headers=["a"])).decode("utf-8-sig")
    assert content.splitlines()[1].lstrip('"').startswith("'")


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://evil")', "http://evil.example", "mailto:a@b", "@SUM(1)", "+1", "-1", "{=1}"]
)
def test_a_workbook_holds_text_only(text: str) -> None:
    content = GuardedXLSX().export_data(tablib.Dataset([text], headers=[text]))
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None)] * 2
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name for name in names if "rels" in name and "sheet" in name] == []


def test_nothing_to_write_is_a_file_with_its_header() -> None:
    for file_format in WRITERS:
        assert written_and_read(file_format).headers == ["a", "b"]


# Reading.


def a_workbook(*sheets: tuple[str, list[list[Any]], bool]) -> bytes:
    """A workbook of sheets: name, rows, whether it is hidden."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows, hidden in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if hidden:
            sheet.hide()
    book.worksheets_objs[-1].activate()
    book.close()
    return out.getvalue()


def test_the_first_sheet_that_people_see_is_read() -> None:
    content = a_workbook(("暗", [["x"], ["y"]], True), ("明", [["名称"], ["东风村"]], False), ("三", [["z"]], False))
    assert GuardedXLSX().create_dataset(content).dict == [{"名称": "东风村"}]


def test_empty_rows_are_passed_over_and_short_ones_filled() -> None:
    content = a_workbook(("一", [[], ["名称", "地址"], [], ["东风村"], ["西河村", "西街"]], False))
    dataset = GuardedXLSX().create_dataset(content)
    assert dataset.dict == [{"名称": "东风村", "地址": ""}, {"名称": "西河村", "地址": "西街"}]


def test_numbers_and_days_of_a_workbook_are_read_as_people_see_them() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["a", "b", "c"])
    sheet.write(1, 0, 12)
    sheet.write_datetime(1, 1, datetime(2027, 1, 18), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_boolean(1, 2, True)
    book.close()
    with override("zh-hans"):
        assert GuardedXLSX().create_dataset(out.getvalue())[0] == ("12", "2027-01-18", "是")


@pytest.mark.parametrize("rows", [[], [[]], [["名称"]]])
def test_a_file_without_rows_has_none(rows: list[list[str]]) -> None:
    dataset = GuardedXLSX().create_dataset(a_workbook(("一", rows, False)))
    assert (len(dataset), bool(dataset.headers)) == (0, rows == [["名称"]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_of_excel(encoding: str) -> None:
    content = "名称,地址\n东风村,东街\n".encode(encoding)
    assert GuardedCSV().create_dataset(content).dict == [{"名称": "东风村", "地址": "东街"}]


def test_a_file_brings_its_content_along_for_resources_with_an_engine() -> None:
    content = b"a\n1\n"
    assert GuardedCSV().create_dataset(content).file == ("upload.csv", content)
    assert GuardedCSV().create_dataset(content.decode()).file == ("upload.csv", content)


@pytest.mark.hostile
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("content", [b"", b"\0" * 50, b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_cannot_be_read_is_refused_with_a_sentence(file_format: Any, content: bytes) -> None:
    with override("zh-hans"), pytest.raises(WorkbookRefused) as refused:
        file_format().create_dataset(content)
    assert str(refused.value).endswith("。")


@pytest.mark.hostile
def test_a_workbook_under_the_wrong_name_is_refused(client: Any) -> None:
    upload = SimpleUploadedFile("a.xls", a_workbook(("一", [["名称"]], False)))
    with pytest.raises(WorkbookRefused):
        GuardedXLS().create_dataset(upload.read())
