"""The sheets somebody sent, back as a workbook with the problems beside their rows: corrected there, sent again."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from dayan_safety.exports import PLAIN
from dayan_safety.workbooks import Cell, Sheet

FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")
LONGEST_NAME = 31  # characters of a sheet's name, as Excel has it
WIDTH, WIDE = 16, 60
Told = Mapping[int, Sequence[Mapping[str, Any]]]  # row as Excel counts → its problems

FORMATS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "day": {"num_format": "yyyy-mm-dd"},
    "number": {},
    "head": {"bold": True},
    "fault": {"num_format": "@", "bg_color": "#FFD9D9", "border": 1, "border_color": "#B42318"},
    "told": {"font_color": "#B42318"},
}


def problem_book(sheets: Iterable[Sheet], problems: Iterable[Mapping[str, Any]]) -> bytes:
    """``sheets`` as .xlsx: every value as it was, faulty cells in colour, the sentences in a column after the last.

    ``problems`` as a report keeps them. What a merged cell says stands in each of its rows, for nothing is merged here.
    """
    told: dict[str, dict[int, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        told[problem["sheet"]][problem["row"]].append(problem)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        formats = {name: book.add_format(given) for name, given in FORMATS.items()}
        for sheet in sheets:
            _write(book.add_worksheet(_name(sheet.name)), sheet, told[sheet.name], formats)
    return file.getvalue()


def _name(name: str) -> str | None:
    """A name Excel accepts; ``None`` lets the workbook choose."""
    return FORBIDDEN.sub("_", name)[:LONGEST_NAME] or None


def _write(page: Any, sheet: Sheet, told: Told, formats: Mapping[str, Any]) -> None:
    rows = _filled(sheet)
    last = max(map(len, rows), default=0)
    page.set_column(0, max(last - 1, 0), WIDTH)
    page.set_column(last, last, WIDE)
    if sheet.hidden:
        page.hide()
    for number, cells in enumerate(rows, start=1):
        faulty = {problem["place"] for problem in told.get(number, ())}
        for place, cell in enumerate(cells):
            _write_cell(page, number - 1, place, cell, formats["fault"] if place in faulty else None, formats)
        if number == 1:
            page.write_string(0, last, _("Problem"), formats["head"])
        if number in told:
            sentences = _("; ").join(problem["problem"] for problem in told[number])
            page.write_string(number - 1, last, sentences, formats["told"])


def _write_cell(page: Any, row: int, place: int, cell: Cell, fault: Any, formats: Mapping[str, Any]) -> None:
    """The value in its own kind: text stays text, so that long numbers and zeros in front survive."""
    if isinstance(cell, bool):
        page.write_boolean(row, place, cell, fault)
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell, fault or formats["number"])
    elif isinstance(cell, date | datetime):
        page.write_datetime(row, place, cell, fault or formats["day"])
    elif cell is None:
        page.write_blank(row, place, None, fault)
    else:
        page.write_string(row, place, cell, fault or formats["text"])


def _filled(sheet: Sheet) -> list[list[Cell]]:
    """The rows, with what a merged cell says in each of its rows."""
    rows = list(sheet.rows)
    for top, left, bottom, _right in sheet.merged:
        said = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        for number in range(top + 1, min(bottom + 1, len(rows))) if said is not None else ():
            wide = [*rows[number], *[None] * (left + 1 - len(rows[number]))]
            rows[number] = [said if place == left else cell for place, cell in enumerate(wide)]
    return rows
