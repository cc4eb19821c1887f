"""Points of an item, and the score of several: what nothing is known of counts neither for nor against anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

POINT = Decimal("0.01")  # points are kept to the hundredth, halves go up
WHOLE = Decimal(100)
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a rulebook: its full mark and how much it weighs.

    ``step``: points that go off for each occurrence (an incident, a deduction of one point); without it the points
    are the full mark times the share that was reached.
    """

    number: str
    full: Decimal
    weight: Decimal = Decimal(1)
    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the records say: ``part`` of ``whole`` (3 of 4 tasks in time), or how often, whatever ``whole`` is."""

    part: Decimal
    whole: Decimal = NONE


@dataclass(frozen=True, slots=True)
class Line:
    """An item with what was read; ``points`` is ``None`` where nothing is known."""

    item: Item
    reading: Reading | None
    points: Decimal | None


def rounded(value: Decimal) -> Decimal:
    """To the hundredth, halves up."""
    return value.quantize(POINT, ROUND_HALF_UP)


def within(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """No less than ``low``, no more than ``high``."""
    return max(low, min(high, value))


def points_of(item: Item, reading: Reading | None) -> Decimal | None:
    """Points from 0 to the full mark; ``None`` where nothing was read, or there was nothing to reach.

    Deducted to zero, never below. Source: the supervision group's detailed rules [D].
    """
    if reading is None:
        return None
    if item.step is not None:
        return rounded(within(item.full - item.step * reading.part, NONE, item.full))
    if reading.whole <= NONE:
        return None
    return rounded(within(item.full * reading.part / reading.whole, NONE, item.full))


def left_of(full: Decimal, deductions: Iterable[Decimal]) -> Decimal:
    """What is left of a full mark after deductions, in whatever order: deducted to zero, never below."""
    return rounded(within(full - sum(deductions, NONE), NONE, full))


def line_of(item: Item, reading: Reading | None) -> Line:
    """An item with its points."""
    return Line(item, reading, points_of(item, reading))


def score_of(lines: Iterable[Line]) -> Decimal | None:
    """Of a hundred: weighted points of what is known by its weighted full marks; ``None`` where nothing is known."""
    known = [line for line in lines if line.points is not None]
    reachable = sum((line.item.weight * line.item.full for line in known), NONE)
    if not reachable:
        return None
    reached = sum((line.item.weight * line.points for line in known if line.points is not None), NONE)
    return rounded(WHOLE * reached / reachable)
