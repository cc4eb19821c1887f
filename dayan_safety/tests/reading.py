"""Workbooks read for tests: the rows of the one sheet, or why the file is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest

from dayan_safety.workbooks import Cell, Limits, WorkbookRefused, read_workbook

T = TypeVar("T")


def rows_of(content: bytes, file_name: str = "a.xlsx") -> list[list[Cell]]:
    """The rows of a file of one sheet."""
    (sheet,) = read_workbook(content, file_name)
    return sheet.rows


def reason(content: bytes, file_name: str = "a.xlsx", limits: Limits | None = None) -> str:
    """Why a file is refused, always with a sentence; read: empty."""
    try:
        read_workbook(content, file_name, limits or Limits())
    except WorkbookRefused as refusal:
        assert str(refusal)
        return refusal.reason
    return ""


def refusal(content: bytes, file_name: str = "a.xlsx", limits: Limits | None = None) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(content, file_name, limits or Limits())
    return str(caught.value)


def trimmed(table: Sequence[Sequence[T | None]]) -> list[list[T | None]]:
    """The table as a reader can know it: without empty cells and rows at the ends."""
    rows = [list(row[: max((n for n, cell in enumerate(row, 1) if cell is not None), default=0)]) for row in table]
    return rows[: max((n for n, row in enumerate(rows, 1) if row), default=0)]
