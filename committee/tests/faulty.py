"""A verb that fails at each of its statements in turn: everything it does has happened, or nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from committee.tests.refusals import written
from dayan_safety.history import verify_history
from dayan_safety.models import Action
from dayan_safety.tests.faults import Fault, failing_at

Act = Callable[[], Any]
LEAST = 8  # a verb asks more than that: the right, the lock, the change, its history


def leaves_all_or_nothing(act: Act, least: int = LEAST) -> None:
    """Fail at the first statement, at the second, and so on, until it goes through."""
    before, told, number = written(), Action.objects.count(), 0
    while True:
        number += 1
        try:
            with failing_at(number) as tried:
                act()
        except Fault:
            assert written() == before
            refresh(act)
        else:
            break
    assert number > len(tried) > least
    assert written() != before
    assert Action.objects.count() > told
    assert list(verify_history()) == []


def refresh(act: Act) -> None:
    """What the act holds as it stands in the database: the objects at hand saw a change that is gone."""
    for cell in act.__closure__ or ():
        if hasattr(cell.cell_contents, "version"):
            cell.cell_contents.refresh_from_db()


def would_be_noticed_in_halves(record: Any, state: str) -> None:
    """The negative control: changed first and told to history afterwards, a fault between the two leaves a half."""
    before = written()
    with pytest.raises(Fault), failing_at(2):
        type(record).objects.filter(pk=record.pk).update(state=state)
        Action.objects.count()
    assert written() != before
