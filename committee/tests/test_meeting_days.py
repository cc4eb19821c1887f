"""When the joint meeting is: every month of twelve years, worked out a second time by walking along the days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from committee.services.meetings import meeting_day, nth_weekday, regular_day
from dayan_safety.calendars import load_unknown_years, mark_day, shipped_years
from dayan_safety.parameters import set_parameters
from dayan_safety.workdays import Calendar

ONE = timedelta(days=1)
MONTHS = [date(year, month, 1) for year in range(2024, 2036) for month in range(1, 13)]
RULES = [(week, weekday) for week in (1, 2, 3, 4) for weekday in (1, 2, 3, 4, 5, 6, 7)]
MARKS = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 2, 28)), st.booleans(), max_size=150)


@pytest.fixture
def holidays(db: Any) -> None:
    """The lists that come with the portal: years up to 2026."""
    load_unknown_years()


def works(day: date) -> bool:
    """What the package says of a year it knows, what the weekday says of another."""
    return bool(chinese_calendar.is_workday(day)) if day.year in shipped_years() else day.isoweekday() < 6


def walked(month: date, week: int, weekday: int, works: Callable[[date], bool]) -> date:
    """The day found on foot: past each weekday of the month until it is the wanted one, and on until people work."""
    day, met = month, 0
    while True:
        met += day.isoweekday() == weekday
        if met == week:
            break
        day += ONE
    while not works(day):
        day += ONE
    return day


@pytest.mark.usefixtures("holidays")
def test_every_month_from_2024_to_2035_under_every_rule_is_as_walked() -> None:
    calendar = Calendar.of_years(range(2023, 2037))
    cases = [(month, week, weekday) for month in MONTHS for week, weekday in RULES]
    wrong = [case for case in cases if meeting_day(*case, calendar) != walked(*case, works)]
    assert wrong == []
    assert len(cases) == 144 * 28


@pytest.mark.usefixtures("holidays")
def test_the_town_s_own_rule_gives_these_days() -> None:
    days = [regular_day(month) for month in MONTHS[:36]]
    assert days == [walked(month, 2, 3, works) for month in MONTHS[:36]]
    moved = {month: day for month, day in zip(MONTHS[:36], days, strict=True) if day != nth_weekday(month, 2, 3)}
    assert moved == {
        date(2024, 2, 1): date(2024, 2, 18),  # spring festival from the 10th to the 17th; people work that Sunday
        date(2025, 10, 1): date(2025, 10, 9),  # national day and mid-autumn until the 8th
    }


@pytest.mark.usefixtures("holidays")
def test_unknown_years_have_weekends_only() -> None:
    for month in MONTHS[36:]:
        assert regular_day(month) == nth_weekday(month, 2, 3)
        assert regular_day(month).isoweekday() == 3


@pytest.mark.parametrize(
    ("month", "week", "weekday", "day"),
    [
        (date(2026, 6, 1), 1, 1, date(2026, 6, 1)),  # a month that begins with the weekday itself
        (date(2026, 6, 1), 1, 7, date(2026, 6, 7)),
        (date(2026, 2, 1), 4, 6, date(2026, 2, 28)),  # the last day of the shortest month
        (date(2026, 2, 1), 1, 7, date(2026, 2, 1)),
        (date(2024, 2, 1), 4, 3, date(2024, 2, 28)),
        (date(2026, 7, 1), 2, 3, date(2026, 7, 8)),
        (date(2027, 1, 1), 1, 5, date(2027, 1, 1)),
        (date(2026, 6, 17), 2, 3, date(2026, 6, 10)),  # any day stands for its month
    ],
)
def test_a_weekday_of_a_week_of_a_month(month: date, week: int, weekday: int, day: date) -> None:
    assert nth_weekday(month, week, weekday) == day


@given(st.sampled_from(MONTHS[24:37]), st.integers(1, 4), st.integers(1, 7), MARKS)
@example(date(2026, 10, 1), 2, 3, {date(2026, 10, 14): False, date(2026, 10, 15): False, date(2026, 10, 17): True})
@example(date(2026, 12, 1), 4, 1, {date(2026, 12, 28) + n * ONE: False for n in range(20)})
def test_under_any_calendar_the_day_is_as_walked(month: date, week: int, weekday: int, marks: dict[date, bool]) -> None:
    day = meeting_day(month, week, weekday, Calendar(marks))
    assert day == walked(month, week, weekday, lambda day: marks.get(day, day.isoweekday() < 6))
    assert nth_weekday(month, week, weekday).month == month.month
    assert day >= nth_weekday(month, week, weekday)


def test_a_day_off_moves_the_meeting_onto_a_working_saturday(db: Any) -> None:
    for off in (8, 9, 10):
        mark_day(date(2026, 7, off), by=None, is_working=False, name="庙会")
    mark_day(date(2026, 7, 11), by=None, is_working=True, name="庙会调休")
    assert regular_day(date(2026, 7, 1)) == date(2026, 7, 11)


def test_a_rule_at_the_end_of_the_year_may_lead_into_the_next(db: Any) -> None:
    set_parameters({"committee.meeting_week": 4, "committee.meeting_weekday": 5}, by=None)
    for off in (25, 28, 29, 30, 31):
        mark_day(date(2026, 12, off), by=None, is_working=False, name="雪灾")
    mark_day(date(2027, 1, 1), by=None, is_working=False, name="元旦")
    assert regular_day(date(2026, 12, 1)) == date(2027, 1, 4)


def test_the_office_s_rule_counts(db: Any) -> None:
    assert regular_day(date(2026, 7, 1)) == date(2026, 7, 8)
    set_parameters({"committee.meeting_week": 1, "committee.meeting_weekday": 5}, by=None)
    assert regular_day(date(2026, 7, 1)) == date(2026, 7, 3)


@pytest.mark.usefixtures("holidays")
def test_the_day_costs_two_questions_however_much_the_calendar_holds(query_count: Any) -> None:
    assert query_count(lambda: regular_day(date(2026, 7, 1))) == 2
