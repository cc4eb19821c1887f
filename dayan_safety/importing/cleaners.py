"""How the columns of a sheet are cleaned: a text that repeats from line to line, as units, roles and days do, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from dayan_safety.importing.columns import Header
from dayan_safety.importing.fields import Field
from dayan_safety.workbooks import Cell

MOST_KNOWN = 1000  # texts of a column that are remembered: those that repeat are near each other
Cleaned = tuple[Any, str | None]  # the value, and how it is told where that is not what was typed


class KnownCells:
    """The cells of one field, as far as they were cleaned already."""

    def __init__(self, wanted: Field) -> None:
        self.wanted = wanted
        self.blank: Any = wanted.clean(None)
        self.texts: dict[str, Cleaned] = {}

    def clean(self, cell: Cell) -> Cleaned:
        """Raises ``RuleBroken`` as the field does."""
        if not isinstance(cell, str):
            return self.wanted.clean(cell), None
        if (found := self.texts.get(cell)) is None:
            if len(self.texts) >= MOST_KNOWN:
                self.texts.clear()
            found = self.texts[cell] = _cleaned(self.wanted, cell)
        return found


def _cleaned(wanted: Field, cell: str) -> Cleaned:
    value = wanted.clean(cell)
    if not value or wanted.told is None:
        return value, None
    if value == cell:
        return cell, None  # one text in memory, not two
    told = wanted.told(value)
    return value, None if told == cell.strip() else told


class Cleaner(NamedTuple):
    """One field of a part of a sheet: where it stands (-1: said once for all lines), and what a blank cell says."""

    wanted: Field
    place: int
    blank: Any
    clean: Callable[[Cell], Cleaned]


def cleaners_of(part: Header, fields: Iterable[KnownCells]) -> list[Cleaner]:
    """For the fields that a column or the sheet itself gives."""
    there = part.places.keys() | part.given.keys()
    return [
        Cleaner(known.wanted, part.places.get(known.wanted.name, -1), known.blank, known.clean)
        for known in fields
        if known.wanted.name in there
    ]
