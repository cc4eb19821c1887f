"""Workbooks of the committee: lists to be filled in, and the roster as it stands today."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from committee.models import LiaisonPost, Person, Unit, WorkingGroup
from committee.services import unit_list
from committee.services.rosters import (
    FIELDS,
    MEMBER_FIELDS,
    PERSON_FIELDS,
    POST_LABELS,
    RosterRow,
    blank_rows,
)
from dayan_safety.exports import PLAIN
from dayan_safety.importing.templates import HEADER_LOOK, ROWS_BELOW, WIDTHS, choices_at, list_workbook, offer

HEADER_ROW = 2
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
    kinds = dict(Unit.Kind.choices)
    rows = Unit.objects.present().valid_on(on).values_list(*unit_list.WRITTEN)
    told = [[kinds.get(cell, cell) if place == KIND_PLACE else cell for place, cell in enumerate(row)] for row in rows]
    return list_workbook(_("Units"), unit_list.FIELDS, told, {"kind": kinds.values()})


def member_template(on: date) -> bytes:
    """An empty list of members as .xlsx, with drop-downs of the working groups, the posts and the units."""
    groups = WorkingGroup.objects.present().values_list("name", flat=True)
    choices = {"group": groups, "post": POST_LABELS.values(), **_of_people(on)}
    return list_workbook(_("Members"), MEMBER_FIELDS, (), choices)


def person_template(on: date) -> bytes:
    """An empty list of people as .xlsx, with drop-downs of the units and the sexes."""
    return list_workbook(_("People"), PERSON_FIELDS, (), _of_people(on))


def _of_people(on: date) -> dict[str, Iterable[Any]]:
    """What may be chosen of a person."""
    units = Unit.objects.present().valid_on(on).values_list("name", flat=True)
    return {"unit": units, "sex": Person.Sex.labels}


def _write_head(book: Any, sheet: Any) -> None:
    sheet.write_string(
        0, 0, _("Roster of the Safe Community liaisons"), book.add_format({"bold": True, "font_size": 16})
    )
    sheet.write_string(1, 0, _("One person a line. Keep the header row; leave blank what is not known."))
    header = book.add_format(HEADER_LOOK)
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
    """Drop-downs: units from a second sheet, roles and sexes."""
    names = book.add_worksheet(_("Units"))
    names.write_column(0, 0, units)
    names.hide()
    lists: dict[str, Any] = {
        "unit": choices_at(names, 0, len(units)),
        "role": [str(label) for label in LiaisonPost.Role.labels],
        "sex": [str(label) for label in Person.Sex.labels],
    }
    for place, field in enumerate(FIELDS):
        if field.name in lists:
            offer(sheet, (HEADER_ROW + 1, place, HEADER_ROW + last), lists[field.name])
