"""The calendar of safety days as a file, and its rules as dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from campaigns.models import EventKind, SafetyDay
from campaigns.models.safety_days import Period
from campaigns.services.shipped import AUDIENCES, CHANNELS, EVENT_KINDS, SAFETY_DAYS, load_shipped
from campaigns.tests.builders import a_safety_day
from dayan_safety.records import remove_record
from dayan_safety.tests.list_desk import ListDesk

DAYS = ListDesk("safetyday", ["名称", "月", "日", "第几个", "星期", "天数", "首届年份", "年份"])


def the_day(**about: Any) -> SafetyDay:
    """A day that is not kept."""
    return SafetyDay(name="安全日", **about)


@pytest.mark.parametrize(
    ("rule", "year", "first", "last"),
    [
        ({"month": 3, "week": 5, "weekday": 1}, 2026, date(2026, 3, 30), date(2026, 3, 30)),
        ({"month": 3, "week": 5, "weekday": 1}, 2025, date(2025, 3, 31), date(2025, 3, 31)),
        ({"month": 3, "week": 1, "weekday": 7}, 2026, date(2026, 3, 1), date(2026, 3, 1)),
        ({"month": 6}, 2026, date(2026, 6, 1), date(2026, 6, 30)),
        ({"month": 2}, 2024, date(2024, 2, 1), date(2024, 2, 29)),
        ({"month": 12, "day": 2}, 2026, date(2026, 12, 2), date(2026, 12, 2)),
        ({"month": 5, "day": 9, "lasts": 7}, 2026, date(2026, 5, 9), date(2026, 5, 15)),
        ({"month": 12, "day": 30, "lasts": 5}, 2026, date(2026, 12, 30), date(2027, 1, 3)),
    ],
)
def test_a_rule_is_a_period_of_each_year(rule: dict[str, int], year: int, first: date, last: date) -> None:
    assert the_day(**rule).in_year(year) == Period(first, last)


def test_a_day_of_one_year_is_in_no_other_and_29_february_not_in_every_one() -> None:
    assert the_day(month=5, day=9, year=2026).in_year(2027) is None
    assert the_day(month=2, day=29).in_year(2027) is None
    assert the_day(month=2, day=29).in_year(2028) == Period(date(2028, 2, 29), date(2028, 2, 29))


@given(some.integers(1950, 2100), some.integers(1, 12), some.integers(1, 5), some.integers(1, 7))
def test_the_nth_weekday_is_what_counting_day_by_day_finds(year: int, month: int, week: int, weekday: int) -> None:
    fitting = [
        date(year, month, 1) + timedelta(days=day)
        for day in range(monthrange(year, month)[1])
        if (date(year, month, 1) + timedelta(days=day)).isoweekday() == weekday
    ]
    expected = fitting[-1] if week == 5 else fitting[week - 1]
    assert the_day(month=month, week=week, weekday=weekday).in_year(year) == Period(expected, expected)


def test_the_work_safety_month_counts_from_2002() -> None:
    month = the_day(month=6, first_year=2002)
    assert [month.number_in(year) for year in (2001, 2002, 2012, 2026)] == [None, 1, 11, 25]


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"month": 3, "week": 5}, "weekday"),
        ({"month": 3, "weekday": 1}, "weekday"),
        ({"month": 3, "day": 4, "week": 1, "weekday": 1}, "day"),
        ({"month": 4, "day": 31}, "day"),
        ({"month": 2, "day": 29, "year": 2027}, "day"),
    ],
)
def test_a_rule_that_names_no_day_is_refused(rule: dict[str, int], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        the_day(**rule).clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
def test_lines_become_days_weekdays_and_months() -> None:
    DAYS.bring_in(
        ["安全教育日", "3", "", "最后一个", "周一", "", "", ""],
        ["消防日", "11", "9", "", "", "", "1992", ""],
        ["安全生产月", "6", "", "", "", "", "2002", ""],
    )
    rules = {day.name: day.in_year(2026) for day in SafetyDay.objects.all()}
    assert rules["安全教育日"] == Period(date(2026, 3, 30), date(2026, 3, 30))
    assert rules["消防日"].first == date(2026, 11, 9)
    assert rules["安全生产月"].last == date(2026, 6, 30)


@pytest.mark.django_db
def test_a_line_with_a_year_leaves_the_yearly_rule_alone() -> None:
    a_safety_day(name="防灾减灾周", month=5, day=9)
    line = ["防灾减灾周", "5", "10", "", "", "7", "", "2026"]
    assert DAYS.counts(line) == {"new": 1}
    DAYS.bring_in(line)
    assert DAYS.counts(line) == {"unchanged": 1}
    assert DAYS.counts(["防灾减灾周", "5", "9", "", "", "", "", ""]) == {"unchanged": 1}
    assert DAYS.counts(["防灾减灾周", "5", "8", "", "", "", "", ""]) == {"changed": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["某日", "13", "1", "", "", "", "", ""], "确保该值小于或等于12。"),
        (["某日", "4", "31", "", "", "", "", ""], "该月没有这一天。"),
        (["某日", "4", "", "第一个", "", "", "", ""], "“第几个”和“星期”要么都填，要么都不填。"),
        (["某日", "", "1", "", "", "", "", ""], "请填写此格：缺少此项不能新登记。"),
        (["", "4", "1", "", "", "", "", ""], "请填写此格：缺少此项不能新登记。"),
    ],
)
def test_a_line_that_names_no_day_says_why(line: list[str], sentence: str) -> None:
    assert DAYS.sentences(line) == [sentence]


@pytest.mark.django_db
def test_what_is_shipped_comes_once_and_what_was_removed_stays_away() -> None:
    shipped = sum(map(len, (EVENT_KINDS, SAFETY_DAYS, AUDIENCES, CHANNELS)))
    assert (load_shipped(), load_shipped()) == (shipped, 0)
    assert all(day.in_year(2026) for day in SafetyDay.objects.all())
    remove_record(SafetyDay.objects.first(), by=None, reason="x")
    remove_record(EventKind.objects.first(), by=None, reason="x")
    assert load_shipped() == 0
