"""Days, names and plans at the turn of the year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety.calendars import load_calendar
from dayan_safety.carrying import (
    Found,
    Kind,
    LeftOut,
    Line,
    Moved,
    Part,
    Turn,
    fingerprint_of,
    found_of,
    is_season,
    line_of,
    moved_of,
    turn_of,
    words_moved,
    year_near,
)
from dayan_safety.workdays import Calendar

WEEKENDS = Calendar({})
SPRING_FESTIVAL = {date(2027, 2, day): False for day in range(5, 13)}


def into(year: int, rows: dict[date, bool] | None = None) -> Turn:
    """A turn whose calendar knows ``rows``."""
    return Turn(year, date(year - 1, 11, 30), Calendar(rows or {}), bool(rows))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2026, 2, 28), date(2027, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2026, 12, 31), date(2027, 12, 31)),
        (date(2027, 1, 15), date(2028, 1, 15)),
    ],
)
def test_a_day_is_the_same_day_a_year_later(before: date, after: date) -> None:
    assert into(2027).moved(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (date(2027, 2, 28), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2026, 6, 30), date(2027, 6, 30)),
        (date(2026, 6, 29), date(2027, 6, 29)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_the_last_of_a_month_stays_the_last(before: date, after: date) -> None:
    assert into(2027).moved_end(before) == after


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)))
def test_every_day_has_one_a_year_later(day: date) -> None:
    turn = into(day.year + 1)
    for moved in (turn.moved(day), turn.moved_end(day), turn.to_work(day)):
        assert moved.year == day.year + 1
    assert turn.moved(day).month == turn.moved_end(day).month == day.month
    assert turn.working.is_working_day(turn.to_work(day))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (date(2026, 6, 10), date(2027, 6, 10)),  # a Thursday
        (date(2026, 5, 1), date(2027, 5, 3)),  # a Saturday: the Monday after
        (date(2026, 2, 8), date(2027, 2, 15)),  # within the festival, which ends before a weekend
        (date(2021, 12, 31), date(2022, 12, 30)),  # a Saturday at the year's end: the last working day of the year
    ],
)
def test_a_last_day_is_moved_to_a_working_day_of_its_year(before: date, after: date) -> None:
    assert into(2027, SPRING_FESTIVAL).to_work(before) == after


def test_without_the_list_the_weekends_alone_are_off() -> None:
    assert into(2027).to_work(date(2026, 2, 8)) == date(2027, 2, 8)


def test_a_shifted_working_weekend_is_no_day_off() -> None:
    saturday = date(2027, 5, 1)
    assert into(2027, {saturday: True}).to_work(date(2026, 5, 1)) == saturday


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2026, 11, 30), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2027, 2, 28), 2027),
        (date(2028, 2, 29), 2028),
        (date(2027, 3, 1), 2028),
        (date(2027, 6, 15), 2028),
    ],
)
def test_the_turn_that_is_near(on: date, year: int) -> None:
    assert year_near(on) == year


@pytest.mark.parametrize(
    ("on", "asked"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2027, 2, 28), True),
        (date(2027, 3, 1), False),
    ],
)
def test_people_are_asked_from_november_to_february(on: date, asked: bool) -> None:
    assert is_season(on) is asked


@pytest.mark.django_db
def test_the_turn_knows_whether_the_list_of_holidays_is_there() -> None:
    assert not turn_of(date(2025, 11, 30)).is_known
    load_calendar([2026], by=None)
    turn = turn_of(date(2025, 11, 30))
    assert (turn.year, turn.old, turn.first, turn.is_known) == (2026, 2025, date(2026, 1, 1), True)
    assert turn.to_work(date(2025, 10, 1)) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("实施细则（2026年）", "实施细则（2027年）"),
        ("2026年1月定期检查", "2027年1月定期检查"),
        ("2025—2026年度", "2025—2027年度"),
        ("编号120264", "编号120264"),
        ("双随机检查", "双随机检查"),
        ("", ""),
        ("２０２６年", "２０２６年"),
    ],
)
def test_the_year_in_a_name_is_the_new_one(before: str, after: str) -> None:
    assert into(2027).renamed(before) == after


def a_line(key: int = 1, label: str = "旧", seal: str = "1/1", moved: tuple[Moved, ...] = ()) -> Line:
    return Line(key, label, "/x/", moved, seal, lambda by: None)


def a_kind(name: str = "x.thing") -> Kind:
    return Kind(name, "事项", "", "x.view", "x.create", "flag", lambda turn, user: Found(None))


def test_lines_and_what_is_left_out_keep_their_order() -> None:
    left = LeftOut("甲", "/1/", "没有了")
    found = found_of(None, [a_line(2), None, left, a_line(1)])
    assert ([line.key for line in found.lines], list(found.left_out)) == ([2, 1], [left])
    assert found.is_settled
    assert not found_of(None, [LeftOut("乙", "/2/", "等等", can_come=True)]).is_settled


PLAN = [Part(a_kind(), Found(None, [a_line()], [LeftOut("甲", "/1/", "没有了")]))]
OTHER = [
    [Part(a_kind("x.other"), PLAN[0].found)],
    [Part(a_kind(), Found(None, [a_line(key=2)], PLAN[0].found.left_out))],
    [Part(a_kind(), Found(None, [a_line(label="新")], PLAN[0].found.left_out))],
    [Part(a_kind(), Found(None, [a_line(seal="1/2")], PLAN[0].found.left_out))],
    [Part(a_kind(), Found(None, [a_line(moved=(Moved("日期", "a", "b"),))], PLAN[0].found.left_out))],
    [Part(a_kind(), Found(None, [a_line()], [LeftOut("甲", "/1/", "单位撤销")]))],
    [Part(a_kind(), Found(None, [a_line()]))],
    [],
]


@pytest.mark.parametrize("other", OTHER)
def test_whatever_a_reader_decides_by_is_in_the_fingerprint(other: list[Part]) -> None:
    assert fingerprint_of(into(2027), PLAN) != fingerprint_of(into(2027), other)


def test_the_fingerprint_is_of_the_year_and_of_nothing_else() -> None:
    again = [Part(a_kind(), Found(None, [a_line()], [LeftOut("甲", "/elsewhere/", "没有了", can_come=True)]))]
    assert fingerprint_of(into(2027), PLAN) == fingerprint_of(into(2027), again)
    assert fingerprint_of(into(2027), PLAN) != fingerprint_of(into(2028), PLAN)
    assert len(fingerprint_of(into(2027), PLAN)) == 64


def test_a_name_that_no_encoding_has_does_no_harm() -> None:
    odd = [Part(a_kind(), Found(None, [a_line(label="\ud800")]))]
    assert fingerprint_of(into(2027), odd) != fingerprint_of(into(2027), PLAN)


def test_what_is_said_alike_is_not_told() -> None:
    assert moved_of("名称", "甲", "甲") == []
    assert moved_of("名称", "甲", "乙") == [("名称", "甲", "乙")]


def test_a_text_with_the_year_in_it_is_told(cast: Any) -> None:
    cast.committee.duties = "2026年的任务"
    (told,) = words_moved(into(2027), cast.committee, "duties", "document")
    assert (str(told.label), told.before, told.after) == ("职责", "文中的2026", 2027)
    assert line_of(cast.committee, [], print, "x").seal == f"{cast.committee.pk}/{cast.committee.version}/x"
