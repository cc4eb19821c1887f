"""The turn of the year for tests: the last day of November 2026, and what the kinds say of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from dayan_safety.carrying import Found, Turn, turn_of
from dayan_safety.rollover import CARRIED, plan_of, roll_over
from dayan_safety.workdays import today

AUTUMN = "2026-11-30 10:00+08:00"
KINDS = {kind.name: kind for kind in CARRIED}


@pytest.fixture
def autumn() -> Iterator[None]:
    """It is ten in the morning of 30 November 2026 in the town."""
    with time_machine.travel(AUTUMN, tick=False):
        yield


def turn() -> Turn:
    """The one that is near."""
    return turn_of(today())


def found(kind: str, user: Any) -> Found:
    """What a kind finds now."""
    return KINDS[kind].read(turn(), user)


def labels(kind: str, user: Any) -> list[str]:
    """What would be made, by what it is made of."""
    return [line.label for line in found(kind, user).lines]


def moved(kind: str, user: Any) -> list[dict[str, tuple[str, str]]]:
    """Of each line: label, before and after."""
    return [
        {str(each.label): (str(each.before), str(each.after)) for each in line.moved}
        for line in found(kind, user).lines
    ]


def reasons(kind: str, user: Any) -> dict[str, str]:
    """Why what is left out is."""
    return {each.label: each.reason for each in found(kind, user).left_out}


def there(kind: str, user: Any) -> int:
    """How many stand in the new year."""
    waiting = found(kind, user).there
    return waiting.rows.count() if waiting else 0


def press(user: Any, *kinds: str) -> dict[str, int]:
    """Carry over everything of ``kinds``; of all kinds that are ticked where none is named. How many of each."""
    plan = plan_of(turn(), user)
    chosen = plan.choices() if kinds else plan.proposed()
    names = {part.kind.name for part in plan.mine}
    kept = {each for each in chosen if not kinds or each in kinds or each not in names}
    made = roll_over(turn(), by=user, chosen=kept, fingerprint=plan.fingerprint)
    return {name: number for name, number in made.items() if number}
