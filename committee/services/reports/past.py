"""What stood in a figure before: the last values of the same reporter, and whether the new one is out of the usual."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from committee.models import Report, ReportValue

SHOWN = 12
ENOUGH = 4  # fewer values say nothing about what is usual
FAR = 5  # median absolute deviations. Source: Iglewicz and Hoaglin (1993), a modified z-score of 3.5


@dataclass(frozen=True, slots=True)
class Past:
    """A figure of an earlier period: its first day, and what was reported."""

    first: date
    number: Decimal


def past_of(report: Report) -> dict[str, list[Past]]:
    """By code, up to twelve earlier figures of the same reporter, the latest last; one query."""
    rows = ReportValue.objects.filter(
        report__group=report.group_id,
        report__unit=report.unit_id,
        report__period=report.period,
        report__first__lt=report.first,
        report__handed_in_on__isnull=False,
        number__isnull=False,
    )
    found: dict[str, list[Past]] = defaultdict(list)
    for code, first, number in rows.order_by("report__first").values_list("field__code", "report__first", "number"):
        found[code].append(Past(first, number))
    return {code: values[-SHOWN:] for code, values in found.items()}


def is_unusual(number: Decimal | None, past: Iterable[Past]) -> bool:
    """Whether ``number`` lies further from the median of the past than ``FAR`` median absolute deviations.

    Where the past hardly moves, half of its median, and 2 at least, is left room. A hint, never a rule.
    """
    values = [each.number for each in past]
    if number is None or len(values) < ENOUGH:
        return False
    middle = median(values)
    spread = median(abs(value - middle) for value in values)
    return abs(number - middle) > max(FAR * spread, abs(middle) / 2, Decimal(2))


def range_of(past: Sequence[Past]) -> tuple[Decimal, Decimal] | None:
    """The smallest and the largest of the past."""
    values = [each.number for each in past]
    return (min(values), max(values)) if values else None
