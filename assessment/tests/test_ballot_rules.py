"""The rules of ballots one by one, and the page that takes them: what is missing, what was changed meanwhile, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assessment.models import Ballot, Mark
from assessment.services import peers
from assessment.tests.peer_builders import an_open_round, ballot_of, fresh, give, judged
from assessment.tests.walking import door, read, sent
from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.testing import Cast, a_person, a_user, an_appointment
from dayan_safety.tests.moments import at
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
HAND_IN = "hand_in_ballot"
MEANWHILE = "本单位其他人刚刚改过这张评分票：请刷新页面核对。"


@pytest.fixture
def ballot(cast: Cast) -> Ballot:
    """That of the liaison's village, six others to rate."""
    return ballot_of(an_open_round(cast, of=7), cast.village)


def kept(ballot: Ballot) -> Ballot:
    """As it is kept."""
    return ballot_of(ballot.round, ballot.unit)


def marks(ballot: Ballot) -> list[int | None]:
    """As they are kept."""
    return [row.mark for row in peers.marks_of(ballot)]


def typed(ballot: Ballot, *given: str) -> dict[str, str]:
    """What the page sends: marks in the order of its rows, nothing for the others."""
    rows = peers.marks_of(ballot)
    filled = [*given, *[""] * (len(rows) - len(given))]
    return {f"mark-{row.pk}": mark for row, mark in zip(rows, filled, strict=True)} | {"version": str(ballot.version)}


# What is missing


@pytest.mark.parametrize(("given", "is_counted"), [(3, False), (2, True), (5, False), (0, True)])
def test_up_to_three_units_are_named_and_of_more_their_number_is_said(
    given: int, is_counted: bool, ballot: Ballot, cast: Cast
) -> None:
    rows = peers.marks_of(ballot)
    lacking = "、".join(str(row.receiver) for row in rows[given : given + 3])
    sentence = f"还没有给{lacking}等{6 - given}个单位评分。" if is_counted else f"还没有给以下单位评分：{lacking}。"
    with refused(sentence):
        peers.hand_in_ballot(ballot, by=cast.liaison, given={row.pk: 80 for row in rows[:given]})


def test_nought_is_a_mark_and_a_hundred_is(ballot: Ballot, cast: Cast, as_user: Any) -> None:
    page = sent(as_user(cast.liaison), HAND_IN, ballot, **typed(ballot, "0", "100", "0", "100", "0", "100"))
    assert page.title == str(ballot.round)
    assert marks(ballot) == [0, 100] * 3


def test_what_was_saved_before_need_not_be_typed_again(ballot: Ballot, cast: Cast) -> None:
    peers.save_marks(ballot, by=cast.liaison, given=judged(ballot))
    assert (kept(ballot).handed_in_at, history(ballot)) == (None, [])
    peers.hand_in_ballot(kept(ballot), by=cast.liaison, given={})
    assert kept(ballot).handed_in_at is not None
    assert [verb for verb, *_rest in history(ballot)] == ["assessment.hand_in_ballot"]


def test_a_mark_that_was_taken_away_is_missing(ballot: Ballot, cast: Cast) -> None:
    peers.save_marks(ballot, by=cast.liaison, given=judged(ballot))
    first = peers.marks_of(ballot)[0]
    peers.save_marks(kept(ballot), by=cast.liaison, given={first.pk: None})
    with refused(f"还没有给以下单位评分：{first.receiver}。"):
        peers.hand_in_ballot(kept(ballot), by=cast.liaison, given={})


# Meanwhile


def test_each_change_is_a_version_and_no_change_is_none(ballot: Ballot, cast: Cast) -> None:
    versions = [kept(ballot).version]
    for mark in (70, 70, 71):
        peers.save_marks(kept(ballot), by=cast.liaison, given=judged(ballot, lambda row, mark=mark: mark))
        versions.append(kept(ballot).version)
    assert versions == [1, 2, 2, 3]


def test_two_people_of_a_unit_the_second_is_told_and_keeps_what_was_typed(
    ballot: Ballot, cast: Cast, as_user: Any
) -> None:
    second = a_person(name="孙协管", unit=cast.village)
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", second)
    sent(as_user(cast.liaison), HAND_IN, ballot, **typed(ballot, "70"), save="1")
    late = sent(as_user(a_user(second)), HAND_IN, ballot, **typed(ballot, "90", "91"))
    assert (late.status_code, "还没有给" in late.text) == (422, True)
    late = sent(as_user(a_user(a_person())), HAND_IN, ballot, **typed(ballot, *["90"] * 6))
    assert late.status_code == 404
    late = sent(as_user(cast.liaison), HAND_IN, ballot, **typed(ballot, *["90"] * 6))
    assert (late.status_code, MEANWHILE in late.text) == (422, True)
    assert late.input(f"mark-{peers.marks_of(ballot)[0].pk}") == "90"
    assert marks(ballot) == [70, *[None] * 5]


def test_without_a_version_nothing_is_compared(ballot: Ballot, cast: Cast) -> None:
    peers.save_marks(ballot, by=cast.liaison, given=judged(ballot, lambda row: 70))
    peers.hand_in_ballot(ballot, by=cast.liaison, given=judged(ballot, lambda row: 90))
    assert marks(ballot) == [90] * 6


# The page


def test_sent_three_times_it_is_handed_in_once_and_leads_to_the_same(ballot: Ballot, cast: Cast, as_user: Any) -> None:
    browser, given = as_user(cast.liaison), typed(ballot, *["80"] * 6)
    places = {browser.post(door(HAND_IN, ballot), given | {"once": "a"})["Location"] for _each in range(3)}
    assert places == {ballot.round.get_absolute_url()}
    assert (kept(ballot).version, len(history(ballot))) == (2, 1)


def test_sent_again_after_a_lost_answer_it_takes_nothing_back_that_a_colleague_changed(
    ballot: Ballot, cast: Cast, as_user: Any
) -> None:
    browser, given = as_user(cast.liaison), typed(ballot, *["80"] * 6) | {"once": "a"}
    first = browser.post(door(HAND_IN, ballot), given)["Location"]
    give(ballot.round, cast.village, lambda row: 90)
    assert browser.post(door(HAND_IN, ballot), given)["Location"] == first  # and no complaint
    assert marks(ballot) == [90] * 6


def test_sent_again_after_the_round_was_closed_it_leads_to_where_it_led(
    ballot: Ballot, cast: Cast, as_user: Any
) -> None:
    browser, given = as_user(cast.liaison), typed(ballot, *["80"] * 6) | {"once": "a"}
    first = browser.post(door(HAND_IN, ballot), given)["Location"]
    peers.close_round(fresh(ballot.round), by=None)
    assert browser.post(door(HAND_IN, ballot), given)["Location"] == first


def test_handed_in_it_is_not_saved_for_now_any_more_but_changed(ballot: Ballot, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.liaison)
    assert "暂存" in Page(browser.get(door(HAND_IN, ballot))).text
    give(ballot.round, cast.village)
    page = Page(browser.get(door(HAND_IN, ballot)))
    assert ("暂存" in page.text, "已提交，截止前还可修改" in page.text) == (False, True)
    half = sent(browser, HAND_IN, ballot, **typed(kept(ballot), "1", "1", "1", "1", "1", "1"), save="1")
    assert "评分票已经提交：修改后请重新提交。" in half.text
    assert marks(ballot) == [80] * 6
    changed = sent(browser, HAND_IN, ballot, **typed(kept(ballot), *["81"] * 6))
    assert (changed.title, marks(ballot)) == (str(ballot.round), [81] * 6)


def test_the_number_of_marks_given_is_counted_with_nought_among_them(ballot: Ballot, cast: Cast, as_user: Any) -> None:
    first, second = peers.marks_of(ballot)[:2]
    peers.save_marks(ballot, by=cast.liaison, given={first.pk: 0, second.pk: 5})
    assert "2 / 6" in Page(as_user(cast.liaison).get(door(HAND_IN, ballot))).text


@pytest.mark.parametrize("role", ["chair", "office", "supervisor", "member", "lead", "outsider", "administrator"])
def test_for_who_does_not_answer_for_the_unit_there_is_no_ballot(
    role: str, ballot: Ballot, cast: Cast, as_user: Any
) -> None:
    browser = as_user(getattr(cast, role))
    assert browser.get(door(HAND_IN, ballot)).status_code == 404
    assert browser.post(door(HAND_IN, ballot), typed(ballot, *["80"] * 6)).status_code == 404
    assert marks(ballot) == [None] * 6


def test_whose_post_ended_has_no_ballot_any_more_and_who_came_has_it(ballot: Ballot, cast: Cast, as_user: Any) -> None:
    [held] = cast.liaison.person.appointments.all()
    type(held).objects.filter(pk=held.pk).update(until=today() - timedelta(days=1))
    successor = a_person(name="李接任", unit=cast.village)
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", successor)
    former, later = type(cast.liaison).objects.get(pk=cast.liaison.pk), a_user(successor)
    assert as_user(former).get(door(HAND_IN, ballot)).status_code == 404
    assert as_user(later).get(door(HAND_IN, ballot)).status_code == 200


def test_after_the_last_day_the_page_says_so_and_keeps_nothing(ballot: Ballot, cast: Cast, as_user: Any) -> None:
    with at("2026-06-26 00:00"):
        browser = as_user(cast.liaison)
        for more in ({}, {"save": "1"}):
            page = sent(browser, HAND_IN, ballot, **typed(ballot, *["80"] * 6), **more)
            assert (page.status_code, "评分截止日已过。" in page.text) == (422, True)
    assert marks(ballot) == [None] * 6


def test_the_ballot_of_a_closed_round_is_read_by_nobody_and_its_marks_neither(
    ballot: Ballot, cast: Cast, as_user: Any
) -> None:
    give(ballot.round, cast.village, lambda row: 37)
    first = peers.marks_of(ballot)[0]
    assert Page(as_user(cast.liaison).get(door(HAND_IN, ballot))).input(f"mark-{first.pk}") == "37"
    peers.close_round(fresh(ballot.round), by=None)
    page = Page(as_user(cast.liaison).get(door(HAND_IN, ballot), follow=True))
    assert (page.title, "37" in page.text) == (str(ballot.round), False)
    assert "本单位的评分票" not in read(as_user(cast.liaison), ballot.round).panels
    assert not Mark.objects.all().visible_to(cast.liaison).exists()


@pytest.mark.parametrize("wrong", ["version=", "version=x", "version=-1", "version=9999999999999999999999"])
def test_a_version_that_is_none_is_an_answer_and_no_fault(wrong: str, ballot: Ballot, cast: Cast, as_user: Any) -> None:
    given = typed(ballot, *["80"] * 6) | {"version": wrong.partition("=")[2]}
    answer = as_user(cast.liaison).post(door(HAND_IN, ballot), given)
    assert answer.status_code in (302, 422)
    assert (marks(ballot) == [80] * 6) is (answer.status_code == 302)
