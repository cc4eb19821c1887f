"""Lists of plain records, one a line: which record a line means, what it says anew, what an import would write.

An app says how its records are found and what is wrong with a line; the rest is the same for every such list.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dayan_safety.importing.answers import NOTHING_SAID, Answers
from dayan_safety.importing.fields import Field
from dayan_safety.importing.judging import ListCheck
from dayan_safety.importing.lines import Line, Reading
from dayan_safety.importing.progress import counted
from dayan_safety.importing.references import plain_form
from dayan_safety.importing.refusals import LineRefused, conflict
from dayan_safety.importing.report import Change, Outcome, Report
from dayan_safety.personal import digest_of
from dayan_safety.values import plain_text


@dataclass(frozen=True, slots=True)
class Known:
    """A record as it stands: ``name`` is what people call it, ``values`` those fields a list may state."""

    pk: int
    version: int
    name: str
    values: Mapping[str, Any]


@dataclass(slots=True)
class Entry:
    """One line that was understood: the record it means, or none yet, and what it states; blank cells state nothing."""

    line: Line
    name: str
    known: Known | None
    stated: dict[str, Any]

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from what stands; everything of a new record."""
        if self.known is None:
            return self.stated
        values = self.known.values
        return {name: value for name, value in self.stated.items() if values[name] != value}

    @property
    def outcome(self) -> Outcome:
        """What becomes of the line."""
        if self.known is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED


@dataclass(slots=True)
class RecordPlan:
    """Records to register and to edit."""

    new: list[Entry] = field(default_factory=list)
    edited: list[Entry] = field(default_factory=list)

    def fingerprint(self) -> str:
        """A keyed digest of everything that would be written, with the versions it stands on."""
        new = [sorted(entry.stated.items()) for entry in self.new]
        edited = [(e.known.pk, e.known.version, sorted(e.changes.items())) for e in self.edited if e.known]
        return digest_of(repr((new, edited)))


class RecordCheck(ListCheck):
    """The check of such a list; ``FIELDS`` are its columns, those of ``PLAIN`` are written as they were cleaned."""

    FIELDS: tuple[Field, ...]
    PLAIN: tuple[str, ...]
    NEEDED: tuple[str, ...] = ()  # what a new record must state

    def __init__(self, report: Report, answers: Answers = NOTHING_SAID) -> None:
        super().__init__(report, answers)
        self.plan = RecordPlan()
        self.first: dict[Hashable, Entry] = {}

    @abstractmethod
    def find(self, line: Line, stated: dict[str, Any]) -> Known | None:
        """The record a line means, ``None`` for a new one; raises ``LineRefused``."""

    @abstractmethod
    def name_of(self, line: Line, stated: dict[str, Any]) -> str:
        """What the record of a line is called; two lines of one name mean one record."""

    def stated(self, line: Line) -> dict[str, Any]:
        """What the line states; raises ``LineRefused``."""
        return {name: line.values[name] for name in self.PLAIN if line.values.get(name) not in (None, "")}

    def check(self, entry: Entry) -> None:
        """Raise ``LineRefused`` for what is wrong with the record as it would be."""

    def told(self, name: str, value: Any) -> str:
        """A value for people."""
        return plain_text(value)

    def run(self, reading: Reading) -> None:
        """Judge every line by itself, and against the lines before it."""
        for line in counted("compare", reading.lines):
            if line.key not in reading.faulty:
                try:
                    self.adopt(self.entry(line))
                except LineRefused as refusal:
                    self.refuse(line, refusal)
        self.sum_up(reading)

    def entry(self, line: Line) -> Entry:
        """The line, understood."""
        stated = self.stated(line)
        known = self.find(line, stated)
        for wanted in self.FIELDS if known is None else ():
            if wanted.name in self.NEEDED and line.values.get(wanted.name) in (None, ""):
                raise LineRefused(wanted, blank())
        entry = Entry(line, self.name_of(line, stated), known, stated)
        self.check(entry)
        return entry

    def adopt(self, entry: Entry) -> None:
        """Take a line into the plan; the same said twice counts once, two things said of one record are refused."""
        key: Hashable = entry.known.pk if entry.known else plain_form(entry.name)
        first = self.first.setdefault(key, entry)
        if first is not entry:
            if first.stated == entry.stated:
                self.settle(entry.line, Outcome.DUPLICATE)
                return
            sentence = _("Row %(row)s says something else of the same thing: keep one of the two.")
            raise conflict(self.FIELDS[0], sentence % {"row": first.line.row})
        self.settle(entry.line, entry.outcome)
        if entry.outcome is not Outcome.UNCHANGED:
            (self.plan.edited if entry.known else self.plan.new).append(entry)
            self.report.changes.append(self.change_of(entry))

    def change_of(self, entry: Entry) -> Change:
        """How a line is told: only what differs."""
        known, changes = entry.known, entry.changes
        before = {name: known.values[name] for name in changes} if known else {}
        name = known.name if known else entry.name
        line = entry.line
        told = self.in_words(before) or _("not filled in") if known else ""
        return Change(line.header.sheet, line.row, str(entry.outcome), name, told, self.in_words(changes))

    def label_of(self, name: str) -> str:
        """What a column is called."""
        return next(str(field.label) for field in self.FIELDS if field.name == name)

    def in_words(self, values: Mapping[str, Any]) -> str:
        """Fields and their values, empty ones left out."""
        filled = {name: value for name, value in values.items() if value not in (None, "")}
        return _("; ").join(f"{self.label_of(name)} {self.told(name, value)}" for name, value in filled.items())


def blank() -> str:
    """The sentence at a blank cell that a new record needs."""
    return _("Fill in this cell: without it nothing new can be registered.")
