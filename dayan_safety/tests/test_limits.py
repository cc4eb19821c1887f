"""Limits of public doors: how many tries a place has, for how long, and what a flood costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from dayan_safety.limits import Limit, forget_knocks, place_of
from dayan_safety.models import Action, Knock
from dayan_safety.tasks import forget_used_forms
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests.crowd import database_for_threads, together

DOOR = Limit("committee.sign_in_to_meeting", timedelta(hours=1))
HERE, THERE = "203.0.113.7", "203.0.113.8"


def tries(number: int, who: str = HERE, **about: Any) -> list[bool]:
    """What so many tries are answered, one after the other."""
    return [DOOR.take(who, **{"most": 3, **about}) for _time in range(number)]


@pytest.mark.every_database
def test_the_last_allowed_try_goes_on_and_the_next_does_not(db: None) -> None:
    assert tries(5) == [True, True, True, False, False]
    assert tries(1, THERE) == [True]


def test_a_spell_ends_and_another_begins(db: None, time_machine: Any) -> None:
    time_machine.move_to("2026-06-15 10:00+08:00", tick=False)
    assert tries(4)[-1] is False
    time_machine.move_to("2026-06-15 10:59:59+08:00", tick=False)
    assert tries(1) == [False]
    time_machine.move_to("2026-06-15 11:00+08:00", tick=False)
    assert tries(4) == [True, True, True, False]


def test_each_thing_and_each_door_has_its_own_count(db: None, cast: Cast) -> None:
    assert tries(4, thing=cast.village)[-1] is False
    assert tries(1, thing=cast.other_village) == [True]
    assert Limit("dayan_safety.sign_in", DOOR.within).take(HERE, most=3, thing=cast.village)


def test_a_flood_leaves_one_line_of_history_a_spell_and_no_address(db: None) -> None:
    unit = a_unit()
    tries(50, thing=unit)
    told = Action.objects.get(verb=DOOR.verb)
    assert (told.outcome, told.thing_id) == (Action.Outcome.REFUSED, str(unit.pk))
    knock = Knock.objects.get()
    assert knock.count == 4
    assert HERE not in f"{knock.who} {knock.limit}"


def test_who_is_refused_costs_one_read(db: None, django_assert_num_queries: Callable[..., Any]) -> None:
    tries(4)
    with django_assert_num_queries(1):
        assert tries(1) == [False]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (HERE, HERE),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_one_household_is_one_place(address: str, place: str) -> None:
    assert place_of(address) == place


@pytest.mark.every_database
@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted(tmp_path: Path) -> None:
    with database_for_threads(tmp_path):
        answers = together(*[lambda: DOOR.take(HERE, most=5)] * 12)
    assert sorted(map(str, answers)) == ["False"] * 7 + ["True"] * 5


def test_a_door_that_counts_what_went_wrong_closes_after_the_last_of_them(db: None, time_machine: Any) -> None:
    time_machine.move_to("2026-06-15 10:00+08:00", tick=False)
    for wrong in range(3):
        assert not DOOR.is_used_up(HERE, most=3), wrong
        DOOR.take(HERE, most=3)
    assert DOOR.is_used_up(HERE, most=3)
    assert not DOOR.is_used_up(THERE, most=3)
    assert not Action.objects.exists()
    time_machine.move_to("2026-06-15 11:00+08:00", tick=False)
    assert not DOOR.is_used_up(HERE, most=3)


def test_old_spells_are_forgotten_and_young_ones_are_not(db: None) -> None:
    tries(1)
    assert forget_knocks(timezone.now() - timedelta(minutes=1)) == 0
    Knock.objects.update(since=timezone.now() - timedelta(days=3))
    tries(1, THERE)
    forget_used_forms()
    assert Knock.objects.count() == 1
