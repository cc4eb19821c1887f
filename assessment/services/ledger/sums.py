"""The sums of the ledger: one computation for every page, list and file that shows a total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from assessment.models import LedgerEntry, Rulebook
from assessment.querysets import ASSESSORS
from assessment.scoring import Ledger, rounded
from committee.models import Unit

NONE = Decimal("0.00")  # shown as it is
Kind = LedgerEntry.Kind


@dataclass(frozen=True, slots=True)
class Sums:
    """What the confirmed entries of a unit and a year come to, before any cap; points not negative."""

    bonus: Decimal = NONE
    penalty: Decimal = NONE
    vetoes: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.bonus + other.bonus, self.penalty + other.penalty, self.vetoes + other.vetoes)


@dataclass(frozen=True, slots=True)
class Total:
    """A unit's sums beside what of them counts at most."""

    unit: Unit
    sums: Sums
    ledger: Ledger

    @property
    def bonus_counted(self) -> Decimal:
        """The rewards up to their cap."""
        return min(self.ledger.bonus, self.ledger.bonus_cap)

    @property
    def penalty_counted(self) -> Decimal:
        """The penalties up to their cap."""
        return min(self.ledger.penalty, self.ledger.penalty_cap)


def sums_of(year: int) -> dict[int, Sums]:
    """By the unit's key, of every unit with a confirmed entry of the year; one query."""
    rows = LedgerEntry.objects.confirmed().filter(year=year).order_by().values_list("unit")
    bonus, penalty = (Sum("points", filter=Q(kind=kind)) for kind in (Kind.BONUS, Kind.PENALTY))
    found = rows.annotate(bonus=bonus, penalty=penalty, vetoes=Count("pk", filter=Q(kind=Kind.VETO)))
    return {unit: Sums(rounded(given or NONE), rounded(taken or NONE), vetoes) for unit, given, taken, vetoes in found}


def together(several: Iterable[Sums]) -> Sums:
    """All of them in one."""
    return sum(several, Sums())


def ledger_of(sums: Sums, book: Rulebook | None) -> Ledger:
    """The sums with the caps of the year's rulebook; with the usual ones where it has none."""
    if book is None:
        return Ledger(sums.bonus, sums.penalty)
    return Ledger(sums.bonus, sums.penalty, bonus_cap=book.bonus_cap, penalty_cap=book.penalty_cap)


def totals_of(year: int, user: Any, unit: int | None = None) -> list[Total]:
    """Of each unit that ``user`` may know of (of ``unit`` alone, where one is asked for), by kind and order.

    Three queries.
    """
    sums = sums_of(year)
    wanted = Unit.objects.filter(pk__in=[pk for pk in sums if unit in (None, pk)]).order_by("kind", "order", "pk")
    if not user.standing.is_one_of(*ASSESSORS):
        wanted = wanted.filter(pk__in=user.standing.answers_for)
    book = Rulebook.objects.in_use().filter(year=year).first()
    return [Total(one, sums[one.pk], ledger_of(sums[one.pk], book)) for one in wanted]
