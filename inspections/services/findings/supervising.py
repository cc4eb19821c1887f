"""What the town puts its weight behind: listed supervision 挂牌督办, and what it hands to a superior authority."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import lock_state, move_state, require_state
from dayan_safety.workdays import today
from inspections.models import Finding
from inspections.services.findings.telling import finders_of, rectifiers_of, tell

State = Finding.State


@verb("inspections.list_for_supervision")
def list_for_supervision(finding: Finding, *, by: Any, reason: str) -> None:
    """Put it on the list that the chair watches; the unit is told."""
    _set_listed(finding, today(), _("It is under listed supervision already."))
    record_action("inspections.list_for_supervision", finding, by=by, reason=reason)
    title = _("Under listed supervision: %(finding)s") % {"finding": finding}
    tell(rectifiers_of(finding), finding, by=by, key="listed", title=title, text=reason)


@verb("inspections.unlist")
def unlist(finding: Finding, *, by: Any, reason: str) -> None:
    """Take it off that list."""
    _set_listed(finding, None, _("It is not under listed supervision."))
    record_action("inspections.unlist", finding, by=by, reason=reason)


def _set_listed(finding: Finding, on: date | None, otherwise: str) -> None:
    require_state(finding, Finding.OPEN)
    rows = Finding.objects.filter(pk=finding.pk, listed_on__isnull=on is not None)
    if not rows.update(listed_on=on, version=F("version") + 1):
        raise RuleBroken(otherwise)
    finding.refresh_from_db()


@verb("inspections.hand_over")
def hand_over(finding: Finding, *, by: Any, handed_to: str, reason: str) -> None:
    """Hand it to a superior authority: the town cannot have it put right. Its unit and who found it are told."""
    move_state(finding, of=Finding.AT_WORK, to=State.HANDED, handed_to=handed_to)
    record_action("inspections.hand_over", finding, by=by, after={"handed_to": handed_to}, reason=reason)
    title = _("Handed to %(whom)s: %(finding)s") % {"whom": handed_to, "finding": finding}
    told = {user.pk: user for user in [*rectifiers_of(finding), *finders_of(finding)]}
    tell(list(told.values()), finding, by=by, key="handed", title=title, text=reason)


@verb("inspections.take_back")
def take_back(finding: Finding, *, by: Any, reason: str, due_on: date) -> None:
    """The superior gave it back: the unit goes on, until a new last day."""
    if due_on < today():
        raise RuleBroken(_("The last day is gone by: say until when it has to be put right now."))
    lock_state(finding)
    move_state(finding, of=(State.HANDED,), to=State.RECTIFYING, due_on=due_on, asked_on=None, asked_by=None)
    record_action("inspections.take_back", finding, by=by, after={"due_on": str(due_on)}, reason=reason)
    title = _("Back from the superior, to be put right by %(day)s: %(finding)s") % {"day": due_on, "finding": finding}
    tell(rectifiers_of(finding), finding, by=by, key="back", title=title, text=reason)
