"""How a report came to be as it is: what one handing in changed of the one before, and the steps of each field."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from committee.models import Filing, FormField, Report
from dayan_safety.reading_history import history_of

Marks = list[tuple[str, str]]
SAME, NEW, GONE = "same", "new", "gone"
MOST_WORK = 100_000  # pairs of equal characters: more would take longer than a reader waits
ALIKE = 0.4  # texts that share less are read better one after the other than mixed
WRITING = ("committee.write_report", "committee.fill_in_report")
STEPS_SHOWN = 12
AROUND, LONGEST = 20, 300  # characters


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that was handed in otherwise than the time before; ``marks`` are the parts of both texts in reading
    order with how they came: ``same``, ``new`` or ``gone``."""

    field: FormField
    before: str
    after: str
    marks: Marks


def filings_of(report: Report) -> list[Filing]:
    """Every handing in with who really did it, the first one first; one query."""
    return list(report.filings.present().select_related("by__person").order_by("number"))


def changes_since_last(filings: Sequence[Filing], fields: Sequence[FormField]) -> list[Changed]:
    """What the last handing in changed of the one before, in the order of the form; nothing for the first."""
    if len(filings) < 2:
        return []
    earlier, later = (_said(filing) for filing in filings[-2:])
    pairs = [(field, earlier.get(field.code, ""), later.get(field.code, "")) for field in fields]
    return [Changed(field, old, new, marked(old, new)) for field, old, new in pairs if old != new]


def _said(filing: Filing) -> dict[str, str]:
    """A nil report says nothing, whatever stood in its fields."""
    return {} if filing.is_nil else filing.values


def marked(old: str, new: str) -> Marks:
    """The parts that stayed, went and came; texts with little in common are told one after the other."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    gone, came = old[start : len(old) - end], new[start : len(new) - end]
    parts = [(SAME, new[:start]), *_between(gone, came), (SAME, new[len(new) - end :])]
    return [(how, text) for how, text in parts if text]


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _between(old: str, new: str) -> Marks:
    apart = [(GONE, old), (NEW, new)]
    if _work(old, new) > MOST_WORK:
        return apart
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return apart
    parts: Marks = []
    for what, a, b, c, d in matcher.get_opcodes():
        parts += [(SAME, old[a:b])] if what == "equal" else [(GONE, old[a:b]), (NEW, new[c:d])]
    return parts


def _work(old: str, new: str) -> int:
    """How many pairs of equal characters there are: what comparing costs."""
    counts = Counter(new)
    return sum(number * counts[character] for character, number in Counter(old).items())


@dataclass(frozen=True, slots=True)
class Step:
    """A field written once: when, by whom (nobody: the portal itself), from what to what."""

    at: datetime
    by_name: str
    before: str
    after: str


def steps_of(report: Report) -> dict[str, list[Step]]:
    """By the name of the field, how it was written, the latest first, twelve at most; one query."""
    found: dict[str, list[Step]] = {}
    for row in history_of(report).filter(verb__in=WRITING):
        for name in {**row.before, **row.after}:
            before, after = gist(row.before.get(name, ""), row.after.get(name, ""))
            steps = found.setdefault(name, [])
            if len(steps) < STEPS_SHOWN:
                steps.append(Step(row.at, row.by_name, before, after))
    return found


def gist(before: str, after: str) -> tuple[str, str]:
    """Where two long texts differ, with a little around it; short ones stay as they are."""
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    start = max(_shared(before, after) - AROUND, 0)
    return _from(before, start), _from(after, start)


def _from(text: str, start: int) -> str:
    end = start + LONGEST
    return "…" * bool(start and text) + text[start:end] + "…" * (end < len(text))
