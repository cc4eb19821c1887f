"""Writing a finding down, telling its unit, taking it back when it was none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Unit
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record
from dayan_safety.states import lock_state, move_state, require_state
from dayan_safety.workdays import today
from inspections.models import Finding, RectificationNotice
from inspections.services.findings.telling import labels, rectifiers_of, tell
from inspections.services.places import agency_of, check_place

State, Level = Finding.State, Finding.Level
TOLD = ("due_on", "unit")


def days_for(level: str) -> int:
    """How many days a level leaves (a parameter for each). Source: practice of towns, domain.md §4."""
    return int(parameter(f"inspections.days_{level}"))


def create_finding(finding: Finding, *, by: Any) -> Finding:
    """Write down a danger: it gets its number of the year, and its last day from its level where none is said.

    Who answers for the unit finds it on a patrol and has received it thereby. Raises ``RuleBroken`` for somebody else's
    unit, for another unit's site and for days that cannot be.
    """
    check_place(finding, by)
    _check_days(finding)
    finding.agency_id = agency_of(by) or finding.agency_id
    finding.due_on = finding.due_on or max(finding.found_on, today()) + timedelta(days=days_for(finding.level))
    finding.first_due_on = finding.due_on
    if by is not None and finding.unit_id in by.standing.answers_for:
        own = {"source": Finding.Source.PATROL, "state": State.RECTIFYING, "received_at": timezone.now()}
        for name, value in (own | {"received_by": by}).items():
            setattr(finding, name, value)
    with change():
        finding.found_by = by
        finding.number = document_number("finding", parameter("inspections.finding_prefix"), finding.found_on.year)
        return create_record(finding, by=by)


def edit_finding(finding: Finding, names: list[str], *, by: Any, version: int | None = None) -> Finding:
    """Correct it while it is open. Once the unit was told, the last day moves by an extension alone."""
    with change():
        require_state(finding, Finding.OPEN)
        kept = names if finding.state == State.FOUND else _untold(finding, names)
        check_place(finding, by)
        _check_days(finding)
        if "due_on" in kept:
            finding.due_on = finding.first_due_on = finding.due_on or finding.first_due_on
            kept = [*kept, "first_due_on"]
        return edit_record(finding, kept, by=by, version=version)


def _untold(finding: Finding, names: list[str]) -> list[str]:
    """Those of ``names`` that may still change; what the unit was told is at hand again as it was told."""
    finding.refresh_from_db(fields=TOLD)
    return [name for name in names if name not in TOLD]


def _check_days(finding: Finding) -> None:
    if finding.found_on > today():
        raise RuleBroken(_("Nothing is found on a day to come: correct the day."))
    if finding.due_on and finding.due_on < finding.found_on:
        raise RuleBroken(_("It cannot be due before it was found: choose a later day."))


@verb("inspections.notify_finding")
def notify_finding(finding: Finding, *, by: Any) -> RectificationNotice:
    """Issue the rectification notice 整改通知书, numbered within the year, and tell who answers for the unit."""
    notice = issue_notice([finding], by=by)
    title = _("Danger to be put right by %(day)s: %(finding)s") % {"day": finding.due_on, "finding": finding}
    tell(rectifiers_of(finding), finding, by=by, key="notified", title=title, text=finding.demand)
    return notice


def issue_notice(findings: list[Finding], *, by: Any) -> RectificationNotice:
    """One notice about several findings at one unit; nobody is told yet. Raises ``RuleBroken``."""
    for finding in findings:
        if finding.due_on < today():
            raise RuleBroken(_("The last day is gone by: set a later one first, then notify."))
        if missing := missing_of_notice(finding):
            raise RuleBroken(_("Before the unit is told, fill in: %(fields)s.") % {"fields": labels(missing)})
        move_state(finding, of=(State.FOUND,), to=State.NOTIFIED)
    notice = _notice(findings[0].unit, by, today())
    notice.findings.set(findings)
    for finding in findings:
        record_action("inspections.notify_finding", finding, by=by, after={"notice": notice.number})
    return notice


def missing_of_notice(finding: Finding) -> list[str]:
    """The fields that a notice cannot do without: what is demanded, and for a major danger on which law it stands."""
    needed = ["demand", *(["basis"] if finding.level == Level.MAJOR else [])]
    return [name for name in needed if not getattr(finding, name)]


def _notice(unit: Unit, by: Any, on: date) -> RectificationNotice:
    number = document_number("rectification", parameter("inspections.notice_prefix"), on.year)
    return RectificationNotice.objects.create(number=number, unit=unit, issued_on=on, issued_by=by)


@verb("inspections.withdraw_finding")
def withdraw_finding(finding: Finding, *, by: Any, reason: str) -> None:
    """It was none, or stands there twice; who had been told is told."""
    lock_state(finding)
    was_known = finding.state != State.FOUND
    move_state(finding, of=(State.FOUND, *Finding.AT_WORK), to=State.WITHDRAWN)
    record_action("inspections.withdraw_finding", finding, by=by, reason=reason)
    if was_known:
        title = _("Withdrawn: %(finding)s") % {"finding": finding}
        tell(rectifiers_of(finding), finding, by=by, key="withdrawn", title=title, text=reason)
