"""Ballots: one for each rating unit, filled in by whoever answers for it, changed until the round closes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Ballot, Mark, Round, Rulebook
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import require_state
from dayan_safety.workdays import today

Given = Mapping[int, int | None]  # marks by the key of their row
NAMED = 3  # so many units whose marks are missing are named
HAND_IN = "assessment.hand_in_ballot"


def marks_of(ballot: Ballot) -> list[Mark]:
    """The rows of a ballot with their units, in the order of the units; one query."""
    return list(Mark.objects.filter(ballot=ballot).select_related("receiver"))


def scale_of(book: Rulebook) -> list[tuple[str, Decimal]]:
    """What marks mean in words, and from which mark on; the highest first."""
    return [(str(grade.label), least) for grade, least in book.grades]


@verb(HAND_IN)
def save_marks(ballot: Ballot, *, by: Any, given: Given, version: int | None = None) -> Ballot:
    """Keep what is filled in so far; nothing is written into the history. Raises ``RuleBroken`` as ``hand_in_ballot``.

    What was handed in stays so, and is only changed as a whole.
    """
    kept, rows = _locked(ballot)
    if kept.handed_in_at:
        raise RuleBroken(_("It was handed in already: change it and hand it in again."))
    _write(kept, rows, given, version)
    return kept


@verb(HAND_IN)
def hand_in_ballot(ballot: Ballot, *, by: Any, given: Given, version: int | None = None) -> Ballot:
    """Hand it in, or hand it in again with other marks; the history says that, and no mark.

    ``version`` is the one that was seen. Raises ``RuleBroken`` where marks are missing, where the round takes no
    ballots any more, and where somebody else of the unit filled in other marks meanwhile.
    """
    kept, rows = _locked(ballot)
    missing = [row for row in rows if given.get(row.pk, row.mark) is None]
    if missing:
        raise RuleBroken(_missing(missing))
    changed = _write(kept, rows, given, version)
    if changed or not kept.handed_in_at:
        kept.handed_in_at = timezone.now()
        kept.save(update_fields=["handed_in_at"])
        record_action(HAND_IN, kept, by=by)
    return kept


def _locked(ballot: Ballot) -> tuple[Ballot, list[Mark]]:
    """The ballot of an open round with its rows, nobody else's until the change is done."""
    require_state(ballot.round, (Round.State.OPEN,))
    if ballot.round.last_on < today():
        raise RuleBroken(_("The last day for ballots is gone."))
    kept = Ballot.objects.select_for_update().get(pk=ballot.pk)
    return kept, marks_of(kept)


def _missing(rows: list[Mark]) -> str:
    names = "、".join(str(row.receiver) for row in rows[:NAMED])
    if len(rows) <= NAMED:
        return _("Marks are missing for %(names)s.") % {"names": names}
    return _("Marks are missing for %(names)s and others, %(number)s in all.") % {"names": names, "number": len(rows)}


def _write(ballot: Ballot, rows: list[Mark], given: Given, version: int | None) -> bool:
    """Write the marks that differ; whether there were any."""
    changed = [row for row in rows if row.pk in given and row.mark != given[row.pk]]
    if not changed:
        return False
    if version is not None and version != ballot.version:
        raise RuleBroken(_("Somebody else of your unit filled in the ballot meanwhile: reload the page and compare."))
    for row in changed:
        row.mark = given[row.pk]
    Mark.objects.bulk_update(changed, ["mark"])
    ballot.version += 1
    ballot.save(update_fields=["version"])
    return True
