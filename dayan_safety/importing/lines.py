"""Lines of a list: from the sheets of a workbook to cleaned values, every problem at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.importing.around import Footers, filled_down, given_above
from dayan_safety.importing.cleaners import Cleaner, KnownCells, cleaners_of
from dayan_safety.importing.cleaning import shown
from dayan_safety.importing.columns import (
    Choices,
    Column,
    Header,
    chosen,
    column_letters,
    find_header,
    guess_header,
    laid_out,
    sampled,
)
from dayan_safety.importing.fields import Field, Group, Words
from dayan_safety.importing.report import Problem
from dayan_safety.workbooks import Cell, Sheet

BROKEN = frozenset(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"])
MOST_CLEANINGS, MOST_OF_A_COLUMN, MOST_ROWS_TOLD = 300, 50, 20
Key = tuple[Any, ...]


@dataclass(slots=True, eq=False)
class Line:
    """One line of the list: ``row`` is the number Excel shows; ``values`` are the cleaned cells by field.

    ``filled``: places (from 0) that a merged cell fills from the row above.
    """

    header: Header
    row: int
    cells: Sequence[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    filled: Set[int] = frozenset()

    @property
    def key(self) -> Key:
        """Names the line within the list: sheet and row, and the group where one row holds several lines."""
        part = self.header
        return (part.sheet, self.row, part.group) if part.group else (part.sheet, self.row)

    def cell(self, name: str) -> Cell:
        """The cell as the file holds it; what the sheet says once for all lines."""
        place = self.header.places.get(name)
        if place is None:
            return self.header.given.get(name)
        return self.cells[place] if place < len(self.cells) else None

    def is_one_cell_with_above(self, name: str) -> bool:
        """Whether the cell of a field is one merged cell with that of the row above."""
        return self.header.places.get(name) in self.filled

    def problem(self, wanted: Field, sentence: str) -> Problem:
        """``sentence`` at the cell of a column."""
        value = wanted.mask(shown(self.cell(wanted.name)))
        place = self.header.places.get(wanted.name)
        return Problem(self.header.sheet, self.row, self.header.label_of(wanted), value, sentence, place)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """A cell whose value is kept in another form than it was typed in; both masked as the column says."""

    sheet: str
    row: int
    column: str
    value: str
    kept: str

    def as_dict(self) -> dict[str, Any]:
        """As a page shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class SheetColumns:
    """The columns of a sheet, for a page on which a person says what they mean; ``row`` is that of the header.

    ``found`` is false where no header is known: then the row is a guess, and nothing of the sheet was read.
    """

    sheet: str
    row: int
    columns: list[Column]
    found: bool = True

    def as_dict(self) -> dict[str, Any]:
        """As a page shows it."""
        columns = [column.as_dict() for column in self.columns]
        return {"sheet": self.sheet, "row": self.row, "found": self.found, "columns": columns}


@dataclass(slots=True)
class Reading:
    """What the sheets hold: the lines, what is wrong with cells and headers, what people should know.

    ``faulty`` are the keys of lines with a problem. ``reason`` is set when there is no list at all. ``cleanings`` are
    the first cells that were tidied, ``tidied`` counts all of them by column.
    """

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reason: str = ""
    faulty: set[Key] = field(default_factory=set)
    cleanings: list[Cleaning] = field(default_factory=list)
    tidied: Counter[str] = field(default_factory=Counter)
    headers: list[SheetColumns] = field(default_factory=list)

    def add(self, line: Line, problems: Sequence[Problem]) -> None:
        """One more line; a problem of a cell that several lines share is told once."""
        self.lines.append(line)
        if problems:
            self.faulty.add(line.key)
            last = self.problems[-10 * len(line.header.places) :]
            self.problems += [problem for problem in problems if problem not in last]

    def clean(self, line: Line, wanted: Field, kept: str) -> None:
        """Keep that a cell was tidied, as long as anybody reads on."""
        column = line.header.label_of(wanted)
        self.tidied[column] += 1
        if len(self.cleanings) < MOST_CLEANINGS and self.tidied[column] <= MOST_OF_A_COLUMN:
            value = wanted.mask(shown(line.cell(wanted.name)))
            self.cleanings.append(Cleaning(line.header.sheet, line.row, column, value, wanted.mask(kept)))


def read_lines(
    sheets: Sequence[Sheet],
    fields: Sequence[Field],
    *,
    group: Group | None = None,
    columns: Choices | None = None,
    words: Mapping[str, str] | None = None,
) -> Reading:
    """Find the header of every visible sheet and clean the lines below it; a hidden list is left out, and told.

    ``group``: the field whose values may be headers side by side, or names of sheets. ``columns`` maps (sheet, place
    from 0) to a field's name, to ``group/field``, or to nothing (empty), over what was found; ``words`` maps further
    headers to the same.
    """
    reading, headers = Reading(), 0
    known = Words.of(fields, group, words or {})
    for sheet in sheets:
        header = _header(reading, sheet, fields, group, known, columns or {})
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


def _header(
    reading: Reading, sheet: Sheet, fields: Sequence[Field], group: Group | None, known: Words, choices: Choices
) -> Header | None:
    """The header as found and as mapped by a person; its columns are kept for the page on which they map."""
    header = find_header(sheet, fields, group, words=known)
    if sheet.hidden or not any(sheet.rows):
        return header
    row, columns = (header.row, header.columns) if header else guess_header(sheet, known)
    if any(name == sheet.name for name, _place in choices):
        header = laid_out(sheet.name, row, chosen(columns, sheet.name, choices), group)
    if header:
        given_above(sheet, header, fields, group, known)
    sampled(columns, sheet.rows[row:], {f.name: f.mask for f in fields})
    reading.headers.append(SheetColumns(sheet.name, row, columns, bool(header)))
    return header if header and any(part.places for part in header.parts) else None


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
        reading.faulty |= {(problem.sheet, problem.row) for problem in problems}
        return
    _read_rows(reading, sheet, header, fields)


def _read_rows(reading: Reading, sheet: Sheet, header: Header, fields: Sequence[Field]) -> None:
    known = [KnownCells(wanted) for wanted in fields]
    parts = [(part, cleaners_of(part, known)) for part in header.parts]
    shared = set(header.places.values()) if header.groups else set()
    footers = Footers(header, fields)
    places = {place for part in header.parts for place in part.places.values()}
    for number, cells, filled in filled_down(sheet, header.row, places):
        if footers.take(number, cells, filled):
            continue
        foreign = filled | shared if filled else shared
        for part, cleaners in parts:
            _read_line(reading, Line(part, number, cells, filled=filled), cleaners, sheet.formulas, foreign)
    _tell_rows(reading, sheet.name, footers.rows)


def _tell_rows(reading: Reading, sheet: str, rows: list[int]) -> None:
    if rows:
        told = _(", ").join(map(str, rows[:MOST_ROWS_TOLD])) + ("…" if len(rows) > MOST_ROWS_TOLD else "")
        sentence = _("Rows left out of “%(sheet)s”, because they are totals, signatures or notes: %(rows)s.")
        if not sheet:
            sentence = _("Rows left out, because they are totals, signatures or notes: %(rows)s.")
        reading.notes.append(sentence % {"sheet": sheet, "rows": told})


def _read_line(
    reading: Reading, line: Line, cleaners: Sequence[Cleaner], formulas: frozenset[str], foreign: Set[int]
) -> None:
    """Clean one line. A row with nothing of its own in any column we know is no line: a formatted tail, a number in
    front of nothing, a unit merged over more rows than it has people.
    """
    problems, tidied, cells, values, own = [], [], line.cells, line.values, False
    width = len(cells)
    for wanted, place, blank, clean in cleaners:
        is_own = place >= 0 and place not in foreign
        cell = (cells[place] if place < width else None) if place >= 0 else line.header.given[wanted.name]
        if cell is None and not formulas:
            values[wanted.name] = blank
            continue
        value = None
        try:
            if place >= 0 and (formulas or cell in BROKEN):
                _refuse_computed(line, wanted, formulas)
            value, told = clean(cell)
            if told is not None and is_own:
                tidied.append((wanted, told))
        except RuleBroken as broken:
            problems.append(line.problem(wanted, str(broken)))
            own = own or is_own
        values[wanted.name] = value
        own = own or (is_own and bool(value))
    if own:
        reading.add(line, problems)
        for wanted, told in tidied:
            reading.clean(line, wanted, told)


def _refuse_computed(line: Line, wanted: Field, formulas: frozenset[str]) -> None:
    name = f"{column_letters(line.header.places[wanted.name])}{line.row}"
    if name in formulas:
        raise RuleBroken(_("Cell %(cell)s holds a formula: copy it and paste it as a value.") % {"cell": name})
    if line.cell(wanted.name) in BROKEN:
        raise RuleBroken(_("Cell %(cell)s holds an error of Excel: type the value.") % {"cell": name})
