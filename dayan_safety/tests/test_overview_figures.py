"""The six figures of the glance: what each counts, its months, its light, and that it opens exactly its records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from assessment.services.national.judging import judge_indicator
from campaigns.services.coverage import reached_in
from campaigns.tests.builders import an_event
from committee.models import Report, Task, Unit
from committee.services.reports.board import board_of
from committee.sources import tasks_overdue as overdue_of_body
from committee.tests.work import a_concluded
from dayan_safety.overview import gauges, results, work
from dayan_safety.overview.asking import Asked, Town, end_of
from dayan_safety.overview.gauges import MISSED, NEAR, REACHED, UNKNOWN, Gauge, light_of, worse
from dayan_safety.parameters import set_parameters
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_task, a_unit
from dayan_safety.tests import overview_town
from dayan_safety.tests.overview_town import APRIL, LAST_YEAR, MARCH, MAY, TODAY
from inspections.tests import finding_builders

pytestmark = pytest.mark.usefixtures("midsummer")
Number = Decimal | int | None


def known(gauge: Gauge) -> dict[date, Number]:
    """The months of which something is known."""
    return {first: number for first, number in gauge.months.items() if number is not None}


def opened(browser: Any, url: str) -> int:
    """How many records the list at ``url`` shows."""
    return int(browser.get(url, follow=True).context["listing"].total)


# Reports


def test_reports_in_time_are_those_of_the_board(cast: Cast, as_user: Any) -> None:
    overview_town.reports_of_months(cast)
    gauge = work.reports_in_time(Asked.by(cast.chair))
    assert (gauge.value, gauge.note, gauge.light) == (Decimal("33.3"), "1 / 3", MISSED)
    assert known(gauge) == {LAST_YEAR: 100, MARCH: 100, APRIL: 0, MAY: 0}
    assert opened(as_user(cast.chair), gauge.url) == overview_town.reports_judged() == 3


def test_the_board_says_the_same_of_the_same_months(cast: Cast) -> None:
    overview_town.reports_of_months(cast)
    rates = board_of(Report.objects.present().filter(first__year=2026), TODAY).total
    assert work.reports_in_time(Asked.by(cast.chair)).note == f"{rates.on_time} / {rates.owed}"


# Attendance


def test_attendance_is_that_of_the_rates(cast: Cast, as_user: Any) -> None:
    a_concluded(cast, date(2026, 6, 1), chair="present", office="late", liaison="absent")
    a_concluded(cast, date(2026, 3, 4), chair="present", member="substitute")
    a_concluded(cast, date(2025, 12, 10), chair="present")
    gauge, rated = work.attendance(Asked.by(cast.chair)), Unit.objects.all().with_rates(2026, TODAY)
    came, invited = (sum(getattr(unit, name) for unit in rated) for name in ("attended", "invited"))
    assert (gauge.note, gauge.value) == (f"{came} / {invited}", gauges.share(came, invited))
    assert set(known(gauge)) == {LAST_YEAR, MARCH, date(2026, 6, 1)}
    assert opened(as_user(cast.chair), gauge.url) == 2


# Findings


def test_findings_closed_of_those_found_in_the_year_and_all_that_are_overdue(cast: Cast, as_user: Any) -> None:
    finding_builders.closed(cast, found_on=date(2026, 3, 4))
    finding_builders.withdrawn(cast)
    overview_town.an_overdue_finding(cast, 3)
    overview_town.an_overdue_finding(cast, 200, found_on=date(2025, 12, 1))
    gauge, browser = results.findings_closed(Asked.by(cast.chair)), as_user(cast.chair)
    assert (gauge.value, gauge.note, gauge.light) == (50, "1 / 2", MISSED)
    assert known(gauge) == {LAST_YEAR: 0, MARCH: 100, date(2026, 6, 1): 0}
    assert opened(browser, gauge.url) == 2
    [overdue] = gauge.besides
    assert (overdue.value, overdue.light, opened(browser, overdue.url)) == (2, NEAR, 2)


def test_one_overdue_finding_keeps_the_figure_from_being_green(cast: Cast) -> None:
    set_parameters({"dayan_safety.target_findings": 0}, by=None)
    assert results.findings_closed(Asked.by(cast.chair)).light == REACHED
    overview_town.an_overdue_finding(cast, 1)
    assert results.findings_closed(Asked.by(cast.chair)).light == NEAR


# Villages


def reached(cast: Cast) -> Gauge:
    """The figure of the villages as the chair reads it."""
    asked = Asked.by(cast.chair)
    return results.villages_reached(asked, results.coverage_now(asked))


def test_villages_reached_are_those_of_the_map(cast: Cast, as_user: Any) -> None:
    a_unit()
    an_event(unit=cast.village, group=cast.group, held_on=date(2026, 3, 4), more_units=[cast.other_village])
    an_event(unit=cast.village, group=cast.supervision, held_on=date(2026, 6, 2))
    an_event(unit=cast.village, group=cast.group, held_on=date(2025, 12, 5))
    gauge = reached(cast)
    assert (gauge.value, gauge.unit) == (2, "/ 3")
    assert {first: number for first, number in known(gauge).items() if number} == {
        LAST_YEAR: 1,
        MARCH: 2,
        date(2026, 6, 1): 1,
    }
    rows = as_user(cast.chair).get(gauge.url).context["rows"]
    assert sum(not row["themes"].startswith("0/") for row in rows) == gauge.value


def test_what_is_not_on_the_map_does_not_count(cast: Cast) -> None:
    an_event(unit=cast.village, held_on=date(2026, 3, 4))
    an_event(unit=cast.village, group=cast.group, held_on=TODAY + timedelta(days=1))
    an_event(unit=a_unit(kind="enterprise"), group=cast.group, held_on=date(2026, 3, 4))
    remove_record(an_event(unit=cast.village, group=cast.group), by=cast.office, reason="误录")
    gauge = reached(cast)
    assert (gauge.value, set(gauge.months.values())) == (0, {0})


def test_the_months_of_the_year_together_are_the_year(cast: Cast) -> None:
    for month, unit in ((1, cast.village), (4, cast.other_village), (5, cast.village)):
        an_event(unit=unit, group=cast.group, held_on=date(2026, month, 9))
    asked = Asked.by(cast.chair)
    coverage = results.coverage_now(asked)
    months = reached_in(date(2026, 1, 1), TODAY, coverage.units, coverage.groups, asked.rows(type(an_event())))
    assert set().union(*months.values()) == coverage.units_reached


@pytest.mark.parametrize(("month", "by_now"), [(1, 1), (6, 5), (12, 10)])
def test_the_target_of_villages_grows_with_the_year(month: int, by_now: int, cast: Cast) -> None:
    for _each in range(8):
        a_unit()
    with time_machine.travel(f"2026-{month:02}-15 10:00+08:00", tick=False):
        assert reached(cast).target == f"全年目标 10，目前应达 {by_now}"


# Self-assessment


def test_the_forecast_is_the_total_of_the_file_and_zeros_are_red(cast: Cast, as_user: Any) -> None:
    made = overview_town.a_forecast("aaa", "bbb", "")
    set_parameters({"dayan_safety.target_forecast": 5}, by=None)
    gauge = results.forecast(Asked.by(cast.chair))
    whole = as_user(cast.chair).get(made.get_absolute_url()).content.decode()
    assert (gauge.text, gauge.unit, gauge.light) == ("5.1", "/ 9", MISSED)
    assert "5.10 / 9" in whole
    assert [(beside.value, beside.url) for beside in gauge.besides] == [(1, made.get_absolute_url())]


def test_without_a_self_assessment_nothing_is_known(cast: Cast) -> None:
    gauge = results.forecast(Asked.by(cast.chair))
    assert (gauge.text, gauge.light, known(gauge)) == ("", UNKNOWN, {})


def test_the_months_of_the_forecast_are_what_history_tells(cast: Cast) -> None:
    with time_machine.travel("2026-03-10 09:00+08:00", tick=False):
        made = overview_town.a_forecast("ccc", "ccc")
        first, second = made.judgements.order_by("indicator__number")
    with time_machine.travel("2026-04-30 23:59+08:00", tick=False):
        judge_indicator(first, by=None, presence="a", evidence_grade="a", effect="a")
    with time_machine.travel("2026-06-01 00:01+08:00", tick=False):
        judge_indicator(second, by=None, presence="a", evidence_grade="a", effect="d", note="补了台账")
    totals = {MARCH: "1.80", APRIL: "3.90", MAY: "3.90", date(2026, 6, 1): "4.80"}
    assert known(results.forecast(Asked.by(cast.chair))) == {first: Decimal(total) for first, total in totals.items()}


def test_what_was_written_of_another_file_changes_no_month(cast: Cast) -> None:
    with time_machine.travel("2026-02-10 09:00+08:00", tick=False):
        overview_town.a_forecast("bbb")
    overview_town.a_selfassessment(year=2024)
    gauge = results.forecast(Asked.by(cast.chair))
    assert set(known(gauge).values()) == {Decimal("2.10")}


# Tasks


def test_tasks_that_are_not_done_today_and_at_the_end_of_each_month(cast: Cast, as_user: Any) -> None:
    overview_town.an_overdue_task(20)
    overview_town.an_overdue_task(3)
    a_task()
    done = overview_town.an_overdue_task(100)
    Task.objects.filter(pk=done.pk).update(state="closed", done_on=date(2026, 4, 2))
    called_off = overview_town.an_overdue_task(100)
    Task.objects.filter(pk=called_off.pk).update(state="cancelled")
    gauge, browser = work.tasks_overdue(Asked.by(cast.chair)), as_user(cast.chair)
    assert (gauge.value, gauge.light, opened(browser, gauge.url)) == (2, NEAR, 2)
    assert {first: number for first, number in gauge.months.items() if number} == {
        MARCH: 1,
        MAY: 1,
        date(2026, 6, 1): 2,
    }
    assert [(beside.value, opened(browser, beside.url)) for beside in gauge.besides] == [(3, 3)]


def test_the_months_of_tasks_are_what_reports_say_of_each_unit(cast: Cast) -> None:
    for days, unit in ((20, cast.village), (50, cast.village), (80, cast.other_village)):
        overview_town.an_overdue_task(days, lead_unit=unit)
    months = work.tasks_overdue(Asked.by(cast.chair)).months
    for first in (MARCH, APRIL, MAY):
        of_units = [overdue_of_body(unit, first, end_of(first)).count() for unit in (cast.village, cast.other_village)]
        assert months[first] == sum(of_units)


# Lights, months, who reads


@pytest.mark.parametrize(
    ("value", "light"),
    [(None, UNKNOWN), (100, REACHED), (95, REACHED), (Decimal("94.9"), NEAR), (90, NEAR), (Decimal("89.9"), MISSED)],
)
def test_a_light_is_green_yellow_or_red_by_what_is_missing(value: Number, light: Any) -> None:
    assert light_of(value, 95, 5) == light


@pytest.mark.parametrize(("value", "light"), [(0, REACHED), (1, NEAR), (5, NEAR), (6, MISSED)])
def test_a_number_that_is_not_to_be_exceeded(value: int, light: Any) -> None:
    assert light_of(value, 0, 5, most=True) == light


def test_lights_have_a_word_and_an_icon_each_of_its_own() -> None:
    lights = (UNKNOWN, REACHED, NEAR, MISSED)
    for property_ in ("text", "tone", "icon"):
        assert len({str(getattr(light, property_)) for light in lights}) == len(lights)
    assert worse(REACHED, MISSED) == worse(MISSED, REACHED) == MISSED


@pytest.mark.parametrize(
    ("day", "first"),
    [("2026-01-01", date(2025, 2, 1)), ("2026-12-31", date(2026, 1, 1)), ("2024-02-29", date(2023, 3, 1))],
)
def test_the_last_twelve_months_end_with_this_one(day: str, first: date, cast: Cast) -> None:
    with time_machine.travel(f"{day} 12:00+08:00", tick=False):
        firsts = Asked.by(cast.chair).firsts
    assert (len(set(firsts)), firsts[0], firsts[-1]) == (12, first, date.fromisoformat(day).replace(day=1))


READERS: list[Callable[[Cast], Any]] = [lambda cast: cast.chair, lambda cast: cast.supervisor, lambda cast: Town()]


@pytest.mark.parametrize("reader", READERS, ids=["chair", "supervisor", "screen"])
def test_everybody_who_reads_the_glance_reads_the_same_numbers(reader: Any, cast: Cast) -> None:
    overview_town.full_town(cast)
    of_office, theirs = (Asked.by(each) for each in (cast.office, reader(cast)))
    for figure in (
        work.reports_in_time,
        work.attendance,
        work.tasks_overdue,
        results.findings_closed,
        results.forecast,
    ):
        assert figure(theirs) == figure(of_office)


def test_whoever_sees_nothing_counts_nothing(cast: Cast) -> None:
    overview_town.full_town(cast)
    asked = Asked.by(cast.outsider)
    assert [work.reports_in_time(asked).value, work.attendance(asked).value, work.tasks_overdue(asked).value] == [
        None,
        None,
        0,
    ]
    assert (results.findings_closed(asked).value, results.forecast(asked).value) == (None, None)
