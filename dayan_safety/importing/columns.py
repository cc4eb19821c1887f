"""Columns of a list: declared once, found in any order below any title, in one row or two, for all or for a group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as kept
from typing import Any

from django.utils.translation import gettext as _

from dayan_safety.importing.cleaning import shown
from dayan_safety.importing.fields import Field, Group, Meaning, Words, header_word, meant
from dayan_safety.importing.report import Problem
from dayan_safety.workbooks import Cell, Sheet

__all__ = ["Column", "Field", "Group", "Header", "find_header", "guess_header", "header_word"]

HEADER_WITHIN = 50  # rows: titles, "reporting unit" lines and instructions stand above the header
SAMPLES, SAMPLED, SAMPLE_LENGTH = 3, 200, 30
NUMBERS = re.compile(r"[0-9](?:[ \-]?[0-9]){5,}(?=(?:[ \-]?[0-9Xx]){4})")  # all but the last four of a long number
Choices = Mapping[tuple[str, int], str]


@dataclass(slots=True)
class Column:
    """One column of a sheet: its ``place`` from 0, the file's own ``words``, and what it was found to mean.

    ``top`` is the word of the row above, where the header has two; ``samples`` are three cells, long numbers masked.
    """

    place: int
    words: str
    field: str | None = None
    group: str = ""
    top: str = ""
    letters: str = ""
    samples: list[str] = kept(default_factory=list)

    @property
    def choice(self) -> str:
        """What ``read_lines(columns=…)`` takes for the same: ``field``, ``group/field``, or empty."""
        return f"{self.group}/{self.field}" if self.group else self.field or ""

    def as_dict(self) -> dict[str, Any]:
        """As a page shows it."""
        names = ("place", "letters", "words", "field", "group", "choice", "samples")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a sheet are: field → place from 0, field → the file's own words, words of no field.

    ``given``: field → what the sheet says once for all lines. ``groups``: one header for each group of a wide sheet.
    """

    sheet: str
    row: int
    places: dict[str, int] = kept(default_factory=dict)
    labels: dict[str, str] = kept(default_factory=dict)
    unknown: list[str] = kept(default_factory=list)
    twice: list[tuple[str, str]] = kept(default_factory=list)
    given: dict[str, Cell] = kept(default_factory=dict)
    group: str = ""
    groups: list[Header] = kept(default_factory=list)
    columns: list[Column] = kept(default_factory=list)

    @property
    def parts(self) -> list[Header]:
        """One header a line of the sheet is read with, or several."""
        return self.groups or [self]

    def label_of(self, wanted: Field) -> str:
        """The file's word for a column, ours where the file has none."""
        return self.labels.get(wanted.name) or str(wanted.label)

    def problems(self, fields: Iterable[Field]) -> list[Problem]:
        """Required columns that are missing, and columns that are there twice."""
        lacks = _("The column is missing: add it, or give it this name.")
        both = _("This column and “%(other)s” mean the same: keep one of the two.")
        missing = {f.name: f for part in self.parts for f in part.missing(fields)}
        return [Problem(self.sheet, self.row, str(f.label), "", lacks) for f in missing.values()] + [
            Problem(self.sheet, self.row, word, word, both % {"other": other}) for word, other in self.twice
        ]

    def missing(self, fields: Iterable[Field]) -> list[Field]:
        """Required fields that neither a column nor the sheet gives."""
        there = self.places.keys() | self.given.keys()
        return [f for f in fields if f.required and not {f.name, f.instead} & there]


def find_header(
    sheet: Sheet, fields: Sequence[Field], group: Group | None = None, *, words: Words | None = None
) -> Header | None:
    """The first of the top rows, or pairs of rows, that names most columns; ``None`` when none names two."""
    known = words or Words.of(fields, group, {})
    best, found = 1, None
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        for top in [None, _top_row(sheet, number - 1, known)][: 1 + bool(known.groups and number)]:
            columns = columns_of(row, top, known)
            named = len({(column.group, column.field) for column in columns if column.field})
            if named > best:
                best, found = named, (number + 1, columns)
    return laid_out(sheet.name, *found, group) if found else None


def guess_header(sheet: Sheet, words: Words) -> tuple[int, list[Column]]:
    """The first of the top rows with most words: where people look for a header in which no word is known."""
    top = sheet.rows[:HEADER_WITHIN]
    width = [sum(isinstance(cell, str) and len(cell) <= SAMPLE_LENGTH for cell in row) for row in top]
    row = width.index(max(width))
    return row + 1, columns_of(top[row], None, words)


def columns_of(row: Sequence[Cell], top: Mapping[int, Cell] | None, known: Words) -> list[Column]:
    """Every column that has a word, with what it means."""
    above = top or {}
    found = []
    for place in range(max(len(row), max(above, default=-1) + 1)):
        low, high = (row[place] if place < len(row) else None), above.get(place)
        meaning: Meaning = known.below(high, low) or ("", "")
        parts = (shown(high) if high is not low else "", shown(low))
        if low is not None or high is not None:
            words = " ".join(filter(None, parts)) if meaning[0] else parts[1] or parts[0]
            found.append(Column(place, words, meaning[1] or None, meaning[0], parts[0] if meaning[0] else ""))
    return found


def _top_row(sheet: Sheet, number: int, known: Words) -> dict[int, Cell]:
    """The cells of the upper row over the columns they stand above: as merged, or up to the next cell."""
    row = sheet.rows[number] if number >= 0 else []
    found: dict[int, Cell] = {place: cell for place, cell in enumerate(row) if cell is not None}
    areas = [area for area in sheet.merged if area[0] == number and area[3] > area[1]]
    for _first, left, _last, right in areas:
        found |= dict.fromkeys(range(left, min(right, left + 60) + 1), found[left]) if left in found else {}
    if not areas:
        lower, over = sheet.rows[number + 1], None
        for place in range(len(lower)):
            over = found.get(place, over)
            if over is not None and lower[place] is not None and header_word(over) in known.groups:
                found[place] = over
    return found


def chosen(columns: list[Column], sheet: str, choices: Choices) -> list[Column]:
    """The columns as a person mapped them; what nobody mapped stays as it was found."""
    for column in columns:
        if (sheet, column.place) in choices:
            value, name = meant(choices[sheet, column.place])
            column.group, column.field = value or (column.group if name == column.field else ""), name or None
    return columns


def laid_out(sheet: str, row: int, columns: list[Column], group: Group | None) -> Header:
    """The header of these columns: one for all lines, or one a group when groups stand side by side."""
    if group:
        _settle_groups(columns, group)
    header = Header(sheet, row, columns=columns)
    header.unknown.extend(column.words for column in columns if not column.field and column.words)
    _place(header, [column for column in columns if column.field and not column.group])
    for value in dict.fromkeys(column.group for column in columns if column.group):
        own = [column for column in columns if column.group == value and column.field]
        part = replace(header, places={**header.places}, labels={**header.labels}, group=value, groups=[])
        if group:
            part = replace(part, given={group.field: group.words.get(value, (value,))[0]})
        _place(part, own)
        header.groups.append(part)
    return header


def _settle_groups(columns: list[Column], group: Group) -> None:
    """A column of the group itself makes a long list; in a wide one a plain column belongs to the group on its left,
    if every group has one such, and to nobody otherwise.
    """
    grouped = [column for column in columns if column.group]
    if any(column.field == group.field and not column.group for column in columns):
        for column in grouped:
            column.group, column.field = "", None
    elif grouped:
        loose, over = [], ""
        for column in columns:
            over = column.group or over
            if column.field in group.members and not column.group:
                loose.append((column, over))
        _share_out(loose, len({column.group for column in grouped}), grouped)


def _share_out(loose: list[tuple[Column, str]], groups: int, grouped: list[Column]) -> None:
    names = Counter((column.field, over) for column, over in loose if over)
    taken = {(column.field, column.group) for column in grouped}
    for column, over in loose:
        fair = sum(name == column.field for name, _over in names) == groups and names[column.field, over] == 1
        if fair and over and (column.field, over) not in taken:
            word = next(other.top or other.words for other in grouped if other.group == over)
            column.group, column.words = over, f"{word} {column.words}"
        else:
            column.field = None


def _place(header: Header, columns: Iterable[Column]) -> None:
    for column in columns:
        name = str(column.field)
        if name in header.places:
            header.twice.append((column.words, header.labels[name]))
        else:
            header.places[name], header.labels[name] = column.place, column.words


def sampled(columns: list[Column], rows: Sequence[Sequence[Cell]], masks: Mapping[str, Any]) -> None:
    """Three cells of each column of ``rows``, masked as its field says and wherever a long number stands."""
    for column in columns:
        column.letters = column_letters(column.place)
        cells = (shown(row[column.place]) for row in rows[:SAMPLED] if column.place < len(row))
        mask = masks.get(column.field or "", str)
        found = dict.fromkeys(cell for cell in cells if cell)
        column.samples = [_veiled(mask(cell))[:SAMPLE_LENGTH] for cell, _n in zip(found, range(SAMPLES), strict=False)]


def _veiled(text: str) -> str:
    return NUMBERS.sub(lambda found: "*" * len(found[0]), text)


def column_letters(place: int) -> str:
    """``0`` → ``A``, ``26`` → ``AA``."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
