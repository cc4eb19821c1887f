"""Opening a round: who is rated and who rates is fixed, the lot is drawn, every rating unit gets its ballot."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Ballot, Mark, Rated, Round, Rulebook
from assessment.scoring import Allotted, allotted, raters_of
from committee.models import Unit
from committee.services.hearers import answering
from dayan_safety.bulk import insert_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.notices import notify
from dayan_safety.permissions import verb
from dayan_safety.states import move_state
from dayan_safety.workdays import today

State = Round.State
OPENED = "assessment.round_opened"


@verb("assessment.open_round")
def open_round(round_: Round, *, by: Any, seed: str = "") -> None:
    """Draw who rates whom, lay out the ballots, tell whoever answers for a rating unit.

    ``seed`` is chance's own, but for towns that are built the same each time. Raises ``RuleBroken`` for a round that
    is over or whose rulebook is not in use, and where some unit would have too few raters.
    """
    seed = seed or secrets.token_hex(16)
    move_state(round_, of=(State.SET_UP,), to=State.OPEN, seed=seed, opened_on=today())
    _require_in_time(round_)
    given = allotted(*_sides(round_), each=round_.each_rates, seed=seed)
    _require_raters(given, round_.rulebook.least_raters)
    _lay_out(round_, given)
    record_action("assessment.open_round", round_, by=by)
    _tell(round_, given)


def _require_in_time(round_: Round) -> None:
    if round_.last_on < today():
        raise RuleBroken(_("The last day for ballots is gone: set a later one first."))
    if round_.rulebook.state != Rulebook.State.IN_USE:
        raise RuleBroken(_("The rulebook of its item is not in use: choose the item of the one that is."))


def _sides(round_: Round) -> tuple[list[int], list[int]]:
    """The units that rate and those that are rated, as they belong to the town today."""
    return _units(round_.rating_kind, today()), _units(round_.rated_kind, today())


def _units(kind: str, on: date) -> list[int]:
    return list(Unit.objects.present().valid_on(on).filter(kind=kind).order_by("pk").values_list("pk", flat=True))


def _require_raters(given: Allotted, least: int) -> None:
    fewest = min(raters_of(given).values(), default=0)
    if fewest < least:
        told = {"fewest": fewest, "least": least}
        raise RuleBroken(
            _(
                "Some unit would have %(fewest)s raters, the rulebook asks for %(least)s: "
                "let each unit rate more, or another kind of unit rate."
            )
            % told
        )


def _lay_out(round_: Round, given: Allotted) -> None:
    """Rated units, ballots and empty marks: a constant number of statements."""
    takers = sorted(raters_of(given))
    rated = dict(zip(takers, insert_all(Rated, ("round", "unit"), ([round_.pk, unit] for unit in takers)), strict=True))
    givers = sorted(given)
    keys = insert_all(Ballot, ("round", "unit"), ([round_.pk, unit] for unit in givers))
    rows = (
        [ballot, rated[taker], giver, taker]
        for giver, ballot in zip(givers, keys, strict=True)
        for taker in given[giver]
    )
    insert_all(Mark, ("ballot", "rated", "giver", "receiver"), rows)


def _tell(round_: Round, given: Allotted) -> None:
    """Each is led to the round, where the ballots of the own units are."""
    notify(
        answering(given),
        key=f"round opened:{round_.pk}",
        title=_("Mutual evaluation, ballots until %(day)s: %(round)s") % {"day": round_.last_on, "round": round_},
        url=round_.get_absolute_url(),
        kind=OPENED,
        about=round_,
    )
