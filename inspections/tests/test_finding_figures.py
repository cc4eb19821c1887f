"""What is counted of findings: for reports from a day to a day, in pictures by kind, unit, agency and month."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast, a_group, a_unit, an_appointment
from inspections.models import Finding
from inspections.services import pictures
from inspections.tests.finding_builders import (
    IN_STATE,
    a_finding,
    a_kind_of_danger,
    asked,
    closed,
    notified,
    rectifying,
)
from inspections.tests.incident_builders import an_incident, an_injury

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]  # it is 15 June 2026
TODAY, DAY = date(2026, 6, 15), timedelta(days=1)
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
MAY = (date(2026, 5, 1), date(2026, 5, 31))


def count(name: str, body: Any, first: date = FIRST, last: date = LAST) -> Decimal:
    """What a source counts from a day to a day."""
    return all_sources()[f"inspections.{name}"].count(body, first, last)


def moved(finding: Any, **days: Any) -> Any:
    """The same with other days."""
    type(finding).objects.filter(pk=finding.pk).update(**days)
    return finding


# For reports

EDGES = [(FIRST - DAY, 0), (FIRST, 1), (LAST, 1), (LAST + DAY, 0)]


@pytest.mark.parametrize(("day", "counted"), EDGES)
def test_found_counts_from_the_first_day_to_the_last(day: date, counted: int, cast: Cast) -> None:
    moved(notified(cast, level="major"), found_on=day)
    assert (count("found", cast.village), count("major", cast.village)) == (counted, counted)


@pytest.mark.parametrize(("day", "counted"), EDGES)
def test_closed_counts_by_the_day_it_was_closed_whenever_it_was_found(day: date, counted: int, cast: Cast) -> None:
    moved(closed(cast), closed_on=day, found_on=date(2025, 1, 1))
    assert count("closed", cast.village) == counted


def test_what_was_taken_up_again_is_not_closed(cast: Cast) -> None:
    finding = closed(cast)
    assert count("closed", cast.village) == 1
    moved(finding, state="rectifying")
    assert count("closed", cast.village) == 0


@pytest.mark.parametrize(
    ("due_on", "in_may", "in_june"),
    [
        (date(2026, 1, 31), 1, 1),
        (date(2026, 5, 31), 1, 1),
        (date(2026, 6, 1), 0, 1),
        (TODAY - DAY, 0, 1),
        (TODAY, 0, 0),
        (LAST, 0, 0),
    ],
)
def test_not_put_right_in_time_is_what_was_due_by_the_end_of_the_period_and_by_today(
    due_on: date, in_may: int, in_june: int, cast: Cast
) -> None:
    moved(notified(cast), due_on=due_on)
    assert (count("overdue", cast.village, *MAY), count("overdue", cast.village)) == (in_may, in_june)


@pytest.mark.parametrize("state", IN_STATE)
def test_only_what_waits_for_the_unit_is_not_put_right_in_time(state: str, cast: Cast) -> None:
    moved(IN_STATE[state](cast), due_on=FIRST)
    assert count("overdue", cast.village) == (state in ("notified", "rectifying"))


def test_what_was_none_or_was_removed_counts_nowhere(cast: Cast) -> None:
    IN_STATE["withdrawn"](cast)
    finding = moved(notified(cast, level="major"), due_on=FIRST)
    names = ("found", "major", "overdue")
    assert [count(name, cast.village) for name in names] == [1, 1, 1]
    moved(finding, removed_at=timezone.now())
    assert [count(name, cast.village) for name in names] == [0, 0, 0]


def test_a_unit_counts_its_own_and_a_group_what_its_people_found(cast: Cast) -> None:
    a_finding(cast.lead, unit=cast.village)
    a_finding(cast.inspector, unit=cast.village)
    an_appointment(cast.group, "group_member", cast.lead.person)
    bodies = (cast.village, cast.other_village, cast.group, a_group(cast.committee))
    assert [count("found", body) for body in bodies] == [2, 0, 1, 0]


def test_behind_a_figure_stand_exactly_its_records_in_their_order(cast: Cast) -> None:
    late, early = notified(cast), moved(notified(cast), found_on=FIRST)
    records = all_sources()["inspections.found"].records(cast.village, FIRST, LAST)
    assert list(records) == [early, late]


@pytest.mark.parametrize(("day", "counted"), EDGES)
def test_incidents_count_at_the_unit_and_for_groups_in_all_of_the_town(day: date, counted: int, cast: Cast) -> None:
    incident = an_incident(unit=cast.village)
    an_injury(incident)
    an_injury(incident)
    moved(incident, happened_on=day)
    bodies = (cast.village, cast.group, cast.other_village)
    assert [count("incidents", body) for body in bodies] == [counted, counted, 0]
    assert [count("hurt", body) for body in bodies] == [2 * counted, 2 * counted, 0]
    moved(incident, removed_at=timezone.now())
    assert count("incidents", cast.village) == 0


# In pictures


def lines(title: str, with_agencies: bool = False) -> dict[str, pictures.Line]:
    """The lines of one picture of all findings, by what they are about."""
    drawn = pictures.pictures_of(Finding.objects.all(), TODAY, with_agencies=with_agencies)
    [found] = [picture for picture in drawn if str(picture.title) == title]
    return {str(line.label): line for line in found.lines}


@pytest.mark.parametrize("state", IN_STATE)
@pytest.mark.parametrize("days", [-1, 0])
def test_a_picture_says_how_each_stands(state: str, days: int, cast: Cast) -> None:
    finding = moved(IN_STATE[state](cast), due_on=TODAY + days * DAY)
    finding.refresh_from_db()
    [line] = lines("按隐患等级").values()
    sums = line.sums
    assert (sums.found, sums.open, sums.overdue) == (1, finding.is_open, finding.is_overdue_on(TODAY))
    assert (sums.closed, sums.in_time) == (state == "closed", state == "closed" and finding.was_on_time)


def test_only_what_is_closed_has_taken_days(cast: Cast) -> None:
    moved(closed(cast), took=9)
    moved(rectifying(cast), took=40)
    [line] = lines("按隐患等级").values()
    assert line.sums.days == Decimal("9.0")


def test_of_many_units_the_twelve_with_most_are_hot_spots_the_worst_first(cast: Cast) -> None:
    kind = a_kind_of_danger()
    for number in range(14):
        unit = a_unit(name=f"第{number}村")
        for _each in range(3 if number == 13 else 2 if number == 6 else 1):
            a_finding(unit=unit, kind=kind)
    hot = lines("隐患多发单位")
    assert (len(hot), list(hot)[:2]) == (12, ["第13村", "第6村"])
    assert lines("按隐患类别")[str(kind)].sums.found == 17


def test_what_no_agency_found_has_no_line_among_the_agencies(cast: Cast) -> None:
    agency = cast.inspector.person.unit
    a_finding(cast.office, unit=cast.village)
    a_finding(cast.inspector, unit=cast.village)
    page = reverse("inspections:view_agency", args=[agency.pk])
    for with_agencies in (True, False):
        [line] = lines("按检查机构", with_agencies).values()
        assert (line.label, line.query) == ("消防大队", f"agency={agency.pk}")
        assert line.page == (page if with_agencies else "")
    assert {line.page for line in lines("按隐患等级", True).values()} == {""}


def test_a_source_is_told_in_its_words_and_opens_its_records(cast: Cast) -> None:
    a_finding(cast.liaison, unit=cast.village)
    a_finding(cast.office, unit=cast.village)
    told = {label: (line.query, line.sums.found) for label, line in lines("按来源").items()}
    assert told == {
        str(Finding.Source.PATROL.label): ("source=patrol", 1),
        str(Finding.Source.INSPECTION.label): ("source=inspection", 1),
    }


def test_a_word_that_is_no_more_is_told_as_it_stands(cast: Cast) -> None:
    moved(a_finding(unit=cast.village), source="drone")
    assert list(lines("按来源")) == ["drone"]


def test_in_whatever_order_rows_come_a_line_is_one_line(cast: Cast) -> None:
    kind = a_kind_of_danger()
    for day in range(3):
        a_finding(unit=cast.village, kind=kind, due_on=TODAY + day * DAY)
    drawn = pictures.pictures_of(Finding.objects.order_by("due_on", "pk"), TODAY, with_agencies=False)
    assert [[line.sums.found for line in picture.lines] for picture in drawn] == [[3], [3], [], [3], [3]]


def test_months_count_every_day_of_the_year_and_no_other(cast: Cast) -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    for day in days:
        moved(a_finding(unit=cast.village), found_on=day)
    assert pictures.months_of(Finding.objects.order_by("due_on"), 2026, "found_on") == [2, *[0] * 10, 1]


def test_months_of_several_days_add_up(cast: Cast) -> None:
    for number in range(4):
        moved(a_finding(unit=cast.village), found_on=date(2026, 3, 1 + number // 2))
    assert pictures.months_of(Finding.objects.all(), 2026, "found_on")[2] == 4


def test_a_picture_is_five_queries_for_one_finding_and_for_three(cast: Cast, query_count: Any) -> None:
    for number in (1, 2):
        for _each in range(number):
            asked(cast)
        assert query_count(lambda: lines("按来源", True)) == 5, number
