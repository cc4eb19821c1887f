"""What falls due of findings and who hears; what waits for whom at home; what reports count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast, a_unit
from inspections.deadlines import finding_dues
from inspections.models import Finding
from inspections.services import findings as services
from inspections.tests.finding_builders import IN_STATE, a_finding, an_asked_extension, asked, closed, notified
from inspections.todos import inspection_todos

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)
JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def dues() -> list[Any]:
    """What is unsettled now."""
    return list(finding_dues(timezone.make_aware(datetime(2026, 6, 15, 10))))


@pytest.mark.parametrize(
    ("state", "kind", "days", "hears"),
    [
        ("found", "look_again", 1, ["inspector"]),
        ("notified", "finding_due", 7, ["liaison"]),
        ("rectifying", "finding_due", 7, ["liaison"]),
        ("asked", "look_again", 7, ["inspector"]),
    ],
)
def test_who_hears_until_when(state: str, kind: str, days: int, hears: list[str], cast: Cast) -> None:
    finding = IN_STATE[state](cast)
    [due] = dues()
    assert (due.kind, due.thing, due.due_on) == (f"inspections.{kind}", finding, TODAY + days * DAY)
    assert due.recipients == frozenset(getattr(cast, role).pk for role in hears)
    assert due.office == frozenset({cast.office.pk})


@pytest.mark.parametrize("state", ["handed", "closed", "withdrawn"])
def test_of_what_is_over_or_with_a_superior_nobody_hears(state: str, cast: Cast) -> None:
    IN_STATE[state](cast)
    assert dues() == []


def test_what_the_office_found_the_office_hears_of(cast: Cast) -> None:
    a_finding(cast.office, unit=cast.village)
    [due] = dues()
    assert due.recipients == frozenset({cast.office.pk})


def test_the_chair_hears_of_extensions_to_decide(cast: Cast) -> None:
    extension = an_asked_extension(cast)
    due = next(due for due in dues() if due.kind == "inspections.finding_extension")
    assert (due.recipients, due.due_on) == (frozenset({cast.chair.pk}), extension.due_on)
    services.decide_finding_extension(extension, by=cast.chair, granted=False)
    assert [due.kind for due in dues()] == ["inspections.finding_due"]


def test_what_is_due_costs_the_same_for_any_number(cast: Cast, query_count: Any) -> None:
    notified(cast)
    few = query_count(dues)
    for _each in range(2):
        asked(cast)
    assert query_count(dues) == few


def waiting(user: Any) -> dict[str, int]:
    """What home tells, as far as there is anything."""
    return {str(todo.label): todo.count for todo in inspection_todos(user, TODAY) if todo.count}


def test_home_tells_everybody_what_waits_for_them(cast: Cast) -> None:
    for state in IN_STATE:
        IN_STATE[state](cast)
    late = notified(cast)
    Finding.objects.filter(pk=late.pk).update(due_on=TODAY - DAY)
    a_finding(cast.office, unit=cast.other_village)
    assert waiting(cast.liaison) == {"本单位逾期隐患": 1, "待签收隐患": 2, "待整改的隐患": 1}
    assert waiting(cast.inspector) == {"待通知单位的隐患": 1, "待复查隐患": 1}
    assert waiting(cast.office) == {"待通知单位的隐患": 2, "待复查隐患": 1}
    assert waiting(cast.lead) == waiting(cast.auditor) == {}


def test_every_number_at_home_opens_what_it_counts(cast: Cast, as_user: Any) -> None:
    for state in IN_STATE:
        IN_STATE[state](cast)
    an_asked_extension(cast)
    for role in ("liaison", "inspector", "office", "chair"):
        user = getattr(cast, role)
        for todo in inspection_todos(user, TODAY):
            listing = as_user(user).get(todo.url).context["listing"]
            assert listing.total == todo.count, (role, todo.label)


def count(name: str, body: Any) -> int:
    """What a source counts in June."""
    return all_sources()[name].count(body, *JUNE)


def test_reports_count_what_was_found_and_closed_at_the_unit_or_by_the_group(cast: Cast) -> None:
    closed(cast)
    notified(cast, level="major")
    IN_STATE["withdrawn"](cast)
    a_finding(cast.lead, unit=a_unit())
    old = notified(cast)
    Finding.objects.filter(pk=old.pk).update(found_on=date(2026, 5, 31), due_on=date(2026, 6, 7))
    names = ("found", "major", "closed", "overdue")
    assert {name: count(f"inspections.{name}", cast.village) for name in names} == {
        "found": 2, "major": 1, "closed": 1, "overdue": 1,
    }  # fmt: skip
    assert {name: count(f"inspections.{name}", cast.group) for name in names} == {
        "found": 1, "major": 0, "closed": 0, "overdue": 0,
    }  # fmt: skip
