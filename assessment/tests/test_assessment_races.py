"""Steps at the same moment: a round closes while ballots come in, a check while points are taken off, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from assessment.models import Ballot, Check, CheckedUnit, Commitment, Deduction, LedgerEntry, Rated, Round, SelfScore
from assessment.services import checks, ledger, peers
from assessment.services.ledger import commitments
from assessment.tests.check_builders import a_check, a_deduction, an_open_check, checked, self_scored
from assessment.tests.ledger_builders import D, a_commitment, a_confirmed, another_supervisor, the_item
from assessment.tests.peer_builders import a_closed_round, an_open_round, ballot_of, fresh, give, judged
from campaigns.tests.test_stock_races import kinds
from committee.tests.faulty import leaves_all_or_nothing
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, pressed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer")]
Acts = list[Callable[[], Any]]


def recorded(verb: str) -> int:
    """How often the history says so."""
    return apart(Action.objects.filter(verb=f"assessment.{verb}").count)


# Mutual evaluation


def test_a_ballot_that_comes_while_the_round_closes_counts_or_is_refused(cast: Cast, tmp_path: Path) -> None:
    round_ = an_open_round(cast, of=6)
    units = list(Ballot.objects.filter(round=round_).values_list("unit", flat=True))
    with database_for_threads(tmp_path):
        acts: Acts = [lambda unit=unit: give(round_, unit) for unit in units]
        acts.insert(3, lambda: peers.close_round(fresh(round_), by=cast.supervisor))
        came = kinds(pressed(*acts))
        handed_in = apart(Ballot.objects.filter(round=round_, handed_in_at__isnull=False).count)
        assert came["NoneType"] == 1  # it was closed
        assert (came.get("Ballot", 0), came.get("RuleBroken", 0)) == (handed_in, 6 - handed_in)
        raters = apart(lambda: list(Rated.objects.filter(round=round_).values_list("raters", flat=True)))
        assert sum(raters) == 5 * handed_in  # every ballot that was taken is in the means, and no other
        assert apart(lambda: fresh(round_).state) == Round.State.CLOSED
        assert (recorded("close_round"), recorded("hand_in_ballot")) == (1, handed_in)


def test_a_ballot_that_is_changed_while_the_round_closes_counts_as_it_is_kept(cast: Cast, tmp_path: Path) -> None:
    round_ = an_open_round(cast, of=4)
    for unit in Ballot.objects.filter(round=round_).values_list("unit", flat=True):
        give(round_, unit)
    own = ballot_of(round_, cast.village)
    lower = judged(own, lambda row: 20)
    with database_for_threads(tmp_path):
        pressed(
            lambda: peers.hand_in_ballot(ballot_of(round_, cast.village), by=cast.liaison, given=lower),
            lambda: peers.close_round(fresh(round_), by=None),
        )
        marks = apart(lambda: [mark.mark for mark in peers.marks_of(own)])
        mean = apart(lambda: Rated.objects.get(round=round_, unit=cast.other_village).mean)
        assert (marks, mean) in [([20] * 3, D("80.00")), ([80] * 3, D("80.00"))]  # of three the middle one counts
        assert apart(lambda: fresh(round_).state) == Round.State.CLOSED


def test_opened_by_two_at_once_there_is_one_lot_and_one_ballot_each(cast: Cast, tmp_path: Path) -> None:
    round_ = an_open_round(cast, of=5)
    again = Round(name="又一轮", item=round_.item, rated_kind="village", rating_kind="village", last_on=round_.last_on)
    peers.create_round(again, by=None)
    with database_for_threads(tmp_path):
        acts: Acts = [lambda: peers.open_round(fresh(again), by=cast.supervisor) for _each in range(4)]
        assert kinds(pressed(*acts)) == {"NoneType": 1, "RuleBroken": 3}
        assert apart(Ballot.objects.filter(round=again).count) == 5
        assert apart(Rated.objects.filter(round=again).count) == 5
        assert apart(Notice.objects.filter(user=cast.liaison, kind="assessment.round_opened").count) == 2


def test_left_out_and_published_at_once_the_published_means_are_the_kept_ones(cast: Cast, tmp_path: Path) -> None:
    round_ = a_closed_round(cast, lambda row: 80, of=7)
    flat = peers.flat_ballots(round_)[0]
    other = another_supervisor(cast)
    with database_for_threads(tmp_path):
        came = pressed(
            lambda: peers.leave_out_ballot(fresh(round_), by=other, ballot=flat.pk, reason="全部80分"),
            lambda: peers.publish_round(fresh(round_), by=cast.supervisor),
        )
        left_out = apart(lambda: bool(Ballot.objects.get(pk=flat.pk).left_out))
        assert kinds(came) == ({"NoneType": 2} if left_out else {"NoneType": 1, "RuleBroken": 1})
        raters = apart(lambda: sum(Rated.objects.filter(round=round_).values_list("raters", flat=True)))
        assert raters == 6 * (6 if left_out else 7)
        assert apart(lambda: fresh(round_).state) == Round.State.PUBLISHED


# Regular checks


def test_points_taken_off_while_the_check_closes_are_in_what_is_left_or_are_refused(cast: Cast, tmp_path: Path) -> None:
    of = checked(cast.village)
    with database_for_threads(tmp_path):
        acts: Acts = [lambda: a_deduction(checked(cast.village, of.in_check), 2) for _each in range(4)]
        acts.insert(2, lambda: checks.close_check(Check.objects.get(pk=of.in_check_id), by=cast.supervisor))
        came = kinds(pressed(*acts))
        made = apart(Deduction.objects.count)
        assert came["NoneType"] == 1
        assert (came.get("Deduction", 0), came.get("RuleBroken", 0)) == (made, 4 - made)
        assert apart(lambda: CheckedUnit.objects.get(pk=of.pk).left) == D(40) - 2 * made


def test_two_who_take_points_off_at_once_take_both_off(cast: Cast, tmp_path: Path) -> None:
    of, other = checked(cast.village), another_supervisor(cast)
    with database_for_threads(tmp_path):
        people = [cast.supervisor, other] * 3
        acts: Acts = [lambda by=by: a_deduction(checked(cast.village, of.in_check), 1, by=by) for by in people]
        assert kinds(pressed(*acts)) == {"Deduction": 6}
        assert apart(lambda: CheckedUnit.objects.get(pk=of.pk).left) == D(34)


def test_drawn_by_two_at_once_there_is_one_lot(cast: Cast, tmp_path: Path) -> None:
    check = a_check()
    with database_for_threads(tmp_path):
        acts: Acts = [
            lambda: checks.draw_units(Check.objects.get(pk=check.pk), by=cast.supervisor) for _each in range(4)
        ]
        assert kinds(pressed(*acts)) == {"int": 1, "RuleBroken": 3}
        assert apart(lambda: checks.is_repeatable(Check.objects.get(pk=check.pk)))
        assert recorded("draw_units") == 1


def test_two_of_a_unit_who_write_self_scores_at_once_leave_those_of_one(cast: Cast, tmp_path: Path) -> None:
    of = checked(cast.village)
    with database_for_threads(tmp_path):
        acts: Acts = [
            lambda points=points: self_scored(checked(cast.village, of.in_check), *points, by=cast.liaison)
            for points in ((30, 10), (20, 5), (10, 1))
        ]
        assert kinds(pressed(*acts)) == {"CheckedUnit": 3}
        kept = apart(lambda: sorted(SelfScore.objects.values_list("points", flat=True)))
        total = apart(lambda: CheckedUnit.objects.get(pk=of.pk).self_score)
        assert kept in [[D(10), D(30)], [D(5), D(20)], [D(1), D(10)]]
        assert total == sum(kept)


# The ledger


def test_withdrawn_by_two_at_once_it_is_withdrawn_once_and_told_once(cast: Cast, tmp_path: Path) -> None:
    entry, other = a_confirmed(cast), another_supervisor(cast)
    with database_for_threads(tmp_path):
        acts: Acts = [
            lambda by=by: ledger.withdraw_entry(LedgerEntry.objects.get(pk=entry.pk), by=by, reason="x")
            for by in [cast.supervisor, other] * 2
        ]
        assert kinds(pressed(*acts)) == {"NoneType": 1, "RuleBroken": 3}
        assert recorded("withdraw_entry") == 1
        assert apart(Notice.objects.filter(user=cast.liaison, kind="assessment.ledger_news").count) == 2
        assert apart(lambda: ledger.sums_of(2026)) == {}


def test_delivered_in_the_moment_of_the_clock_it_is_missed_or_late_never_both(cast: Cast, tmp_path: Path) -> None:
    made = a_commitment(cast)
    after = made.due_on.replace(day=made.due_on.day + 1)
    with database_for_threads(tmp_path):

        def deliver() -> None:
            ledger.deliver_commitment(Commitment.objects.get(pk=made.pk), by=cast.liaison, text="已装")

        came = pressed(deliver, lambda: ledger.propose_penalties(after), lambda: ledger.propose_penalties(after))
        assert came[0] is None  # whatever comes first: what was missed can be delivered, too
        assert apart(lambda: Commitment.objects.get(pk=made.pk).state) == "delivered"
        penalties = apart(LedgerEntry.objects.filter(kind="penalty").count)
        assert penalties == recorded("miss_commitment") == came[1] + came[2]  # type: ignore[operator]


def test_confirmed_and_excused_at_once_a_penalty_counts_or_is_refused(cast: Cast, tmp_path: Path) -> None:
    made = a_commitment(cast)
    ledger.propose_penalties(made.due_on.replace(day=made.due_on.day + 1))
    entry = LedgerEntry.objects.get()
    with database_for_threads(tmp_path):
        came = pressed(
            lambda: ledger.confirm_entry(LedgerEntry.objects.get(pk=entry.pk), by=cast.supervisor),
            lambda: ledger.excuse_commitment(Commitment.objects.get(pk=made.pk), by=cast.chair, reason="台风"),
        )
        assert kinds(came) == {"NoneType": 1, "RuleBroken": 1}
        states = apart(lambda: (Commitment.objects.get().state, LedgerEntry.objects.get().state))
        assert states in [("missed", "confirmed"), ("excused", "refused")]


def test_nobody_confirms_in_the_middle_of_an_excuse(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking for what is confirmed and refusing what is proposed an excuse lets nobody decide."""
    made = a_commitment(cast)
    ledger.propose_penalties(made.due_on.replace(day=made.due_on.day + 1))
    entry, confirmed, as_ever = LedgerEntry.objects.get(), [], commitments.move_state

    def confirm() -> None:
        confirmed.extend(pressed(lambda: ledger.confirm_entry(LedgerEntry.objects.get(pk=entry.pk), by=cast.chair)))

    somebody = Thread(target=confirm)

    def meanwhile(*things: Any, **given: Any) -> None:
        somebody.start()
        somebody.join(timeout=1)
        as_ever(*things, **given)

    monkeypatch.setattr(commitments, "move_state", meanwhile)
    with database_for_threads(tmp_path):
        apart(lambda: ledger.excuse_commitment(Commitment.objects.get(pk=made.pk), by=cast.chair, reason="台风"))
        somebody.join()
        assert kinds(confirmed) == {"RuleBroken": 1}
        states = apart(lambda: (Commitment.objects.get().state, LedgerEntry.objects.get().state))
        assert states == ("excused", "refused")


# A fault at any statement


def test_a_fault_while_a_round_closes_leaves_all_or_nothing(cast: Cast) -> None:
    round_ = an_open_round(cast)
    give(round_, cast.village)
    leaves_all_or_nothing(lambda: peers.close_round(fresh(round_), by=cast.supervisor))


def test_a_fault_while_points_are_taken_off_leaves_all_or_nothing(cast: Cast) -> None:
    check = an_open_check()
    leaves_all_or_nothing(lambda: a_deduction(checked(cast.village, check), 2, by=cast.supervisor))


def test_a_fault_while_a_commitment_is_verified_leaves_all_or_nothing(cast: Cast) -> None:
    the_item("bonus")
    made = a_commitment(cast)
    ledger.deliver_commitment(made, by=cast.liaison, text="已装")
    leaves_all_or_nothing(lambda: ledger.verify_commitment(Commitment.objects.get(pk=made.pk), by=cast.supervisor))
