"""Ballots: one a unit, saved half, handed in whole, changed until the round closes; two people of a unit at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessment.models import Ballot, Mark
from assessment.services import peers
from assessment.tests.peer_builders import an_open_round, ballot_of, fresh, give, judged
from campaigns.tests.test_stock_races import kinds
from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_person, a_user, an_appointment
from dayan_safety.tests.crowd import apart, database_for_threads, pressed

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
HANDED_IN = "assessment.hand_in_ballot"


@pytest.fixture
def ballot(cast: Cast) -> Ballot:
    """That of the liaison's village, three others to rate."""
    return ballot_of(an_open_round(cast), cast.village)


def marks(ballot: Ballot) -> list[int | None]:
    """As they are kept."""
    return [row.mark for row in peers.marks_of(ballot)]


def test_it_is_saved_half_and_handed_in_whole(ballot: Ballot, cast: Cast) -> None:
    first, second, third = (row.pk for row in peers.marks_of(ballot))
    peers.save_marks(ballot, by=cast.liaison, given={first: 90})
    assert (marks(ballot), fresh_(ballot).handed_in_at) == ([90, None, None], None)
    assert history(ballot) == []
    peers.hand_in_ballot(ballot, by=cast.liaison, given={second: 0, third: 100})
    assert marks(ballot) == [90, 0, 100]
    assert fresh_(ballot).handed_in_at is not None


def fresh_(ballot: Ballot) -> Ballot:
    """As it is kept."""
    return ballot_of(ballot.round, ballot.unit)


def test_half_a_ballot_is_not_handed_in(ballot: Ballot, cast: Cast) -> None:
    rows = peers.marks_of(ballot)
    with refused(f"还没有给以下单位评分：{rows[1].receiver}、{rows[2].receiver}。"):
        peers.hand_in_ballot(ballot, by=cast.liaison, given={rows[0].pk: 90})
    with refused(f"还没有给以下单位评分：{rows[0].receiver}。"):
        peers.hand_in_ballot(ballot, by=cast.liaison, given=judged(ballot) | {rows[0].pk: None})


def test_the_history_says_that_it_was_handed_in_and_no_mark(ballot: Ballot, cast: Cast) -> None:
    peers.hand_in_ballot(ballot, by=cast.liaison, given=judged(ballot))
    [row] = Action.objects.filter(verb=HANDED_IN)
    assert (row.by, row.before, row.after, row.reason) == (cast.liaison, {}, {}, "")
    peers.hand_in_ballot(fresh_(ballot), by=cast.liaison, given=judged(ballot, lambda row: 81))
    peers.hand_in_ballot(fresh_(ballot), by=cast.liaison, given=judged(ballot, lambda row: 81))
    assert Action.objects.filter(verb=HANDED_IN).count() == 2
    assert marks(ballot) == [81, 81, 81]


def test_what_was_handed_in_is_not_halved_again(ballot: Ballot, cast: Cast) -> None:
    peers.hand_in_ballot(ballot, by=cast.liaison, given=judged(ballot))
    with refused("评分票已经提交：修改后请重新提交。"):
        peers.save_marks(fresh_(ballot), by=cast.liaison, given=judged(ballot, lambda row: None))


@pytest.mark.parametrize("service", [peers.save_marks, peers.hand_in_ballot])
@pytest.mark.parametrize("role", ["chair", "office", "supervisor", "member", "administrator"])
def test_nobody_fills_in_the_ballot_of_another_unit(service: Any, role: str, ballot: Ballot, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        service(ballot, by=getattr(cast, role), given=judged(ballot))
    service(ballot, by=cast.liaison, given=judged(ballot))


@pytest.mark.parametrize("service", [peers.save_marks, peers.hand_in_ballot])
def test_after_the_last_day_and_once_closed_nothing_is_taken(service: Any, ballot: Ballot, cast: Cast) -> None:
    given = judged(ballot)
    with time_machine.travel("2026-06-26 00:10+08:00", tick=False), refused("评分截止日已过。"):
        service(ballot, by=cast.liaison, given=given)
    with time_machine.travel("2026-06-25 23:50+08:00", tick=False):
        service(ballot, by=cast.liaison, given=given)
    peers.close_round(fresh(ballot.round), by=None)
    with refused("目前状态为“已结束待公布”，不能进行此操作。"):
        service(fresh_(ballot), by=cast.liaison, given=judged(ballot, lambda row: 1))


def test_marks_for_rows_of_another_ballot_are_not_written(ballot: Ballot, cast: Cast) -> None:
    other = ballot_of(ballot.round, cast.other_village)
    peers.hand_in_ballot(ballot, by=cast.liaison, given=judged(ballot) | judged(other, lambda row: 1))
    assert marks(other) == [None, None, None]


def test_two_people_of_a_unit_never_lose_each_others_marks(ballot: Ballot, cast: Cast) -> None:
    seen = ballot.version
    peers.save_marks(ballot, by=cast.liaison, given=judged(ballot, lambda row: 70), version=seen)
    with refused("本单位其他人刚刚改过这张评分票：请刷新页面核对。"):
        peers.save_marks(fresh_(ballot), by=cast.liaison, given=judged(ballot, lambda row: 90), version=seen)
    peers.hand_in_ballot(fresh_(ballot), by=cast.liaison, given=judged(ballot, lambda row: 70), version=seen)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("many", [6, pytest.param(100, marks=pytest.mark.chaos)])
def test_the_same_ballot_sent_at_once_is_one_ballot(many: int, cast: Cast, tmp_path: Path) -> None:
    ballot = ballot_of(an_open_round(cast), cast.village)
    second = a_person(name="孙协管", unit=cast.village)
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", second)
    people = [cast.liaison, a_user(second)]
    given = judged(ballot)
    acts = [
        lambda user=people[number % 2]: peers.hand_in_ballot(fresh_(ballot), by=user, given=given, version=1)
        for number in range(many)
    ]
    with database_for_threads(tmp_path):
        assert kinds(pressed(*acts)) == {"Ballot": many}
        assert apart(Ballot.objects.filter(unit=cast.village).count) == 1
        assert apart(Action.objects.filter(verb=HANDED_IN).count) == 1
        assert apart(Mark.objects.filter(mark=80).count) == 3


# The page


def page_of(ballot: Ballot) -> str:
    """Its address."""
    return reverse(HANDED_IN.replace(".", ":"), args=[ballot.pk])


def typed(ballot: Ballot, *given: str, **more: str) -> dict[str, str]:
    """What the form sends."""
    rows = peers.marks_of(ballot)
    marks = {f"mark-{row.pk}": mark for row, mark in zip(rows, given, strict=True)}
    return marks | {"version": str(ballot.version), "once": "a"} | more


def test_the_page_asks_for_every_unit_but_the_own_one(ballot: Ballot, cast: Cast, as_user: Any) -> None:
    give(ballot.round, cast.other_village, lambda row: 37)
    page = Page(as_user(cast.liaison).get(page_of(ballot)))
    asked = [label.text for label in page.main.all("label")]
    assert asked == [str(row.receiver) for row in peers.marks_of(ballot)]
    assert len(asked) == 3
    assert str(cast.village) not in asked
    assert "37" not in page.text
    assert "0 / 3" in page.text


def test_saved_for_now_one_stays_and_handed_in_one_is_led_to_the_round(
    ballot: Ballot, cast: Cast, as_user: Any
) -> None:
    browser = as_user(cast.liaison)
    answer = browser.post(page_of(ballot), typed(ballot, "90", "", "", save="1"))
    assert answer["Location"] == page_of(ballot)
    assert "1 / 3" in Page(browser.get(page_of(ballot))).text
    answer = browser.post(page_of(ballot), typed(fresh_(ballot), "90", "80", "70", once="b"))
    assert answer["Location"] == ballot.round.get_absolute_url()
    assert marks(ballot) == [90, 80, 70]
    assert "已提交" in Page(browser.get(ballot.round.get_absolute_url())).panels["本单位的评分票"].text


@pytest.mark.parametrize("wrong", ["101", "-1", "8.5", "好", "9" * 30])
def test_what_is_no_mark_is_shown_again_and_not_kept(wrong: str, ballot: Ballot, cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.liaison).post(page_of(ballot), typed(ballot, "90", wrong, "70"))
    assert (answer.status_code, f'value="{wrong}"' in answer.content.decode()) == (422, True)
    assert marks(ballot) == [None, None, None]


def test_a_broken_rule_keeps_what_was_typed(ballot: Ballot, cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.liaison).post(page_of(ballot), typed(ballot, "90", "80", ""))
    words = answer.content.decode()
    assert (answer.status_code, "还没有给以下单位评分：" in words, 'value="80"' in words) == (422, True, True)


def test_a_ballot_of_others_does_not_exist_and_a_closed_one_leads_to_its_round(
    ballot: Ballot, cast: Cast, as_user: Any
) -> None:
    other = ballot_of(ballot.round, cast.other_village)
    assert as_user(cast.liaison).get(page_of(other)).status_code == 404
    assert as_user(cast.chair).get(page_of(ballot)).status_code == 404
    peers.close_round(fresh(ballot.round), by=None)
    answer = as_user(cast.liaison).get(page_of(ballot))
    assert answer["Location"] == ballot.round.get_absolute_url()


def test_home_says_how_many_ballots_wait_until_they_are_handed_in(ballot: Ballot, cast: Cast, as_user: Any) -> None:
    def waiting() -> list[int]:
        todos = as_user(cast.liaison).get("/").context["todos"]
        return [todo.count for todo in todos if todo.label == "待提交的互评评分票"]

    assert waiting() == [1]
    assert not [todo for todo in as_user(cast.office).get("/").context["todos"] if "互评" in str(todo.label)]
    give(ballot.round, cast.village)
    assert waiting() == []
    an_open_round(cast)
    assert waiting() == [1]
    with time_machine.travel("2026-06-26 00:10+08:00", tick=False):
        assert waiting() == []
