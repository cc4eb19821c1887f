"""What a check found: the one shape that the page, the command and the admin show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """What becomes of a line of the list; ``ERROR`` is the only one without a count of its own in the report."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflicts"
    DUPLICATE = "duplicates"
    SKIPPED = "skipped"
    ERROR = "errors"


MOST_CHANGES = 5000  # more than anybody looks through before confirming
COUNTED = [outcome for outcome in Outcome if outcome is not Outcome.ERROR]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at one place of the file.

    ``row`` is the number Excel shows; ``column`` the file's own header; ``value`` what was typed (identity numbers
    masked); ``problem`` a sentence that says what to do; ``place`` counts the columns from 0, where there is a cell.
    """

    sheet: str
    row: int
    column: str
    value: str
    problem: str
    place: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """As the command prints it."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "place"}

    def kept(self) -> dict[str, Any]:
        """As the page needs it."""
        return {**self.as_dict(), "place": self.place}


@dataclass(frozen=True, slots=True)
class Choice:
    """A question only a person can answer, once for all ``rows`` (Excel's numbers) that hold ``value``.

    ``key`` names the question; ``options`` are the answers (what is sent → how it is told): the candidates, and more.
    """

    problem: str
    value: str
    rows: list[int]
    candidates: list[str]
    key: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """As the command prints it."""
        return {name: getattr(self, name) for name in ("problem", "value", "rows", "candidates")}

    def kept(self) -> dict[str, Any]:
        """As the page needs it."""
        return {**self.as_dict(), "key": self.key, "options": list(self.options.items())}


@dataclass(frozen=True, slots=True)
class Absent:
    """Something that stands in the portal and not in the list: ended if somebody says so, never by itself."""

    key: str
    thing: str
    told: str

    def as_dict(self) -> dict[str, Any]:
        """As the page shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Change(NamedTuple):
    """What an import will do with one thing: what it says ``before`` and ``after``, personal numbers masked."""

    sheet: str
    row: int
    outcome: str
    thing: str
    before: str
    after: str

    def as_dict(self) -> dict[str, Any]:
        """As the page shows it."""
        return self._asdict()


@dataclass(slots=True)
class Report:
    """Everything a check found. ``reason`` says why the file was refused as a whole; ``notes`` are for information.

    ``cleanings`` are the first cells kept in another form than typed, ``tidied`` counts all of them by column.
    ``columns`` are those of every sheet, with what they were found to mean.
    ``left_out`` lines have errors and somebody said that the good ones shall be imported without them.
    """

    rows: int = 0
    reason: str = ""
    counts: Counter[Outcome] = field(default_factory=Counter)
    errors: list[Problem] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)
    cleanings: list[dict[str, Any]] = field(default_factory=list)
    tidied: Counter[str] = field(default_factory=Counter)
    columns: list[dict[str, Any]] = field(default_factory=list)
    left_out: int = 0

    @property
    def is_importable(self) -> bool:
        """Whether the list may be imported as it is, or as far as it is good."""
        return self.exit_code == 0 or bool(self.left_out and not self.reason)

    @property
    def exit_code(self) -> int:
        """0 importable as it is, 1 with errors or open choices, 2 refused."""
        return 2 if self.reason else int(bool(self.errors or self.choices))

    def as_dict(self) -> dict[str, Any]:
        """The object that ``manage.py import_…  --json`` prints."""
        return {
            "refused": bool(self.reason),
            "reason": self.reason,
            "rows": self.rows,
            **{str(outcome): self.counts[outcome] for outcome in COUNTED},
            "errors": _dicts(self.errors),
            "choices": _dicts(self.choices),
        }

    def kept(self) -> dict[str, Any]:
        """What the batch keeps: the same, with the notes and what would change; history keeps every change."""
        return {
            **self.as_dict(),
            "errors": [problem.kept() for problem in self.errors],
            "choices": [choice.kept() for choice in self.choices],
            "changes": _dicts(self.changes[:MOST_CHANGES]),
            "absent": _dicts(self.absent),
            "notes": self.notes,
            "cleanings": self.cleanings,
            "tidied": self.tidied.total(),
            "columns": self.columns,
            "left_out": self.left_out,
            "importable": self.is_importable,
        }


def _dicts(items: Iterable[Problem | Choice | Change | Absent]) -> list[dict[str, Any]]:
    return [item.as_dict() for item in items]
