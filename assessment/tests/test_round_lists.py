"""Flags at their limits, whose rounds and means there are, what waits, and to which month a round belongs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from assessment.models import Round
from assessment.services import peers
from assessment.services.peers.reading import peers_of
from assessment.tests.peer_builders import (
    a_closed_round,
    a_published_round,
    a_round,
    all_give,
    an_open_round,
    ballot_of,
    give,
)
from assessment.tests.walking import door, listed, read
from assessment.todos.peers import peer_todos
from committee.models import Unit
from committee.tests.pages import Page
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, an_appointment
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
DAY = timedelta(days=1)
State = Round.State


# Flags


def marks_of_five(cast: Cast, judge: Any, of: int) -> peers.Flags:
    """Flags of a round of so many villages in which the liaison's alone judges so."""
    round_ = an_open_round(cast, of=of)
    all_give(round_)
    give(round_, cast.village, judge)
    return peers.flags_of(round_)


@pytest.mark.parametrize(("of", "is_flat"), [(5, False), (6, True)])
def test_five_marks_of_a_kind_are_no_accident_and_four_are(of: int, is_flat: bool, cast: Cast) -> None:
    flat = marks_of_five(cast, lambda row: 90, of).flat
    assert [ballot.unit for ballot in flat] == ([cast.village] if is_flat else [])


def test_flags_are_of_the_marks_of_the_round_alone(cast: Cast) -> None:
    friends = {cast.village.pk, cast.other_village.pk}
    judged = a_closed_round(cast, lambda row: 70 + row.receiver_id % 5, of=7)
    a_closed_round(cast, lambda row: 99 if {row.giver_id, row.receiver_id} == friends else 70)
    assert (len(peers.flags_of(judged).flat), peers.flags_of(judged).pairs) == (0, 0)
    a_closed_round(cast, lambda row: 80)
    flags = peers.flags_of(judged)
    assert (flags.flat, flags.pairs) == ([], 0)


def test_one_other_mark_is_a_judgement(cast: Cast) -> None:
    assert marks_of_five(cast, lambda row: 90 - (row.receiver_id == cast.other_village.pk), 7).flat == []


@pytest.mark.parametrize(("more", "pairs"), [(9, 0), (10, 1)])
def test_a_favour_is_ten_more_than_to_the_others_from_both_sides(more: int, pairs: int, cast: Cast) -> None:
    friends = {cast.village.pk, cast.other_village.pk}
    round_ = a_closed_round(cast, lambda row: 70 + more * ({row.giver_id, row.receiver_id} == friends), of=6)
    assert peers.flags_of(round_).pairs == pairs


def test_a_favour_from_one_side_is_none(cast: Cast) -> None:
    pair = (cast.village.pk, cast.other_village.pk)
    round_ = a_closed_round(cast, lambda row: 95 if (row.giver_id, row.receiver_id) == pair else 70, of=6)
    assert peers.flags_of(round_).pairs == 0


def test_what_was_only_saved_is_not_flagged(cast: Cast) -> None:
    round_ = an_open_round(cast, of=7)
    own = ballot_of(round_, cast.village)
    peers.save_marks(own, by=cast.liaison, given={row.pk: 90 for row in peers.marks_of(own)})
    assert peers.flags_of(round_).flat == []
    peers.hand_in_ballot(ballot_of(round_, cast.village), by=cast.liaison, given={})
    assert [ballot.unit for ballot in peers.flags_of(round_).flat] == [cast.village]


# Whose rows, lists, what waits


def test_rounds_exist_for_who_rates_or_is_rated_once_they_are_open(cast: Cast) -> None:
    set_up, opened = a_round(), an_open_round(cast)
    for role in ("chair", "office", "supervisor"):
        assert set(Round.objects.all().visible_to(getattr(cast, role))) == {set_up, opened}
    for role in ("liaison", "lead", "member"):
        assert set(Round.objects.all().visible_to(getattr(cast, role))) == {opened}
    for role in ("inspector", "outsider", "auditor", "administrator"):
        assert not Round.objects.all().visible_to(getattr(cast, role)).exists()


def test_means_exist_once_they_are_published(cast: Cast) -> None:
    published, closed, opened = a_published_round(cast), a_closed_round(cast), an_open_round(cast)
    for role, units in (("chair", 4), ("liaison", 1), ("member", 0), ("outsider", 0)):
        reader = getattr(cast, role)
        assert [len(peers.means_of(round_, reader=reader)) for round_ in (published, closed, opened)] == [units, 0, 0]


def test_rounds_are_narrowed_by_state_and_kind_and_found_by_name(cast: Cast, as_user: Any) -> None:
    opened, set_up = an_open_round(cast, name="村级互评甲"), a_round(name="部门评企业", rated_kind="enterprise")
    browser = as_user(cast.supervisor)
    for query, found in (
        ({"state": "open"}, [opened]),
        ({"state": "set_up"}, [set_up]),
        ({"rated_kind": "enterprise"}, [set_up]),
        ({"rated_kind": "village"}, [opened]),
        ({"q": "甲"}, [opened]),
        ({"q": "企业"}, [set_up]),
    ):
        assert listed(browser, "round", **query) == found


def test_ballots_wait_on_the_last_day_and_not_after_it(cast: Cast) -> None:
    round_ = an_open_round(cast, last_on=today() + DAY)

    def waiting(user: Any, on: date) -> list[Any]:
        return [ballot for each in peer_todos(user, on) for ballot in each.rows]

    own = ballot_of(round_, cast.village)
    assert waiting(cast.liaison, today() + DAY) == [own]
    assert waiting(cast.liaison, today() + 2 * DAY) == []
    assert (waiting(cast.office, today()), waiting(cast.member, today())) == ([], [])
    give(round_, cast.village)
    assert waiting(cast.liaison, today()) == []


def test_who_answers_for_two_units_has_two_ballots(cast: Cast, as_user: Any) -> None:
    an_appointment(cast.other_village.liaison_posts.get(role="coordinator"), "liaison", cast.liaison.person)
    round_ = an_open_round(cast)
    give(round_, cast.village)
    panel = read(as_user(cast.liaison), round_).panels["本单位的评分票"]
    assert [(str(cast.village) in row.text, "已提交" in row.text) for row in panel.all("li")].count((True, True)) == 1
    hrefs = [link.attributes["href"] for link in panel.all("a")]
    assert set(hrefs) == {ballot_of(round_, unit).get_absolute_url() for unit in (cast.village, cast.other_village)}


# In scores


@pytest.mark.parametrize(("last_on", "is_june"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True)])
def test_a_round_belongs_to_the_month_of_its_last_day(last_on: date, is_june: bool, cast: Cast) -> None:
    round_ = a_published_round(cast)
    Round.objects.filter(pk=round_.pk).update(last_on=last_on)
    found, _elsewhere = peers_of(round_.item, date(2026, 6, 1), date(2026, 6, 30), today())
    assert (cast.village.pk in found) is is_june


def test_on_the_last_day_of_the_month_it_still_belongs_to_it(cast: Cast) -> None:
    round_ = a_published_round(cast)
    Round.objects.filter(pk=round_.pk).update(last_on=date(2026, 6, 30))
    found, _elsewhere = peers_of(round_.item, date(2026, 6, 1), date(2026, 6, 30), today())
    assert cast.village.pk in found
    assert peers_of(round_.item, date(2026, 7, 1), date(2026, 7, 31), today())[0] == {}


def test_a_unit_that_was_removed_has_no_reading(cast: Cast) -> None:
    round_ = a_published_round(cast, lambda row: 80)
    remove_record(Unit.objects.get(pk=cast.other_village.pk), by=None, reason="并村")
    found, _elsewhere = peers_of(round_.item, date(2026, 6, 1), date(2026, 6, 30), today())
    assert cast.other_village.pk not in found
    assert found[cast.village.pk].part == D(80)


def test_the_page_of_a_round_offers_its_item_and_says_who_rates_whom(cast: Cast, as_user: Any) -> None:
    round_ = an_open_round(cast, each_rates=3, of=6)
    facts = Page(as_user(cast.liaison).get(round_.get_absolute_url())).facts
    assert (facts["评分单位"], facts["每个单位评几个单位"], facts["评分截止日"]) == ("村", "3", "2026-06-25")
    assert as_user(cast.liaison).get(door("open_round", round_)).status_code == 403
