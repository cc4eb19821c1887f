"""Working days: weekends, public holidays and shifted working days of every year there is a list for."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety import workdays
from dayan_safety.calendars import (
    load_unknown_years,
    mark_day,
    shipped_years,
)
from dayan_safety.models import CalendarDay
from dayan_safety.workdays import Calendar

SATURDAY, MONDAY = date(2027, 1, 16), date(2027, 1, 18)
DAYS = st.dates(date(2004, 2, 1), date(2027, 11, 30))
MARKS = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=120)


def every_day(first: int, last: int) -> Iterator[date]:
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += timedelta(days=1)


@pytest.fixture
def calendar(db: Any) -> None:
    load_unknown_years()


@pytest.mark.usefixtures("calendar")
def test_every_day_of_every_shipped_year_agrees_with_the_package() -> None:
    years = shipped_years()
    kept = Calendar.of_years(years)
    wrong = [d for d in every_day(years[0], years[-1]) if kept.is_working_day(d) != chinese_calendar.is_workday(d)]
    assert wrong == []
    assert sum(1 for _day in every_day(years[0], years[-1])) > 8000


@pytest.mark.usefixtures("calendar")
def test_days_after_agree_with_the_package() -> None:
    for day in every_day(2025, 2025):
        expected = chinese_calendar.find_workday(3, day)
        if not chinese_calendar.is_workday(day):
            expected = chinese_calendar.find_workday(2, day)
        assert workdays.working_days_after(day, 3) == expected
        assert workdays.next_working_day(day) == chinese_calendar.find_workday(0, day)


@pytest.mark.parametrize(
    ("day", "works", "name"),
    [
        (date(2026, 2, 16), False, "春节"),
        (date(2026, 2, 14), True, "春节调休"),
        (date(2026, 10, 1), False, "国庆节"),
        (date(2026, 1, 4), True, "元旦调休"),
        (date(2015, 9, 3), False, "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"),
    ],
)
@pytest.mark.usefixtures("calendar")
def test_special_days_carry_their_chinese_names(day: date, works: bool, name: str) -> None:
    assert workdays.is_working_day(day) is works
    assert CalendarDay.objects.get(day=day).name == name


@pytest.mark.usefixtures("calendar")
def test_rows_are_only_days_that_are_not_what_their_weekday_says() -> None:
    assert CalendarDay.objects.count() > 500
    assert not [row for row in CalendarDay.objects.all() if row.is_working == (row.day.weekday() < 5)]


# Counting


@given(DAYS, MARKS)
def test_the_next_working_day_is_the_first_that_works(day: date, marks: dict[date, bool]) -> None:
    calendar = Calendar(marks)
    found = calendar.next_working_day(day)
    assert calendar.is_working_day(found)
    assert not any(calendar.is_working_day(day + timedelta(days=n)) for n in range((found - day).days))
    assert calendar.previous_working_day(day) <= day <= found


@given(DAYS, st.integers(0, 60), MARKS)
def test_counting_forward_passes_exactly_that_many_working_days(day: date, n: int, marks: dict[date, bool]) -> None:
    calendar = Calendar(marks)
    end = calendar.working_days_after(day, n)
    passed = [day + timedelta(days=step) for step in range(1, (end - day).days + 1)]
    assert calendar.is_working_day(end)
    if n:
        assert sum(map(calendar.is_working_day, passed)) == n


@given(DAYS, st.integers(1, 60), MARKS)
def test_counting_back_undoes_counting_forward(day: date, n: int, marks: dict[date, bool]) -> None:
    calendar = Calendar(marks)
    start = calendar.next_working_day(day)
    assert calendar.working_days_before(calendar.working_days_after(start, n), n) == start
    assert calendar.working_days_after(calendar.working_days_before(start, n), n) == start


@given(DAYS, st.integers(1, 30), st.integers(0, 30), MARKS)
def test_counting_goes_in_steps(day: date, first: int, then: int, marks: dict[date, bool]) -> None:
    calendar = Calendar(marks)
    whole = calendar.working_days_after(day, first + then)
    assert calendar.working_days_after(calendar.working_days_after(day, first), then) == whole


@pytest.mark.parametrize(
    ("number", "after", "before"), [(0, MONDAY, date(2027, 1, 15)), (1, MONDAY, date(2027, 1, 15))]
)
def test_a_weekend_counts_from_its_edges(number: int, after: date, before: date) -> None:
    assert Calendar({}).working_days_after(SATURDAY, number) == after
    assert Calendar({}).working_days_before(SATURDAY, number) == before


def test_a_negative_number_of_days_is_a_mistake() -> None:
    for count in (Calendar({}).working_days_after, Calendar({}).working_days_before):
        with pytest.raises(ValueError, match="negative"):
            count(SATURDAY, -1)


@pytest.mark.usefixtures("calendar")
def test_a_question_takes_one_query(query_count: Any) -> None:
    assert query_count(lambda: workdays.is_working_day(SATURDAY)) == 1
    assert query_count(lambda: workdays.working_days_after(SATURDAY, 3)) == 1
    assert query_count(lambda: workdays.working_days_before(date(2026, 12, 31), 600)) == 1
    assert query_count(lambda: workdays.unknown_years_warning(date(2026, 12, 1))) == 1
    kept = Calendar.of_years([2026])
    assert query_count(lambda: [kept.next_working_day(day) for day in every_day(2026, 2026)]) == 0


@pytest.mark.usefixtures("calendar")
def test_counting_over_years_knows_their_holidays() -> None:
    expected = [day for day in every_day(2023, 2026) if chinese_calendar.is_workday(day)]
    assert workdays.working_days_after(date(2022, 12, 31), 900) == expected[899]
    assert workdays.working_days_before(date(2027, 1, 1), 900) == expected[-900]


# Unknown years


@pytest.mark.usefixtures("calendar")
def test_an_unknown_year_has_weekends_only() -> None:
    assert not workdays.is_known_year(2027)
    for day in every_day(2027, 2027):
        assert workdays.is_working_day(day) == (day.weekday() < 5)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-30 15:59:59+00:00", ""),
        ("2026-11-30 16:00:00+00:00", "2027"),
        ("2026-12-31 15:59:59+00:00", "2027"),
        ("2026-12-31 16:00:00+00:00", "2027"),
        ("2027-12-01 12:00:00+08:00", "2027、2028"),
        ("2025-12-01 12:00:00+08:00", ""),
    ],
)
@pytest.mark.usefixtures("calendar")
def test_the_warning_begins_on_the_first_of_december_in_local_time(moment: str, told: str) -> None:
    with time_machine.travel(moment, tick=False):
        warning = workdays.unknown_years_warning(workdays.today())
    assert (told in warning) if told else warning == ""
    assert "2028" not in warning or "2028" in told


@pytest.mark.usefixtures("calendar")
def test_today_is_the_day_in_the_town_whatever_the_reader_has_chosen() -> None:
    with time_machine.travel("2026-11-30 16:30:00+00:00", tick=False), timezone.override("America/New_York"):
        assert workdays.today() == date(2026, 12, 1)


@pytest.mark.usefixtures("calendar")
def test_a_day_the_office_marks_does_not_make_a_year_known() -> None:
    mark_day(MONDAY, by=None, is_working=False, name="大安镇庙会")
    assert not workdays.is_working_day(MONDAY)
    assert "2027" in workdays.unknown_years_warning(date(2026, 12, 1))
