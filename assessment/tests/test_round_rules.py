"""The rules of rounds one by one: who rates and is rated, what is told, flags at their limits, the form, whose rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assessment.models import Ballot, Mark, Rated, Round
from assessment.services import peers
from assessment.tests.peer_builders import (
    a_closed_round,
    a_round,
    all_give,
    an_item_for_peers,
    an_open_round,
    fresh,
    villages,
)
from assessment.tests.walking import listed, sent, told
from committee.tests.refusals import forbidden, history, refused
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
DAY = timedelta(days=1)
State = Round.State
OPENED = "assessment.round_opened"


def units_of(model: Any, round_: Round) -> set[int]:
    """The units that have a ballot, or are rated."""
    return set(model.objects.filter(round=round_).values_list("unit", flat=True))


# Who rates, who is rated


def test_units_take_part_that_belong_to_the_town_on_the_day_of_the_opening(cast: Cast) -> None:
    villages(4)
    today_only, not_yet = a_unit(valid_from=today(), valid_to=today()), a_unit(valid_from=today() + DAY)
    gone, removed = a_unit(valid_to=today() - DAY), a_unit()
    remove_record(removed, by=None, reason="并村")
    round_ = an_open_round(cast)
    for model in (Ballot, Rated):
        assert today_only.pk in units_of(model, round_)
        assert not {not_yet.pk, gone.pk, removed.pk} & units_of(model, round_)


def test_where_one_kind_rates_another_the_raters_are_told_and_not_the_rated(cast: Cast) -> None:
    for _each in range(2):
        a_unit(kind="department")
    round_ = an_open_round(cast, rating_kind="department")
    assert (len(told(cast.member, OPENED)), told(cast.liaison, OPENED)) == (1, [])
    assert not Ballot.objects.filter(round=round_, unit=cast.village).exists()
    assert Rated.objects.filter(round=round_, unit=cast.village).exists()


def test_nobody_to_rate_or_to_be_rated_is_too_few(cast: Cast) -> None:
    villages(4)
    for kinds in ({"rated_kind": "enterprise"}, {"rating_kind": "enterprise"}):
        round_ = a_round(**kinds)
        with refused("有的单位只有0个单位评分，细则要求至少3个：请让每个单位多评几个，或者换一类评分单位。"):
            peers.open_round(fresh(round_), by=cast.supervisor)


def test_the_rules_say_how_many_raters_are_enough(cast: Cast) -> None:
    item = an_item_for_peers(least_raters=4)
    villages(4)
    round_ = a_round(item=item)
    with refused("有的单位只有3个单位评分，细则要求至少4个：请让每个单位多评几个，或者换一类评分单位。"):
        peers.open_round(fresh(round_), by=None)
    a_unit()
    peers.open_round(fresh(round_), by=None)


def test_drawn_again_by_the_kept_seed_the_lot_is_the_same(cast: Cast) -> None:
    villages(9)
    pairs = []
    for _each in range(2):
        round_ = a_round(each_rates=4)
        peers.open_round(round_, by=None, seed="abc")
        pairs.append(set(Mark.objects.filter(ballot__round=round_).values_list("giver", "receiver")))
        assert fresh(round_).seed == "abc"
    other = an_open_round(cast, each_rates=4)  # by another seed
    pairs.append(set(Mark.objects.filter(ballot__round=other).values_list("giver", "receiver")))
    assert pairs[0] == pairs[1] != pairs[2]


def test_opening_is_in_the_history_and_so_is_every_step(cast: Cast) -> None:
    round_ = an_open_round(cast)
    peers.close_round(fresh(round_), by=cast.supervisor)
    peers.publish_round(fresh(round_), by=cast.supervisor)
    steps = [(verb.removeprefix("assessment."), by) for verb, by, *_rest in history(round_)]
    who = str(cast.supervisor)
    assert steps == [("create_round", ""), ("open_round", ""), ("close_round", who), ("publish_round", who)]
    assert fresh(round_).published_on == today()


# Editing and removing


@pytest.mark.parametrize("role", ["chair", "office", "lead", "member", "liaison", "administrator"])
def test_the_supervision_group_alone_sets_up_edits_and_removes(role: str, cast: Cast) -> None:
    round_, by = a_round(), getattr(cast, role)
    again = Round(name="x", item=round_.item, rated_kind="village", rating_kind="village", last_on=today())
    round_.name = "改"
    for act in (
        lambda: peers.create_round(again, by=by),
        lambda: peers.edit_round(round_, ["name"], by=by),
        lambda: peers.remove_round(round_, by=by, reason="x"),
    ):
        with forbidden():
            act()
    peers.edit_round(round_, ["name"], by=cast.supervisor)


def test_of_two_who_edit_it_the_second_is_shown_both(cast: Cast, as_user: Any) -> None:
    round_, browser = a_round(), as_user(cast.supervisor)
    typed = {"item": round_.item_id, "rated_kind": "village", "rating_kind": "village", "last_on": "2026-06-25"}
    sent(browser, "edit_round", round_, **typed, name="甲", each_rates="", version=round_.version)
    second = sent(browser, "edit_round", round_, **typed, name="乙", each_rates="", version=round_.version)
    assert (second.status_code, "甲" in second.text, second.input("name")) == (409, True, "乙")
    assert fresh(round_).name == "甲"


def test_removed_it_exists_for_nobody_any_more(cast: Cast, as_user: Any) -> None:
    round_, browser = a_round(), as_user(cast.supervisor)
    assert set(sent(browser, "remove_round", round_, reason="").errors) == {"reason"}
    sent(browser, "remove_round", round_, reason="重复")
    assert listed(browser, "round") == []
    assert browser.get(round_.get_absolute_url()).status_code == 404
    assert history(round_)[-1][::4] == ("assessment.remove_round", "重复")


# The form


@pytest.mark.parametrize(("each", "is_taken"), [("3", True), ("200", True), ("2", False), ("201", False), ("", True)])
def test_each_rates_from_three_to_two_hundred_or_all(each: str, is_taken: bool, cast: Cast, as_user: Any) -> None:
    typed = {"name": "互评", "item": an_item_for_peers().pk, "rated_kind": "village", "rating_kind": "village"}
    page = sent(as_user(cast.supervisor), "create_round", **typed, each_rates=each, last_on="2026-06-25")
    assert (set(page.errors) == set()) is is_taken
    if is_taken:
        assert page.facts["每个单位评几个单位"] == (each or "其他所有单位")


@pytest.mark.parametrize(("last_on", "fits"), [("2026-12-31", True), ("2026-01-01", True), ("2025-12-31", False)])
def test_it_ends_in_the_year_of_its_rules(last_on: str, fits: bool, cast: Cast, as_user: Any) -> None:
    typed = {"name": "互评", "item": an_item_for_peers().pk, "rated_kind": "village", "rating_kind": "village"}
    page = sent(as_user(cast.supervisor), "create_round", **typed, each_rates="", last_on=last_on)
    assert page.errors == ({} if fits else {"last_on": "评分截止日不在细则的年度内。"})


# Closing and leaving out


def test_of_two_who_close_it_at_once_one_does_and_the_clock_says_nothing(cast: Cast) -> None:
    round_ = an_open_round(cast, last_on=today())
    mine, theirs = fresh(round_), fresh(round_)
    peers.close_round(mine, by=cast.supervisor)
    with refused("目前状态为“已结束待公布”，不能进行此操作。"):
        peers.close_round(theirs, by=cast.supervisor)
    assert peers.close_rounds(today() + DAY) == 0


def test_what_somebody_closes_in_the_moment_of_the_run_is_no_fault(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = an_open_round(cast, last_on=today()), an_open_round(cast, last_on=today())
    found = [fresh(first), fresh(second)]
    peers.close_round(fresh(second), by=cast.supervisor)
    monkeypatch.setattr(type(Round.objects.all()), "with_item", lambda rows: found)
    assert peers.close_rounds(today() + DAY) == 1
    assert [one.state for one in Round.objects.all()] == [State.CLOSED, State.CLOSED]


def test_a_ballot_of_another_round_and_one_left_out_already_are_not_left_out(cast: Cast) -> None:
    round_, other = (a_closed_round(cast, lambda row: 80, of=7) for _each in range(2))
    foreign, own = peers.flat_ballots(other)[0], peers.flat_ballots(round_)[0]
    sentence = "只能剔除给所有单位打同一分数的评分票。"
    with refused(sentence):
        peers.leave_out_ballot(round_, by=cast.supervisor, ballot=foreign.pk, reason="x")
    peers.leave_out_ballot(round_, by=cast.supervisor, ballot=own.pk, reason="全部80分")
    with refused(sentence):
        peers.leave_out_ballot(round_, by=cast.supervisor, ballot=own.pk, reason="又一次")
    assert Ballot.objects.get(pk=own.pk).left_out == "全部80分"


@pytest.mark.parametrize("state", ["open", "published"])
def test_ballots_are_left_out_between_the_end_and_the_publication(state: str, cast: Cast, as_user: Any) -> None:
    round_ = an_open_round(cast, of=7)
    all_give(round_, lambda row: 80)
    flat = Ballot.objects.filter(round=round_).first()
    assert flat is not None
    if state == "published":
        peers.close_round(fresh(round_), by=None)
        peers.publish_round(fresh(round_), by=None)
    with refused(f"目前状态为“{fresh(round_).get_state_display()}”，不能进行此操作。"):
        peers.leave_out_ballot(fresh(round_), by=cast.supervisor, ballot=flat.pk, reason="x")
    page = sent(as_user(cast.supervisor), "leave_out_ballot", round_, ballot=flat.pk, reason="x")
    assert set(page.errors) == {"ballot"}
