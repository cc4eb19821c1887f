"""Columns of a list: declared once, found in any order below any title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dayan_safety.importing.cleaning import shown, text
from dayan_safety.importing.report import Problem
from dayan_safety.names import tidy
from dayan_safety.workbooks import Cell, Sheet

HEADER_WITHIN = 50  # rows: titles, "reporting unit" lines and instructions stand above the header
LONGEST = 60  # characters: what is longer is no header, and not worth looking at closely
REMARKS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|[*:：\s]")


@dataclass(frozen=True, slots=True)
class Field:
    """One column: ``label`` is our header, ``synonyms`` are other people's, ``clean`` makes a value of a cell.

    ``required``: a list without this column cannot be read, unless it has the column ``instead``. ``mask`` hides what
    a message must not repeat.
    """

    name: str
    label: Any
    synonyms: tuple[str, ...] = ()
    required: bool = False
    instead: str = ""
    clean: Callable[[Cell], Any] = text
    mask: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a sheet are: field → place from 0, field → the file's own words, words of no field."""

    sheet: str
    row: int
    places: dict[str, int] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    twice: list[tuple[str, str]] = field(default_factory=list)

    def label_of(self, wanted: Field) -> str:
        """The file's word for a column, ours where the file has none."""
        return self.labels.get(wanted.name) or str(wanted.label)

    def problems(self, fields: Iterable[Field]) -> list[Problem]:
        """Required columns that are missing, and columns that are there twice."""
        missing = [f for f in fields if f.required and not {f.name, f.instead} & self.places.keys()]
        lacks = _("The column is missing: add it, or give it this name.")
        both = _("This column and “%(other)s” mean the same: keep one of the two.")
        return [Problem(self.sheet, self.row, str(f.label), "", lacks) for f in missing] + [
            Problem(self.sheet, self.row, word, word, both % {"other": other}) for word, other in self.twice
        ]


def header_word(cell: Cell) -> str:
    """A header as it is compared: without spaces, colons, stars and remarks in brackets; small letters."""
    if isinstance(cell, str) and len(cell) > LONGEST:
        return ""
    return REMARKS.sub("", tidy(shown(cell))).casefold()


def find_header(sheet: Sheet, fields: Sequence[Field]) -> Header | None:
    """The first of the top rows that names most columns; ``None`` when no row names two."""
    known = {header_word(word): f.name for f in fields for word in (*f.synonyms, str(f.label))}
    best = 1
    found: Header | None = None
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN], start=1):
        names = {known[word] for cell in row if (word := header_word(cell)) in known}
        if len(names) > best:
            best, found = len(names), Header(sheet.name, number)
    if found:
        _place(found, sheet.rows[found.row - 1], known)
    return found


def _place(header: Header, row: Sequence[Cell], known: dict[str, str]) -> None:
    for place, cell in enumerate(row):
        words, name = shown(cell), known.get(header_word(cell))
        if name is None:
            header.unknown.extend([words] if words else [])
        elif name in header.places:
            header.twice.append((words, header.labels[name]))
        else:
            header.places[name], header.labels[name] = place, words
