"""Verbs on reports, for walks through their states: what each needs, and what it may lead to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from committee.models import Report
from committee.services import reports
from committee.tests.reporting import a_report, a_returned, a_submitted, an_accepted, an_excused, field_of, write

Act = Callable[[Report, Any], Any]
BUILD: dict[str, Callable[[Any], Report]] = {
    "draft": a_report,
    "submitted": a_submitted,
    "returned": a_returned,
    "accepted": an_accepted,
    "excused": an_excused,
}
LATER = date(2026, 7, 31)


def _write(report: Report, by: Any) -> None:
    """Another number than the last time: the same again would be no change."""
    write(report, "drills", str(report.version), by=by)


def _move(report: Report, by: Any) -> None:
    due_on = report.due_on if report.handed_in_on else LATER
    reports.move_report(report, by=by, due_on=due_on, lock_on=LATER, reason="汛期")


VERBS: dict[str, Act] = {
    "begin": lambda report, by: reports.begin_report(report, by=by),
    "write": _write,
    "copy": lambda report, by: reports.copy_text(report, by=by, field=field_of(report, "text")),
    "submit": lambda report, by: reports.submit_report(report, by=by, is_nil=True),
    "return": lambda report, by: reports.return_report(report, by=by, reason="请补充"),
    "accept": lambda report, by: reports.accept_report(report, by=by),
    "reopen": lambda report, by: reports.reopen_report(report, by=by, reason="有误"),
    "comment": lambda report, by: reports.comment_report(report, by=by, text="请核实"),
    "move": _move,
    "excuse": lambda report, by: reports.excuse_report(report, by=by, reason="撤并"),
    "demand": lambda report, by: reports.demand_report(report, by=by, reason="仍需上报"),
}

WRITABLE = ("draft", "returned")
# verb → state → state; what is not here is refused.
LEADS_TO: dict[str, dict[str, str]] = {
    **{verb: {state: state for state in WRITABLE} for verb in ("begin", "write", "copy", "move")},
    "submit": dict.fromkeys(WRITABLE, "submitted"),
    "return": {"submitted": "returned"},
    "accept": {"submitted": "accepted"},
    "reopen": {"accepted": "returned"},
    "comment": {state: state for state in BUILD},
    "excuse": dict.fromkeys(WRITABLE, "excused"),
    "demand": {"excused": "draft"},
}
WHO: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("begin", "write", "copy", "submit"), ("lead",)),
    **dict.fromkeys(("return", "accept", "move"), ("office",)),
    **dict.fromkeys(("reopen", "excuse", "demand"), ("chair", "office")),
    "comment": ("chair", "lead", "office"),
}
