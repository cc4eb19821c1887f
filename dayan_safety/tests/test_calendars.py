"""Keeping the calendar: shipped lists, the office's own list, single days."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety import workdays
from dayan_safety.calendars import (
    OFF,
    WORKING,
    Day,
    Loaded,
    load_calendar,
    load_days,
    load_unknown_years,
    mark_day,
    read_days,
    shipped_years,
    unmark_day,
)
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action, CalendarDay
from dayan_safety.names import tidy
from dayan_safety.testing import Cast

SATURDAY, MONDAY = date(2027, 1, 16), date(2027, 1, 18)


@pytest.fixture
def calendar(db: Any) -> None:
    load_unknown_years()


@pytest.mark.usefixtures("calendar")
def test_loading_twice_changes_nothing_and_leaves_no_trace() -> None:
    rows, actions = list(CalendarDay.objects.values_list()), Action.objects.count()
    assert load_unknown_years() == Loaded()
    again = load_calendar(list(shipped_years()), by=None)
    assert (again.new, again.changed) == (0, 0)
    assert again.unchanged >= len(rows)
    assert list(CalendarDay.objects.values_list()) == rows
    assert Action.objects.count() == actions


@pytest.mark.usefixtures("calendar")
def test_what_the_office_changed_stays_until_the_year_is_named() -> None:
    holiday = date(2026, 10, 1)
    unmark_day(holiday, by=None)
    load_unknown_years()
    call_command("load_calendar", verbosity=0)
    assert workdays.is_working_day(holiday)
    call_command("load_calendar", "--year", "2026", verbosity=0)
    assert not workdays.is_working_day(holiday)


def test_a_list_of_a_year_covers_the_last_days_of_the_year_before(db: Any) -> None:
    load_calendar([2019], by=None)
    assert workdays.is_working_day(date(2018, 12, 29))
    assert not workdays.is_working_day(date(2018, 12, 31))
    assert workdays.known_years([2018, 2019]) == {2019}


def test_a_year_without_a_shipped_list_is_refused_by_name(db: Any) -> None:
    beyond = shipped_years()[-1] + 1
    with pytest.raises(CommandError, match=str(beyond)):
        call_command("load_calendar", "--year", str(beyond))
    with pytest.raises(CommandError):
        call_command("load_calendar", "x.csv", "--year", "2026")
    with pytest.raises(CommandError):
        call_command("load_calendar", "/nowhere/x.csv")
    assert not CalendarDay.objects.exists()


def test_a_file_is_read_in_the_ways_people_write(db: Any) -> None:
    text = "day,is_working,name\r\n2027/1/18,休,春节\r\n\r\n2027年1月16日,班, 春节　调休 \r\n2027-01-17,0,周日\r\n"
    days = read_days(text)
    assert [(str(d.day), d.is_working, d.name) for d in days] == [
        ("2027-01-18", False, "春节"),
        ("2027-01-16", True, "春节 调休"),
        ("2027-01-17", False, "周日"),
    ]
    assert load_days(days, by=None) == Loaded(new=2)
    assert load_days(days, by=None) == Loaded(unchanged=2)


def test_all_errors_of_a_file_are_told_at_once_and_nothing_is_written(db: Any, tmp_path: Path) -> None:
    lines = ["2027-02-30,0,a", "2027-01-18,x,b", "2027-01-19,0", "2027-01-20,0,c", "2027-01-20,1,d", "2027-01-21,0,e"]
    path = tmp_path / "wrong.csv"
    path.write_text("day,is_working,name\n" + "\n".join(lines), encoding="utf-8")
    with pytest.raises(CommandError) as wrong:
        call_command("load_calendar", str(path))
    assert re.findall(r"^\D*(\d+)", str(wrong.value), re.MULTILINE) == ["2", "3", "4", "6"]
    assert not CalendarDay.objects.exists()
    with pytest.raises(RuleBroken, match="day,is_working,name"):
        read_days("日期,上班,名称\n")
    with pytest.raises(RuleBroken):
        read_days("")


# Single days


def test_the_office_marks_and_unmarks_a_day(cast: Cast) -> None:
    mark_day(MONDAY, by=cast.office, is_working=False, name="庙会")
    assert not workdays.is_working_day(MONDAY)
    mark_day(MONDAY, by=cast.office, is_working=False, name="庙会日")
    mark_day(MONDAY, by=cast.office, is_working=False, name="庙会日")
    unmark_day(MONDAY, by=cast.office)
    assert workdays.is_working_day(MONDAY)
    told = Action.objects.filter(verb="dayan_safety.edit_calendar").order_by("number")
    assert [(row.before.get("name"), row.after.get("name")) for row in told] == [
        (None, "庙会"),
        ("庙会", "庙会日"),
        ("庙会日", None),
    ]
    assert {row.by for row in told} == {cast.office}


def test_a_mark_that_says_what_the_weekday_says_is_refused(db: Any) -> None:
    with pytest.raises(RuleBroken, match="2027-01-18"):
        mark_day(MONDAY, by=None, is_working=True, name="x")
    with pytest.raises(RuleBroken, match="2027-01-16"):
        mark_day(SATURDAY, by=None, is_working=False, name="x")
    with pytest.raises(RuleBroken, match="2027-01-18"):
        unmark_day(MONDAY, by=None)


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "office"])
def test_nobody_but_the_office_keeps_the_calendar(cast: Cast, role: str) -> None:
    by = getattr(cast, role)
    with pytest.raises(PermissionDenied):
        mark_day(MONDAY, by=by, is_working=False, name="x")
    with pytest.raises(PermissionDenied):
        load_calendar([2026], by=by)
    assert not CalendarDay.objects.exists()


# The office's own list


@pytest.mark.usefixtures("calendar")
def test_the_offices_own_list_makes_a_year_known_and_the_warning_goes(tmp_path: Path) -> None:
    listed = [date(2027, 1, number) for number in range(1, 23)]
    lines = [f"{day},{0 if day.weekday() < 5 else 1},春节" for day in listed]
    (tmp_path / "2027.csv").write_text("day,is_working,name\n" + "\n".join(lines), encoding="gb18030")
    call_command("load_calendar", str(tmp_path / "2027.csv"), verbosity=0)
    assert workdays.is_known_year(2027)
    assert workdays.unknown_years_warning(date(2026, 12, 31)) == ""
    assert workdays.is_working_day(SATURDAY)
    assert not workdays.is_working_day(MONDAY)


NAMES = st.text("春节国庆调休 ABC（）", max_size=20)
LISTED = st.dictionaries(st.dates(date(2004, 1, 1), date(2050, 12, 31)), st.tuples(st.booleans(), NAMES), max_size=30)


@given(LISTED, st.sampled_from(["{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y年%m月%d日}"]), st.randoms(use_true_random=False))
def test_any_list_is_read_back_whatever_its_writing_and_order(listed: Any, writing: str, random: Any) -> None:
    words = {True: sorted(WORKING), False: sorted(OFF)}
    lines = [f"{writing.format(day)},{random.choice(words[works])},{name}" for day, (works, name) in listed.items()]
    random.shuffle(lines)
    days = read_days("\n".join(["day,is_working,name", *lines]))
    assert {day.day: (day.is_working, day.name) for day in days} == {
        day: (works, tidy(name)) for day, (works, name) in listed.items()
    }


@given(st.text(max_size=200), st.booleans())
def test_any_text_is_a_list_or_refused_in_words(text: str, with_header: bool) -> None:
    try:
        days = read_days(f"day,is_working,name\n{text}" if with_header else text)
    except RuleBroken as broken:
        assert str(broken)
    else:
        assert all(isinstance(day, Day) for day in days)


def test_at_most_twenty_errors_are_told(db: Any) -> None:
    with pytest.raises(RuleBroken) as broken:
        read_days("day,is_working,name\n" + "x,1,y\n" * 50)
    told = str(broken.value).splitlines()
    assert len(told) == 20
    assert told[0] == "第 2 行：“x”不是 2027-01-01 这样的日期。"
