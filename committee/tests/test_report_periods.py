"""When reports are due and close: every period of twelve years, worked out a second time by walking along the days."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import chinese_calendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from committee.models import Period
from committee.services.reports import Span, days_of, latest_open, span_of
from committee.services.reports.periods import months_of, span_after, span_before, spans_between
from dayan_safety.calendars import load_unknown_years, mark_day, shipped_years
from dayan_safety.parameters import parameters, set_parameters
from dayan_safety.testing import Cast
from dayan_safety.workdays import Calendar

ONE = timedelta(days=1)
YEARS = range(2024, 2036)
DAYS = range(1, 32)
LENGTHS = {"month": 1, "quarter": 3, "year": 12}
MARKS = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 4, 30)), st.booleans(), max_size=150)
TOLD = {"committee.report_due_day": 25, "committee.report_lock_day": 28, "committee.quarter_due_days": 15,
        "committee.quarter_lock_days": 25, "committee.year_due_days": 31, "committee.year_lock_days": 45}  # fmt: skip
Works = Callable[[date], bool]


@pytest.fixture
def holidays(db: Any) -> None:
    """The lists that come with the portal: years up to 2026."""
    load_unknown_years()


@cache
def works(day: date) -> bool:
    """What the package says of a year it knows, what the weekday says of another."""
    return bool(chinese_calendar.is_workday(day)) if day.year in shipped_years() else day.isoweekday() < 6


def begins(kind: str, day: date) -> bool:
    """Whether a period begins on the day."""
    return day.day == 1 and (day.month - 1) % LENGTHS[kind] == 0


def walked_span(kind: str, day: date) -> tuple[date, date]:
    """Back until a period begins, and on until the next one does."""
    first = last = day
    while not begins(kind, first):
        first -= ONE
    while not begins(kind, last + ONE):
        last += ONE
    return first, last


def until_worked(day: date, works: Works) -> date:
    """The day, or the first one after it on which people work."""
    while not works(day):
        day += ONE
    return day


def day_in(first: date, number: int, works: Works) -> date:
    """On from the first of the month to the day of that number, or the last one; and on until people work."""
    day = first
    while day.day < number and (day + ONE).month == first.month:
        day += ONE
    return until_worked(day, works)


def days_after(last: date, number: int, works: Works) -> date:
    """So many steps from the last day; and on until people work."""
    for _step in range(number):
        last += ONE
    return until_worked(last, works)


def walked(span: Span, due: int, lock: int, works: Works) -> tuple[date, date]:
    """Both days on foot; it never closes before it is due."""
    if span.kind == "month":
        first, last = (day_in(span.first, number, works) for number in (due, lock))
    else:
        first, last = (days_after(span.last, number, works) for number in (due, lock))
    return first, last if last >= first else first


def told(kind: str, due: int, lock: int) -> dict[str, int]:
    """The office's settings for one kind of period."""
    names = ("report_due_day", "report_lock_day") if kind == "month" else (f"{kind}_due_days", f"{kind}_lock_days")
    return TOLD | {f"committee.{name}": number for name, number in zip(names, (due, lock), strict=True)}


def spans(kind: str) -> list[Span]:
    """Every period of the twelve years."""
    return list(spans_between(span_of(kind, date(2024, 1, 1)), span_of(kind, date(2035, 12, 31))))


# Spans


@pytest.mark.parametrize("kind", Period.values)
def test_every_day_lies_in_the_period_found_by_walking(kind: str) -> None:
    day, wrong = date(2024, 1, 1), []
    while day < date(2029, 1, 1):
        span = span_of(kind, day)
        if (span.first, span.last) != walked_span(kind, day) or span.kind != kind:
            wrong.append(day)
        day += ONE
    assert wrong == []


@pytest.mark.parametrize(("kind", "number"), [("month", 144), ("quarter", 48), ("year", 12)])
def test_periods_follow_each_other_without_gaps_and_back_again(kind: str, number: int) -> None:
    found = spans(kind)
    assert len(found) == number
    assert (found[0].first, found[-1].last) == (date(2024, 1, 1), date(2035, 12, 31))
    assert all(earlier.last + ONE == later.first for earlier, later in pairwise(found))
    assert [span_before(span_after(span)) for span in found] == found == sorted(found)


def test_between_a_later_and_an_earlier_period_there_is_none() -> None:
    june, july = span_of("month", date(2026, 6, 1)), span_of("month", date(2026, 7, 1))
    assert list(spans_between(july, june)) == []
    assert list(spans_between(june, june)) == [june]


def test_a_year_has_twelve_months() -> None:
    assert months_of(2026) == [span.first for span in spans("month") if span.first.year == 2026]


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2024, 2, 29), 29), (date(2026, 2, 1), 28), (date(2028, 2, 1), 29), (date(2100, 2, 1), 28)],
)
def test_february_ends_where_it_should(day: date, last: int) -> None:
    assert span_of("month", day).last.day == last


# Due and closed


@pytest.mark.usefixtures("holidays")
def test_every_month_under_every_setting_is_as_walked_and_never_closes_before_it_is_due() -> None:
    calendar, count = Calendar.of_years(range(2023, 2037)), 0
    wrong: list[Any] = []
    for span in spans("month"):
        on_foot = {number: day_in(span.first, number, works) for number in DAYS}
        for due in DAYS:
            for lock in {1, 15, 28, 29, 30, 31, due}:
                expected = (on_foot[due], max(on_foot[due], on_foot[lock]))
                if days_of(span, told("month", due, lock), calendar) != expected:
                    wrong.append((span.first, due, lock))
                count += 1
    assert wrong == []
    assert count > 144 * 31 * 6


@pytest.mark.usefixtures("holidays")
@pytest.mark.parametrize(("kind", "number"), [("quarter", 48), ("year", 12)])
def test_every_quarter_and_year_under_every_setting_is_as_walked(kind: str, number: int) -> None:
    calendar = Calendar.of_years(range(2023, 2038))
    cases = [(span, due, lock) for span in spans(kind) for due in range(1, 91) for lock in (1, 25, 45, 90, due)]
    wrong = [
        case
        for case in cases
        if days_of(case[0], told(kind, *case[1:]), calendar) != walked(*case, works)
    ]  # fmt: skip
    assert wrong == []
    assert len(cases) == number * 90 * 5


@pytest.mark.usefixtures("holidays")
def test_the_town_s_own_days_in_a_known_and_an_unknown_year() -> None:
    def of(kind: str, *day: int) -> tuple[str, str]:
        span = span_of(kind, date(*day))
        due, lock = days_of(span, parameters(), Calendar.around(span.last, 30))
        return due.isoformat(), lock.isoformat()

    assert of("month", 2026, 6, 1) == ("2026-06-25", "2026-06-29")  # the 28th is a Sunday
    assert of("month", 2025, 1, 1) == ("2025-01-26", "2025-02-05")  # people work that Sunday; then spring festival
    assert of("month", 2024, 9, 1) == ("2024-09-25", "2024-09-29")  # a Saturday off, a Sunday that works
    assert of("month", 2030, 5, 1) == ("2030-05-27", "2030-05-28")  # not known yet: weekends alone
    assert of("quarter", 2026, 3, 31) == ("2026-04-15", "2026-04-27")
    assert of("quarter", 2025, 7, 1) == ("2025-10-15", "2025-10-27")
    assert of("year", 2025, 7, 1) == ("2026-02-02", "2026-02-14")  # the 31st a Saturday; a Saturday that works


@given(
    st.sampled_from(["month", "quarter", "year"]), st.integers(1, 12), st.integers(1, 31), st.integers(1, 31), MARKS
)  # fmt: skip
@example("month", 12, 31, 31, {date(2026, 12, 31): False, **{date(2027, 1, 1) + n * ONE: False for n in range(9)}})
@example("month", 10, 25, 28, {date(2026, 10, 25): True, date(2026, 10, 28): False, date(2026, 10, 31): True})
@example("month", 2, 30, 1, {date(2026, 2, 28): True})
def test_under_any_calendar_both_days_are_as_walked(
    kind: str, month: int, due: int, lock: int, marks: dict[date, bool]
) -> None:
    span = span_of(kind, date(2026, month, 1))
    found = days_of(span, told(kind, due, lock), Calendar(marks))
    assert found == walked(span, due, lock, lambda day: marks.get(day, day.isoweekday() < 6))
    assert found[0] <= found[1]


def test_the_office_s_settings_and_days_off_count(cast: Cast) -> None:
    set_parameters({"committee.report_due_day": 31, "committee.report_lock_day": 5}, by=cast.office)
    mark_day(date(2026, 6, 30), by=cast.office, is_working=False, name="庙会")
    mark_day(date(2026, 7, 4), by=cast.office, is_working=True, name="庙会调休")
    span = span_of("month", date(2026, 6, 9))
    assert days_of(span, parameters(), Calendar.around(span.last, 30)) == (date(2026, 7, 1), date(2026, 7, 1))
    mark_day(date(2026, 7, 1), by=cast.office, is_working=False, name="庙会")
    mark_day(date(2026, 7, 2), by=cast.office, is_working=False, name="庙会")
    mark_day(date(2026, 7, 3), by=cast.office, is_working=False, name="庙会")
    assert days_of(span, parameters(), Calendar.around(span.last, 30))[0] == date(2026, 7, 4)


# The last one that is open


@pytest.mark.parametrize(
    ("kind", "on", "first"),
    [
        ("month", date(2026, 6, 30), date(2026, 6, 1)),
        ("month", date(2026, 7, 1), date(2026, 7, 1)),
        ("month", date(2024, 2, 29), date(2024, 2, 1)),
        ("month", date(2024, 3, 1), date(2024, 3, 1)),
        ("month", date(2027, 1, 1), date(2027, 1, 1)),
        ("quarter", date(2026, 3, 31), date(2025, 10, 1)),
        ("quarter", date(2026, 4, 1), date(2026, 1, 1)),
        ("quarter", date(2026, 12, 31), date(2026, 7, 1)),
        ("quarter", date(2027, 1, 1), date(2026, 10, 1)),
        ("year", date(2026, 12, 31), date(2025, 1, 1)),
        ("year", date(2027, 1, 1), date(2026, 1, 1)),
        ("year", date(2024, 2, 29), date(2023, 1, 1)),
    ],
)
def test_a_month_opens_on_its_first_day_and_the_others_when_they_are_over(kind: str, on: date, first: date) -> None:
    assert latest_open(kind, on) == span_of(kind, first)


@pytest.mark.parametrize("kind", Period.values)
def test_on_every_day_the_last_open_period_is_the_newest_that_has_opened(kind: str) -> None:
    on = date(2027, 6, 1)
    while on < date(2028, 7, 2):
        opened = [span for span in spans(kind) if span.opens_on <= on]
        assert latest_open(kind, on) == opened[-1]
        on += ONE
