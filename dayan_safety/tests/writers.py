"""One table, three writers: XlsxWriter, openpyxl and the records of Excel 97, for what must be told alike."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from struct import pack
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from dayan_safety.tests.hostile import a_workbook, old_cell, old_sheet, old_workbook, record

Table = Sequence[Sequence[Any]]
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
FORMATS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", time: "hh:mm", timedelta: "[h]:mm"}
STYLES = list(FORMATS)
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}


def with_xlsxwriter(table: Table, *, since_1904: bool = False) -> bytes:
    """Text stays text, days and times get a format, ``None`` is no cell."""

    def draw(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("表")
        formats = {kind: workbook.add_format({"num_format": shown}) for kind, shown in FORMATS.items()}
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                if cell in ERRORS:
                    sheet.write_formula(row, column, "=A1", value=cell)
                elif cell is not None:
                    sheet.write(row, column, cell, formats.get(type(cell)))

    return a_workbook(draw, date_1904=since_1904)


def with_openpyxl(table: Table, *, since_1904: bool = False) -> bytes:
    """The same; an error is a cell of its own type here, and not the value of a formula."""
    book = openpyxl.Workbook()
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "表"
    for row, cells in enumerate(table, start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None:
                cell = sheet.cell(row, column, value)
                cell.data_type = "s" if isinstance(value, str) and value not in ERRORS else cell.data_type
                cell.number_format = FORMATS.get(type(value), "General")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_records(table: Table, *, since_1904: bool = False) -> bytes:
    """The same as Excel 97 writes it; what was a formula elsewhere is a plain text here."""
    rows = enumerate(table)
    cells = (_record(r, c, cell, since_1904) for r, row in rows for c, cell in enumerate(row) if cell is not None)
    return old_workbook({"表": old_sheet([], b"".join(cells))}, record(0x0022, pack("<H", since_1904)) + _styles())


def _record(row: int, column: int, cell: Any, since_1904: bool) -> bytes:
    place = pack("<HH", row, column)
    if isinstance(cell, str) and cell not in ERRORS:
        text = cell.encode("utf-16-le")
        return record(0x0204, place, pack("<HHB", 0, len(text) // 2, 1), text)
    if isinstance(cell, bool | str):
        return record(0x0205, place, pack("<HBB", 0, ERRORS.get(cell, cell), cell in ERRORS))
    if type(cell) in FORMATS:
        style = 1 + STYLES.index(type(cell))
        return record(0x0203, place, pack("<Hd", style, _serial(cell, EPOCHS[since_1904])))
    return old_cell(row, column, cell)


def _serial(moment: Any, epoch: datetime) -> float:
    """The number of days since the epoch; a length of time is its days alone."""
    if isinstance(moment, time):
        moment = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    length = moment if isinstance(moment, timedelta) else moment - epoch
    return float(length / timedelta(days=1))


def _styles() -> bytes:
    """The plain style, then one for each of ``FORMATS``."""
    formats = [record(0x041E, pack("<HHB", 164 + n, len(shown), 0), shown.encode()) for n, shown in enumerate(_shown())]
    styles = [record(0x00E0, pack("<HHH", 0, number, 0), bytes(14)) for number in (0, *range(164, 164 + len(formats)))]
    return b"".join(formats + styles)


def _shown() -> list[str]:
    return list(FORMATS.values())


WRITERS: dict[str, tuple[Callable[..., bytes], str]] = {
    "xlsxwriter": (with_xlsxwriter, "a.xlsx"),
    "openpyxl": (with_openpyxl, "a.xlsx"),
    "records": (with_records, "a.xls"),
}
