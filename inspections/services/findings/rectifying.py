"""What the unit does: receive a finding, settle the five fixings, tell its steps, ask for the re-inspection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.attachments import attach_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.records import edit_record
from dayan_safety.states import lock_state, move_state, require_state
from dayan_safety.uploads import Checked
from dayan_safety.workdays import today
from inspections.models import Finding, Rectification
from inspections.services.findings.telling import finders_of, labels, tell

State = Finding.State
FIXINGS = ("responsible", "measures", "funds", "plan")


@verb("inspections.receive_finding")
def receive_finding(finding: Finding, *, by: Any) -> None:
    """Sign for a finding 签收."""
    move_state(finding, of=(State.NOTIFIED,), to=State.RECTIFYING, received_at=timezone.now(), received_by=by)
    record_action("inspections.receive_finding", finding, by=by)


@verb("inspections.fix_finding")
def fix_finding(finding: Finding, /, *, by: Any, **fixings: str) -> None:
    """Say who, how, with what money, and what if it happens meanwhile: the five fixings, the last day being one."""
    require_state(finding, Finding.TO_DO)
    for name in FIXINGS:
        setattr(finding, name, fixings[name])
    edit_record(finding, list(FIXINGS), by=by, right="inspections.fix_finding")


@verb("inspections.report_step")
def report_step(finding: Finding, *, by: Any, text: str, uploads: Iterable[Checked] = ()) -> Rectification:
    """Tell how far it is, with photos; whoever might have signed for it and had not has now."""
    lock_state(finding)
    _received(finding, by)
    require_state(finding, (State.RECTIFYING,))
    step = _step(finding, by, text, uploads)
    record_action("inspections.report_step", finding, by=by, after={"step": text})
    return step


@verb("inspections.ask_reinspection")
def ask_reinspection(finding: Finding, *, by: Any, text: str, uploads: Iterable[Checked] = ()) -> None:
    """Say that it is put right and ask for the re-inspection 申请复查: the day counts from now; the finder is told.

    Raises ``RuleBroken`` without a photograph of it as it is now, and for a major one without its five fixings.
    """
    lock_state(finding)
    _received(finding, by)
    if finding.unfixed:
        raise RuleBroken(
            _("A major danger needs its five fixings first: %(fields)s.") % {"fields": labels(finding.unfixed)}
        )
    photos = list(uploads)
    if not photos:
        raise RuleBroken(_("Add a photo that shows it as it is now: without one nobody can close it."))
    move_state(finding, of=(State.RECTIFYING,), to=State.ASKED, asked_on=today(), asked_by=by)
    _step(finding, by, text, photos, is_done=True)
    record_action("inspections.ask_reinspection", finding, by=by, after={"step": text})
    title = _("To be re-inspected: %(finding)s") % {"finding": finding}
    tell(finders_of(finding), finding, by=by, key="asked", title=title, text=text)


def _step(finding: Finding, by: Any, text: str, uploads: Iterable[Checked], *, is_done: bool = False) -> Rectification:
    step = Rectification.objects.create(finding=finding, text=text, is_done=is_done, by=by)
    attach_all(step, by=by, uploads=uploads, right="inspections.report_step")
    return step


def _received(finding: Finding, by: Any) -> None:
    """Who works on it has received it."""
    if finding.state == State.NOTIFIED:
        receive_finding(finding, by=by)
