"""What falls due besides findings: reports to sort, planned inspections, equipment to inspect; what waits at home."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from dayan_safety.models import Notice
from dayan_safety.reminders import remind_people
from dayan_safety.testing import Cast
from inspections.deadlines.others import equipment_dues, last_day, plan_dues, report_dues
from inspections.services import plans
from inspections.tests.builders import a_site
from inspections.tests.plan_builders import a_done_visit, a_lift, a_plan, a_visit
from inspections.tests.resident_builders import IN_STATE, a_report
from inspections.todos import inspection_todos

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)


def dues(of: Any) -> list[Any]:
    """What is unsettled now."""
    return list(of(timezone.make_aware(datetime(2026, 6, 15, 10))))


def waiting(cast: Cast, role: str) -> dict[str, int]:
    """What waits for somebody, by its words; nothing that is nought."""
    return {str(todo.label): todo.count for todo in inspection_todos(getattr(cast, role), TODAY) if todo.count}


# Reports


def test_a_report_is_sorted_within_two_days(cast: Cast) -> None:
    report = a_report()
    [due] = dues(report_dues)
    assert (due.thing, due.due_on, due.since) == (report, TODAY + 2 * DAY, TODAY)
    assert due.recipients == frozenset({cast.office.pk})


@pytest.mark.parametrize("state", ["taken", "answered", "dismissed"])
def test_of_what_is_sorted_nobody_hears(state: str, cast: Cast) -> None:
    IN_STATE[state](cast)
    assert dues(report_dues) == []


def test_the_office_is_reminded_by_the_clock_once(cast: Cast) -> None:
    a_report()
    Notice.objects.all().delete()
    with time_machine.travel("2026-06-17 09:00+08:00", tick=False):
        remind_people()
        remind_people()
    told = Notice.objects.get(user=cast.office, kind="inspections.hazard_report")
    assert "举报今天应受理" in told.title


# Plans


def test_the_agency_hears_of_what_is_planned_until_the_last_day_of_the_month(cast: Cast) -> None:
    plan = a_visit(a_plan(agency=cast.inspector.person.unit)).plan
    [due] = dues(plan_dues)
    assert (due.thing, due.due_on, due.since) == (plan, date(2026, 6, 30), date(2026, 6, 1))
    assert (due.recipients, due.office) == (frozenset({cast.inspector.pk}), frozenset({cast.office.pk}))


def test_of_the_town_s_own_plans_the_office_hears(cast: Cast) -> None:
    a_visit()
    [due] = dues(plan_dues)
    assert due.recipients == frozenset({cast.office.pk})


def test_nobody_hears_of_what_is_done_empty_long_gone_or_to_come(cast: Cast) -> None:
    a_done_visit(cast)
    a_plan()
    a_visit(a_plan(month=date(2026, 4, 1)))
    a_visit(a_plan(month=date(2026, 7, 1)))
    assert dues(plan_dues) == []
    late = a_visit(a_plan(month=date(2026, 5, 1))).plan
    assert [due.thing for due in dues(plan_dues)] == [late]


@pytest.mark.parametrize(("month", "day"), [("2026-02-01", 28), ("2028-02-01", 29), ("2026-12-01", 31)])
def test_the_last_day_of_a_month(month: str, day: int) -> None:
    assert last_day(date.fromisoformat(month)).day == day


# Equipment


@pytest.mark.parametrize(("days", "is_due"), [(-40, True), (0, True), (30, True), (31, False)])
def test_an_inspection_is_asked_for_from_a_month_ahead_on(days: int, is_due: bool, cast: Cast) -> None:
    lift = a_lift(unit=cast.village, next_inspection_on=TODAY + days * DAY)
    found = dues(equipment_dues)
    assert [due.thing for due in found] == ([lift] if is_due else [])
    if is_due:
        assert found[0].recipients == frozenset({cast.liaison.pk})
        assert found[0].since == found[0].due_on - 30 * DAY


def test_what_is_no_equipment_has_no_such_day(cast: Cast) -> None:
    a_site(unit=cast.village, next_inspection_on=TODAY)
    a_lift(unit=cast.village)
    assert dues(equipment_dues) == []


# At home


def test_each_finds_what_waits_for_them(cast: Cast) -> None:
    a_report()
    a_lift(unit=cast.village, next_inspection_on=TODAY + 30 * DAY)
    a_lift(unit=cast.other_village, next_inspection_on=TODAY)
    assert waiting(cast, "office") == {"待受理的举报": 1}
    assert waiting(cast, "liaison") == {"待检验的特种设备": 1}
    assert waiting(cast, "chair") == {}


def test_whose_plan_has_sites_left_finds_it_at_home_and_the_list_behind_it(cast: Cast, as_user: Any) -> None:
    agency = cast.inspector.person.unit
    late = a_visit(a_plan(agency=agency, month=date(2026, 5, 1))).plan
    town = a_visit().plan
    a_done_visit(cast)
    a_plan(agency=agency)
    a_visit(a_plan(agency=agency, month=date(2026, 7, 1)))
    assert waiting(cast, "inspector") == {"检查计划待完成": 1}
    assert waiting(cast, "office") == {"检查计划待完成": 1}
    for role, plan in (("inspector", late), ("office", town)):
        [todo] = [todo for todo in inspection_todos(getattr(cast, role), TODAY) if str(todo.label) == "检查计划待完成"]
        rows = as_user(getattr(cast, role)).get(todo.url).context["listing"].rows
        assert [row.record for row in rows] == [plan]


def test_a_site_taken_out_of_its_plan_waits_no_more(cast: Cast) -> None:
    plans.remove_plannedvisit(a_visit(), by=cast.office, reason="已停业")
    assert waiting(cast, "office") == {}


def test_what_waits_costs_one_query_however_much_it_is(cast: Cast, query_count: Any) -> None:
    user = cast.office
    user.standing.answers_for  # noqa: B018 read once a request
    few = query_count(lambda: inspection_todos(user, TODAY))
    for _each in range(3):
        a_report()
        a_visit()
    assert (few, query_count(lambda: inspection_todos(user, TODAY))) == (1, 1)
