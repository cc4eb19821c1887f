"""Workbooks to be filled in: the columns of a list, drop-downs of what the portal knows, rows that stand already."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from dayan_safety.exports import PLAIN
from dayan_safety.importing.fields import Field

WIDTHS = {"unit": 26, "code": 16, "role": 12, "telephone": 16, "identity_number": 22, "since": 14}
HEADER_LOOK = {"bold": True, "bg_color": "#E7EEF7", "border": 1}
ROWS_BELOW = 200


def list_workbook(
    name: str, fields: Sequence[Field], rows: Iterable[Sequence[Any]], choices: Mapping[str, Iterable[Any]]
) -> bytes:
    """``rows`` as .xlsx below the labels of ``fields``, text but for days; ``choices`` by field become drop-downs."""
    file, lines = io.BytesIO(), list(rows)
    book = xlsxwriter.Workbook(file, PLAIN | {"constant_memory": False, "in_memory": True})
    sheet, names = book.add_worksheet(name), book.add_worksheet(_("Choices"))
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [str(field.label) for field in fields], book.add_format(HEADER_LOOK))
    for place, field in enumerate(fields):
        sheet.set_column(place, place, WIDTHS.get(field.name, 14), text)
        if field.name in choices:
            offered = [str(choice) for choice in choices[field.name]]
            names.write_column(0, place, offered)
            offer(sheet, (1, place, len(lines) + ROWS_BELOW), choices_at(names, place, len(offered)))
    for number, row in enumerate(lines, start=1):
        _write_row(sheet, number, row, text, day)
    names.hide()
    sheet.freeze_panes(1, 1)
    book.close()
    return file.getvalue()


def choices_at(names: Any, place: int, length: int) -> str:
    """Where a drop-down's choices stand: on a sheet of their own, for in the cell itself 255 characters have room."""
    last = xl_rowcol_to_cell(max(length, 1) - 1, place, row_abs=True, col_abs=True)
    return f"='{names.get_name()}'!{xl_rowcol_to_cell(0, place, row_abs=True, col_abs=True)}:{last}"


def offer(sheet: Any, cells: tuple[int, int, int], source: Any) -> None:
    """A drop-down in the cells of a column: first row, column, last row."""
    first, place, last = cells
    sheet.data_validation(first, place, last, place, {"validate": "list", "source": source, "error_type": "warning"})


def _write_row(sheet: Any, number: int, row: Sequence[Any], text: Any, day: Any) -> None:
    for place, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(number, place, value, day)
        elif value:
            sheet.write_string(number, place, str(value), text)
