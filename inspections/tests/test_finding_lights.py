"""How a finding is read at a glance, day by day, and the facts it tells of itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from inspections.models import Finding
from inspections.tables.findings import level, light

TODAY, DAY = date(2026, 6, 15), timedelta(days=1)
STATES = list(Finding.State.values)


def lit(state: str, days: int, **given: Any) -> tuple[str, str]:
    """Words and tone of a finding whose last day is so many days ahead."""
    with time_machine.travel("2026-06-15 10:00+08:00", tick=False):
        badge = light(Finding(state=state, due_on=TODAY + days * DAY, **given))
    return str(badge.text), badge.tone


@pytest.mark.parametrize("state", ["notified", "rectifying"])
@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-9, "逾期9天", "danger"),
        (-1, "逾期1天", "danger"),
        (0, "今天到期", "warning"),
        (3, "还剩3天", "warning"),
        (4, "正常", "success"),
        (30, "正常", "success"),
    ],
)
def test_green_yellow_red_as_its_last_day_comes(state: str, days: int, words: str, tone: str) -> None:
    told, shown = lit(state, days)
    assert (told.replace(" ", ""), shown) == (words, tone)


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [
        ("found", "未通知单位", "info"),
        ("asked", "待复查", "info"),
        ("handed", "已移交上级", "secondary"),
        ("withdrawn", "已撤销", "secondary"),
    ],
)
@pytest.mark.parametrize("days", [-9, 0, 9])
def test_what_does_not_wait_for_the_unit_is_never_red(days: int, state: str, words: str, tone: str) -> None:
    assert lit(state, days) == (words, tone)


@pytest.mark.parametrize(("late", "words"), [(-1, "按期销号"), (0, "按期销号"), (1, "逾期销号")])
def test_a_closed_one_says_whether_it_was_put_right_in_time(late: int, words: str) -> None:
    assert lit("closed", 0, asked_on=TODAY + late * DAY)[0] == words


@pytest.mark.parametrize(
    ("value", "words", "tone"),
    [("general", "一般隐患", "secondary"), ("urgent", "立即整改", "warning"), ("major", "重大隐患", "danger")],
)
def test_its_level_has_a_word_a_colour_and_a_picture(value: str, words: str, tone: str) -> None:
    badge = level(Finding(level=value))
    assert (str(badge.text), badge.tone) == (words, tone)
    assert badge.icon


@given(state=st.sampled_from(STATES), days=st.integers(-400, 400))
def test_it_is_overdue_due_soon_or_neither(state: str, days: int) -> None:
    finding = Finding(state=state, due_on=TODAY + days * DAY)
    late, soon = finding.is_overdue_on(TODAY), finding.is_due_soon_on(TODAY)
    waits = state in ("notified", "rectifying")
    assert late == (waits and days < 0)
    assert soon == (waits and 0 <= days <= 3)
    assert not (late and soon)


@given(st.sets(st.sampled_from(["responsible", "measures", "funds", "plan"])), st.sampled_from(Finding.Level.values))
def test_a_major_one_lacks_what_of_the_five_fixings_is_not_said(said: set[str], grade: str) -> None:
    finding = Finding(level=grade, **dict.fromkeys(said, "x"))
    lacking = {"responsible", "measures", "funds", "plan"} - said
    assert set(finding.unfixed) == (lacking if grade == "major" else set())


@pytest.mark.parametrize("state", STATES)
def test_open_ones_are_those_that_can_still_be_closed_or_withdrawn(state: str) -> None:
    reached, ahead = set(), {state}
    while ahead:
        now = ahead.pop()
        reached.add(now)
        ahead |= {str(to) for to in Finding.TRANSITIONS[Finding.State(now)]} - reached
    ends = reached & {"closed", "withdrawn"} - {state}
    assert Finding(state=state).is_open == (bool(ends) and state != "closed")
