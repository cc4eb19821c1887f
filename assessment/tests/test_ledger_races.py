"""Many press the same button of an entry or a commitment at once, or two clocks run: one effect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assessment.models import Commitment, LedgerEntry
from assessment.services import ledger as services
from assessment.tests.ledger_builders import a_commitment, an_entry, another_supervisor
from campaigns.tests.test_stock_races import kinds
from committee.tests.faulty import leaves_all_or_nothing
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, pressed, together
from dayan_safety.workdays import today

CROWD = [8, pytest.param(200, marks=pytest.mark.chaos)]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer")]


def fresh(entry: LedgerEntry) -> LedgerEntry:
    """As one more person has it on the screen."""
    return LedgerEntry.objects.get(pk=entry.pk)


@pytest.mark.parametrize("many", CROWD)
def test_an_entry_is_confirmed_once_however_many_press(many: int, cast: Cast, tmp_path: Path) -> None:
    entry, other = an_entry(cast), another_supervisor(cast)
    with database_for_threads(tmp_path):
        people = [cast.chair, other] * (many // 2)
        acts = [lambda by=by: services.confirm_entry(fresh(entry), by=by) for by in people]
        assert kinds(pressed(*acts)) == {"NoneType": 1, "RuleBroken": many - 1}
        assert apart(Action.objects.filter(verb="assessment.confirm_entry").count) == 1
        assert apart(Notice.objects.filter(kind="assessment.ledger_news", user=cast.liaison).count) == 1
        assert apart(lambda: services.sums_of(today().year)[cast.village.pk].bonus) == entry.points


def test_confirmed_and_refused_at_once_it_is_one_of_both(cast: Cast, tmp_path: Path) -> None:
    entry, other = an_entry(cast), another_supervisor(cast)
    with database_for_threads(tmp_path):
        acts: list[Callable[[], Any]] = [lambda: services.confirm_entry(fresh(entry), by=other) for _each in range(3)]
        acts += [lambda: services.refuse_entry(fresh(entry), by=cast.chair, reason="x") for _each in range(3)]
        assert kinds(together(*acts)) == {"NoneType": 1, "RuleBroken": 5}
        kept = apart(lambda: fresh(entry))
        assert (kept.state, kept.decided_by_id) in [
            ("confirmed", other.person_id),
            ("refused", cast.chair.person_id),
        ]


def test_two_clocks_at_once_propose_one_penalty(cast: Cast, tmp_path: Path) -> None:
    made = a_commitment(cast)
    after = made.due_on.replace(day=made.due_on.day + 1)
    with database_for_threads(tmp_path):
        found = pressed(*[lambda: services.propose_penalties(after) for _each in range(4)])
        assert sum(found) == 1
        assert apart(LedgerEntry.objects.count) == 1
        assert apart(lambda: Commitment.objects.get(pk=made.pk).state) == "missed"


def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast) -> None:
    entry = an_entry(cast)
    leaves_all_or_nothing(lambda: services.confirm_entry(fresh(entry), by=cast.chair))
