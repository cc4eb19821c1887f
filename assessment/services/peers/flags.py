"""What looks like marks given for other reasons: said as numbers, never what was given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from assessment.models import Ballot, Mark, Round
from assessment.scoring import reciprocal, says_the_same

FAVOUR = Decimal(10)  # so much more than to others, from both sides, is no accident


@dataclass(frozen=True, slots=True)
class Flags:
    """Ballots with one and the same mark for everybody, those left out among them; pairs who favour each other."""

    flat: list[Ballot]
    pairs: int


def flags_of(round_: Round) -> Flags:
    """Of the ballots handed in; two queries."""
    given: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = Mark.objects.filter(ballot__round=round_, ballot__handed_in_at__isnull=False, mark__isnull=False).order_by()
    for giver, receiver, mark in rows.values_list("giver", "receiver", "mark"):
        given[giver][receiver] = Decimal(mark or 0)
    flat = [unit for unit, marks in given.items() if says_the_same(marks)]
    ballots = list(Ballot.objects.filter(round=round_, unit__in=flat).select_related("unit"))
    return Flags(ballots, len(reciprocal(given, above=FAVOUR)))


def flat_ballots(round_: Round) -> list[Ballot]:
    """Those that still count."""
    return [ballot for ballot in flags_of(round_).flat if not ballot.left_out]
