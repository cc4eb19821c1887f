"""Workbooks of the committee: the roster, empty to be filled in, or as it stands today."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from committee.models import LiaisonPost, Person, Unit
from committee.services import unit_list
from committee.services.rosters import FIELDS, RosterRow, blank_rows
from dayan_safety.exports import PLAIN

WIDTHS = {"unit": 26, "code": 16, "role": 12, "telephone": 16, "identity_number": 22, "since": 14}
HEADER_ROW = 2
ROWS_BELOW = 200
KIND_PLACE = unit_list.WRITTEN.index("kind")


def roster_template(on: date) -> bytes:
    """An empty roster as .xlsx: every post of every village and enterprise of ``on``, with drop-downs."""
    return roster_workbook(blank_rows(on))


def roster_workbook(rows: Iterable[RosterRow]) -> bytes:
    """``rows`` as .xlsx: a title, a line that says how to fill it in, the header, one row a post.

    Everything is text (numbers keep their digits) but ``since``, which is a day; drop-downs hold the live units, the
    roles and the sexes.
    """
    file, lines = io.BytesIO(), list(rows)
    book = xlsxwriter.Workbook(file, PLAIN | {"constant_memory": False, "in_memory": True})
    sheet = book.add_worksheet(_("Roster"))
    _write_head(book, sheet)
    _write_lines(book, sheet, lines)
    _offer_choices(book, sheet, list(dict.fromkeys(line.unit for line in lines)), len(lines) + ROWS_BELOW)
    book.close()
    return file.getvalue()


def unit_template(on: date) -> bytes:
    """The units of ``on`` as .xlsx, to be put right and completed, with a drop-down of the kinds."""
    rows = Unit.objects.present().valid_on(on).values_list(*unit_list.WRITTEN)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, PLAIN | {"constant_memory": False, "in_memory": True})
    sheet = book.add_worksheet(_("Units"))
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    header = book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1})
    sheet.write_row(0, 0, [str(field.label) for field in unit_list.FIELDS], header)
    sheet.set_column(0, len(unit_list.FIELDS) - 1, WIDTHS["unit"], text)
    for number, row in enumerate(rows, start=1):
        _write_unit(sheet, number, row, text, day)
    kinds = {"validate": "list", "source": [str(label) for label in Unit.Kind.labels], "error_type": "warning"}
    sheet.data_validation(1, KIND_PLACE, len(rows) + ROWS_BELOW, KIND_PLACE, kinds)
    sheet.freeze_panes(1, 1)
    book.close()
    return file.getvalue()


def _write_unit(sheet: Any, number: int, row: Sequence[Any], text: Any, day: Any) -> None:
    for place, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(number, place, value, day)
        elif value:
            told = str(Unit.Kind(value).label) if place == KIND_PLACE else value
            sheet.write_string(number, place, told, text)


def _write_head(book: Any, sheet: Any) -> None:
    sheet.write_string(
        0, 0, _("Roster of the Safe Community liaisons"), book.add_format({"bold": True, "font_size": 16})
    )
    sheet.write_string(1, 0, _("One person a line. Keep the header row; leave blank what is not known."))
    header = book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1})
    sheet.write_row(HEADER_ROW, 0, [str(field.label) for field in FIELDS], header)
    sheet.freeze_panes(HEADER_ROW + 1, 1)


def _write_lines(book: Any, sheet: Any, lines: Sequence[RosterRow]) -> None:
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, field in enumerate(FIELDS):
        sheet.set_column(place, place, WIDTHS.get(field.name, 10), day if field.name == "since" else text)
    for row, line in enumerate(lines, start=HEADER_ROW + 1):
        sheet.write_row(row, 0, line[:-1], text)
        if line.since:
            sheet.write_datetime(row, len(FIELDS) - 1, line.since, day)


def _offer_choices(book: Any, sheet: Any, units: list[str], last: int) -> None:
    """Drop-downs: units from a second sheet, for a list in the cell itself may hold 255 characters only."""
    names = book.add_worksheet(_("Units"))
    names.write_column(0, 0, units)
    names.hide()
    lists: dict[str, Any] = {
        "unit": f"='{names.get_name()}'!$A$1:$A${max(len(units), 1)}",
        "role": [str(label) for label in LiaisonPost.Role.labels],
        "sex": [str(label) for label in Person.Sex.labels],
    }
    for place, field in enumerate(FIELDS):
        if field.name in lists:
            choice = {"validate": "list", "source": lists[field.name], "error_type": "warning"}
            sheet.data_validation(HEADER_ROW + 1, place, HEADER_ROW + last, place, choice)
