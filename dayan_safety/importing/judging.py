"""Judging a list: every line gets its outcome, all problems are told at once, nothing is written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dayan_safety.bulk import collector_paused
from dayan_safety.importing.answers import NOTHING_SAID, Answers, corrected, leave_out, line_of, meanings
from dayan_safety.importing.cleaning import shown
from dayan_safety.importing.fields import Field, Group
from dayan_safety.importing.lines import Line, Reading, read_lines
from dayan_safety.importing.progress import tell_progress
from dayan_safety.importing.refusals import LineRefused
from dayan_safety.importing.report import Choice, Outcome, Problem, Report
from dayan_safety.personal import digest_of
from dayan_safety.workbooks import Sheet

Words = Mapping[str, str]  # header as it is compared → what it means
NO_WORDS: Words = {}


class NothingPlanned:
    """The plan of a file that holds no list."""

    def fingerprint(self) -> str:
        """Of nothing."""
        return digest_of("nothing")


class ListCheck(ABC):
    """One check: outcomes line by line, problems and choices in the report, what would be written in ``plan``.

    ``LINES_A_ROW``: how many lines one row of the file can hold; they share cells, and a problem of such is told once.
    """

    LINES_A_ROW = 1
    plan: Any

    def __init__(self, report: Report, answers: Answers = NOTHING_SAID) -> None:
        self.report = report
        self.answers = answers
        self.outcomes: dict[Line, Outcome] = {}
        self.choices: dict[str, Choice] = {}

    @abstractmethod
    def run(self, reading: Reading) -> None:
        """Judge every line, then what only the whole list shows; ends with ``sum_up``."""

    def refuse(self, line: Line, refusal: LineRefused) -> None:
        """Tell why a line cannot be taken; what only a person can say becomes one choice for all its lines."""
        problem = line.problem(refusal.at, str(refusal))
        if problem not in self.report.errors[-self.LINES_A_ROW :]:
            self.report.errors.append(problem)
        self.settle(line, refusal.outcome)
        if refusal.question:
            rows = self.choices.setdefault(refusal.key, _choice(line, refusal)).rows
            rows.extend([line.row] if line.row not in rows[-1:] else [])

    def settle(self, line: Line, outcome: Outcome) -> None:
        """The last word on a line counts."""
        self.outcomes[line] = outcome

    def sum_up(self, reading: Reading) -> None:
        """Count the outcomes and put everything in the order of the file."""
        faulty = [line for line in reading.lines if line.key in reading.faulty] if reading.faulty else []
        self.outcomes.update(dict.fromkeys(faulty, Outcome.ERROR))
        headers = reading.faulty - {line.key for line in faulty}
        self.report.counts.update([*self.outcomes.values(), *(Outcome.ERROR for _header in headers)])
        self.report.choices = list(self.choices.values())
        order = {sheet: place for place, sheet in enumerate(dict.fromkeys(line.header.sheet for line in reading.lines))}
        self.report.errors.sort(key=lambda problem: (order.get(problem.sheet, -1), problem.row))
        self.report.changes.sort(key=lambda change: (order.get(change.sheet, -1), change.row))


def _choice(line: Line, refusal: LineRefused) -> Choice:
    value = shown(line.cell(refusal.at.name))
    return Choice(refusal.question, value, [], list(refusal.candidates.values()), refusal.key, refusal.options)


Begin = Callable[[Report], ListCheck]


@collector_paused()
def check_list(
    sheets: Iterable[Sheet],
    fields: Sequence[Field],
    prepare: Callable[[Reading], Begin],
    answers: Answers,
    words: Words,
    *,
    group: Group | None = None,
    nothing: Callable[[], Any] = NothingPlanned,
) -> tuple[Report, Any]:
    """Read the sheets as people corrected them and judge the lines; the report and the plan.

    ``prepare`` reads, once, what the lines are compared with, and gives what begins a check; ``nothing``
    makes an empty plan. The plan may be carried
    out only when the report says that it is importable.
    """
    read = read_lines(corrected(sheets, answers), fields, group=group, columns=meanings(answers), words=words)
    reading, skipped = leave_out(read, answers.skipped)
    report = _report_of(reading)
    if report.reason:
        return report, nothing()
    begin = prepare(reading)
    tell_progress("compare", 0, len(reading.lines))
    check = begin(report)
    check.run(reading)
    report.rows += len(skipped)
    report.counts.update([Outcome.SKIPPED] * len(skipped))
    return report, _good_plan(begin, check, reading, nothing) if answers.only_good else check.plan


def _report_of(reading: Reading) -> Report:
    report = Report(len(reading.lines), reading.reason, errors=list(reading.problems), notes=reading.notes)
    report.cleanings, report.tidied = [tidied.as_dict() for tidied in reading.cleanings], reading.tidied
    report.columns = [sheet.as_dict() for sheet in reading.headers]
    return report


def _good_plan(begin: Begin, check: ListCheck, reading: Reading, nothing: Callable[[], Any]) -> Any:
    """The plan of the lines that are good, and stay good when the others are not there; the report tells theirs."""
    first = check.report
    bad = _lines_of(first.errors)
    while check.report.errors:
        rest, out = leave_out(reading, bad)
        if not rest.lines:
            return nothing()
        check = begin(Report(len(rest.lines), errors=list(rest.problems)))
        check.run(rest)
        bad |= _lines_of(check.report.errors)
        first.left_out = len(out)
    first.changes, first.absent = check.report.changes, check.report.absent
    return check.plan


def _lines_of(problems: Iterable[Problem]) -> set[str]:
    return {line_of(problem.sheet, problem.row) for problem in problems}
