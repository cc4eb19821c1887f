"""Ballots that were not handed in: who is reminded, when, and when all is silent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from assessment.deadlines import ballot_dues
from assessment.models import Round
from assessment.services import peers
from assessment.tests.peer_builders import a_round, an_open_round, ballot_of, give, villages
from assessment.tests.walking import told
from dayan_safety.deadlines import Due, Ladder, steps_of
from dayan_safety.planning import plan_notices
from dayan_safety.testing import Cast
from dayan_safety.workdays import Calendar, today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
DAY = timedelta(days=1)
KIND = "assessment.ballot_due"


def of_village(cast: Cast, *, after: timedelta = timedelta()) -> list[Due]:
    """What is due of the liaison's village."""
    now = timezone.now() + after
    return [due for due in ballot_dues(now) if due.thing.unit == cast.village]


def said(due: Due, after: timedelta) -> list[str]:
    """What is told so much later."""
    now: datetime = timezone.now() + after
    return [step.title for step in steps_of(due, now, Ladder(), Calendar({}))]


def test_whoever_answers_for_the_unit_hears_until_the_last_day(cast: Cast) -> None:
    round_ = an_open_round(cast)
    [due] = of_village(cast)
    name = f"{round_}（东风村）"
    assert (due.kind, due.name, due.due_on, due.since) == (KIND, name, round_.last_on, today())
    assert (due.recipients, due.office, due.deputies) == ({cast.liaison.pk}, frozenset(), frozenset())
    assert said(due, 3 * DAY) == [f"互评评分票须在7天内提交：{name}"]
    assert said(due, 10 * DAY) == [f"互评评分票今天截止提交：{name}"]


def test_of_the_day_it_was_opened_the_opening_tells(cast: Cast) -> None:
    villages(4)
    with time_machine.travel(timezone.now() - 20 * DAY, tick=False):  # set up long before
        round_ = a_round(last_on=today() + 27 * DAY)
    peers.open_round(round_, by=None)
    [due] = of_village(cast)
    assert said(due, timedelta()) == []
    assert said(due, 4 * DAY) != []


def test_what_is_handed_in_falls_silent_and_that_of_others_does_not(cast: Cast) -> None:
    round_ = an_open_round(cast)
    give(round_, cast.village)
    assert of_village(cast) == []
    assert {due.thing.unit for due in ballot_dues(timezone.now())} == {
        ballot.unit for ballot in round_.ballots.all() if ballot.unit != cast.village
    }


def test_it_is_due_on_the_last_day_and_not_the_day_after(cast: Cast) -> None:
    an_open_round(cast)
    assert len(of_village(cast, after=10 * DAY)) == 1
    assert of_village(cast, after=11 * DAY) == []


def test_neither_a_round_being_set_up_nor_a_closed_one_asks_for_ballots(cast: Cast) -> None:
    villages(4)
    a_round()
    assert list(ballot_dues(timezone.now())) == []
    round_ = an_open_round(cast)
    assert of_village(cast) != []
    peers.close_round(round_, by=None)
    assert list(ballot_dues(timezone.now())) == []


def test_the_run_tells_each_once(cast: Cast) -> None:
    round_ = an_open_round(cast)
    with time_machine.travel(timezone.now() + 9 * DAY, tick=False):
        plan_notices(timezone.now())
        plan_notices(timezone.now())
    assert told(cast.liaison, KIND) == [f"互评评分票须在1天内提交：{ballot_of(round_, cast.village)}"]
    assert told(cast.supervisor, KIND) == []


def test_it_costs_the_same_for_any_number(cast: Cast, query_count: Any) -> None:
    an_open_round(cast)
    few = query_count(lambda: list(ballot_dues(timezone.now())))
    an_open_round(cast, of=6)
    assert Round.objects.count() == 2
    assert query_count(lambda: list(ballot_dues(timezone.now()))) == few
