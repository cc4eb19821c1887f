"""Checking a roster against the town: every line judged, all problems at once, nothing written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from committee.services.rosters.columns import FIELDS, POSTS
from committee.services.rosters.judging import RosterCheck
from committee.services.rosters.plan import Plan
from committee.services.rosters.town import load_town
from dayan_safety.bulk import collector_paused
from dayan_safety.importing import NOTHING_SAID, Answers, Line, Outcome, Problem, Reading, Report, cleaning, read_lines
from dayan_safety.importing.answers import corrected, leave_out, line_of, meanings
from dayan_safety.workbooks import Sheet


@collector_paused()
def check_roster(sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID) -> tuple[Report, Plan]:
    """Compare a roster with the town of the day ``on``: what is wrong, what is open, and what an import would write.

    Six queries. The plan may be carried out only when the report says that it is importable.
    """
    read = read_lines(corrected(sheets, answers), FIELDS, group=POSTS, columns=meanings(answers))
    reading, skipped = leave_out(read, answers.skipped)
    report = Report(len(reading.lines), reading.reason, errors=list(reading.problems), notes=reading.notes)
    report.cleanings, report.tidied = [tidied.as_dict() for tidied in reading.cleanings], reading.tidied
    report.columns = [sheet.as_dict() for sheet in reading.headers]
    if report.reason:
        return report, Plan()
    town = load_town(on, with_ciphers=_holds_masks(reading.lines))
    check = RosterCheck(town, report, answers)
    check.run(reading)
    report.rows += len(skipped)
    report.counts.update([Outcome.SKIPPED] * len(skipped))
    return report, good_plan(check, reading) if answers.only_good else check.plan


def good_plan(check: RosterCheck, reading: Reading) -> Plan:
    """The plan of the lines that are good, and stay good when the others are not there; the report tells theirs."""
    first = check.report
    bad = _lines_of(first.errors)
    while check.report.errors:
        rest, out = leave_out(reading, bad)
        if not rest.lines:
            return Plan()
        check = RosterCheck(check.town, Report(len(rest.lines), errors=list(rest.problems)), check.answers)
        check.run(rest)
        bad |= _lines_of(check.report.errors)
        first.left_out = len(out)
    first.changes, first.absent = check.report.changes, check.report.absent
    return check.plan


def _lines_of(problems: Iterable[Problem]) -> set[str]:
    return {line_of(problem.sheet, problem.row) for problem in problems}


def _holds_masks(lines: Iterable[Line]) -> bool:
    return any(cleaning.is_masked(line.values.get("identity_number") or "") for line in lines)
