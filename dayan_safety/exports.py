"""Files that leave the house: exactly what the list shows, no live formula, no link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from dayan_safety.tables import Column
from dayan_safety.values import plain_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
PORTION = 2000
FIRST_YEAR = 1900  # the calendar of workbooks begins here, with a day that never was
WRITTEN: dict[type, str] = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def texts_of(columns: Sequence[Column], records: QuerySet[Any]) -> Iterable[list[str]]:
    """The texts of every record, none of them live, read from the database in portions."""
    for record in records.iterator(chunk_size=PORTION):
        yield [_dead_text(column, column.read(record)) for column in columns]


def _dead_text(column: Column, value: Any) -> str:
    """A number of ours may be below nought; any other text that begins like that could be run."""
    return plain_text(value) if is_number(column, value) else defused(plain_text(value))


def is_number(column: Column, value: Any) -> bool:
    """Whether the column's value can be added up."""
    return column.kind == "number" and isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def typed(column: Column, record: Any) -> Any:
    """The value as a workbook keeps it: numbers, days and moments (to the minute) as such; the rest as text."""
    value = column.read(record)
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(second=0, microsecond=0, tzinfo=None)
    is_day = isinstance(value, date) and value.year > FIRST_YEAR
    return value if is_day or is_number(column, value) else plain_text(value)


def export_xlsx(name: str, columns: Sequence[Column], records: QuerySet[Any]) -> FileResponse:
    """A workbook; numbers and days can be sorted and added up."""
    file = write_xlsx(columns, records)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def write_xlsx(columns: Sequence[Column], records: QuerySet[Any]) -> IO[bytes]:
    """The workbook itself, written in constant memory and read from its beginning."""
    file = TemporaryFile()  # noqa: SIM115 closed by the response
    book = xlsxwriter.Workbook(file, PLAIN)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 18)
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, [str(column.label) for column in columns], bold)
    formats = {kind: book.add_format({"num_format": form}) for kind, form in WRITTEN.items()}
    for number, record in enumerate(records.iterator(chunk_size=PORTION), start=1):
        for place, column in enumerate(columns):
            value = typed(column, record)
            sheet.write(number, place, value, formats.get(type(value)))
    book.close()
    file.seek(0)
    return file


def export_csv(name: str, columns: Sequence[Column], records: QuerySet[Any]) -> HttpResponse:
    """Comma-separated text with a byte order mark, so that Excel reads the Chinese; live beginnings are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([str(column.label) for column in columns])
    writer.writerows(texts_of(columns, records))
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return response


def defused(text: str) -> str:
    """``text`` with an apostrophe before anything a spreadsheet would run, and before what looks like that already."""
    return f"'{text}" if text.lstrip("'").startswith(LIVE) else text


FORMATS = {"xlsx": export_xlsx, "csv": export_csv}
