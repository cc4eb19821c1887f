"""Bars of months: where they stand, which numbers they tell, and the line of a target."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dayan_safety.year_drawing import PLOT, TOP, chart_of

YEAR = [True] * 12


def test_a_year_has_its_months_and_no_line() -> None:
    chart = chart_of(["1"] * 12, YEAR)
    assert ([bar.month for bar in chart.bars], chart.target_at) == (list(range(1, 13)), None)


def test_other_months_stand_in_their_order_from_left_to_right() -> None:
    months = [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    bars = chart_of(["1"] * 12, YEAR, months=months).bars
    assert [bar.month for bar in bars] == months
    assert [bar.left for bar in bars] == sorted(bar.left for bar in bars)


@pytest.mark.parametrize(("target", "at"), [(100, TOP), (50, TOP + PLOT // 2), (0, TOP + PLOT), (200, TOP)])
def test_a_target_is_drawn_where_a_bar_of_it_would_end(target: int, at: int) -> None:
    chart = chart_of(["100", *[""] * 11], YEAR, target=Decimal(target))
    assert chart.target_at == at


def test_the_highest_number_is_told_also_below_the_target() -> None:
    chart = chart_of(["97.74", "12.25", *[""] * 10], YEAR, target=Decimal(150))
    assert [bar.is_told for bar in chart.bars[:3]] == [True, False, False]
    assert chart.bars[0].top > chart.target_at
