"""What comes of a round: trimmed means of ballots that count; flat ballots and favours, and what is done about them."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied

from assessment.models import Ballot, Mark, Rated
from assessment.services import peers
from assessment.tests.peer_builders import (
    a_closed_round,
    all_give,
    an_item_for_peers,
    an_open_round,
    fresh,
    give,
    mean_of,
)
from committee.tests.refusals import history, refused
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026

# Means


def test_a_mean_leaves_the_highest_and_the_lowest_mark_out(cast: Cast) -> None:
    round_ = an_open_round(cast, of=5)
    others = Ballot.objects.filter(round=round_).exclude(unit=cast.village).order_by("unit")
    for ballot, mark in zip(others, (100, 90, 85, 0), strict=True):
        give(round_, ballot.unit_id, lambda row, mark=mark: mark if row.receiver_id == cast.village.pk else 70)
    peers.close_round(round_, by=None)
    assert mean_of(round_, cast.village) == D("87.50")
    assert Rated.objects.get(round=round_, unit=cast.village).raters == 4


def test_only_ballots_that_were_handed_in_count(cast: Cast) -> None:
    round_ = an_open_round(cast, of=5)
    all_but_one = Ballot.objects.filter(round=round_).exclude(unit=cast.village)
    for ballot in all_but_one:
        give(round_, ballot.unit_id, lambda row: 60)
    half = Ballot.objects.select_related("round__item__rulebook").get(round=round_, unit=cast.village)
    peers.save_marks(half, by=None, given={row.pk: 100 for row in peers.marks_of(half)})
    assert Mark.objects.filter(mark=100).count() == 4
    peers.close_round(round_, by=None)
    raters = dict(Rated.objects.filter(round=round_).values_list("unit", "raters"))
    assert raters.pop(cast.village.pk) == 4
    assert set(raters.values()) == {3}
    assert mean_of(round_, cast.other_village) == D("60.00")


def test_with_too_few_raters_there_is_no_mean(cast: Cast) -> None:
    round_ = an_open_round(cast, of=5)
    for ballot in Ballot.objects.filter(round=round_).exclude(unit=cast.village)[:3]:
        give(round_, ballot.unit_id)
    peers.close_round(round_, by=None)
    assert mean_of(round_, cast.village) == D("80.00")
    assert set(Rated.objects.exclude(unit=cast.village).values_list("mean", flat=True)) >= {None}
    assert not Rated.objects.filter(raters__lt=3, mean__isnull=False).exists()


def test_rules_say_how_many_marks_are_left_out(cast: Cast) -> None:
    an_item_for_peers(trim=0)
    round_ = an_open_round(cast, of=5)
    others = Ballot.objects.filter(round=round_).exclude(unit=cast.village).order_by("unit")
    for ballot, mark in zip(others, (100, 90, 85, 0), strict=True):
        give(round_, ballot.unit_id, lambda row, mark=mark: mark)
    peers.close_round(round_, by=None)
    assert mean_of(round_, cast.village) == D("68.75")


# Flags


def test_a_flat_ballot_is_flagged_left_out_with_a_reason_and_counts_no_more(cast: Cast) -> None:
    round_ = an_open_round(cast, of=7)
    all_give(round_)
    give(round_, cast.village, lambda row: 100)
    peers.close_round(round_, by=None)
    before = mean_of(round_, cast.other_village)
    [flat] = peers.flags_of(round_).flat
    assert flat.unit == cast.village
    peers.leave_out_ballot(round_, by=cast.supervisor, ballot=flat.pk, reason="全部满分")
    rows = Rated.objects.filter(round=round_)
    assert dict(rows.values_list("unit", "raters"))[cast.other_village.pk] == 5
    assert mean_of(round_, cast.other_village) < before
    assert [(verb, reason) for verb, _by, _before, after, reason in history(flat)][-1:] == [
        ("assessment.leave_out_ballot", "全部满分")
    ]
    assert peers.flat_ballots(round_) == []


def test_a_ballot_that_judges_is_not_left_out(cast: Cast) -> None:
    round_ = a_closed_round(cast, of=7)
    ballot = Ballot.objects.filter(round=round_).first()
    with refused("只能剔除给所有单位打同一分数的评分票。"):
        peers.leave_out_ballot(round_, by=cast.supervisor, ballot=ballot.pk, reason="x")


def test_once_published_nothing_is_left_out_any_more(cast: Cast) -> None:
    round_ = a_closed_round(cast, lambda row: 80, of=7)
    flat = peers.flat_ballots(round_)
    assert len(flat) == 7
    with pytest.raises(PermissionDenied):
        peers.leave_out_ballot(round_, by=cast.chair, ballot=flat[0].pk, reason="x")
    peers.leave_out_ballot(round_, by=cast.supervisor, ballot=flat[0].pk, reason="x")
    peers.publish_round(round_, by=cast.supervisor)
    with refused("目前状态为“已公布”，不能进行此操作。"):
        peers.leave_out_ballot(fresh(round_), by=cast.supervisor, ballot=flat[1].pk, reason="x")


def test_pairs_that_favour_each_other_are_counted(cast: Cast) -> None:
    friends = {cast.village.pk, cast.other_village.pk}
    round_ = a_closed_round(cast, lambda row: 95 if {row.giver_id, row.receiver_id} == friends else 70, of=6)
    assert peers.flags_of(round_).pairs == 1
