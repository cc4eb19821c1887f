"""Keys as a batch keeps them: those in a row as one pair, for a long list writes a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Kept: TypeAlias = Sequence["int | Sequence[int]"]  # a key, or the first and the last of several in a row


def as_runs(keys: Iterable[int]) -> list[int | list[int]]:
    """``[3, 4, 5, 9]`` → ``[[3, 5], 9]``; sorted, none twice."""
    runs: list[list[int]] = []
    for key in sorted(keys):
        if runs and key - runs[-1][1] <= 1:  # the next one, or the same again
            runs[-1][1] = key
        else:
            runs.append([key, key])
    return [first if first == last else [first, last] for first, last in runs]


def keys_of(kept: Kept) -> list[int]:
    """The keys again."""
    found: list[int] = []
    for run in kept:
        found.extend([run] if isinstance(run, int) else range(run[0], run[1] + 1))
    return found
