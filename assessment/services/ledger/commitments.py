"""Commitments: given, delivered, verified; what follows by rule stands in the ledger as a proposal, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Commitment, LedgerEntry, RulebookItem
from assessment.services.ledger.entries import refuse_entry
from assessment.services.ledger.fitting import require_fitting
from assessment.services.ledger.telling import person_of, tell_unit
from dayan_safety.attachments import attach_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.permissions import require, verb
from dayan_safety.records import create_record, edit_record
from dayan_safety.states import lock_state, move_state, require_state
from dayan_safety.uploads import Checked
from dayan_safety.workdays import today

State, Kind = Commitment.State, LedgerEntry.Kind
NEWS = "assessment.commitment_news"


def create_commitment(commitment: Commitment, *, by: Any) -> Commitment:
    """Give a unit something to deliver; those who answer for it are told."""
    _check(commitment)
    with change():
        create_record(commitment, by=by)
        _tell_of(commitment, by)
    return commitment


def edit_commitment(commitment: Commitment, names: list[str], *, by: Any, version: int | None = None) -> Commitment:
    """Correct it while it is open and its last day is not over; the unit is told anew."""
    _check(commitment)
    with change():
        require_state(commitment, (State.OPEN,))
        if Commitment.objects.overdue(today()).filter(pk=commitment.pk).exists():
            raise RuleBroken(_("Its last day is over: it cannot be changed any more."))
        edit_record(commitment, names, by=by, version=version)
        _tell_of(commitment, by)
    return commitment


def _check(commitment: Commitment) -> None:
    if commitment.due_on < today():
        raise RuleBroken(_("The last day is gone by: choose a later one."))
    for kind, item, points in _rules_of(commitment):
        if item.method != kind:
            raise RuleBroken(_("“%(item)s” is no such item of the rulebook.") % {"item": item})
        require_fitting(item, commitment.unit, points, commitment.due_on)


def _rules_of(commitment: Commitment) -> Iterable[tuple[str, RulebookItem, Any]]:
    """What follows by which item with how many points."""
    rules = (
        (Kind.BONUS, commitment.reward_item, commitment.reward_points),
        (Kind.PENALTY, commitment.penalty_item, commitment.penalty_points),
    )
    return [(kind, item, points) for kind, item, points in rules if item is not None]


def _tell_of(commitment: Commitment, by: Any) -> None:
    told = {"commitment": commitment.title, "day": commitment.due_on}
    title = _("To be delivered by %(day)s: %(commitment)s") % told
    tell_unit(commitment, NEWS, title, by=by, text=commitment.text)


@verb("assessment.deliver_commitment")
def deliver_commitment(commitment: Commitment, *, by: Any, text: str, uploads: Iterable[Checked] = ()) -> None:
    """The unit says that it delivered, with files: the day counts from now. Late is possible, and brings no reward."""
    about = {"delivered_on": today(), "delivered_by": person_of(by), "delivery": text, "note": ""}
    move_state(commitment, of=Commitment.TO_DELIVER, to=State.DELIVERED, **about)
    attach_all(commitment, by=by, uploads=uploads, right="assessment.deliver_commitment")
    record_action("assessment.deliver_commitment", commitment, by=by, after={"delivery": text})


@verb("assessment.verify_commitment")
def verify_commitment(commitment: Commitment, *, by: Any, note: str = "") -> None:
    """Somebody else than who delivered has seen that it is so; in time, the reward is proposed."""
    _as_delivered(commitment, by, "assessment.verify_commitment")
    move_state(commitment, of=(State.DELIVERED,), to=State.VERIFIED, verified_by=person_of(by), note=note)
    record_action("assessment.verify_commitment", commitment, by=by, reason=note)
    if commitment.delivered_on and commitment.is_in_time:
        day = max(commitment.delivered_on, date(commitment.due_on.year, 1, 1))  # the rulebook's year
        _propose(commitment, Kind.BONUS, day, _("Delivered in time and verified: %(commitment)s"))
    title = _("Verified: %(commitment)s") % {"commitment": commitment.title}
    tell_unit(commitment, NEWS, title, by=by, text=note)


@verb("assessment.return_commitment")
def return_commitment(commitment: Commitment, *, by: Any, reason: str) -> None:
    """It is not what was promised: it is open again; once its last day is over, the clock finds it missed."""
    _as_delivered(commitment, by, "assessment.return_commitment")
    about = {"delivered_on": None, "delivered_by": None, "delivery": "", "note": reason}
    before = {"delivery": commitment.delivery}
    move_state(commitment, of=(State.DELIVERED,), to=State.OPEN, **about)
    record_action("assessment.return_commitment", commitment, by=by, before=before, reason=reason)
    title = _("Sent back, to be delivered anew: %(commitment)s") % {"commitment": commitment.title}
    tell_unit(commitment, NEWS, title, by=by, text=reason)


def _as_delivered(commitment: Commitment, by: Any, right: str) -> None:
    """Read by whom it was delivered last: nobody delivers it anew until the change is done."""
    require_state(commitment, (State.DELIVERED,))
    commitment.refresh_from_db()
    require(by, right, commitment)


@verb("assessment.excuse_commitment")
def excuse_commitment(commitment: Commitment, *, by: Any, reason: str) -> None:
    """Neither reward nor penalty: what was proposed is refused. Raises ``RuleBroken`` once an entry is confirmed."""
    lock_state(commitment)
    entries = list(commitment.entries.present().select_for_update().order_by("pk"))  # nobody decides on one meanwhile
    if any(entry.state == LedgerEntry.State.CONFIRMED for entry in entries):
        raise RuleBroken(_("Its entry in the ledger is confirmed: have that withdrawn first."))
    of = (State.OPEN, State.DELIVERED, State.MISSED)
    move_state(commitment, of=of, to=State.EXCUSED, note=reason)
    record_action("assessment.excuse_commitment", commitment, by=by, reason=reason)
    for entry in entries:
        if entry.state == LedgerEntry.State.PROPOSED:
            refuse_entry(entry, by=by, reason=reason)
    title = _("Excused: %(commitment)s") % {"commitment": commitment.title}
    tell_unit(commitment, NEWS, title, by=by, text=reason)


def propose_penalties(on: date) -> int:
    """Find every commitment missed whose last day is over on ``on``, and propose the penalty; how many were found.

    Each is a change of its own. A run that was doubled or cut off leaves one penalty each: the next one finds the rest.
    """
    return sum(_missed(commitment) for commitment in Commitment.objects.overdue(on).with_names().order_by("pk"))


def _missed(commitment: Commitment) -> bool:
    try:
        with change():
            move_state(commitment, of=(State.OPEN,), to=State.MISSED)
            record_action("assessment.miss_commitment", commitment)
            _propose(commitment, Kind.PENALTY, commitment.due_on, _("Not delivered in time: %(commitment)s"))
            title = _("Not delivered in time: %(commitment)s") % {"commitment": commitment.title}
            tell_unit(commitment, NEWS, title, by=None)
    except RuleBroken:  # delivered, or found by another run, at the same moment
        return False
    return True


def _propose(commitment: Commitment, kind: str, on: date, sentence: str) -> None:
    """The entry that follows by rule, unless it stands there; tied to the commitment, which is its evidence."""
    rule = next((rule for rule in _rules_of(commitment) if rule[0] == kind), None)
    if rule is None or commitment.entries.filter(kind=kind).exists():
        return
    reason = sentence % {"commitment": commitment.title}
    about = {"unit": commitment.unit, "happened_on": on, "reason": reason, "evidence": commitment}
    entry = LedgerEntry(commitment=commitment, item=rule[1], points=rule[2], **about)
    entry.derive()
    create_record(entry, by=None)
