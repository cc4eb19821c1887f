"""Rounds of mutual evaluation: set up, opened with enough raters, closed, published; each step once and in its turn."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessment.models import Ballot, Mark, Rated, Round
from assessment.services import peers
from assessment.tests.builders import a_rulebook, in_use
from assessment.tests.peer_builders import (
    a_round,
    an_item_for_peers,
    an_open_round,
    fresh,
    villages,
)
from committee.models import Unit
from committee.tests.refusals import history, refused
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
State = Round.State
STEPS = ("open_round", "close_round", "publish_round")


# Opening


def test_opening_fixes_who_is_rated_who_rates_and_lays_out_every_ballot(cast: Cast) -> None:
    round_ = an_open_round(cast, of=5)
    units = set(Unit.objects.filter(kind="village").values_list("pk", flat=True))
    a_unit()
    assert set(Rated.objects.filter(round=round_).values_list("unit", flat=True)) == units
    assert set(Ballot.objects.filter(round=round_).values_list("unit", flat=True)) == units
    pairs = set(Mark.objects.values_list("giver", "receiver"))
    assert pairs == {(one, other) for one in units for other in units if one != other}
    assert not Mark.objects.filter(mark__isnull=False).exists()
    for row in Mark.objects.select_related("ballot", "rated"):
        assert (row.ballot.unit_id, row.rated.unit_id) == (row.giver_id, row.receiver_id)


def test_with_a_number_every_unit_rates_so_many_and_is_rated_as_often(cast: Cast) -> None:
    round_ = an_open_round(cast, of=9, each_rates=4)
    rows = list(Mark.objects.filter(ballot__round=round_).values_list("giver", "receiver"))
    assert set(Counter(giver for giver, _receiver in rows).values()) == {4}
    assert set(Counter(receiver for _giver, receiver in rows).values()) == {4}


def test_departments_rate_villages(cast: Cast) -> None:
    departments = [a_unit(kind="department").pk for _each in range(3)]
    round_ = an_open_round(cast, rating_kind="department")
    assert set(departments) < set(Ballot.objects.filter(round=round_).values_list("unit", flat=True))
    assert set(Rated.objects.filter(round=round_).values_list("unit__kind", flat=True)) == {"village"}


def test_units_that_left_the_town_neither_rate_nor_are_rated(cast: Cast) -> None:
    gone = a_unit(valid_to=today() - timedelta(days=1))
    round_ = an_open_round(cast, of=5)
    assert not Ballot.objects.filter(round=round_, unit=gone).exists()
    assert not Rated.objects.filter(round=round_, unit=gone).exists()


def test_the_seed_is_kept_and_is_chances_own(cast: Cast) -> None:
    villages(4)
    first, second = a_round(), a_round()
    for round_ in (first, second):
        peers.open_round(round_, by=cast.supervisor)
    seeds = {fresh(first).seed, fresh(second).seed}
    assert len(seeds) == 2
    assert {len(seed) for seed in seeds} == {32}


def test_the_database_refuses_a_unit_that_rates_itself(cast: Cast) -> None:
    row = Mark.objects.filter(ballot__round=an_open_round(cast)).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(pk=row.pk).update(receiver=row.giver_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(pk=row.pk).update(mark=101)


def test_without_enough_raters_it_is_not_opened_and_nothing_is_left_of_the_attempt(cast: Cast) -> None:
    villages(3)
    round_ = a_round()
    with refused("有的单位只有2个单位评分，细则要求至少3个：请让每个单位多评几个，或者换一类评分单位。"):
        peers.open_round(round_, by=cast.supervisor)
    assert fresh(round_).state == State.SET_UP
    assert not Ballot.objects.exists()
    a_unit()
    peers.open_round(fresh(round_), by=cast.supervisor)
    assert fresh(round_).state == State.OPEN


def test_a_round_that_is_over_is_not_opened(cast: Cast) -> None:
    villages(4)
    round_ = a_round(last_on=today())
    with (
        time_machine.travel("2026-06-16 10:00+08:00", tick=False),
        refused("评分截止日已过：请先改晚一些。"),
    ):
        peers.open_round(round_, by=None)
    peers.open_round(round_, by=None)


def test_a_round_of_rules_that_were_replaced_is_not_opened(cast: Cast) -> None:
    villages(4)
    round_ = a_round()
    in_use()
    with refused("所选项目的细则不在使用中：请改选使用中细则的项目。"):
        peers.open_round(fresh(round_), by=None)


def test_whoever_answers_for_a_rating_unit_is_told_once(cast: Cast) -> None:
    round_ = an_open_round(cast)
    told = list(Notice.objects.filter(kind="assessment.round_opened"))
    assert [notice.user for notice in told] == [cast.liaison]
    assert (told[0].title, told[0].url) == (
        f"互评开始，请在2026-06-25前（含当日）提交评分票：{round_}",
        round_.get_absolute_url(),
    )


# Steps


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_only_in_its_turn_and_once(step: str, cast: Cast) -> None:
    villages(4)
    round_ = a_round()
    for each in (*STEPS, None):
        if each == step:
            getattr(peers, step)(fresh(round_), by=cast.supervisor)
            continue
        with refused(f"目前状态为“{fresh(round_).get_state_display()}”，不能进行此操作。"):
            getattr(peers, step)(fresh(round_), by=cast.supervisor)
        if each:
            getattr(peers, each)(fresh(round_), by=cast.supervisor)


@pytest.mark.parametrize("role", ["chair", "office", "lead", "member", "liaison", "administrator", "auditor"])
def test_every_step_is_the_supervision_groups(role: str, cast: Cast) -> None:
    villages(4)
    round_ = a_round()
    for step in STEPS:
        with pytest.raises(PermissionDenied):
            getattr(peers, step)(fresh(round_), by=getattr(cast, role))
        getattr(peers, step)(fresh(round_), by=cast.supervisor)
    steps = [verb for verb, *_rest in history(round_)][1:]
    assert steps == [f"assessment.{step}" for step in STEPS]


def test_what_was_opened_is_neither_changed_nor_removed(cast: Cast) -> None:
    round_ = a_round()
    round_.name = "新名称"
    peers.edit_round(round_, ["name"], by=cast.supervisor)
    villages(4)
    peers.open_round(fresh(round_), by=None)
    sentence = "目前状态为“评分中”，不能进行此操作。"
    with refused(sentence):
        peers.edit_round(round_, ["name"], by=cast.supervisor)
    with refused(sentence):
        peers.remove_round(round_, by=cast.supervisor, reason="x")
    assert fresh(round_).name == "新名称"


def test_one_that_is_being_set_up_is_removed(cast: Cast) -> None:
    round_ = a_round()
    peers.remove_round(round_, by=cast.supervisor, reason="重复")
    assert not Round.objects.present().exists()


# The clock


def test_the_clock_closes_what_is_over_and_nothing_else(cast: Cast) -> None:
    over, later = an_open_round(cast, last_on=today()), an_open_round(cast, last_on=today() + timedelta(days=1))
    set_up = a_round(last_on=today())
    assert peers.close_rounds(today()) == 0
    assert peers.close_rounds(today() + timedelta(days=1)) == 1
    states = [fresh(round_).state for round_ in (over, later, set_up)]
    assert states == [State.CLOSED, State.OPEN, State.SET_UP]
    assert peers.close_rounds(today() + timedelta(days=1)) == 0


# The form


def typed(**given: Any) -> dict[str, Any]:
    """What the supervision group types."""
    about = {"name": "村级互评", "item": an_item_for_peers().pk, "rated_kind": "village", "rating_kind": "village"}
    return about | {"each_rates": "", "last_on": "2026-12-05", "once": "a"} | given


def test_a_round_begins_with_this_years_item_and_is_set_up(cast: Cast, as_user: Any) -> None:
    browser, url = as_user(cast.supervisor), reverse("assessment:create_round")
    in_use(rulebook=a_rulebook(year=2025), method="peers")
    item = an_item_for_peers()
    form = browser.get(url).context["form"]
    assert form["item"].value() == item.pk
    assert f"{item}（{item.rulebook}）" in [label for _key, label in form.fields["item"].choices]
    answer = browser.post(url, typed())
    assert answer["Location"] == Round.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"last_on": "2027-01-05"}, "评分截止日不在细则的年度内。"),
        ({"each_rates": "2"}, "确保该值大于或等于3。"),
        ({"rated_kind": "department"}, "该项目不考核这类单位。"),
    ],
)
def test_what_makes_no_sense_is_refused_in_the_form(
    given: dict[str, str], sentence: str, cast: Cast, as_user: Any
) -> None:
    an_item_for_peers(applies_to="village")
    answer = as_user(cast.supervisor).post(reverse("assessment:create_round"), typed(**given))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Round.objects.exists()


def test_an_item_of_another_method_is_not_offered(cast: Cast, as_user: Any) -> None:
    other = in_use()
    answer = as_user(cast.supervisor).post(reverse("assessment:create_round"), typed(item=other.items.get().pk))
    assert answer.status_code == 422
