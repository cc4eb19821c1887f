"""Marks that units give each other: their trimmed mean, and what looks like marks given for other reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from assessment.scoring.points import NONE, rounded

Marks = Mapping[int, Mapping[int, Decimal]]  # what each rater gave to each unit
FLAT_FROM = 5  # so many equal marks are no accident


def mean_mark(marks: Sequence[Decimal], *, least: int, trim: int) -> Decimal | None:
    """The mean without the ``trim`` highest and lowest; ``None`` with fewer marks than ``least``.

    Where trimming would leave nothing, nothing is trimmed. The order of the marks does not matter.
    """
    if len(marks) < max(least, 1):
        return None
    kept = sorted(marks)[trim : len(marks) - trim] if len(marks) > 2 * trim else sorted(marks)
    return rounded(sum(kept, NONE) / len(kept))


def says_the_same(given: Mapping[int, Decimal]) -> bool:
    """Whether a rater gave one and the same mark to everybody: no judgement."""
    return len(given) >= FLAT_FROM and len(set(given.values())) == 1


def reciprocal(marks: Marks, *, above: Decimal) -> list[tuple[int, int]]:
    """Pairs of raters who each gave the other at least ``above`` more than they gave the others on average."""
    return [
        (one, other)
        for one, other in combinations(sorted(marks), 2)
        if _favours(marks, one, other, above) and _favours(marks, other, one, above)
    ]


def _favours(marks: Marks, rater: int, rated: int, above: Decimal) -> bool:
    given = marks[rater]
    others = [mark for unit, mark in given.items() if unit != rated]
    return rated in given and bool(others) and given[rated] - sum(others, NONE) / len(others) >= above
