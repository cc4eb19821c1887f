"""The coverage map: what each unit had of each theme, and the plan that empty cells become."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Event
from campaigns.services import coverage as services
from campaigns.services.coverage import coverage_of, next_month, plan_events
from campaigns.tests.builders import a_kind_of_event, an_event
from committee.models import Unit, User, WorkingGroup
from committee.tests.pages import Node, Page
from dayan_safety.calendars import mark_day
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_group, a_unit
from dayan_safety.tests.markup import inline_faults, markup_of

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
MAP, PLAN, ON = reverse("campaigns:view_coverage"), reverse("campaigns:plan_events"), date(2026, 6, 15)


def of(cast: Cast) -> services.Coverage:
    """The villages of the cast × its groups."""
    units = Unit.objects.present().filter(kind="village").order_by("pk")
    return coverage_of(2026, ON, units, WorkingGroup.objects.present(), Event.objects.present())


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_the_next_month_begins_after_this_one_and_not_later(on: date) -> None:
    first = next_month(on)
    assert first.day == 1
    assert 1 <= (first - on).days <= 31
    assert (first.year * 12 + first.month) - (on.year * 12 + on.month) == 1


def test_a_cell_counts_what_was_held_and_what_lies_ahead(cast: Cast) -> None:
    here = {"unit": cast.village, "group": cast.group}
    for day in (date(2026, 1, 5), ON, date(2026, 6, 16), date(2025, 12, 31), date(2027, 1, 1)):
        an_event(held_on=day, **here)
    an_event(unit=cast.other_village)  # of no theme
    an_event(group=cast.group)  # of no unit
    found = of(cast)
    assert (found.of(cast.village, cast.group).held, found.of(cast.village, cast.group).planned) == (2, 1)
    assert found.of(cast.other_village, cast.group).is_empty
    assert (found.reached(cast.group), found.themes_of(cast.village), found.all_reached, found.whole) == (1, 1, 1, 4)
    assert found.empty_of(cast.group) == [(cast.other_village, cast.group)]


def cell(page: Page, unit: str, column: int) -> Node:
    """The cell of a unit in a column of the map."""
    row = next(row for row in page.main.all("tr") if row.first("th").text == unit)
    return row.all("td")[column + 1]


def test_the_map_shows_it_and_each_number_opens_its_events(cast: Cast, as_user: Any) -> None:
    for theme in ("一", "二"):
        an_event(unit=cast.village, group=cast.group, theme=theme)
    an_event(unit=cast.other_village, group=cast.group, theme="别村")
    an_event(unit=cast.village, group=cast.supervision, held_on=date(2026, 9, 1), theme="秋天")
    browser = as_user(cast.office)
    page = Page(browser.get(MAP))
    columns = [head.text for head in page.main.first("thead").all("th")]
    first, second = columns.index(cast.group.name) - 2, columns.index(cast.supervision.name) - 2
    assert cell(page, "东风村", first).first("span").text == "2"
    assert "计划" not in cell(page, "东风村", second).text
    opened = Page(browser.get(cell(page, "东风村", first).first("a").attributes["href"])).rows
    assert {row[0] for row in opened} == {"一", "二"}
    planned = Page(browser.get(cell(page, "东风村", second).first("a").attributes["href"])).rows
    assert [row[0] for row in planned] == ["秋天"]
    assert cell(page, "西河村", second).first("input").attributes["value"] == (
        f"{cast.other_village.pk}-{cast.supervision.pk}"
    )
    assert "已覆盖 2/4 格，50%" in page.text


def test_ticked_cells_become_next_months_events_once(cast: Cast, as_user: Any) -> None:
    kind = a_kind_of_event(counts_as="publicity")
    cells = [f"{unit.pk}-{cast.group.pk}" for unit in (cast.village, cast.other_village)]
    posted = {"kind": str(kind.pk), "cells": cells, "once": "c" * 32}
    browser = as_user(cast.office)
    for _time in range(2):
        answer = browser.post(f"{PLAN}?year=2026&kind=village", posted)
        assert answer.headers["Location"] == f"{MAP}?year=2026&kind=village"
    events = list(Event.objects.order_by("held_on"))
    assert [(event.unit, event.group, event.kind) for event in events] == [
        (cast.village, cast.group, kind),
        (cast.other_village, cast.group, kind),
    ]
    assert [event.held_on for event in events] == [date(2026, 7, 1), date(2026, 7, 2)]
    assert {(event.theme, event.place, event.head_count) for event in events} == {
        ("消防安全宣传", "东风村", None),
        ("消防安全宣传", "西河村", None),
    }
    assert Action.objects.filter(verb="campaigns.create_event", by_name="李文员").count() == 2
    assert "已列入下月计划 2 场活动" in str(browser.get(MAP).content.decode())


def test_one_click_plans_all_empty_cells_of_a_theme(cast: Cast, as_user: Any) -> None:
    an_event(unit=cast.village, group=cast.group)
    kind = a_kind_of_event()
    answer = as_user(cast.lead).post(PLAN, {"kind": str(kind.pk), "column": str(cast.group.pk)})
    assert answer.status_code == 302
    assert Event.objects.get(kind=kind).unit == cast.other_village


def test_a_lead_is_offered_the_own_theme_and_refused_another(cast: Cast, as_user: Any) -> None:
    browser, kind = as_user(cast.lead), a_kind_of_event()
    page = Page(browser.get(MAP))
    boxes = {box.attributes["value"] for box in page.main.all("input") if box.attributes.get("name") == "cells"}
    assert boxes == {f"{unit.pk}-{cast.group.pk}" for unit in (cast.village, cast.other_village)}
    answer = browser.post(PLAN, {"kind": str(kind.pk), "cells": f"{cast.village.pk}-{cast.supervision.pk}"})
    assert answer.status_code == 422
    assert "请选择本单位或本工作组" in Page(answer).text
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", ["chair", "member", "supervisor", "liaison"])
def test_who_plans_nothing_sees_the_map_without_boxes(role: str, cast: Cast, as_user: Any) -> None:
    page = Page(as_user(getattr(cast, role)).get(MAP))
    assert not [box for box in page.main.all("input") if box.attributes.get("name") == "cells"]
    assert page.main.all("tbody")
    with pytest.raises(PermissionDenied):
        plan_events([(cast.village, cast.group)], by=getattr(cast, role), kind=a_kind_of_event(), on=ON)


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({}, "请选择 1 到 200 个空格"),
        ({"cells": ["abc", "1-2-3", "9" * 40, "\x00"]}, "请选择 1 到 200 个空格"),
        ({"column": "99999999"}, "请选择 1 到 200 个空格"),
        ({"column": "9" * 30, "cells": []}, "2147483647"),
        ({"kind": "77777"}, "选"),
    ],
)
@pytest.mark.every_database
def test_what_is_no_cell_is_told(posted: dict[str, Any], said: str, cast: Cast, as_user: Any) -> None:
    kind = a_kind_of_event()
    answer = as_user(cast.office).post(PLAN, {"kind": str(kind.pk)} | posted)
    assert answer.status_code in (400, 422)
    if answer.status_code == 422:
        assert said in Page(answer).text
    assert not Event.objects.exists()


def test_a_cell_filled_meanwhile_gets_no_second_event(cast: Cast) -> None:
    an_event(unit=cast.village, group=cast.group, held_on=date(2026, 7, 20))
    pairs = [(cast.village, cast.group), (cast.other_village, cast.group), (cast.other_village, cast.group)]
    made = plan_events(pairs, by=cast.office, kind=a_kind_of_event(), on=ON)
    assert [event.unit for event in made] == [cast.other_village]


def test_days_off_are_left_out_and_many_events_share_the_days(cast: Cast) -> None:
    mark_day(date(2026, 7, 1), by=None, is_working=False, name="放假")
    units = [a_unit() for _each in range(30)]
    made = plan_events([(unit, cast.group) for unit in units], by=None, kind=a_kind_of_event(), on=ON)
    days = [event.held_on for event in made]
    assert days[0] == date(2026, 7, 2)
    assert days[22] == days[0]
    assert {day.month for day in days} == {7}
    assert {day.isoweekday() for day in days} == {1, 2, 3, 4, 5}


def test_more_than_can_be_looked_after_is_refused(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, "MOST_PLANNED", 1)
    pairs = [(cast.village, cast.group), (cast.other_village, cast.group)]
    with pytest.raises(RuleBroken, match="1 到 1"):
        plan_events(pairs, by=cast.office, kind=a_kind_of_event(), on=ON)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "query", ["?kind=enterprise", "?kind=school", "?kind=agency&year=2025", "?year=abc", "?year=9999"]
)
def test_other_kinds_and_years_have_their_map(query: str, cast: Cast, as_user: Any) -> None:
    a_unit(kind="enterprise", name="大安机械")
    page = Page(as_user(cast.office).get(MAP + query))
    assert page.status_code == 200
    assert ("大安机械" in page.text) == ("enterprise" in query)


@pytest.mark.parametrize(
    ("day", "year", "offered"),
    [("2026-06-15", 2026, True), ("2026-06-15", 2025, False), ("2026-12-15", 2026, False), ("2026-12-15", 2027, True)],
)
def test_only_the_year_of_the_next_month_can_be_planned(
    day: str, year: int, offered: bool, cast: Cast, as_user: Any, time_machine: Any
) -> None:
    time_machine.move_to(f"{day}T10:00:00+08:00", tick=False)
    User.objects.update(password_changed_at=timezone.now())  # none has grown too old by December
    page = Page(as_user(cast.office).get(MAP, {"year": year}))
    assert page.title == f"{year} 年宣教覆盖图"
    assert any(box.attributes.get("name") == "cells" for box in page.main.all("input")) == offered


def test_a_large_map_costs_the_queries_of_a_small_one(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    an_event(unit=cast.village, group=cast.group)
    browser.get(MAP)
    few = query_count(lambda: browser.get(MAP))
    for _each in range(5):
        an_event(unit=a_unit(), group=a_group(cast.committee))
    assert query_count(lambda: browser.get(MAP)) == few <= 11


def test_the_map_carries_no_style_or_script_of_its_own(cast: Cast, as_user: Any) -> None:
    assert inline_faults(markup_of(as_user(cast.office).get(MAP))) == []
