"""Files that leave the house: exactly what the list shows, no live formula, no link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from dayan_safety.tables import Column

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def texts_of(columns: Sequence[Column], records: QuerySet[Any]) -> Iterable[list[str]]:
    """The texts of every record, read from the database in portions."""
    for record in records.iterator(chunk_size=2000):
        yield [column.text(record) for column in columns]


def export_xlsx(name: str, columns: Sequence[Column], records: QuerySet[Any]) -> FileResponse:
    """A workbook, written in constant memory."""
    file = TemporaryFile()  # noqa: SIM115 closed by the response
    book = xlsxwriter.Workbook(file, PLAIN)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 18)
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, [str(column.label) for column in columns], bold)
    for number, texts in enumerate(texts_of(columns, records), start=1):
        sheet.write_row(number, 0, texts)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def export_csv(name: str, columns: Sequence[Column], records: QuerySet[Any]) -> HttpResponse:
    """Comma-separated text with a byte order mark, so that Excel reads the Chinese; live beginnings are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([str(column.label) for column in columns])
    writer.writerows([defused(text) for text in texts] for texts in texts_of(columns, records))
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return response


def defused(text: str) -> str:
    """``text`` with an apostrophe before anything a spreadsheet would run."""
    return f"'{text}" if text.startswith(LIVE) else text


FORMATS = {"xlsx": export_xlsx, "csv": export_csv}
