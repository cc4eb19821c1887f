"""What falls due in outreach and who hears of it; what waits on the home page; what the month's strip shows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.deadlines.outreach import campaign_dues
from campaigns.models import Event
from campaigns.month import EVENTS_SHOWN, month_of_campaigns
from campaigns.services.safety_calendar import calendar_of, days_of_year, proposed, unplanned
from campaigns.tests.builders import a_campaign, a_safety_day, an_event
from campaigns.tests.project_builders import a_project, a_step
from campaigns.todos import campaign_todos
from dayan_safety.deadlines import Due
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_group, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
ON, ONE = date(2026, 6, 15), timedelta(days=1)


def dues(kind: str) -> list[Due]:
    """What is unsettled now, of one kind."""
    return [due for due in campaign_dues(timezone.now()) if due.kind == f"campaigns.{kind}"]


def planned(**about: Any) -> Event:
    """An event that was entered in May."""
    event = an_event(**{"held_on": ON + 5 * ONE} | about)
    Event.objects.filter(pk=event.pk).update(created_at=timezone.make_aware(datetime(2026, 5, 4, 12)))
    return event


# Events.


@pytest.mark.parametrize("about", ["unit", "group", "both", "unit of nobody", "group of nobody", "nobody"])
def test_who_answers_for_an_event_hears_of_it_else_the_office(about: str, cast: Cast) -> None:
    of: dict[str, dict[str, Any]] = {
        "unit": {"unit": cast.village},
        "group": {"group": cast.group},
        "both": {"unit": cast.village, "group": cast.group},
        "unit of nobody": {"unit": a_unit()},
        "group of nobody": {"group": a_group(cast.committee)},
    }
    heard = {"unit": {cast.liaison}, "group": {cast.lead}, "both": {cast.liaison, cast.lead}}
    planned(**of.get(about, {}))
    [due] = dues("event_due")
    assert due.recipients == {user.pk for user in heard.get(about, {cast.office})}


def test_a_unit_that_only_took_part_hears_nothing(cast: Cast) -> None:
    planned(unit=cast.other_village, more_units=[cast.village], group=cast.group)
    [due] = dues("event_due")
    assert due.recipients == {cast.lead.pk}


@pytest.mark.parametrize(
    ("days", "people", "is_due"),
    [
        (30, None, True),
        (0, None, True),
        (0, 0, False),
        (5, 9, False),
        (-1, None, True),
        (-30, None, True),
        (-31, None, False),
        (-1, 0, False),
    ],
)
def test_an_event_is_due_until_somebody_said_how_many_came(
    days: int, people: int | None, is_due: bool, cast: Cast
) -> None:
    event = planned(held_on=ON + days * ONE, head_count=people)
    assert [(due.thing, due.due_on, due.since, due.name) for due in dues("event_due")] == [
        (event, event.held_on, date(2026, 5, 4), event.theme)
    ] * is_due


def test_a_removed_event_is_due_to_nobody(cast: Cast) -> None:
    event = planned()
    assert len(dues("event_due")) == 1
    remove_record(event, by=None, reason="取消")
    assert dues("event_due") == []


# Safety days.


@pytest.mark.parametrize(("day", "asks"), [(13, True), (14, False), (30, False)])
def test_a_safety_day_asks_two_weeks_before_its_campaign_is_due(day: int, asks: bool, cast: Cast) -> None:
    """Its campaign is due ten days ahead; on 15 June one asks up to 29 June plus ten days."""
    safety_day = a_safety_day(month=7, day=day - 4, plan_ahead=10)
    found = [(due.thing, due.due_on, due.name, due.recipients) for due in dues("plan_due")]
    first = date(2026, 7, day - 4)
    told = (safety_day, first - 10 * ONE, f"{safety_day.name} {first}", frozenset({cast.office.pk}))
    assert found == [told] * asks


@pytest.mark.parametrize(("lasts", "asks"), [(1, False), (2, True)])
def test_a_safety_day_asks_until_its_last_day_is_over(lasts: int, asks: bool, cast: Cast) -> None:
    a_safety_day(month=6, day=14, lasts=lasts)
    assert bool(dues("plan_due")) == bool(unplanned(ON)) == asks


def test_a_day_that_needs_no_campaign_never_asks(cast: Cast) -> None:
    a_safety_day(month=6, day=15, plan_ahead=0)
    assert unplanned(ON) == []
    a_safety_day(month=6, day=15, plan_ahead=1)
    assert len(unplanned(ON)) == 1


def test_a_campaign_of_last_year_does_not_keep_this_years_day(cast: Cast) -> None:
    day = a_safety_day(month=6, day=20)
    a_campaign(safety_day=day, first_on=date(2025, 6, 20), last_on=date(2025, 6, 20))
    a_campaign(first_on=date(2026, 6, 20), last_on=date(2026, 6, 20))
    assert [slot.day for slot in unplanned(ON)] == [day]
    kept = a_campaign(safety_day=day, first_on=date(2026, 6, 1), last_on=date(2026, 6, 30))
    assert [(slot.period.first.year, slot.campaign) for slot in calendar_of(2026, 2027)] == [(2026, kept), (2027, None)]


def test_days_come_in_the_order_of_the_year_and_by_name_once(db: None) -> None:
    later, yearly, early = (a_safety_day(name=name, month=month) for name, month in (("乙", 9), ("甲", 3), ("丙", 2)))
    moved = a_safety_day(name="甲", month=10, year=2026)
    known = [later, yearly, early, moved]
    assert [day for day, _period in days_of_year(known, 2026)] == [early, later, moved]
    assert [day for day, _period in days_of_year(known, 2027)] == [early, yearly, later]


def test_a_day_proposes_a_campaign_with_its_year_its_name_and_its_days(db: None) -> None:
    campaign = proposed(a_safety_day(name="消防月", month=11, day=None), 2026)
    assert (campaign.name, campaign.first_on, campaign.last_on) == (
        "2026年消防月",
        date(2026, 11, 1),
        date(2026, 11, 30),
    )


# On the home page.


def todos(user: Any) -> dict[str, int]:
    """Label → number of what waits for a user."""
    return {str(todo.label): todo.count for todo in campaign_todos(user, ON)}


def test_each_is_told_what_waits_for_them_and_no_more(cast: Cast) -> None:
    a_safety_day(month=6, day=20), a_safety_day(month=12, day=20)
    planned(held_on=ON - ONE, unit=cast.village), planned(held_on=ON - ONE, group=cast.group)
    planned(held_on=ON - 2 * ONE, unit=cast.village), planned(held_on=ON, unit=cast.village)
    planned(held_on=ON - ONE, group=cast.supervision)
    remove_record(planned(held_on=ON - ONE, group=cast.group), by=None, reason="取消")
    found = {role: todos(getattr(cast, role)) for role in Cast.ROLES}
    assert {role: waiting for role, waiting in found.items() if waiting} == {
        "office": {"待安排的安全日活动": 1},
        "liaison": {"待补登人数的活动": 2},
        "lead": {"待补登人数的活动": 1, "本组有逾期措施的促进项目": 0, "本组待评审的促进项目": 0},
    }


def test_projects_of_ones_own_wait_with_what_is_late_and_for_their_review(cast: Cast) -> None:
    over = {"first_on": date(2026, 5, 1), "last_on": ON - ONE, "group": cast.group}
    a_step(a_project(group=cast.group), due_on=ON - ONE), a_step(a_project(group=cast.supervision), due_on=ON - ONE)
    a_project(**over), a_project(**over), a_project(**over | {"review": "好"}), a_project(**over | {"last_on": ON})
    remove_record(a_project(**over), by=None, reason="重复")
    found = todos(cast.lead)
    assert (found["本组有逾期措施的促进项目"], found["本组待评审的促进项目"]) == (1, 2)


# In the strip of the month.

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("day", "shown"),
    [(ON - ONE, False), (ON, True), (LAST, True), (LAST + ONE, False)],
)
def test_the_strip_shows_events_from_today_to_its_end(day: date, shown: bool, cast: Cast) -> None:
    event = an_event(held_on=day, theme="进村宣传")
    found = [(entry.day, entry.label, entry.url) for entry in month_of_campaigns(cast.office, FIRST, LAST)]
    assert found == [(day, "进村宣传", event.get_absolute_url())] * shown


def test_the_strip_shows_the_next_events_and_not_all(cast: Cast) -> None:
    for number in range(EVENTS_SHOWN + 1):
        an_event(held_on=LAST - number * ONE, theme=str(number))
    found = [entry.label for entry in month_of_campaigns(cast.office, FIRST, LAST)]
    assert found == [str(number) for number in range(EVENTS_SHOWN, 0, -1)]


def test_the_strip_is_that_of_its_reader(cast: Cast) -> None:
    a_safety_day(name="宣传日", month=6, day=16)
    an_event(held_on=LAST, unit=cast.village, theme="本村"), an_event(held_on=LAST, theme="全镇")
    remove_record(an_event(held_on=LAST, unit=cast.village), by=None, reason="取消")
    found = {
        role: [entry.label for entry in month_of_campaigns(getattr(cast, role), FIRST, LAST)]
        for role in ("office", "liaison", "outsider")
    }
    assert found == {"office": ["宣传日", "本村", "全镇"], "liaison": ["宣传日", "本村"], "outsider": []}


@pytest.mark.parametrize(
    ("month", "day", "years"),
    [(12, 15, []), (12, 16, [2026]), (12, 31, [2026]), (1, 1, [2027]), (1, 14, [2027]), (1, 15, [])],
)
def test_the_strip_reaches_over_the_turn_of_the_year(month: int, day: int, years: list[int], cast: Cast) -> None:
    a_safety_day(month=month, day=day)
    entries = month_of_campaigns(cast.office, date(2026, 12, 16), date(2027, 1, 14))
    assert [entry.day for entry in entries] == [date(year, month, day) for year in years]
