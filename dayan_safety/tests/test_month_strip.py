"""The home page's strip of the month and its buckets: what stands there for whom, where it leads, what it costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import SafetyDay
from campaigns.month import EVENTS_SHOWN
from campaigns.tests.builders import an_event
from committee.models import Meeting, User
from committee.services import meetings
from committee.tests import work
from committee.tests.pages import Page
from dayan_safety.month import Entry, month_for, span_of
from dayan_safety.testing import Cast, a_meeting, a_task

TODAY = date(2026, 6, 15)
HEADING = "本月和近期"


@pytest.fixture(autouse=True)
def midsummer() -> Any:
    """It is ten in the morning of 15 June 2026 in the town."""
    with time_machine.travel("2026-06-15 10:00+08:00", tick=False):
        yield


def strip(browser: Any) -> list[tuple[str, str, str]]:
    """Day, label and address of each entry."""
    lines = Page(browser.get("/")).main.first("ul", "month").all("li")
    return [
        (
            line.first("b").text,
            line.text.removeprefix(line.first("b").text).strip(),
            str(line.first("a").attributes.get("href", "")),
        )
        for line in lines
    ]


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 2, 14), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 2, 15), date(2026, 2, 1), date(2026, 3, 1)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 14)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 14)),
    ],
)
def test_the_strip_is_the_month_and_the_two_weeks_ahead(on: date, first: date, last: date) -> None:
    assert span_of(on) == (first, last)


def test_entries_of_all_sources_stand_in_the_order_of_their_days() -> None:
    late, early = Entry(date(2026, 6, 20), "乙"), Entry(date(2026, 6, 3), "甲", "/x/", "star")
    asked: list[Any] = []

    def one(*given: Any) -> list[Entry]:
        asked.append(given)
        return [late]

    assert month_for("user", TODAY, [one, lambda *_given: [early]]) == [early, late]
    assert asked == [("user", date(2026, 6, 1), date(2026, 6, 30))]


def test_a_liaison_reads_their_meetings_and_last_days_of_the_month(cast: Cast, as_user: Any) -> None:
    own = work.a_notified(cast, title="例会")
    work.a_draft(cast, title="草稿")
    a_meeting(cast.committee, title="别处的", state="notified")
    task = work.due(a_task(title="清理", lead_unit=cast.village), date(2026, 6, 30))
    work.due(a_task(title="下月", lead_unit=cast.village), date(2026, 7, 1))  # sixteen days ahead
    a_task(title="别村", lead_unit=cast.other_village)
    work.a_reported(cast, title="已报")
    assert strip(as_user(cast.liaison)) == [
        ("25", "例会", own.get_absolute_url()),
        ("30", "清理", task.get_absolute_url()),
    ]


def test_the_committee_reads_every_meeting_but_those_called_off(cast: Cast, as_user: Any) -> None:
    first = a_meeting(cast.committee, title="月初", held_on=date(2026, 6, 1), state="final")
    draft = a_meeting(cast.committee, title="草稿", held_on=date(2026, 6, 30))
    for day in (date(2026, 5, 31), date(2026, 7, 1)):
        a_meeting(cast.committee, title="别的月", held_on=day)
    a_meeting(cast.committee, title="取消的", held_on=TODAY, state="cancelled")
    assert strip(as_user(cast.chair)) == [
        ("1", "月初", first.get_absolute_url()), ("30", "草稿", draft.get_absolute_url()),
    ]  # fmt: skip


def test_safety_days_begin_in_their_month_and_the_year_s_own_row_goes_before_the_yearly_one(
    cast: Cast, as_user: Any
) -> None:
    SafetyDay.objects.all().delete()
    yearly = {"month": 6, "day": 16}
    SafetyDay.objects.create(name="咨询日", **yearly)
    moved = SafetyDay.objects.create(name="咨询日", year=2026, month=6, day=18)
    SafetyDay.objects.create(name="消防日", month=11, day=9)
    assert [(day, url) for day, _label, url in strip(as_user(cast.chair))] == [("18", moved.get_absolute_url())]


def test_events_to_come_stand_there_up_to_eight(cast: Cast, as_user: Any) -> None:
    SafetyDay.objects.all().delete()
    an_event(unit=cast.village, group=cast.group, held_on=TODAY - timedelta(days=1))
    for number in range(EVENTS_SHOWN + 1):
        an_event(unit=cast.village, group=cast.group, held_on=TODAY + timedelta(days=number))
    days = [day for day, _label, _url in strip(as_user(cast.chair))]
    assert days == [str(15 + number) for number in range(EVENTS_SHOWN)]


def test_at_the_end_of_a_month_the_next_one_begins_and_its_days_say_so(cast: Cast, as_user: Any) -> None:
    SafetyDay.objects.all().delete()
    a_meeting(cast.committee, title="十二月", held_on=date(2026, 12, 9), state="final")
    a_meeting(cast.committee, title="一月", held_on=date(2027, 1, 13))
    a_meeting(cast.committee, title="太远", held_on=date(2027, 1, 15))
    SafetyDay.objects.create(name="新年", month=1, day=2)
    SafetyDay.objects.create(name="年年", month=12, day=30)
    with time_machine.travel("2026-12-31 10:00+08:00", tick=False):
        User.objects.update(password_changed_at=timezone.now())
        browser = as_user(cast.chair)
        page, days = Page(browser.get("/")), [day for day, _label, _url in strip(browser)]
    assert days == ["9", "30", "1-2", "1-13"]
    over = [line.first("b").text for line in page.main.first("ul", "month").all("li", "over")]
    assert over == ["9", "30"]


def test_an_empty_month_has_no_strip(cast: Cast, as_user: Any) -> None:
    SafetyDay.objects.all().delete()
    assert strip(as_user(cast.chair)) == []
    assert HEADING not in [heading.text for heading in Page(as_user(cast.chair).get("/")).main.all("h2")]
    a_meeting(cast.committee, held_on=TODAY)
    assert HEADING in [heading.text for heading in Page(as_user(cast.chair).get("/")).main.all("h2")]


def buckets(browser: Any) -> dict[str, int]:
    """What waits, and how much of it."""
    links = Page(browser.get("/")).main.first("ul", "todos").all("a")
    return {link.first("span").text: int(link.first("strong").text) for link in links}


def test_an_invitation_waits_until_it_is_answered_or_the_day_is_over(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    browser = as_user(cast.liaison)
    assert buckets(browser)["待回复的会议"] == 1
    Meeting.objects.update(held_on=TODAY - timedelta(days=1))
    assert "待回复的会议" not in buckets(browser)
    Meeting.objects.update(held_on=TODAY + timedelta(days=1))
    assert buckets(browser)["待回复的会议"] == 1
    place = work.an_invitation(Meeting.objects.get(pk=meeting.pk), cast.liaison)
    meetings.answer_invitation(place, by=cast.liaison, answer="coming")
    assert "待回复的会议" not in buckets(browser)


def test_minutes_wait_for_comments_first_and_for_being_read_afterwards(cast: Cast, as_user: Any) -> None:
    meeting = work.a_minuted(cast)
    browser = as_user(cast.liaison)
    assert (buckets(browser).get("征求意见的纪要"), buckets(browser).get("待阅的纪要")) == (1, None)
    meetings.finalize_minutes(meeting, by=None)
    assert (buckets(browser).get("征求意见的纪要"), buckets(browser).get("待阅的纪要")) == (None, 1)
    meetings.acknowledge_minutes(work.an_invitation(meeting, cast.liaison), by=cast.liaison)
    assert (buckets(browser).get("征求意见的纪要"), buckets(browser).get("待阅的纪要")) == (None, None)


def test_months_that_were_missed_and_minutes_that_linger_wait_for_chair_and_office_alone(
    cast: Cast, as_user: Any
) -> None:
    a_meeting(cast.committee, month=date(2026, 3, 1), held_on=date(2026, 3, 11), state="for_comment")
    for role in ("office", "chair"):
        found = buckets(as_user(getattr(cast, role)))
        assert (found["未召开联席会议的月份"], found["尚未定稿的纪要"]) == (2, 1)  # April and May
    for role in ("lead", "member", "liaison"):
        assert {"未召开联席会议的月份", "尚未定稿的纪要"} & set(buckets(as_user(getattr(cast, role)))) == set()


@pytest.mark.parametrize("role", ["office", "chair", "lead", "member", "liaison", "inspector"])
def test_the_home_page_costs_the_same_however_much_waits(role: str, cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, costs = as_user(getattr(cast, role)), []
    for number in (1, 3):
        for _each in range(number):
            work.a_notified(cast)
            work.a_minuted(cast)
            work.a_final(cast)
            work.a_reported(cast)
            work.made_overdue(a_task(lead_unit=cast.village))
            a_task(lead_group=cast.group)
            an_event(unit=cast.village, group=cast.group, held_on=TODAY + timedelta(days=1))
        browser.get("/")
        costs.append(query_count(lambda: browser.get("/")))
    assert costs[0] == costs[1]
