"""More time 延期: asked for before the last day is over, decided by the chair or the agency that found it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.services.hearers import deciders
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import require_state
from dayan_safety.workdays import today
from inspections.models import Finding, FindingExtension
from inspections.services.findings.telling import finders_of, rectifiers_of, tell

State = FindingExtension.State


@verb("inspections.ask_finding_extension")
def ask_finding_extension(finding: Finding, *, by: Any, wanted_on: date, reason: str) -> FindingExtension:
    """Ask for a later last day. Raises ``RuleBroken`` once it is gone by, and while one is asked for already."""
    require_state(finding, Finding.TO_DO)
    finding.refresh_from_db(fields=["due_on"])
    if finding.due_on < today():
        raise RuleBroken(_("The last day is gone by: an extension is asked for before that."))
    if wanted_on <= finding.due_on:
        raise RuleBroken(_("It may take until %(day)s anyway: choose a later day.") % {"day": finding.due_on})
    asked = FindingExtension(finding=finding, due_on=finding.due_on, wanted_on=wanted_on, reason=reason, asked_by=by)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as twice:
        raise RuleBroken(_("An extension is asked for already, and not yet decided.")) from twice
    after = {"wanted_on": str(wanted_on)}
    record_action("inspections.ask_finding_extension", finding, by=by, after=after, reason=reason)
    title = _("Extension asked until %(day)s: %(finding)s") % {"finding": finding, "day": wanted_on}
    tell([*deciders(), *finders_of(finding)], finding, by=by, key=f"extension{asked.pk}", title=title, text=reason)
    return asked


@verb("inspections.decide_finding_extension")
def decide_finding_extension(asked: FindingExtension, *, by: Any, granted: bool, note: str = "") -> None:
    """Grant or refuse, once; a granted one moves the last day, never to an earlier one than was set meanwhile."""
    finding = asked.finding
    require_state(finding, Finding.AT_WORK)
    finding.refresh_from_db()
    state = State.GRANTED if granted else State.REFUSED
    rows = FindingExtension.objects.undecided().filter(pk=asked.pk)
    if not rows.update(state=state, decided_by=by, decided_at=timezone.now(), note=note, version=F("version") + 1):
        raise RuleBroken(_("This was decided already."))
    before, due_on = {"due_on": str(finding.due_on)}, max(finding.due_on, asked.wanted_on)
    if granted:
        Finding.objects.filter(pk=finding.pk).update(due_on=due_on, version=F("version") + 1)
        finding.refresh_from_db()
    after = {"due_on": str(finding.due_on), "decision": str(state.label)}
    record_action("inspections.decide_finding_extension", finding, by=by, before=before, after=after, reason=note)
    sentence = _("%(finding)s may take until %(day)s") if granted else _("%(finding)s stays due on %(day)s")
    title = sentence % {"finding": finding, "day": finding.due_on}
    tell(rectifiers_of(finding), finding, by=by, key=f"decided{asked.pk}", title=title, text=note)
