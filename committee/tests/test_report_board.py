"""How reporting stands: each report by its days, rates counted a second time by hand, what reporting costs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from committee.models import Report, ReportValue, Unit, WorkingGroup
from committee.services import reports
from committee.services.reports import Burden, Rates, board_of, burden_by, burden_of, standing_of
from committee.tests.board_work import MAY, a_report_of, handed_in
from committee.tests.reporting import JUNE, a_quarterly, a_report, a_returned, a_submitted, an_excused, field_of
from dayan_safety.testing import Cast, a_group, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
DUE = date(2026, 5, 25)
STATES = {None: ("draft", "excused"), 0: ("submitted", "returned", "accepted", "excused")}


def board(on: date = TODAY) -> reports.Board:
    """Of all reports."""
    return board_of(Report.objects.present().for_board(), on)


def three(rates: Rates) -> tuple[int, int, int]:
    """Owed, came, came in time."""
    return rates.owed, rates.came, rates.on_time


# One by one


@pytest.mark.parametrize(
    ("state", "days", "on", "standing"),
    [
        ("draft", None, DUE, "waiting"),
        ("draft", None, DUE + timedelta(days=1), "missing"),
        ("submitted", -3, DUE, "on_time"),
        ("accepted", 0, TODAY, "on_time"),
        ("accepted", 1, TODAY, "late"),
        ("returned", -3, TODAY, "on_time"),  # being sent back makes nobody late
        ("returned", 1, TODAY, "late"),
        ("excused", None, TODAY, "excused"),
        ("excused", 0, TODAY, "excused"),
    ],
)
def test_a_report_stands_by_the_day_it_first_came(
    cast: Cast, state: str, days: int | None, on: date, standing: str
) -> None:
    report = a_report_of(cast, days=days, state=state)
    assert standing_of(report, on) == standing


def test_what_waits_or_is_not_needed_is_not_owed(cast: Cast) -> None:
    a_report(cast)
    an_excused(cast, a_report_of(cast))
    assert three(board().total) == (0, 0, 0)
    assert (board().total.completeness, board().total.timeliness) == (None, None)
    assert three(board(date(2026, 6, 26)).total) == (1, 0, 0)


def test_a_report_that_came_early_is_owed_already(cast: Cast) -> None:
    a_submitted(cast)
    assert three(board().total) == (1, 1, 1)


def test_rates_are_shares_of_what_is_owed(cast: Cast) -> None:
    for month, days in ((1, 0), (2, 5), (3, None), (4, -1)):
        a_report_of(cast, date(2026, month, 1), days)
    found = board()
    assert three(found.total) == (4, 3, 2)
    assert (found.total.completeness, found.total.timeliness) == (Decimal("0.75"), Decimal("0.5"))
    assert {first.month: three(rates) for first, rates in found.of_periods.items()} == {
        1: (1, 1, 1), 2: (1, 1, 0), 3: (1, 0, 0), 4: (1, 1, 1),
    }  # fmt: skip


def test_a_report_sent_back_and_handed_in_again_keeps_its_day(cast: Cast) -> None:
    report = a_returned(cast)
    Report.objects.update(due_on=TODAY)
    reports.submit_report(report, by=cast.lead)
    assert three(board(JUNE + timedelta(days=40)).total) == (1, 1, 1)


# All together


def test_groups_stand_in_protocol_order_with_their_reports_by_period(cast: Cast) -> None:
    third, first = a_group(cast.committee, number=903), a_group(cast.committee, number=901)
    kept = {group: a_report_of(cast, group=group) for group in (third, first)}
    june = a_report(cast, group=first)
    rows = board().rows
    assert [row.reporter for row in rows] == [first, third]
    assert [row.reports for row in rows] == [{MAY: kept[first], JUNE: june}, {MAY: kept[third]}]


def test_enterprises_stand_in_their_own_order(cast: Cast) -> None:
    units = [a_unit(kind="enterprise", order=order) for order in (30, 10, 20)]
    for unit in units:
        a_quarterly(cast, unit)
    assert [row.reporter for row in board().rows] == [units[1], units[2], units[0]]


def by_hand(reports: list[Report]) -> tuple[int, int, int]:
    """Owed, came and in time: walked report by report."""
    owed = came = in_time = 0
    for report in reports:
        if report.state == "excused" or (report.handed_in_on is None and report.due_on >= TODAY):
            continue
        owed += 1
        came += report.handed_in_on is not None
        in_time += report.handed_in_on is not None and report.handed_in_on <= report.due_on
    return owed, came, in_time


def a_year_of_chance(cast: Cast, seed: int) -> list[WorkingGroup]:
    """Groups with reports of two years, each in a state of chance."""
    chance, groups = Random(seed), [a_group(cast.committee, number=900 + each) for each in range(4)]
    for group in groups:
        for first in (date(year, month, 1) for year in (2025, 2026) for month in range(1, 9)):
            if chance.random() < 0.85:
                days = chance.choice([None, -4, 0, 1, 6])
                state = chance.choice(STATES[None if days is None else 0])
                a_report_of(cast, first, days, group=group, state=state)
    return groups


@pytest.mark.parametrize("seed", range(4))
def test_in_a_town_of_chance_all_rates_are_those_counted_by_hand(cast: Cast, seed: int) -> None:
    groups = a_year_of_chance(cast, seed)
    everything, found = list(Report.objects.all()), board()
    assert three(found.total) == by_hand(everything)
    assert {row.reporter.pk: three(row.rates) for row in found.rows} == {
        group.pk: by_hand([report for report in everything if report.group_id == group.pk]) for group in groups
    }
    assert {first: three(rates) for first, rates in found.of_periods.items()} == {
        first: by_hand([report for report in everything if report.first == first])
        for first in {report.first for report in everything}
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_group_s_page_counts_its_year_as_the_board_does(cast: Cast, seed: int) -> None:
    a_year_of_chance(cast, seed)
    rows = board_of(Report.objects.filter(first__year=2026).for_board(), TODAY).rows
    counted = WorkingGroup.objects.all().with_report_counts(2026, TODAY)
    assert {group.pk: (group.reports_owed, group.reports_came, group.reports_on_time) for group in counted} == {
        **{group.pk: (0, 0, 0) for group in WorkingGroup.objects.all()},
        **{row.reporter.pk: three(row.rates) for row in rows},
    }


def test_an_enterprise_s_page_counts_the_quarters_of_its_year(cast: Cast) -> None:
    unit = a_unit(kind="enterprise")
    a_quarterly(cast, unit, last=date(2026, 12, 31), due_on=date(2026, 1, 31))
    Report.objects.update(period="year")
    a_quarterly(cast, unit, due_on=date(2026, 4, 15), lock_on=date(2026, 4, 25), **handed_in(date(2026, 4, 16)))
    a_quarterly(cast, unit, first=date(2026, 4, 1), last=date(2026, 6, 30))
    a_quarterly(cast, unit, first=date(2025, 10, 1), due_on=date(2026, 1, 15))
    row = Unit.objects.all().with_report_counts(2026, TODAY).get(pk=unit.pk)
    assert (row.reports_owed, row.reports_came, row.reports_on_time) == (1, 1, 0)


def test_one_query_reads_what_the_board_shows(cast: Cast, query_count: Any) -> None:
    costs = []
    for number in (1, 3):
        for _each in range(number):
            a_report_of(cast, group=a_group(cast.committee))
            a_quarterly(cast, a_unit(kind="enterprise"))
        costs.append(query_count(lambda: [(row.reporter.name, str(row.reports)) for row in board().rows]))
    assert costs == [1, 1]


# What reporting costs


def values_of(report: Report, *pairs: tuple[int | None, int | None]) -> None:
    """Numbers written beside those the portal counted."""
    for place, (number, filled) in enumerate(pairs):
        field = field_of(report, ("drills", "tasks_done", "text")[place])
        ReportValue.objects.create(report=report, field=field, number=number, filled=filled)


def test_figures_count_as_filled_in_where_they_stand_as_the_portal_counted_them(cast: Cast) -> None:
    values_of(a_report_of(cast, days=0), (5, 5), (5, 4), (5, None))
    values_of(a_report_of(cast, JUNE, days=-10), (0, 0), (None, 7), (None, None))
    [burden] = burden_of(Report.objects.all(), "group").values()
    assert (burden.figures, burden.filled, burden.share) == (4, 2, Decimal("0.5"))


def test_drafts_and_nil_reports_have_no_figures(cast: Cast) -> None:
    values_of(a_report_of(cast), (5, 5))
    values_of(a_report_of(cast, JUNE, days=0, is_nil=True), (5, 5))
    assert burden_of(Report.objects.all(), "first") == {JUNE: Burden(0, 0, [30])}
    Report.objects.update(is_nil=False)
    assert burden_of(Report.objects.all(), "first") == {JUNE: Burden(1, 1, [30])}


def test_the_usual_time_is_the_median_from_first_opening_to_first_handing_in(cast: Cast) -> None:
    for month, minutes in ((1, 10), (2, 20), (3, 3000), (4, 31)):
        first = date(2026, month, 1)
        a_report_of(cast, first, **handed_in(first, minutes))
    a_report_of(cast, days=0, started_at=None)
    a_report(cast)
    [burden] = burden_of(Report.objects.all(), "group").values()
    assert (sorted(burden.minutes), burden.usual_minutes) == ([10, 20, 31, 3000], 26)
    assert Burden().usual_minutes is Burden().share is None


def test_nobody_needs_less_than_a_minute(cast: Cast) -> None:
    a_report_of(cast, **handed_in(MAY, 0))
    assert burden_of(Report.objects.all(), "first")[MAY].minutes == [1]


def test_burdens_are_put_together_by_another_key(cast: Cast) -> None:
    found = {
        (1, "a"): Burden(4, 1, [10, 20]),
        (1, "b"): Burden(6, 5, [60]),
        (2, "a"): Burden(2, 2, [5]),
    }
    assert burden_by(found, lambda key: key[0]) == {1: Burden(10, 6, [10, 20, 60]), 2: Burden(2, 2, [5])}
    assert burden_by(found, lambda key: key[1]) == {"a": Burden(6, 3, [10, 20, 5]), "b": Burden(6, 5, [60])}
    assert found[1, "a"] == Burden(4, 1, [10, 20])  # none of them is written over


def test_what_reporting_costs_is_asked_in_two_queries(cast: Cast, query_count: Any) -> None:
    costs = []
    for number in (1, 3):
        for _each in range(number):
            values_of(a_report_of(cast, group=a_group(cast.committee), days=0), (1, 1), (2, None))
        costs.append(query_count(lambda: burden_of(Report.objects.all(), "group", "unit", "first")))
    assert costs == [2, 2]
