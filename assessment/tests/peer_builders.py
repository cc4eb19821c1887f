"""Rounds of mutual evaluation for tests, made through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from assessment.models import Ballot, Mark, Rated, Round, RulebookItem
from assessment.services import peers, rulebooks
from assessment.tests.builders import a_rulebook, an_item
from committee.models import Unit
from dayan_safety.records import create_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

NUMBERS = count(1)
VILLAGE = Unit.Kind.VILLAGE
Judge = Callable[[Mark], int | None]


def an_item_for_peers(**given: Any) -> RulebookItem:
    """The item of mutual evaluation of this year's rulebook; the rulebook is put in use where none has such an item."""
    rules = {name: given.pop(name) for name in ("least_raters", "trim") if name in given}
    asked = {"method": "peers", "rulebook__state": "in_use", "rulebook__year": today().year}
    kept = RulebookItem.objects.present().filter(**asked).select_related("rulebook").first()
    if kept and not rules:
        return kept
    item = an_item(rulebook=a_rulebook(year=today().year, **rules), method="peers", **given)
    rulebooks.adopt_rulebook(item.rulebook, by=None)
    return RulebookItem.objects.select_related("rulebook").get(pk=item.pk)


def last_day() -> date:
    """In ten days, or on the last one of the year."""
    return min(today() + timedelta(days=10), date(today().year, 12, 31))


def a_round(**given: Any) -> Round:
    """Villages that will rate each other."""
    about: dict[str, Any] = {"name": f"村级互评{next(NUMBERS)}", "rated_kind": VILLAGE, "rating_kind": VILLAGE}
    about |= {"last_on": last_day(), "item": given.pop("item", None) or an_item_for_peers(), **given}
    return create_record(Round(**about), by=None)


def villages(number: int) -> None:
    """As many villages as that."""
    for _each in range(number - Unit.objects.present().filter(kind=VILLAGE).count()):
        a_unit()


def an_open_round(cast: Cast, *, of: int = 4, **given: Any) -> Round:
    """Open, with at least ``of`` villages, the liaison's among them."""
    villages(of)
    made = a_round(**given)
    peers.open_round(made, by=None, seed="x")
    return fresh(made)


def fresh(round_: Round) -> Round:
    """As it is kept."""
    found: Round = Round.objects.with_item().get(pk=round_.pk)
    return found


def ballot_of(round_: Round, unit: Any) -> Ballot:
    """The one of a unit."""
    found: Ballot = Ballot.objects.select_related("round__item__rulebook", "unit").get(round=round_, unit=unit)
    return found


def judged(ballot: Ballot, judge: Judge = lambda row: 80) -> dict[int, int | None]:
    """Marks for all rows of a ballot."""
    return {row.pk: judge(row) for row in peers.marks_of(ballot)}


def give(round_: Round, unit: Any, judge: Judge = lambda row: 80, *, by: Any = None) -> Ballot:
    """Hand in the ballot of a unit."""
    ballot = ballot_of(round_, unit)
    peers.hand_in_ballot(ballot, by=by, given=judged(ballot, judge))
    return ballot_of(round_, unit)


def all_give(round_: Round, judge: Judge | None = None) -> None:
    """Every unit hands its ballot in: 71, 72 … by the place of the giver, with one more for every other receiver."""
    givers = list(Ballot.objects.filter(round=round_).order_by("unit").values_list("unit", flat=True))
    for place, giver in enumerate(givers):
        give(round_, giver, judge or (lambda row, place=place: 71 + place + row.receiver_id % 2))


def a_closed_round(cast: Cast, judge: Judge | None = None, **given: Any) -> Round:
    """Closed with everybody's ballots."""
    made = an_open_round(cast, **given)
    all_give(made, judge)
    peers.close_round(made, by=None)
    return fresh(made)


def a_published_round(cast: Cast, judge: Judge | None = None, **given: Any) -> Round:
    """Published with everybody's ballots."""
    made = a_closed_round(cast, judge, **given)
    peers.publish_round(made, by=None)
    return fresh(made)


def mean_of(round_: Round, unit: Any) -> Any:
    """The kept mean of a unit."""
    return Rated.objects.get(round=round_, unit=unit).mean


def in_every_state(cast: Cast) -> None:
    """A round in each of its states; of the closed one a ballot is flat."""
    an_open_round(cast, of=7)
    a_closed_round(cast, lambda row: 80)
    a_published_round(cast)
