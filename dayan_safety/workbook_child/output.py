"""What goes back to the parent: JSON lines, counted down against the limits."""

import json
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from .limits import Limits

BATCH = 500
EXACT = 10**15  # Excel keeps 15 digits: a longer number has lost its last ones
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
NEWLINES = re.compile("\r\n?")
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Refused(Exception):
    """A reason the parent has a sentence for, with where it was found."""

    def __init__(self, reason: str, **at: object) -> None:
        super().__init__(reason)
        self.reason, self.at = reason, at


class LongText(Exception):
    """A text longer than a cell may hold; the row that meets it knows where."""


class Marks:
    """What calamine does not tell of a sheet: names of cells with a formula, and error texts by row and column."""

    def __init__(self) -> None:
        self.formulas: list[str] = []
        self.errors: dict[int, dict[int, str]] = {}

    def error(self, row: int, column: int, text: str) -> None:
        self.errors.setdefault(row, {})[column] = text


class Head(NamedTuple):
    """One sheet before its rows; ``merged`` is first row, first column, last row, last column, from 0."""

    name: str
    hidden: bool
    merged: list[list[int]]
    marks: Marks


class Output:
    """Writes sheets; raises ``Refused`` before the first row, cell or byte beyond the limits."""

    def __init__(self, limits: Limits) -> None:
        self.columns, self.cell_chars = limits.columns, limits.cell_chars
        self.rows, self.cells, self.bytes = limits.rows, limits.cells, limits.unpacked
        self.sheets = 0
        self.plain: dict[type, Callable[[Any], object]] = {**PLAIN, str: self.text}

    def line(self, item: object) -> None:
        """One line of JSON, at most ``bytes`` of them all together."""
        line = encode(item).encode()
        self.bytes -= len(line)
        if self.bytes < 0:
            raise Refused("unpacked")
        sys.stdout.buffer.write(line + b"\n")

    def refuse(self, reason: str, **at: object) -> None:
        """The last line when there will be no more."""
        sys.stdout.buffer.write(encode({"refused": reason, **at}).encode() + b"\n")

    def sheet(self, head: Head, rows: Iterable[list[Any]]) -> None:
        """One sheet, its rows counted from the first row of the file."""
        self.spend(len(head.merged) + len(head.marks.formulas))
        formulas = head.marks.formulas
        self.line({"sheet": head.name, "hidden": head.hidden, "merged": head.merged, "formulas": formulas})
        self.sheets += 1
        try:
            self.rows -= self.lines_of(rows, head.marks.errors)
        except Refused as refusal:
            refusal.at.setdefault("sheet", head.name)
            raise

    def lines_of(self, rows: Iterable[list[Any]], errors: dict[int, dict[int, str]]) -> int:
        """Write lists of rows; empty ones only once another follows. Return how many."""
        batch: list[list[object]] = []
        written = 0
        for number, values in enumerate(rows):
            if row := self.row(number, values, errors.get(number)):
                batch += [[] for _ in range(number - written - len(batch))]
                batch.append(row)
            if len(batch) >= BATCH:
                written += len(batch)
                self.line(batch)
                batch = []
        self.line(batch)
        return written + len(batch)

    def row(self, number: int, values: list[Any], errors: dict[int, str] | None) -> list[object]:
        """The row as JSON carries it, without trailing empty cells."""
        for column, error in (errors or {}).items():
            values[column] = error
        try:
            row = self.plain_row(values)
        except LongText:
            raise Refused("cell", cell=long_cell(number, values)) from None
        while row and row[-1] is None:
            row.pop()
        if row:
            self.check(number, len(row))
        return row

    def plain_row(self, values: list[Any]) -> list[object]:
        """The values as JSON knows them; most rows are short texts in which nothing is to be done."""
        try:
            whole = "".join(values)
        except TypeError:
            whole = "\n"
        if len(whole) <= self.cell_chars and whole.isprintable():
            return [value or None for value in values]
        return [self.plain[type(value)](value) for value in values]

    def check(self, number: int, width: int) -> None:
        """Refuse a row too far down, too wide, or one too many."""
        if number >= self.rows:
            raise Refused("rows")
        if width > self.columns:
            raise Refused("columns", cell=cell_name(number, width - 1))
        self.spend(width)

    def spend(self, cells: int) -> None:
        """Count what the parent will have to keep."""
        self.cells -= cells
        if self.cells < 0:
            raise Refused("cells")

    def text(self, text: str) -> str | None:
        """The text with line feeds as its only line ends, without control characters; nothing left: ``None``."""
        if not text.isprintable():
            text = CONTROLS.sub("", NEWLINES.sub("\n", text))
        if len(text) > self.cell_chars:
            raise LongText
        return text or None


def number(value: float) -> int | float | str:
    """Excel knows floats only: a whole one becomes an int, unless it is so long that digits are lost."""
    if value != value or abs(value) == float("inf"):
        return "#NUM!"
    return int(value) if abs(value) < EXACT and int(value) == value else float(value)


def span(value: timedelta) -> str:
    """A length of time as ``[h]:mm:ss`` shows it."""
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


PLAIN: dict[type, Callable[[Any], object]] = {
    bool: bool,
    int: number,
    float: number,
    date: lambda value: {"d": value.isoformat()},
    datetime: lambda value: {"t": value.isoformat()},
    time: time.isoformat,
    timedelta: span,
}


def cell_name(row: int, column: int) -> str:
    """``(16, 1)`` is ``B17``."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def cell_position(name: str) -> tuple[int, int]:
    """``B17`` is ``(16, 1)``."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(name[len(letters) :]) - 1, column - 1


def long_cell(number: int, values: list[Any]) -> str:
    """The name of the cell with the longest text."""
    lengths = [len(value) if isinstance(value, str) else 0 for value in values]
    return cell_name(number, lengths.index(max(lengths)))
