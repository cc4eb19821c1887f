"""Lines of a list: from the sheets of a workbook to cleaned values, every problem at its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.importing.cleaning import shown
from dayan_safety.importing.columns import Field, Header, find_header
from dayan_safety.importing.report import Problem
from dayan_safety.workbooks import Cell, Sheet

BROKEN = frozenset(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"])


@dataclass(slots=True)
class Line:
    """One line of the list: ``row`` is the number Excel shows; ``values`` are the cleaned cells by field."""

    header: Header
    row: int
    cells: Sequence[Cell]
    values: dict[str, Any] = field(default_factory=dict)

    def cell(self, name: str) -> Cell:
        """The cell as the file holds it."""
        place = self.header.places.get(name)
        return self.cells[place] if place is not None and place < len(self.cells) else None

    def problem(self, wanted: Field, sentence: str) -> Problem:
        """``sentence`` at the cell of a column."""
        value = wanted.mask(shown(self.cell(wanted.name)))
        place = self.header.places.get(wanted.name)
        return Problem(self.header.sheet, self.row, self.header.label_of(wanted), value, sentence, place)


@dataclass(slots=True)
class Reading:
    """What the sheets hold: the lines, what is wrong with cells and headers, what people should know.

    ``faulty`` are the keys (sheet, row) of lines with a problem. ``reason`` is set when there is no list at all.
    """

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def faulty(self) -> set[tuple[str, int]]:
        """Sheet and row of every line with a problem."""
        return {(problem.sheet, problem.row) for problem in self.problems}


def read_lines(sheets: Sequence[Sheet], fields: Sequence[Field]) -> Reading:
    """Find the header of every visible sheet and clean the lines below it; a hidden list is left out, and told."""
    reading, headers = Reading(), 0
    for sheet in sheets:
        header = find_header(sheet, fields)
        if sheet.hidden:
            if header:
                reading.notes.append(_("The hidden sheet “%(sheet)s” was left out.") % {"sheet": sheet.name})
        elif header:
            headers += 1
            _read_sheet(reading, sheet, header, fields)
        elif any(sheet.rows):
            reading.notes.append(_("The sheet “%(sheet)s” has no header row and was left out.") % {"sheet": sheet.name})
    if not reading.lines and not reading.problems:
        reading.reason = _nothing_found(headers, fields)
    return reading


def _nothing_found(headers: int, fields: Sequence[Field]) -> str:
    if headers:
        return _("There is nothing below the header row.")
    names = _(", ").join(str(f.label) for f in fields if f.required)
    return _("No header row was found: a row must name the columns, at least %(names)s.") % {"names": names}


def _read_sheet(reading: Reading, sheet: Sheet, header: Header, fields: Sequence[Field]) -> None:
    if header.unknown:
        names = _(", ").join(header.unknown)
        reading.notes.append(_("Columns left out: %(names)s.") % {"names": names})
    if problems := header.problems(fields):
        reading.problems += problems
        return
    # Units, roles and days repeat from line to line: each is cleaned once.
    places = header.places
    cleaners = [(f, places[f.name], lru_cache(1000, typed=True)(f.clean)) for f in fields if f.name in places]
    for number, cells in enumerate(sheet.rows[header.row :], start=header.row + 1):
        line = Line(header, number, cells)
        problems = _clean(line, cleaners, sheet.formulas)
        # A row with nothing in any column we know is no line: a formatted tail, a number in front of nothing.
        if problems or any(line.values.values()):
            reading.problems += problems
            reading.lines.append(line)


def _clean(
    line: Line, cleaners: Sequence[tuple[Field, int, Callable[[Cell], Any]]], formulas: frozenset[str]
) -> list[Problem]:
    problems, cells, width = [], line.cells, len(line.cells)
    for wanted, place, clean in cleaners:
        cell = cells[place] if place < width else None
        try:
            if formulas or cell in BROKEN:
                _refuse_computed(line, wanted, formulas)
            line.values[wanted.name] = clean(cell)
        except RuleBroken as broken:
            line.values[wanted.name] = None
            problems.append(line.problem(wanted, str(broken)))
    return problems


def _refuse_computed(line: Line, wanted: Field, formulas: frozenset[str]) -> None:
    name = f"{column_letters(line.header.places[wanted.name])}{line.row}"
    if name in formulas:
        raise RuleBroken(_("Cell %(cell)s holds a formula: copy it and paste it as a value.") % {"cell": name})
    if line.cell(wanted.name) in BROKEN:
        raise RuleBroken(_("Cell %(cell)s holds an error of Excel: type the value.") % {"cell": name})


def column_letters(place: int) -> str:
    """``0`` → ``A``, ``26`` → ``AA``."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
