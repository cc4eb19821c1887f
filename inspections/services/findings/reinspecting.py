"""Looking again: it is gone, or back to the unit with a counter. Nobody closes what they put right themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dayan_safety.attachments import attach_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.states import lock_state, move_state
from dayan_safety.uploads import Checked
from dayan_safety.workdays import today
from inspections.models import Finding, Reinspection
from inspections.services.findings.telling import rectifiers_of, tell

State = Finding.State


@verb("inspections.close_finding")
def close_finding(finding: Finding, *, by: Any, text: str = "", uploads: Iterable[Checked] = ()) -> Reinspection:
    """Close it 销号: it was looked at and is gone. Raises ``RuleBroken`` for who put it right."""
    _somebody_else(finding, by)
    took = (today() - finding.found_on).days
    move_state(finding, of=(State.ASKED,), to=State.CLOSED, closed_on=today(), took=took)
    seen = _seen(finding, by, text, uploads, has_passed=True)
    record_action("inspections.close_finding", finding, by=by, after={"opinion": seen.number})
    title = _("Closed: %(finding)s") % {"finding": finding}
    tell(rectifiers_of(finding), finding, by=by, key="closed", title=title, text=text)
    return seen


@verb("inspections.fail_finding")
def fail_finding(
    finding: Finding, *, by: Any, text: str, due_on: date | None = None, uploads: Iterable[Checked] = ()
) -> Reinspection:
    """Send it back: it is still there. ``due_on`` sets another last day. Raises ``RuleBroken`` for who put it right."""
    _somebody_else(finding, by)
    lock_state(finding)
    finding.refresh_from_db(fields=["failed", "due_on"])
    day = due_on or finding.due_on
    if day < today():
        raise RuleBroken(_("The last day is gone by: say until when it has to be put right now."))
    counted = finding.failed + 1
    before = {"due_on": str(finding.due_on)}
    move_state(
        finding, of=(State.ASKED,), to=State.RECTIFYING, failed=counted, due_on=day, asked_on=None, asked_by=None
    )
    seen = _seen(finding, by, text, uploads, has_passed=False)
    after = {"opinion": seen.number, "due_on": str(day), "failed": str(counted)}
    record_action("inspections.fail_finding", finding, by=by, before=before, after=after, reason=text)
    title = _("Still there, to be put right by %(day)s: %(finding)s") % {"day": day, "finding": finding}
    tell(rectifiers_of(finding), finding, by=by, key="failed", title=title, text=text)
    return seen


@verb("inspections.reopen_finding")
def reopen_finding(finding: Finding, *, by: Any, reason: str, due_on: date) -> None:
    """It is there again: the closed finding is taken up with a new last day."""
    if due_on < today():
        raise RuleBroken(_("The last day is gone by: say until when it has to be put right now."))
    values = {"closed_on": None, "took": None, "asked_on": None, "asked_by": None, "due_on": due_on}
    move_state(finding, of=(State.CLOSED,), to=State.RECTIFYING, **values)
    record_action("inspections.reopen_finding", finding, by=by, after={"due_on": str(due_on)}, reason=reason)
    title = _("Open again: %(finding)s") % {"finding": finding}
    tell(rectifiers_of(finding), finding, by=by, key="reopened", title=title, text=reason)


def is_rectifier(user: Any, finding: Finding) -> bool:
    """Whether ``user`` asked for the re-inspection, or answers for the unit."""
    return bool(user.pk == finding.asked_by_id or finding.unit_id in user.standing.answers_for)


def _somebody_else(finding: Finding, by: Any) -> None:
    finding.refresh_from_db(fields=["asked_by"])
    if by is not None and is_rectifier(by, finding):
        raise RuleBroken(_("Somebody else looks again: who put it right does not close it."))


def _seen(finding: Finding, by: Any, text: str, uploads: Iterable[Checked], *, has_passed: bool) -> Reinspection:
    on = today()
    number = document_number("reinspection", parameter("inspections.opinion_prefix"), on.year)
    step = finding.steps.present().filter(is_done=True).order_by("pk").last()
    about = {"step": step, "text": text, "has_passed": has_passed, "on": on, "by": by}
    seen = Reinspection.objects.create(finding=finding, number=number, **about)
    attach_all(seen, by=by, uploads=uploads, right="inspections.close_finding")
    return seen
