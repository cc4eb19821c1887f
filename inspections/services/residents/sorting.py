"""Sorting reports: a finding is made of one, it is answered, or set aside; each once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from committee.models import Unit
from dayan_safety.attachments import hand_files
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.permissions import verb
from dayan_safety.records import edit_record
from dayan_safety.states import move_state, require_state
from dayan_safety.workdays import today
from inspections.models import Finding, FindingKind, HazardReport
from inspections.services.findings.finding import create_finding

State = HazardReport.State


def edit_report(report: HazardReport, names: list[str], *, by: Any, version: int | None = None) -> HazardReport:
    """Correct what one reported, until it is sorted."""
    with change():
        require_state(report, (State.NEW,))
        return edit_record(report, names, by=by, version=version)


@verb("inspections.take_report")
def take_report(
    report: HazardReport, /, *, by: Any, unit: Unit | None = None, kind: FindingKind, level: str, demand: str = ""
) -> Finding:
    """Make a finding of it, with its photographs; the unit is notified from there.

    ``unit``: whose it is; that of the report where nothing else is said. Raises ``RuleBroken`` where neither says it.
    """
    whose = unit or report.unit
    if whose is None:
        raise RuleBroken(_("Choose the unit that has to put it right."))
    move_state(report, of=(State.NEW,), to=State.TAKEN, settled_on=today())
    about = {"unit": whose, "kind": kind, "level": level, "demand": demand, "source": Finding.Source.RESIDENT}
    words = {"place": report.place, "text": report.text, "found_on": today()}
    finding = create_finding(Finding(**about, **words), by=by)
    HazardReport.objects.filter(pk=report.pk).update(finding=finding)
    report.finding = finding
    hand_files(report, finding, by=by)
    record_action("inspections.take_report", report, by=by, after={"finding": finding.number})
    return finding


@verb("inspections.answer_report")
def answer_report(report: HazardReport, *, by: Any, answer: str) -> None:
    """Answer it without a finding; whoever has its number reads the answer."""
    move_state(report, of=(State.NEW,), to=State.ANSWERED, answer=answer, settled_on=today())
    record_action("inspections.answer_report", report, by=by, after={"answer": answer})


@verb("inspections.dismiss_report")
def dismiss_report(report: HazardReport, *, by: Any, reason: str) -> None:
    """Set it aside: nonsense, or told twice. Whoever has its number reads that it was, not why."""
    move_state(report, of=(State.NEW,), to=State.DISMISSED, settled_on=today())
    record_action("inspections.dismiss_report", report, by=by, reason=reason)


@verb("inspections.sort_again")
def sort_again(report: HazardReport, *, by: Any, reason: str) -> None:
    """Take up again what was set aside by mistake."""
    move_state(report, of=(State.DISMISSED,), to=State.NEW, settled_on=None)
    record_action("inspections.sort_again", report, by=by, reason=reason)


def reveal_reporter(report: HazardReport, *, by: Any) -> str:
    """The full telephone number; history keeps who looked, not what was seen."""
    record_action("inspections.reveal_reporter", report, by=by)
    return report.telephone
