"""Who rates whom: everybody everybody else, or so many each, drawn so that every unit is rated equally often."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

Allotted = dict[int, list[int]]  # whom each rater rates


def allotted(raters: Iterable[int], rated: Iterable[int], *, each: int | None, seed: str) -> Allotted:
    """The units that each of ``raters`` rates, by their keys: never itself, ``each`` of them, all without a number.

    The same seed gives the same lot whatever the order of the keys; no unit is rated twice more often than another.
    Raises ``ValueError`` where the two sides overlap without being the same: no lot is fair then.
    """
    givers, takers = sorted(set(raters)), sorted(set(rated))
    if givers == takers:
        return _among_themselves(givers, each, seed)
    if set(givers) & set(takers):
        raise ValueError("raters and rated overlap")
    return _one_side_the_other(givers, takers, each, seed)


def raters_of(given: Allotted) -> dict[int, int]:
    """How many rate each unit."""
    counts: dict[int, int] = {}
    for takers in given.values():
        for taker in takers:
            counts[taker] = counts.get(taker, 0) + 1
    return counts


def _by_lot(keys: Iterable[int], seed: str) -> list[int]:
    """In the order of the SHA-256 of ``seed:key``."""
    return sorted(keys, key=lambda key: (sha256(f"{seed}:{key}".encode()).digest(), key))


def _among_themselves(units: list[int], each: int | None, seed: str) -> Allotted:
    """In a ring that the lot has made everybody rates those at the same distances: each is rated as often."""
    ring, others = _by_lot(units, seed), range(1, len(units))
    distances = _by_lot(others, f"{seed}:distance")[: len(others) if each is None else each]
    return {
        unit: sorted(ring[(place + distance) % len(ring)] for distance in distances) for place, unit in enumerate(ring)
    }


def _one_side_the_other(givers: list[int], takers: list[int], each: int | None, seed: str) -> Allotted:
    """Dealt out like cards, round after round."""
    ring, hand = _by_lot(takers, seed), len(takers) if each is None else min(each, len(takers))
    return {
        giver: sorted(ring[(place * hand + number) % len(ring)] for number in range(hand))
        for place, giver in enumerate(_by_lot(givers, seed))
    }
