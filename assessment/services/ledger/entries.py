"""Entries of the ledger: one person proposes, another confirms or refuses; a mistake is withdrawn and entered anew."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import LedgerEntry
from assessment.services.ledger.fitting import require_fitting
from assessment.services.ledger.telling import person_of, tell_unit
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.permissions import require, verb
from dayan_safety.records import create_record, edit_record
from dayan_safety.states import move_state, require_state
from dayan_safety.workdays import today

State = LedgerEntry.State
NEWS = "assessment.ledger_news"
FOLLOWING = ("kind", "year", "evidence_type_id", "evidence_id")


def create_ledgerentry(entry: LedgerEntry, *, by: Any) -> LedgerEntry:
    """Propose a reward, penalty or veto; somebody else confirms it. Raises ``RuleBroken`` where the item does not fit.

    What follows from a commitment by rule is proposed by the clock (``commitments``).
    """
    _check(entry)
    entry.proposed_by = person_of(by)
    return create_record(entry, by=by)


def edit_ledgerentry(entry: LedgerEntry, names: list[str], *, by: Any, version: int | None = None) -> LedgerEntry:
    """Correct what one has proposed, while nobody has decided it."""
    _check(entry)
    with change():
        require_state(entry, (State.PROPOSED,))
        return edit_record(entry, [*names, *FOLLOWING], by=by, version=version)


def _check(entry: LedgerEntry) -> None:
    if entry.happened_on > today():
        raise RuleBroken(_("Nothing has happened on a day to come: correct the day."))
    require_fitting(entry.item, entry.unit, entry.points, entry.happened_on)
    entry.derive()


@verb("assessment.confirm_entry")
def confirm_entry(entry: LedgerEntry, *, by: Any, version: int | None = None) -> None:
    """Let it count; the unit hears of it. ``version`` is the one the reader saw.

    Who proposed it may not (the table of rights); the clock neither.
    """
    _decide(entry, State.CONFIRMED, by, version=version)
    record_action("assessment.confirm_entry", entry, by=by, after={"points": entry.signed})
    title = _("Entered in the ledger: %(entry)s") % {"entry": entry}
    tell_unit(entry, NEWS, title, by=by, text=entry.reason)


@verb("assessment.refuse_entry")
def refuse_entry(entry: LedgerEntry, *, by: Any, reason: str, version: int | None = None) -> None:
    """It does not count, and why. ``version`` is the one the reader saw."""
    _decide(entry, State.REFUSED, by, version=version, note=reason)
    record_action("assessment.refuse_entry", entry, by=by, reason=reason)


def _decide(entry: LedgerEntry, to: str, by: Any, version: int | None = None, **values: Any) -> None:
    """Once, by a person, and over what that person has read."""
    require_state(entry, (State.PROPOSED,))
    _require_person(by)
    entry.refresh_from_db()
    if version not in (None, entry.version):
        raise RuleBroken(_("It was corrected meanwhile: read it again before you decide."))
    move_state(entry, of=(State.PROPOSED,), to=to, decided_by=by.person, decided_at=timezone.now(), **values)


def _require_person(by: Any) -> None:
    if person_of(by) is None:
        raise RuleBroken(_("Only a person decides on rewards and penalties."))


@verb("assessment.withdraw_entry")
def withdraw_entry(entry: LedgerEntry, *, by: Any, reason: str) -> None:
    """It was a mistake: it counts no more, and stays in the ledger with the reason; the unit hears of it.

    Another person than who confirmed it does so (the table of rights).
    """
    require_state(entry, (State.CONFIRMED,))
    _require_person(by)
    entry.refresh_from_db()
    require(by, "assessment.withdraw_entry", entry)  # by whom it was confirmed stands only now
    move_state(entry, of=(State.CONFIRMED,), to=State.WITHDRAWN, withdrawn_by=by.person, note=reason)
    record_action("assessment.withdraw_entry", entry, by=by, before={"points": entry.signed}, reason=reason)
    title = _("Withdrawn from the ledger: %(entry)s") % {"entry": entry}
    tell_unit(entry, NEWS, title, by=by, text=reason)
