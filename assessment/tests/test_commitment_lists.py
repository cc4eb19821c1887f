"""Commitments in their lists, and what the clock finds: each filter, whose rows, what is missed and what is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assessment.models import Commitment, LedgerEntry
from assessment.services import ledger as services
from assessment.services.ledger import commitments as module
from assessment.tests.ledger_builders import a_commitment, delivered, who_answers_too
from assessment.tests.walking import kept, listed
from assessment.todos.ledger import ledger_todos
from committee.tests.refusals import forbidden, history
from dayan_safety.testing import Cast
from dayan_safety.tests.moments import at
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
State = Commitment.State
AFTER = "2026-06-26 09:00"  # the day after the last day


# Lists


def test_commitments_are_narrowed_by_each_filter(cast: Cast, as_user: Any) -> None:
    early = a_commitment(cast, due_on=date(2026, 6, 20))
    late = delivered(cast, due_on=date(2026, 6, 28))
    other = a_commitment(cast, unit=cast.other_village, text="安装减速带")
    browser = as_user(cast.office)
    for query, found in (
        ({}, [late, other, early]),
        ({"unit": cast.other_village.pk}, [other]),
        ({"state": "delivered"}, [late]),
        ({"since": "2026-06-25"}, [late, other]),
        ({"since": "2026-06-26"}, [late]),
        ({"until": "2026-06-25"}, [other, early]),
        ({"until": "2026-06-24"}, [early]),
        ({"q": "减速带"}, [other]),
        ({"q": early.title}, [early]),
        ({"q": "西河"}, [other]),
    ):
        assert listed(browser, "commitment", **query) == found


def test_mine_are_those_of_my_unit_and_for_me_those_that_others_delivered(cast: Cast, as_user: Any) -> None:
    both = who_answers_too(cast)
    theirs, own = delivered(cast), a_commitment(cast)
    services.deliver_commitment(own, by=both, text="已装")
    foreign = a_commitment(cast, unit=cast.other_village)
    browser = as_user(both)
    assert set(listed(browser, "commitment")) == {theirs, own, foreign}
    assert set(listed(browser, "commitment", mine="unit")) == {theirs, own}
    assert listed(browser, "commitment", mine="verify") == [theirs]
    assert {str(todo.label): list(todo.rows) for todo in ledger_todos(both, today()) if todo.rows} == {
        "待核实的交付": [theirs]
    }


# The clock


def test_what_the_unit_delivers_in_the_moment_of_the_run_is_not_missed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = a_commitment(cast), a_commitment(cast)
    tell = module.tell_unit

    def meanwhile(thing: Commitment, *about: Any, **more: Any) -> int:
        if thing == first:
            delivered(cast, kept(second))
        return tell(thing, *about, **more)

    monkeypatch.setattr(module, "tell_unit", meanwhile)
    assert services.propose_penalties(date(2026, 6, 26)) == 1
    assert (kept(first).state, kept(second).state) == (State.MISSED, State.DELIVERED)
    assert LedgerEntry.objects.get().commitment == first


def test_a_penalty_that_was_refused_does_not_come_back(cast: Cast) -> None:
    made = a_commitment(cast)
    services.propose_penalties(date(2026, 6, 26))
    services.refuse_entry(LedgerEntry.objects.get(), by=cast.chair, reason="情况特殊")
    with at(AFTER):
        services.return_commitment(delivered(cast, kept(made)), by=cast.supervisor, reason="x")
        assert services.propose_penalties(today()) == 1
    assert [entry.state for entry in LedgerEntry.objects.all()] == ["refused"]


def test_the_history_says_that_the_clock_found_it(cast: Cast) -> None:
    made = a_commitment(cast)
    services.propose_penalties(date(2026, 6, 26))
    verb, by, *_rest = history(made)[-1]
    assert (verb, by) == ("assessment.miss_commitment", "")
    [entry] = made.entries.all()
    assert entry.reason == f"逾期未交付：{made.title}"
    assert history(entry)[0][:2] == ("assessment.create_ledgerentry", "")


def test_nobody_finds_a_commitment_missed_by_hand(cast: Cast) -> None:
    made = a_commitment(cast)
    assert not any(getattr(cast, role).has_perm("assessment.miss_commitment", made) for role in Cast.ROLES)
    with forbidden():
        services.verify_commitment(made, by=cast.liaison)
