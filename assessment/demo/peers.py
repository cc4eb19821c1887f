"""Mutual evaluation in the demo town: last year's rounds are published, this year's are open at the end of November."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from assessment.models import Ballot, Mark, Round, RulebookItem
from assessment.services import peers
from dayan_safety.history import change

# Name, who rates, who is rated, how many each rates.
ROUNDS = (
    ("%s年度部门站所互评", "department", "department", None),
    ("%s年度村级互评", "village", "village", 10),
    ("%s年度部门评企业", "department", "enterprise", None),
)
OPENED, GIVEN, CLOSED, PUBLISHED = time(9, 30), time(16), time(0, 20), time(10)
AFTER_RULES, LASTS, FIRST_GIVEN, THEN_PUBLISHED = (
    timedelta(days=2),
    timedelta(days=14),
    timedelta(days=2),
    timedelta(days=3),
)
FLAT_EVERY = 17  # so many ballots and one of them judges nobody


def plan_peers(year: Any) -> None:
    """Rounds of each year that is lived."""
    for number in sorted({year.months[0].year, year.on.year}):
        if begins := beginning(year, number):
            plan_round(year, number, begins)


def beginning(year: Any, number: int) -> date | None:
    """20 November; a week before today where this year's is still to come, or as soon as the rules are in use."""
    first = max(date(number, 1, 1), year.months[0]) + AFTER_RULES
    usual = max(date(number, 11, 20), first)
    if number == year.on.year and usual > year.on - 2 * FIRST_GIVEN:
        usual = year.on - LASTS / 2
    return usual if usual >= first else None


def plan_round(year: Any, number: int, begins: date) -> None:
    """Opened, half of the ballots handed in soon, the others later, closed by the clock, published."""
    last_on = min(begins + LASTS, date(number, 12, 31))
    year.plan(begins, OPENED, partial(open_rounds, year, number, last_on))
    year.plan(begins + FIRST_GIVEN, GIVEN, partial(give, year, number, is_first=True))
    year.plan(last_on - FIRST_GIVEN, GIVEN, partial(give, year, number, is_first=False))
    year.plan(last_on + timedelta(days=1), CLOSED, lambda: peers.close_rounds(last_on + timedelta(days=1)))
    year.plan(last_on + THEN_PUBLISHED, PUBLISHED, partial(publish, year, number))


def rounds_of(number: int) -> list[Round]:
    """Those of a year."""
    return list(Round.objects.with_item().filter(item__rulebook__year=number))


def open_rounds(year: Any, number: int, last_on: date) -> None:
    """The supervision group sets them up and opens them."""
    by = year.users["supervisor"]
    item = RulebookItem.objects.get(rulebook__year=number, rulebook__state="in_use", method="peers")
    for name, rating, rated, each in ROUNDS:
        about = {"rating_kind": rating, "rated_kind": rated, "each_rates": each, "last_on": last_on}
        made = peers.create_round(Round(name=name % number, item=item, **about), by=by)
        peers.open_round(made, by=by, seed=f"{number}-{rating}-{rated}")


def give(year: Any, number: int, *, is_first: bool) -> None:
    """Every other ballot first, in one change; those of people with a login of the demo wait for them."""
    own = year.users["liaison"].standing.answers_for | year.users["member"].standing.answers_for
    with change():
        for round_ in rounds_of(number):
            ballots = Ballot.objects.filter(round=round_, handed_in_at=None).select_related("round", "unit")
            chosen = ballots.exclude(unit__in=own)[::2] if is_first else ballots
            for ballot in chosen:
                peers.hand_in_ballot(ballot, by=None, given=marks_for(ballot))


def marks_for(ballot: Ballot) -> dict[int, int | None]:
    """Good units get more, and each rater is as strict as it is; now and then one judges nobody."""
    if drawn(ballot.unit_id) % FLAT_EVERY == 0:
        return {row.pk: 95 for row in peers.marks_of(ballot)}
    return {row.pk: mark_for(row) for row in peers.marks_of(ballot)}


def mark_for(row: Mark) -> int:
    """From 66 to 98."""
    return 74 + drawn(row.receiver_id) % 16 + drawn(row.giver_id, 7) % 9 - drawn(row.giver_id, row.receiver_id) % 9


def drawn(*keys: int) -> int:
    """A number that looks like chance and is the same everywhere."""
    return int(sha256(":".join(map(str, keys)).encode()).hexdigest()[:8], 16)


def publish(year: Any, number: int) -> None:
    """The supervision group publishes what is closed."""
    for round_ in rounds_of(number):
        peers.publish_round(round_, by=year.users["supervisor"])
