"""The questions asked of events, displays, projects and days: each boundary of days, each word that is looked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.forms.coverage import PlanEventsForm
from campaigns.models import Attendee, Campaign, Display, Event, EventKind, Material, Project, Questionnaire, StockEntry
from campaigns.querysets.events import ASKED_FOR, LATELY
from campaigns.services.projects import finish_step, remove_step
from campaigns.services.stock import count_copies, hand_out_copies, reverse_entry
from campaigns.tests.builders import (
    DAY,
    a_campaign,
    a_display,
    a_distribution,
    a_kind_of_event,
    a_material,
    a_poll,
    a_programme,
    a_question,
    a_questionnaire,
    a_safety_day,
    a_stock,
    an_event,
    names_of,
)
from campaigns.tests.project_builders import DUE_ON, a_figure, a_project, a_step
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_person, a_unit

pytestmark = [pytest.mark.usefixtures("midsummer", "db"), pytest.mark.any_database]  # it is 15 June 2026
ON, ONE = date(2026, 6, 15), timedelta(days=1)


def logged(event: Event, on: date) -> Event:
    """The same event, entered on another day."""
    noon = timezone.make_aware(datetime(on.year, on.month, on.day, 12))
    Event.objects.filter(pk=event.pk).update(created_at=noon)
    return event


@pytest.mark.parametrize(("days", "is_held"), [(-1, True), (0, True), (1, False)])
def test_an_event_of_today_was_held_and_one_of_tomorrow_is_planned(days: int, is_held: bool) -> None:
    an_event(held_on=ON + days * ONE)
    rows = Event.objects.all()
    assert (rows.held_by(ON).exists(), rows.planned_on(ON).exists()) == (is_held, not is_held)


@pytest.mark.parametrize(
    ("held_on", "entered_on", "waits"),
    [
        (ON - ONE, ON - 2 * ONE, True),
        (ON, ON - 2 * ONE, False),
        (ON - ASKED_FOR, ON - ASKED_FOR - ONE, True),
        (ON - ASKED_FOR - ONE, ON - ASKED_FOR - 9 * ONE, False),
        (ON - 3 * ONE, ON - 3 * ONE, False),
        (ON - 3 * ONE, ON, False),
    ],
    ids=["yesterday", "today", "the last day asked", "too long ago", "entered on its day", "entered afterwards"],
)
def test_a_head_count_is_asked_for_from_the_day_after_for_a_month(held_on: date, entered_on: date, waits: bool) -> None:
    event = logged(an_event(held_on=held_on), entered_on)
    logged(an_event(held_on=held_on, head_count=0), entered_on)
    assert list(Event.objects.all().to_fill_in(ON)) == [event] * waits


def test_it_is_the_towns_day_on_which_an_event_was_entered() -> None:
    event = an_event(held_on=ON - ONE)
    evening, night = (datetime(2026, 6, 13, hour, 30, tzinfo=timezone.get_fixed_timezone(0)) for hour in (15, 16))
    for moment, waits in ((evening, True), (night, False)):
        Event.objects.filter(pk=event.pk).update(created_at=moment)
        assert Event.objects.all().to_fill_in(ON).exists() == waits


@pytest.mark.parametrize(("days", "found"), [(-61, False), (-60, True), (0, True), (30, True)])
def test_lately_is_sixty_days_and_all_that_lies_ahead(days: int, found: bool) -> None:
    an_event(held_on=ON + days * ONE)
    assert LATELY == 60 * ONE
    assert Event.objects.all().since_lately(ON).exists() == found


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 12, 31), 2025), (date(2026, 1, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2027)],
)
def test_a_year_has_its_first_and_its_last_day(day: date, year: int) -> None:
    an_event(held_on=day)
    a_campaign(first_on=day, last_on=day + ONE)
    assert [asked for asked in (2025, 2026, 2027) if Event.objects.all().in_year(asked).exists()] == [year]
    spans = [(2025, 2026), (2026, 2026), (2026, 2027)]
    found = [Campaign.objects.all().in_years(*span).exists() for span in spans]
    assert found == [first <= year <= last for first, last in spans]


@pytest.mark.parametrize(
    ("first", "last", "up", "down", "put_up"),
    [
        (0, None, True, False, True),
        (1, None, False, False, False),
        (-9, 0, True, False, True),
        (-9, -1, False, True, True),
        (1, 9, False, False, False),
    ],
)
def test_a_display_is_there_from_its_first_to_its_last_day(
    first: int, last: int | None, up: bool, down: bool, put_up: bool
) -> None:
    display = a_display(first_on=ON + first * ONE, last_on=None if last is None else ON + last * ONE)
    rows = Display.objects.all()
    assert [found.exists() for found in (rows.up_on(ON), rows.down_by(ON), rows.put_up_by(ON))] == [up, down, put_up]
    assert display.is_up_on(ON) == up


SEARCHED: dict[str, tuple[Any, str, Callable[[], Any]]] = {
    "event by theme": (an_event, "赶集", lambda: an_event(theme="赶集日")),
    "event by place": (an_event, "大礼堂", lambda: an_event(place="镇大礼堂")),
    "display by title": (a_display, "墙报", lambda: a_display(title="六月墙报")),
    "display by place": (a_display, "车站", lambda: a_display(place="汽车站")),
    "display by content": (a_display, "防溺水", lambda: a_display(text="儿童防溺水知识")),
    "project by name": (a_project, "头盔", lambda: a_project(name="一盔一带头盔")),
    "project by place": (a_project, "省道", lambda: a_project(place="省道沿线")),
    "project by what is measured": (a_project, "溺水", lambda: a_project(measured="溺水起数")),
    "campaign by name": (a_campaign, "消防月", lambda: a_campaign(name="2026年消防月")),
    "campaign by theme": (a_campaign, "至上", lambda: a_campaign(theme="生命至上")),
    "material by title": (a_material, "居民读本", lambda: a_material(name="《居民读本》")),
    "material by initials": (a_material, "XFCS", lambda: a_material(name="《消防常识》")),
    "questionnaire": (a_questionnaire, "用药", lambda: a_questionnaire(title="用药安全问卷")),
    "question": (a_questionnaire, "报警", lambda: a_question(a_questionnaire(), text="火灾报警电话是多少？")),
    "poll": (a_poll, "用药", lambda: a_poll(a_questionnaire(title="用药安全问卷"))),
    "line by unit": (a_distribution, "南山", lambda: a_distribution(a_unit(name="南山村"))),
    "line by note": (a_distribution, "加急", lambda: a_distribution(note="加急送达")),
    "name": (lambda: names_of(an_event(), "李大山 外村"), "小明", lambda: names_of(an_event())[0]),
    "unit as written": (lambda: names_of(an_event()), "西庄", lambda: names_of(an_event(), "李大山 西庄村")[0]),
}


@pytest.mark.parametrize("what", SEARCHED)
def test_a_word_finds_what_it_stands_in(what: str) -> None:
    make_another, word, make = SEARCHED[what]
    make_another()
    row = make()
    rows = type(row)._default_manager.all()
    assert list(rows.search(word)) == [row]
    assert rows.count() > 1


def test_a_line_of_the_ledger_is_found_by_the_event_it_went_out_at() -> None:
    material = a_stock()
    line = hand_out_copies(an_event(theme="赶集日"), by=None, material=material, copies=1)
    assert list(StockEntry.objects.all().search("赶集")) == [line]


def test_a_materials_lines_are_found_by_its_title() -> None:
    line = a_distribution()
    a_distribution()
    lines = StockEntry.objects.all().search(line.material.name.strip("《》"))
    assert set(lines) == set(line.material.stock_entries.all())
    assert len(lines) == 2


# Projects.


@pytest.mark.parametrize(("days", "is_late"), [(-1, False), (0, False), (1, True)])
def test_a_project_is_late_from_the_day_after_on(days: int, is_late: bool) -> None:
    project = a_project()
    a_step(project), a_step(project)
    assert list(Project.objects.all().with_overdue_steps(DUE_ON + days * ONE)) == [project] * is_late


@pytest.mark.parametrize("settled", ["done", "removed", "reviewed", "of another"])
def test_what_is_settled_makes_no_project_late(settled: str) -> None:
    project, late = a_project(), DUE_ON + ONE
    step = a_step(project)
    assert Project.objects.all().with_overdue_steps(late).exists()
    if settled == "done":
        finish_step(step, by=None, done_on=ON)
    elif settled == "removed":
        remove_step(step, by=None, reason="取消")
    elif settled == "reviewed":
        Project.objects.update(review="好")
    else:
        type(step).objects.update(project=a_project(review="好"))
    assert not Project.objects.all().with_overdue_steps(late).exists()


def test_progress_counts_what_is_there_and_tells_the_newest_figure() -> None:
    project, bare = a_project(), a_project()
    steps = [a_step(project) for _number in range(4)]
    finish_step(steps[0], by=None, done_on=ON), finish_step(steps[1], by=None, done_on=ON)
    remove_step(steps[1], by=None, reason="重复"), remove_step(steps[2], by=None, reason="重复")
    newest, gone = a_figure(project, value=41), a_figure(project, value=9, measured_on=ON)
    a_figure(project, value=50, measured_on=date(2026, 4, 1))
    remove_record(gone, by=None, reason="数错")
    rows = {row: (row.steps_all, row.steps_done, row.latest) for row in Project.objects.all().with_progress()}
    assert rows == {project: (2, 1, newest.value), bare: (0, 0, None)}


# What is counted beside a row.


def test_sessions_and_events_beside_a_row_are_those_held_and_not_removed() -> None:
    programme, campaign = a_programme(), a_campaign()
    about = {"programme": programme, "campaign": campaign}
    for days in (-1, 0, 1):
        an_event(held_on=ON + days * ONE, **about)
    remove_record(an_event(held_on=ON, **about), by=None, reason="重复")
    assert type(programme).objects.all().with_sessions_held(ON).get().sessions_held == 2
    assert Campaign.objects.all().with_events_held(ON).get().events_held == 2


def test_questions_and_polls_of_a_questionnaire_are_counted_apart() -> None:
    questionnaire = a_questionnaire("是|100\n否|0", "好\n不好", "会\n不会")
    a_question(questionnaire)
    remove_record(questionnaire.questions.first(), by=None, reason="重复")
    polls = [a_poll(questionnaire) for _number in range(3)]
    remove_record(polls[0], by=None, reason="误建")
    row = Questionnaire.objects.all().with_counts().get()
    assert (row.asks, row.put) == (3, 2)


def test_stock_is_told_of_each_material_by_itself() -> None:
    full, empty = a_stock(100), a_material()
    wrong, kept = (hand_out_copies(an_event(), by=None, material=full, copies=copies) for copies in (30, 20))
    reverse_entry(wrong, by=None, reason="登记错误")
    again = a_stock(7, full).stock_entries.filter(copies=7).get()
    reverse_entry(again, by=None, reason="重复")
    count_copies(full, by=None, counted=79)
    rows = {row: (row.printed, row.handed_out, row.stock) for row in Material.objects.all().with_stock()}
    assert rows == {full: (100, -kept.copies, 79), empty: (0, 0, 0)}


def test_who_is_known_is_told_with_the_sessions_of_that_programme_alone(cast: Cast) -> None:
    one, two = (a_person(name=name, unit=cast.village) for name in ("王小明", "李大山"))
    programme = a_programme()
    first, second, gone = (an_event(programme=programme) for _number in range(3))
    for event in (first, second, gone, an_event(), an_event(programme=a_programme())):
        names_of(event, "王小明 东风村", "无名氏 外村")
    names_of(first, "李大山 东风村")
    remove_record(gone, by=None, reason="重复")
    known = Attendee.objects.all().known_at_sessions_of(programme)
    assert [(row["person"], row["person__name"], row["unit__name"], row["sessions"]) for row in known] == [
        (one.pk, "王小明", "东风村", 2),
        (two.pk, "李大山", "东风村", 1),
    ]


def test_the_beginning_of_a_list_tells_how_long_it_is() -> None:
    event = an_event()
    names_of(event, *(f"王{sign}明 东风村" for sign in "小大中"))
    names_of(an_event(), "李大山")
    assert [row.whole for row in event.attendees.all().with_whole()[:2]] == [3, 3]


def test_a_safety_day_of_one_year_comes_in_no_other() -> None:
    yearly, once = a_safety_day(), a_safety_day(year=2026)
    rows = type(yearly).objects.all()
    assert [set(rows.of_year(year)) for year in (2025, 2026)] == [{yearly}, {yearly, once}]
    assert DAY.year == once.year


def test_the_map_begins_with_the_first_kind_that_counts_as_publicity(cast: Cast) -> None:
    kinds = [a_kind_of_event(counts_as=number) for number in ("drill", "publicity", "publicity", "other")]
    assert set(EventKind.objects.all().counted_as("publicity")) == {*kinds[1:3]}
    remove_record(kinds[1], by=None, reason="重复")
    assert PlanEventsForm(user=cast.office).fields["kind"].initial == kinds[2]
