"""The grade of an accident at work, by deaths, serious injuries and loss; pure."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum


class Grade(IntEnum):
    """Decree 493 of the State Council (2007), article 3: each bound belongs to the higher grade."""

    ORDINARY = 1
    LARGER = 2
    MAJOR = 3
    ESPECIALLY_SERIOUS = 4


# From so many on: deaths, serious injuries, loss in 10,000 yuan.
BOUNDS = ((3, 10, 1_000), (10, 50, 5_000), (30, 100, 10_000))


def grade_of(dead: int, serious: int, loss: Decimal | None = None) -> Grade:
    """The highest grade that deaths, serious injuries or loss (10,000 yuan) reach."""
    told = (Decimal(dead), Decimal(serious), loss or Decimal(0))
    return Grade(1 + sum(any(number >= bound for number, bound in zip(told, bounds, strict=True)) for bounds in BOUNDS))
