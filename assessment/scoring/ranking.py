"""Bands and ranks within one kind of unit; a veto overrides the total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A band's name, and the least score that reaches it."""

    name: str
    least: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who is ranked: ``score`` is ``None`` where nothing is known."""

    key: int
    score: Decimal | None
    vetoed: bool = False


def band_of(score: Decimal | None, bands: Sequence[Band], *, vetoed: bool = False) -> str:
    """The highest band that the score reaches; the lowest for whoever was vetoed; none without a score.

    A score below the least of all bands is in the lowest one.
    """
    if not bands:
        return ""
    downwards = sorted(bands, key=lambda band: band.least, reverse=True)
    if vetoed:
        return downwards[-1].name
    if score is None:
        return ""
    return next((band.name for band in downwards if score >= band.least), downwards[-1].name)


def ranked(entries: Iterable[Entry]) -> dict[int, int]:
    """Rank by key, from 1; equal scores share a rank and the next one is left out; the vetoed come after all others.

    Whoever has no score has no rank.
    """
    known = [(entry.vetoed, -entry.score, entry.key) for entry in entries if entry.score is not None]
    ranks: dict[int, int] = {}
    before: tuple[bool, Decimal] | None = None
    rank = 0
    for place, (vetoed, negative, key) in enumerate(sorted(known), 1):
        if (vetoed, negative) != before:
            rank, before = place, (vetoed, negative)
        ranks[key] = rank
    return ranks
