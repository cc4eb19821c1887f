"""The calendar of safety days: which one asks for a campaign when, what it proposes, who is reminded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.models import Campaign, SafetyDay
from campaigns.models.safety_days import Period
from campaigns.services.safety_calendar import SHOWN_AHEAD, Slot, calendar_of, days_of_year, proposed, unplanned
from campaigns.tests.builders import a_campaign, a_safety_day, an_event
from committee.tests.pages import Page
from dayan_safety.models import Notice
from dayan_safety.records import remove_record
from dayan_safety.reminders import remind_people
from dayan_safety.testing import Cast

CALENDAR, NEW = reverse("campaigns:view_calendar"), reverse("campaigns:create_campaign")
DAYS = st.builds(
    SafetyDay,
    name=st.sampled_from(["甲", "乙"]),
    month=st.integers(1, 12),
    day=st.integers(1, 31) | st.none(),
    year=st.sampled_from([None, 2026, 2027]),
)


@pytest.fixture
def autumn(time_machine: Any) -> None:
    """Monday 12 October 2026, nine in the morning."""
    time_machine.move_to("2026-10-12T09:00:00+08:00", tick=False)


@given(st.lists(DAYS, max_size=6))
def test_of_a_name_the_row_of_the_year_goes_before_the_yearly_one(days: list[SafetyDay]) -> None:
    found = list(days_of_year(days, 2026))
    names = [day.name for day, _period in found]
    assert len(names) == len(set(names))
    assert [period for _day, period in found] == sorted(period for _day, period in found)
    for day, period in found:
        assert day.in_year(2026) == period
        assert day.year == 2026 or not any(other.name == day.name and other.year == 2026 for other in days)


@example(ahead=0, length=0, on=date(2026, 11, 1))
@given(ahead=st.integers(0, 60), length=st.integers(0, 30), on=st.dates(date(2026, 8, 1), date(2027, 1, 31)))
def test_it_asks_from_two_weeks_before_it_is_due_until_it_is_over(ahead: int, length: int, on: date) -> None:
    first = date(2026, 11, 1)
    slot = Slot(SafetyDay(name="月", month=11, plan_ahead=ahead), Period(first, first + timedelta(days=length)))
    asks = ahead > 0 and (first - timedelta(days=ahead)) - SHOWN_AHEAD <= on <= first + timedelta(days=length)
    assert slot.asks_on(on) == asks


def test_a_campaign_keeps_its_day_of_that_year_alone(db: None) -> None:
    yearly = a_safety_day(name="减灾周", month=5, day=12)
    moved = a_safety_day(name="减灾周", month=5, day=9, lasts=7, year=2026)
    campaign = a_campaign(safety_day=yearly, first_on=date(2026, 5, 9), last_on=date(2026, 5, 15))
    slots = {slot.period.first: (slot.day, slot.campaign) for slot in calendar_of(2025, 2027)}
    assert slots == {
        date(2025, 5, 12): (yearly, None),
        date(2026, 5, 9): (moved, campaign),
        date(2027, 5, 12): (yearly, None),
    }


def test_the_turn_of_the_year_is_seen_in_december(db: None) -> None:
    a_safety_day(name="元旦", month=1, day=1)
    assert [slot.period.first for slot in unplanned(date(2026, 12, 10))] == [date(2027, 1, 1)]


def test_a_removed_campaign_leaves_its_day_open(cast: Cast, autumn: None) -> None:
    day = a_safety_day(month=10, day=20)
    campaign = a_campaign(safety_day=day, first_on=date(2026, 10, 20), last_on=date(2026, 10, 20))
    assert unplanned(date(2026, 10, 12)) == []
    remove_record(campaign, by=cast.office, reason="另行安排")
    assert [slot.day for slot in unplanned(date(2026, 10, 12))] == [day]


def test_the_office_plans_from_the_calendar(cast: Cast, as_user: Any, autumn: None) -> None:
    day = a_safety_day(name="消防月", month=11, day=None, plan_ahead=30, first_year=2000)
    page = Page(as_user(cast.office).get(CALENDAR))
    assert "请在 2026-10-02 前安排专项活动" in page.text
    link = next(link for link in page.main.all("a") if link.text.startswith("安排活动"))
    form = Page(as_user(cast.office).get(link.attributes["href"]))
    typed = {name: form.input(name) for name in ("name", "first_on", "last_on")}
    assert typed == {"name": "2026年消防月", "first_on": "2026-11-01", "last_on": "2026-11-30"}
    answer = as_user(cast.office).post(link.attributes["href"], typed | {"safety_day": str(day.pk), "theme": "防火"})
    assert answer.status_code == 302
    text = Page(as_user(cast.office).get(CALENDAR)).text
    assert "2026年消防月" in text
    assert "防火" in text
    assert "前安排专项活动" not in text


@pytest.mark.parametrize("day", ["", "0", "abc", "9" * 30, "-1", "１"])
@pytest.mark.every_database
def test_a_day_that_is_none_proposes_nothing(day: str, cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.office).get(NEW, {"day": day, "year": "2026"})
    assert answer.status_code == 200
    assert Page(answer).input("name") == ""


def test_the_29th_of_february_proposes_a_name_alone_in_other_years() -> None:
    day = SafetyDay(name="闰日", month=2, day=29)
    assert (proposed(day, 2027).first_on, proposed(day, 2028).first_on) == (None, date(2028, 2, 29))


def test_who_plans_none_reads_the_calendar_without_buttons(cast: Cast, as_user: Any, autumn: None) -> None:
    a_safety_day(month=11, day=9)
    for role, buttons in (("office", 1), ("lead", 1), ("member", 0), ("liaison", 0)):
        page = Page(as_user(getattr(cast, role)).get(CALENDAR))
        assert sum(link.text.startswith("安排活动") for link in page.main.all("a")) == buttons, role


def test_days_gone_by_ask_for_nothing(cast: Cast, as_user: Any, autumn: None) -> None:
    a_safety_day(month=3, day=9)
    page = Page(as_user(cast.office).get(CALENDAR))
    assert not any(link.text.startswith("安排活动") for link in page.main.all("a"))
    assert "前安排专项活动" not in page.text


@pytest.mark.parametrize("year", ["1899", "99999", "-1", "abc", "9999", "0000"])
def test_any_year_in_the_address_is_a_calendar(year: str, cast: Cast, as_user: Any, autumn: None) -> None:
    a_safety_day()
    assert Page(as_user(cast.office).get(CALENDAR, {"year": year})).title in (
        "2026 年安全日与专项活动",
        "2027 年安全日与专项活动",
        "2006 年安全日与专项活动",
    )


# Who is reminded, and when all falls silent.


def told(user: Any) -> list[str]:
    """What the clock told ``user`` about campaigns and events, oldest first."""
    rows = Notice.objects.filter(user=user, kind__startswith="campaigns.").order_by("pk")
    return [row.title for row in rows]


def on_day(time_machine: Any, day: date) -> None:
    """Move to nine in the morning of a day and let the clock run."""
    time_machine.move_to(timezone.make_aware(datetime(day.year, day.month, day.day, 9)), tick=False)
    remind_people()


def test_the_office_is_reminded_until_a_campaign_is_planned(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-09-01T09:00:00+08:00", tick=False)
    day = a_safety_day(name="消防日", month=11, day=9, plan_ahead=14)  # due on 26 October
    for number in (18, 19, 26, 27):
        on_day(time_machine, date(2026, 10, number))
    assert told(cast.office) == [
        "请在 7 天内安排专项活动：消防日 2026-11-09",
        "请今天安排专项活动：消防日 2026-11-09",
        "尚未安排专项活动：消防日 2026-11-09",
    ]
    a_campaign(safety_day=day, first_on=date(2026, 11, 9), last_on=date(2026, 11, 9))
    on_day(time_machine, date(2026, 10, 28))
    assert len(told(cast.office)) == 3
    assert told(cast.lead) == told(cast.chair) == []


def test_an_event_is_announced_and_asked_for_until_its_head_count_is_there(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-10-01T09:00:00+08:00", tick=False)
    event = an_event(theme="进村宣传", held_on=date(2026, 10, 12), group=cast.group)
    an_event(theme="别村的", held_on=date(2026, 10, 12), unit=cast.village, head_count=9)
    for number in (11, 12, 13):
        on_day(time_machine, date(2026, 10, number))
    assert told(cast.lead) == [
        "宣教活动还有 1 天：进村宣传",
        "今天举办宣教活动：进村宣传",
        "2026-10-12 的活动是否已举办？请补登参加人数，或改期、移除：进村宣传",
    ]
    event.head_count = 80
    event.save()
    on_day(time_machine, date(2026, 10, 14))
    assert len(told(cast.lead)) == 3
    assert told(cast.liaison) == told(cast.office) == []


def test_what_was_logged_afterwards_is_not_asked_for(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-10-12T09:00:00+08:00", tick=False)
    an_event(held_on=date(2026, 10, 8), group=cast.group)
    on_day(time_machine, date(2026, 10, 13))
    assert told(cast.lead) == []


def test_the_home_page_shows_what_waits(cast: Cast, as_user: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-10-01T09:00:00+08:00", tick=False)
    a_safety_day(month=10, day=20)
    an_event(held_on=date(2026, 10, 5), group=cast.group, theme="本组的")
    an_event(held_on=date(2026, 10, 5), group=cast.supervision, theme="别组的")
    an_event(held_on=date(2026, 10, 5), unit=cast.village, theme="本村的")
    time_machine.move_to("2026-10-12T09:00:00+08:00", tick=False)
    found = {}
    for role in ("office", "lead", "liaison", "member"):
        browser = as_user(getattr(cast, role))
        todos = [todo for todo in browser.get("/").context["todos"] if todo.url.startswith("/campaigns/")]
        found[role] = [(str(todo.label), todo.count) for todo in todos]
        for todo in todos:
            if "mine" in todo.url:
                assert [row[0] for row in Page(browser.get(todo.url)).rows] == [
                    "本组的" if role == "lead" else "本村的"
                ]
    assert found == {
        "office": [("待安排的安全日活动", 1)],
        "lead": [("待补登人数的活动", 1)],
        "liaison": [("待补登人数的活动", 1)],
        "member": [],
    }


def test_a_calendar_of_many_days_costs_the_queries_of_one(
    cast: Cast, as_user: Any, query_count: Any, autumn: None
) -> None:
    browser = as_user(cast.office)
    a_safety_day()
    browser.get(CALENDAR)
    few = query_count(lambda: browser.get(CALENDAR))
    for month in range(1, 13):
        day = a_safety_day(month=month)
        a_campaign(safety_day=day, first_on=date(2026, month, 9), last_on=date(2026, month, 9))
    assert query_count(lambda: browser.get(CALENDAR)) == few <= 9
    assert Campaign.objects.count() == 12
