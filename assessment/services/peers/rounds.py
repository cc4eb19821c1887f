"""Rounds after they were opened: closed by hand or by the clock, flat ballots left out, means published."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Ballot, Mark, Rated, Round
from assessment.scoring import mean_mark
from assessment.services.peers.flags import flat_ballots
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.states import move_state, require_state
from dayan_safety.workdays import today

State = Round.State
CLOSE = "assessment.close_round"


def create_round(round_: Round, *, by: Any) -> Round:
    """Set up a round."""
    return create_record(round_, by=by)


def edit_round(round_: Round, names: list[str], *, by: Any, version: int | None = None) -> Round:
    """Change it while it is being set up."""
    with change():
        require_state(round_, (State.SET_UP,))
        return edit_record(round_, names, by=by, version=version)


def remove_round(round_: Round, *, by: Any, reason: str) -> None:
    """Take it away while it is being set up."""
    with change():
        require_state(round_, (State.SET_UP,))
        remove_record(round_, by=by, reason=reason)


def turnout_of(round_: Round) -> tuple[int, int]:
    """How many ballots were handed in, of how many; one query."""
    handed_in = Ballot.objects.filter(round=round_).values_list("handed_in_at", flat=True).order_by()
    moments = list(handed_in)
    return sum(moment is not None for moment in moments), len(moments)


@verb(CLOSE)
def close_round(round_: Round, *, by: Any) -> None:
    """Take no more ballots and keep the means."""
    move_state(round_, of=(State.OPEN,), to=State.CLOSED)
    _keep_means(round_)
    record_action(CLOSE, round_, by=by)


def close_rounds(on: date) -> int:
    """Close every open round whose last day is gone; how many. What another closes at the same moment is closed."""
    return sum(_closed(round_) for round_ in Round.objects.all().open().over_by(on).with_item())


def _closed(round_: Round) -> bool:
    try:
        close_round(round_, by=None)
    except RuleBroken:
        return False
    return True


def _keep_means(round_: Round) -> None:
    """Of each rated unit the trimmed mean of the ballots that count; three queries and one statement."""
    book, marks = round_.rulebook, _marks(round_)
    rows = list(Rated.objects.filter(round=round_))
    for row in rows:
        row.raters = len(marks[row.pk])
        row.mean = mean_mark(marks[row.pk], least=book.least_raters, trim=book.trim)
    Rated.objects.bulk_update(rows, ["mean", "raters"])


def _marks(round_: Round) -> dict[int, list[Decimal]]:
    found: dict[int, list[Decimal]] = defaultdict(list)
    ballots = Ballot.objects.filter(round=round_).counted()
    rows = Mark.objects.filter(ballot__in=ballots, mark__isnull=False).order_by()
    for rated, mark in rows.values_list("rated", "mark"):
        found[rated].append(Decimal(mark or 0))
    return found


@verb("assessment.leave_out_ballot")
def leave_out_ballot(round_: Round, *, by: Any, ballot: int, reason: str) -> None:
    """Leave a ballot out that gave everybody the same mark, before the means are published; they are kept anew.

    Raises ``RuleBroken`` for a ballot that judges.
    """
    require_state(round_, (State.CLOSED,))
    chosen = next((one for one in flat_ballots(round_) if one.pk == ballot), None)
    if chosen is None:
        raise RuleBroken(_("Only a ballot that gives every unit the same mark can be left out."))
    chosen.left_out = reason
    chosen.save(update_fields=["left_out"])
    _keep_means(round_)
    record_action("assessment.leave_out_ballot", chosen, by=by, reason=reason)


@verb("assessment.publish_round")
def publish_round(round_: Round, *, by: Any) -> None:
    """Show the means: to each unit its own, to those who assess all; from now on they count in scores."""
    move_state(round_, of=(State.CLOSED,), to=State.PUBLISHED, published_on=today())
    record_action("assessment.publish_round", round_, by=by)


def means_of(round_: Round, *, reader: Any) -> list[Rated]:
    """The means that exist for ``reader``, in the order of the units; one query."""
    return list(Rated.objects.filter(round=round_).visible_to(reader).select_related("unit"))
