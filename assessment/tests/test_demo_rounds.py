"""When the demo town's units rate each other: in each year that is lived, open where today lies before its end."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.demo.peers import LASTS, beginning, drawn, mark_for
from assessment.models import Mark
from assessment.tasks import close_rounds
from assessment.tests.peer_builders import an_open_round, fresh
from committee.demo.year import months_until
from dayan_safety.testing import Cast


def year_up_to(on: date) -> Any:
    """The town's year, as far as the plan asks for it."""
    return SimpleNamespace(on=on, months=months_until(on))


@pytest.mark.parametrize(
    ("on", "last_year", "this_year"),
    [
        (date(2026, 11, 30), date(2025, 12, 3), date(2026, 11, 20)),
        (date(2026, 6, 15), date(2025, 11, 20), date(2026, 6, 8)),
        (date(2026, 12, 20), None, date(2026, 11, 20)),
        (date(2027, 1, 5), date(2026, 11, 20), None),
        (date(2027, 2, 20), date(2026, 11, 20), date(2027, 2, 13)),
    ],
)
def test_rounds_begin_in_november_or_a_week_ago(on: date, last_year: date | None, this_year: date | None) -> None:
    year = year_up_to(on)
    if year.months[0].year < on.year:
        assert beginning(year, on.year - 1) == last_year
    assert beginning(year, on.year) == this_year


@given(st.dates(date(2027, 1, 1), date(2027, 12, 31)))
def test_whatever_the_day_a_round_of_this_year_is_open_or_over(on: date) -> None:
    begins = beginning(year_up_to(on), 2027)
    assert begins is None or date(2027, 1, 3) <= begins < on
    if begins and (on.month, on.day) < (11, 25):
        assert on <= begins + LASTS


def test_marks_of_the_demo_are_the_same_each_time_and_marks() -> None:
    marks = {mark_for(Mark(giver_id=giver, receiver_id=50 + receiver)) for giver in range(50) for receiver in range(50)}
    assert (min(marks) >= 60, max(marks) <= 100, len(marks) > 20) == (True, True, True)
    assert drawn(1, 2) == drawn(1, 2) != drawn(2, 1)


@pytest.mark.usefixtures("midsummer")
def test_the_clock_asks_every_hour_and_closes_once(cast: Cast) -> None:
    round_ = an_open_round(cast)
    assert close_rounds() == 0
    type(round_).objects.filter(pk=round_.pk).update(last_on=date(2026, 6, 14))
    assert (close_rounds(), close_rounds(), fresh(round_).state) == (1, 0, "closed")
