"""Points of the national self-assessment: pure functions on ``Decimal``.

Source: on-site form of AQ/T 9001-2006, public practice [P]: of an indicator's 3 points presence is worth 0.8, evidence
1.0, effect 1.2; grades a, b, c, d give 100, 70, 30, 0 %. At 100 points of 150 and no indicator at zero it passes; from
75 on without a zero it may rectify; below, or with any zero, it fails. A part without a grade is zero today, and is
told apart as what can still be judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.scoring.points import rounded

PASSES, RECTIFIES, FAILS = "passes", "rectifies", "fails"
PARTS = ("presence", "evidence_grade", "effect")
NEXT = {"": "c", "d": "c", "c": "b", "b": "a"}  # the grade above
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Weights of the three parts, shares of the grades in per cent, and the limits."""

    weights: tuple[Decimal, Decimal, Decimal]
    shares: Mapping[str, int]
    pass_from: Decimal
    rectify_from: Decimal

    def part(self, full: Decimal, place: int, grade: str) -> Decimal:
        """Points of the part at ``place``, not rounded; none without a grade."""
        return full * self.weights[place] / sum(self.weights) * self.shares.get(grade, 0) / 100


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator's full mark with its grades (presence, evidence, effect); ``accepted``: records that prove it."""

    key: int
    full: Decimal
    grades: tuple[str, str, str]
    accepted: int = 0

    def points(self, scale: Scale) -> Decimal:
        """Its points, to the hundredth."""
        return rounded(sum((scale.part(self.full, place, grade) for place, grade in enumerate(self.grades)), NONE))


@dataclass(frozen=True, slots=True)
class Standing:
    """If it were evaluated today: the total, keys of indicators at zero and of those not wholly graded, the verdict.

    ``open_points``: what the parts without a grade are worth at most.
    """

    total: Decimal
    zeros: tuple[int, ...]
    ungraded: tuple[int, ...]
    open_points: Decimal
    verdict: str


@dataclass(frozen=True, slots=True)
class Step:
    """One grade up in one part of an indicator, and the points it gives."""

    key: int
    part: str
    now: str
    then: str
    gain: Decimal
    accepted: int


def standing_of(judged: Iterable[Judged], scale: Scale) -> Standing:
    """Total, zero alarm and verdict."""
    lines = list(judged)
    points = {line.key: line.points(scale) for line in lines}
    total, zeros = sum(points.values(), NONE), tuple(key for key, point in points.items() if not point)
    still_open = (
        scale.part(line.full, place, "a") for line in lines for place, grade in enumerate(line.grades) if not grade
    )
    return Standing(
        total,
        zeros,
        tuple(line.key for line in lines if not all(line.grades)),
        rounded(sum(still_open, NONE)),
        verdict_of(total, zeros, scale),
    )


def verdict_of(total: Decimal, zeros: Sequence[int], scale: Scale) -> str:
    """Passes, may rectify or fails; a single zero fails."""
    if zeros or total < scale.rectify_from:
        return FAILS
    return PASSES if total >= scale.pass_from else RECTIFIES


def cheapest_steps(judged: Iterable[Judged], scale: Scale) -> list[Step]:
    """Each single step up that gives points: indicators at zero first, then the largest gain, then what has proof."""
    lines = list(judged)
    zeros = {line.key for line in lines if not line.points(scale)}
    steps = [step for line in lines for step in _steps(line, scale)]
    return sorted(steps, key=lambda step: (step.key not in zeros, -step.gain, -step.accepted, step.key))


def _steps(line: Judged, scale: Scale) -> Iterable[Step]:
    for place, now in enumerate(line.grades):
        if now not in NEXT:
            continue
        gain = rounded(scale.part(line.full, place, NEXT[now]) - scale.part(line.full, place, now))
        if gain > NONE:
            yield Step(line.key, PARTS[place], now, NEXT[now], gain, line.accepted)
