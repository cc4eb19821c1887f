"""What closed checks say of every unit: a constant number of queries for any number of units."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, F, Q, QuerySet, Sum

from assessment.models import Check, CheckedUnit, Deduction, RulebookItem, SelfScore
from assessment.scoring import Reading, left_of, rounded
from assessment.services.indicators import Readings

NOTHING = Decimal(0)


def closed_checks(first: date, last: date, on: date) -> QuerySet[Check]:
    """Checks of the period that were closed by ``on``: those whose last day lies in it."""
    return Check.objects.counting().filter(last__gte=first, last__lte=last, closed_on__lte=on)


def same_items(number: str) -> Q:
    """The item of that number, in whatever edition of the rules it was checked."""
    return Q(method=RulebookItem.Method.CHECK, number=number, removed_at__isnull=True)


def checked_of(item: RulebookItem, first: date, last: date, on: date) -> tuple[Readings, Reading | None]:
    """Of each unit what was left of the full marks of its checks; of units that were not checked nothing is known.

    Several checks in the period: the points come out as the mean of what was left. Two queries.
    """
    editions = RulebookItem.objects.filter(same_items(item.number), rulebook__year=item.rulebook.year)
    full_marks = dict(editions.values_list("rulebook", "full_mark"))
    parts: dict[int, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for unit, rulebook, taken in _taken(item.number, first, last, on):
        if full := full_marks.get(rulebook):
            parts[unit].append((left_of(full, [rounded(taken or NOTHING)]), full))
    return {unit: _reading(each) for unit, each in parts.items()}, None


def _taken(number: str, first: date, last: date, on: date) -> Any:
    """Of every unit in every check of the period: unit, rulebook, sum of the points off the item; one query."""
    off = Q(deductions__removed_at__isnull=True, deductions__item__number=number)
    rows = CheckedUnit.objects.present().filter(in_check__in=closed_checks(first, last, on)).order_by()
    told = rows.annotate(rulebook=F("in_check__rulebook"), taken=Sum("deductions__points", filter=off))
    return told.values_list("unit", "rulebook", "taken")


def _reading(checks: list[tuple[Decimal, Decimal]]) -> Reading:
    left, full = zip(*checks, strict=True)
    return Reading(sum(left, NOTHING), sum(full, NOTHING))


def deductions_counted(
    unit: int, number: str, first: date, last: date, on: date, *, reader: Any = None
) -> list[Deduction]:
    """What was taken off an item of a unit in the checks of a period; those that exist for ``reader``, where one asks.

    Each with ``at``, its day, and ``went_well``, which it never did.
    """
    rows = Deduction.objects.all().visible_to(reader) if reader else Deduction.objects.present()
    checked = CheckedUnit.objects.present().filter(unit=unit, in_check__in=closed_checks(first, last, on))
    found: list[Deduction] = list(rows.filter(checked__in=checked, item__number=number).order_by("found_on", "pk"))
    for deduction in found:
        deduction.at, deduction.went_well = deduction.found_on, False  # type: ignore[attr-defined]
    return found


def self_scores_of(unit: int, first: date, last: date, on: date) -> dict[str, Decimal]:
    """What a unit gave itself in the checks of a period, by the number of the item: the mean; one query."""
    checked = CheckedUnit.objects.present().filter(unit=unit, in_check__in=closed_checks(first, last, on))
    rows = SelfScore.objects.present().filter(checked__in=checked).order_by().values_list("item__number")
    return {number: rounded(Decimal(mean)) for number, mean in rows.annotate(mean=Avg("points"))}
