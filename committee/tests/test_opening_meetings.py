"""Joint meetings come into being by themselves: one a month, however often the clock asks, and follow the rule."""

from collections import Counter
from datetime import date, time, timedelta
from random import Random
from typing import Any

import pytest
import time_machine

from committee import tasks as clock
from committee.models import Committee, Meeting
from committee.services import meetings
from committee.services.meetings import create_meeting, open_joint_meeting, open_joint_meetings
from committee.tests.refusals import history, refused
from dayan_safety.calendars import mark_day
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_committee, a_meeting

pytestmark = pytest.mark.usefixtures("midsummer")
MAY, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (5, 6, 7, 8))
DAY = date(2026, 6, 15)
STATE = Meeting.State


def months() -> list[date]:
    """The months that have a joint meeting."""
    return list(Meeting.objects.filter(month__isnull=False).order_by("month").values_list("month", flat=True))


def in_state(meeting: Meeting, state: str) -> None:
    """The meeting, brought to a state without its story."""
    Meeting.objects.filter(pk=meeting.pk).update(state=state)


def july(cast: Cast) -> Meeting:
    """The joint meeting of July, opened by the clock."""
    return open_joint_meeting(cast.committee, JULY)


# One a month


def test_the_month_s_meeting_is_a_draft_by_the_rule_with_results_first_and_the_posts_invited(cast: Cast) -> None:
    (meeting,) = open_joint_meetings(date(2026, 7, 1))
    meeting.refresh_from_db()
    assert (meeting.title, meeting.month, meeting.held_on) == ("2026年7月大安镇创安联席会议", JULY, date(2026, 7, 8))
    assert (meeting.begins_at, meeting.place, meeting.state) == (time(9), "镇政府三楼会议室", STATE.DRAFT)
    assert (meeting.chair, meeting.follows_rule) == (cast.chair.person, True)
    assert list(meeting.items.values_list("title", "is_results", "kind")) == [("前期议定事项落实情况", True, "check")]
    assert list(meeting.attendances.values_list("person__name", "basis")) == [
        ("王主任", "rule"),
        ("钱所长", "rule"),
        ("李文员", "rule"),
        ("赵组长", "rule"),
    ]
    assert [(verb, by) for verb, by, *_rest in history(meeting)] == [("create_meeting", ""), ("invite", "")]


def test_asked_again_the_clock_opens_nothing_and_writes_nothing(cast: Cast) -> None:
    assert [meeting.month for meeting in open_joint_meetings(DAY)] == [JUNE]
    with_one = history(Meeting.objects.get())
    assert open_joint_meetings(DAY) == open_joint_meetings(date(2026, 6, 30)) == []
    assert months() == [JUNE]
    assert history(Meeting.objects.get()) == with_one


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (STATE.DRAFT, False),
        (STATE.NOTIFIED, False),
        (STATE.UNDER_WAY, True),
        (STATE.FOR_COMMENT, True),
        (STATE.FINAL, True),
        (STATE.CANCELLED, True),
    ],
)
def test_the_next_one_is_opened_once_this_one_is_over(cast: Cast, state: str, following: bool) -> None:
    (meeting,) = open_joint_meetings(DAY)
    in_state(meeting, state)
    opened = open_joint_meetings(DAY)
    assert [meeting.month for meeting in opened] == ([JULY] if following else [])
    assert open_joint_meetings(DAY) == []


def test_two_months_ahead_nothing_is_opened(cast: Cast) -> None:
    for month in (JUNE, JULY):
        in_state(open_joint_meeting(cast.committee, month), STATE.FINAL)
    assert open_joint_meetings(DAY) == []


def test_a_month_that_begins_has_its_meeting_though_the_last_one_was_never_held(cast: Cast) -> None:
    open_joint_meetings(DAY)
    assert [meeting.month for meeting in open_joint_meetings(JULY)] == [JULY]


def test_the_year_rolls_over_without_help(cast: Cast) -> None:
    (december,) = open_joint_meetings(date(2026, 12, 9))
    in_state(december, STATE.FINAL)
    (january,) = open_joint_meetings(date(2026, 12, 31))
    assert (january.month, january.held_on) == (date(2027, 1, 1), date(2027, 1, 13))
    assert january.title == "2027年1月大安镇创安联席会议"
    assert open_joint_meetings(date(2027, 1, 1)) == []


def test_new_year_finds_its_meeting_though_december_had_none(cast: Cast) -> None:
    assert [meeting.held_on for meeting in open_joint_meetings(date(2027, 1, 1))] == [date(2027, 1, 13)]


@pytest.mark.parametrize("seed", range(3))
def test_through_outages_every_month_in_which_the_clock_ran_has_one_meeting(cast: Cast, seed: int) -> None:
    chance, on, asked = Random(seed), date(2024, 11, 3), set()
    while on < date(2026, 3, 1):
        for _turn in range(chance.choice((1, 1, 2))):
            open_joint_meetings(on)
        asked.add(on.replace(day=1))
        if chance.random() < 0.5:
            Meeting.objects.filter(held_on__lte=on).update(state=STATE.FINAL)
        on += timedelta(days=chance.choice((1, 3, 7, 19, 45)))
    counts = Counter(months())
    assert set(counts.values()) == {1}
    assert asked <= set(counts)


def test_a_month_s_meeting_is_refused_a_second_time(cast: Cast) -> None:
    july(cast)
    with refused("已有相同的记录，请在列表中查找。"):
        july(cast)


def test_a_meeting_called_by_hand_does_not_stand_for_the_month_s(cast: Cast) -> None:
    extra = Meeting(committee=cast.committee, title="紧急会议", held_on=date(2026, 6, 20), chair=cast.lead.person)
    create_meeting(extra, by=cast.office)
    assert (extra.month, extra.follows_rule, extra.chair) == (None, False, cast.lead.person)
    assert [meeting.month for meeting in open_joint_meetings(DAY)] == [JUNE]


def test_a_removed_meeting_makes_room(cast: Cast) -> None:
    (meeting,) = open_joint_meetings(DAY)
    Meeting.objects.filter(pk=meeting.pk).update(removed_at=meeting.created_at)
    assert [new.month for new in open_joint_meetings(DAY)] == [JUNE]


# Whose


def test_a_town_that_starts_in_mid_year_has_meetings_from_then_on(db: Any) -> None:
    committee = a_committee(term_from=DAY)
    assert open_joint_meetings(date(2026, 6, 14)) == []
    (june,) = open_joint_meetings(DAY)
    assert (june.committee, june.month, june.chair) == (committee, JUNE, None)
    assert list(june.attendances.all()) == []


def test_a_committee_out_of_office_meets_no_more(cast: Cast) -> None:
    Committee.objects.filter(pk=cast.committee.pk).update(term_to=date(2026, 6, 30))
    new = a_committee(term_from=date(2026, 7, 1))
    assert [meeting.committee for meeting in open_joint_meetings(DAY)] == [cast.committee]
    assert [meeting.committee for meeting in open_joint_meetings(JULY)] == [new]


def test_each_committee_in_office_has_its_own(cast: Cast) -> None:
    other = a_committee()
    assert {meeting.committee for meeting in open_joint_meetings(DAY)} == {cast.committee, other}
    assert open_joint_meetings(DAY) == []


def test_without_a_committee_there_is_none(db: Any) -> None:
    assert open_joint_meetings(DAY) == []


# Following the rule


def test_a_draft_moves_when_the_holidays_become_known(cast: Cast) -> None:
    meeting = july(cast)
    mark_day(date(2026, 7, 8), by=None, is_working=False, name="庙会")
    open_joint_meetings(DAY)
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.version, meeting.follows_rule) == (date(2026, 7, 9), 2, True)
    assert history(meeting)[-1] == (
        "edit_meeting", "", {"held_on": "2026-07-08"}, {"held_on": "2026-07-09"}, "",
    )  # fmt: skip


def test_a_draft_moves_when_the_rule_is_changed(cast: Cast) -> None:
    meeting = july(cast)
    set_parameters({"committee.meeting_week": 3}, by=None)
    open_joint_meetings(DAY)
    meeting.refresh_from_db()
    assert meeting.held_on == date(2026, 7, 15)


def test_a_day_set_by_hand_stays(cast: Cast) -> None:
    meeting = july(cast)
    meeting.held_on = date(2026, 7, 10)
    meetings.edit_meeting(meeting, ["held_on"], by=cast.office)
    set_parameters({"committee.meeting_week": 3}, by=None)
    open_joint_meetings(DAY)
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.follows_rule) == (date(2026, 7, 10), False)


def test_another_title_by_hand_does_not_stop_the_day_from_following(cast: Cast) -> None:
    meeting = july(cast)
    meeting.title = "七月会议"
    meetings.edit_meeting(meeting, ["title"], by=cast.office)
    set_parameters({"committee.meeting_week": 3}, by=None)
    open_joint_meetings(DAY)
    meeting.refresh_from_db()
    assert (meeting.title, meeting.held_on) == ("七月会议", date(2026, 7, 15))


@pytest.mark.parametrize("state", [state for state in STATE if state != STATE.DRAFT])
def test_only_drafts_move(cast: Cast, state: str) -> None:
    meeting = july(cast)
    in_state(meeting, state)
    set_parameters({"committee.meeting_week": 3}, by=None)
    open_joint_meetings(DAY)
    meeting.refresh_from_db()
    assert meeting.held_on == date(2026, 7, 8)


def test_no_meeting_moves_to_a_day_gone_by(cast: Cast) -> None:
    set_parameters({"committee.meeting_week": 4}, by=None)
    (june,) = open_joint_meetings(DAY)
    set_parameters({"committee.meeting_week": 2}, by=None)
    open_joint_meetings(DAY)
    june.refresh_from_db()
    assert june.held_on == date(2026, 6, 24)


def test_a_meeting_edited_meanwhile_is_left_alone(cast: Cast) -> None:
    """The clock looks, somebody saves, the clock writes: what was saved stays."""
    meeting = july(cast)
    Meeting.objects.filter(pk=meeting.pk).update(version=7)
    meetings.opening._move(meeting, date(2026, 7, 20))
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.version) == (date(2026, 7, 8), 7)


# The clock's door


def test_the_clock_says_how_many_it_opened(cast: Cast) -> None:
    with time_machine.travel("2026-07-01 00:05+08:00", tick=False):
        assert clock.open_joint_meetings() == 1
        assert clock.open_joint_meetings() == 0
    assert months() == [JULY]


def test_the_clock_goes_by_the_town_s_day(cast: Cast) -> None:
    with time_machine.travel("2026-06-30 16:05+00:00", tick=False):
        clock.open_joint_meetings()
    assert months() == [JULY]


def test_looking_costs_the_same_among_any_number_of_meetings(cast: Cast, query_count: Any) -> None:
    open_joint_meetings(DAY)
    few = query_count(lambda: open_joint_meetings(DAY))
    for _each in range(3):
        a_meeting(cast.committee)
    assert query_count(lambda: open_joint_meetings(DAY)) == few == 5
