"""What people said about a list that was checked: cells put right, lines left out, questions answered."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from dayan_safety.importing.columns import column_letters
from dayan_safety.importing.lines import Line, Reading
from dayan_safety.workbooks import Cell, Sheet

MOST_COLUMNS = 200  # a correction stands in a column that somebody can see


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything said so far; it names places as the report does.

    ``cells``: place of a cell (``place_of``) → what it should say; ``skipped``: places of lines; ``choices``: key of
    a question → the answer taken; ``columns``: name of a column (``column_of``) → what it means, as ``read_lines``
    takes it; ``ended``: keys of what stands in the portal and not in the list, and shall end; ``only_good``: lines with
    errors stay outside, the others are imported.
    """

    cells: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    only_good: bool = False

    @classmethod
    def kept(cls, text: str) -> Answers:
        """From what ``as_text`` gave; nothing said where nothing was kept."""
        return cls(**json.loads(text)) if text else cls()

    def as_text(self) -> str:
        """As the batch keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def with_more(self, more: Answers) -> Answers:
        """These and ``more``, which goes before. What shall end, and whether only good lines count, is said anew."""
        return replace(
            more,
            cells=self.cells | more.cells,
            skipped=list(dict.fromkeys([*self.skipped, *more.skipped])),
            choices=self.choices | more.choices,
            columns=self.columns | more.columns,
        )


NOTHING_SAID = Answers()


def line_of(sheet: str, row: int) -> str:
    """Names a line: ``row`` as Excel counts."""
    return f"{row}!{sheet}"


def place_of(sheet: str, row: int, place: int) -> str:
    """Names a cell: ``place`` of the column from 0."""
    return f"{place}!{line_of(sheet, row)}"


def column_of(sheet: str, place: int) -> str:
    """Names a column: ``place`` from 0."""
    return f"{place}!{sheet}"


def meanings(answers: Answers) -> dict[tuple[str, int], str]:
    """What people said that columns mean, as ``read_lines`` takes it."""
    named = ((name.split("!", 1), choice) for name, choice in answers.columns.items())
    return {(sheet, int(place)): choice for (place, sheet), choice in named}


def corrected(sheets: Iterable[Sheet], answers: Answers) -> list[Sheet]:
    """The sheets with the cells people put right; the file itself stays as it was sent."""
    said: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for named, text in answers.cells.items():
        place, row, sheet = named.split("!", 2)
        said[sheet][int(row)][int(place)] = text
    return [_corrected(sheet, said[sheet.name]) if sheet.name in said else sheet for sheet in sheets]


def _corrected(sheet: Sheet, said: dict[int, dict[int, str]]) -> Sheet:
    rows = list(sheet.rows)
    for row, cells in said.items():
        if 0 < row <= len(rows):
            rows[row - 1] = _with(rows[row - 1], cells)
    typed = {f"{column_letters(place)}{row}" for row, cells in said.items() for place in cells}
    return replace(sheet, rows=rows, formulas=sheet.formulas - typed)


def _with(cells: list[Cell], said: dict[int, str]) -> list[Cell]:
    fitting = {place: text for place, text in said.items() if 0 <= place < MOST_COLUMNS}
    wide = [*cells, *[None] * (max(fitting, default=-1) + 1 - len(cells))]
    return [fitting.get(place, cell) for place, cell in enumerate(wide)]


def leave_out(reading: Reading, left: Iterable[str]) -> tuple[Reading, list[Line]]:
    """The reading without the lines named in ``left``, and those lines."""
    names = set(left)
    if not names:
        return reading, []
    out = [line for line in reading.lines if line_of(line.header.sheet, line.row) in names]
    rest = [line for line in reading.lines if line_of(line.header.sheet, line.row) not in names]
    problems = [problem for problem in reading.problems if line_of(problem.sheet, problem.row) not in names]
    faulty = {key for key in reading.faulty if line_of(*key[:2]) not in names}
    return replace(reading, lines=rest, problems=problems, faulty=faulty), out
