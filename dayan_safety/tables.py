"""How a list is read: declared columns, read once for pages, exports and prints alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from dayan_safety.values import plain_text


@dataclass(frozen=True, slots=True)
class Badge:
    """A status: word, tone (success, warning, danger, secondary, info) and icon, never colour alone."""

    text: Any
    tone: str = "secondary"
    icon: str = "circle"

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how a record's value is read, how the list is ordered by it, how it looks.

    ``value`` defaults to the attribute ``name``, dots allowed; ``order`` names the database columns behind it (none:
    the column cannot be sorted); ``kind`` is text, number or date; ``shown`` is the state before anybody chooses.
    """

    name: str
    label: Any
    value: Callable[[Any], Any] | None = None
    order: tuple[str, ...] = ()
    kind: str = "text"
    shown: bool = True

    def read(self, record: Any) -> Any:
        """The record's value in this column."""
        if self.value:
            return self.value(record)
        return reduce(lambda thing, part: getattr(thing, part, None), self.name.split("."), record)

    def text(self, record: Any) -> str:
        """The value as plain text."""
        return plain_text(self.read(record))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says of one record, ready to be shown."""

    column: Column
    value: Any
    text: str

    @property
    def is_badge(self) -> bool:
        """Whether the value is a status."""
        return isinstance(self.value, Badge)


@dataclass(frozen=True, slots=True)
class Row:
    """A record with its cells and its address."""

    record: Any
    url: str
    cells: list[Cell]


def cell_of(column: Column, record: Any) -> Cell:
    """Read ``record`` once in ``column``."""
    value = column.read(record)
    return Cell(column, value, plain_text(value))


def rows_of(columns: Iterable[Column], records: Iterable[Any]) -> list[Row]:
    """The rows a page shows."""
    wanted = list(columns)
    return [Row(record, record.get_absolute_url(), [cell_of(c, record) for c in wanted]) for record in records]
