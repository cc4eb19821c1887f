"""Points and scores: bounded, monotone, weighted; what is not known is not nought."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.scoring import Item, Line, Reading, line_of, points_of, score_of

D = Decimal
COUNTS = st.integers(0, 500).map(D)
FULL = st.integers(1, 4000).map(lambda hundredths: D(hundredths) / 100)
WEIGHTS = st.integers(1, 30).map(lambda tenths: D(tenths) / 10)
STEPS = st.integers(1, 500).map(lambda hundredths: D(hundredths) / 100)
ITEMS = st.builds(Item, st.just("1"), FULL, WEIGHTS, st.one_of(st.none(), STEPS))
READINGS = st.one_of(st.none(), st.builds(Reading, COUNTS, COUNTS))
LINES = st.lists(st.builds(line_of, ITEMS, READINGS), max_size=12)


def share(full: str, part: int, whole: int) -> Decimal | None:
    """Points by the share that was reached."""
    return points_of(Item("1", D(full)), Reading(D(part), D(whole)))


def off(full: str, step: str, times: int) -> Decimal | None:
    """Points of which so many steps go off."""
    return points_of(Item("1", D(full), step=D(step)), Reading(D(times)))


@pytest.mark.parametrize(
    ("full", "part", "whole", "points"),
    [
        ("10", 3, 4, "7.50"),
        ("10", 1, 3, "3.33"),
        ("10", 2, 3, "6.67"),
        ("0.05", 1, 2, "0.03"),  # halves go up
        ("15", 0, 7, "0.00"),
        ("15", 7, 7, "15.00"),
        ("15", 9, 7, "15.00"),
    ],
)
def test_points_are_the_full_mark_times_the_share(full: str, part: int, whole: int, points: str) -> None:
    assert share(full, part, whole) == D(points)


@pytest.mark.parametrize(
    ("step", "times", "points"),
    [
        ("2", 0, "30.00"),
        ("2", 1, "28.00"),
        ("0.5", 3, "28.50"),
        ("2", 15, "0.00"),
        ("2", 16, "0.00"),
        ("40", 1, "0.00"),
    ],
)
def test_each_occurrence_takes_its_step_until_nothing_is_left(step: str, times: int, points: str) -> None:
    assert off("30", step, times) == D(points)


def test_what_is_not_known_is_not_nought() -> None:
    item = Item("1", D(10))
    assert points_of(item, None) is None
    assert points_of(item, Reading(D(0), D(0))) is None
    assert points_of(item, Reading(D(0), D(1))) == 0
    assert points_of(Item("1", D(10), step=D(1)), None) is None
    assert points_of(Item("1", D(10), step=D(1)), Reading(D(0))) == 10


@given(ITEMS, READINGS)
def test_points_lie_between_nought_and_the_full_mark_in_hundredths(item: Item, reading: Reading | None) -> None:
    points = points_of(item, reading)
    if points is not None:
        assert 0 <= points <= item.full
        assert points == points.quantize(D("0.01"))


@given(FULL, COUNTS, COUNTS, st.integers(1, 500).map(D))
def test_who_reaches_more_never_gets_less(full: Decimal, one: Decimal, other: Decimal, whole: Decimal) -> None:
    less, more = sorted((one, other))
    item = Item("1", full)
    assert points_of(item, Reading(less, whole)) <= points_of(item, Reading(more, whole))  # type: ignore[operator]


@given(FULL, STEPS, COUNTS, COUNTS)
def test_whom_more_happens_to_never_gets_more(full: Decimal, step: Decimal, one: Decimal, other: Decimal) -> None:
    seldom, often = sorted((one, other))
    item = Item("1", full, step=step)
    assert points_of(item, Reading(often)) <= points_of(item, Reading(seldom))  # type: ignore[operator]


# The score of several


def test_a_score_is_of_a_hundred_and_weighs() -> None:
    full, half = Line(Item("1", D(30)), None, D(30)), Line(Item("2", D(10)), None, D(5))
    assert score_of([full, half]) == D("87.50")
    assert score_of([full, Line(Item("2", D(10), D(3)), None, D(5))]) == D("75.00")


def test_what_is_not_known_is_left_out_on_both_sides() -> None:
    known, unknown = Line(Item("1", D(30)), None, D(24)), Line(Item("2", D(70)), None, None)
    assert score_of([known, unknown]) == score_of([known]) == D("80.00")
    assert score_of([known, Line(Item("2", D(70)), None, D(0))]) == D("24.00")


def test_of_nothing_there_is_no_score() -> None:
    assert score_of([]) is None
    assert score_of([Line(Item("1", D(30)), None, None)]) is None


@given(LINES)
def test_a_score_lies_between_nought_and_a_hundred(lines: list[Line]) -> None:
    score = score_of(lines)
    assert score is None or 0 <= score <= 100
    assert (score is None) == all(line.points is None for line in lines)


@given(LINES, st.randoms())
def test_the_order_of_the_items_does_not_matter(lines: list[Line], chance: object) -> None:
    mixed = list(lines)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert score_of(mixed) == score_of(lines)


@given(LINES)
def test_a_score_is_what_exact_fractions_say(lines: list[Line]) -> None:
    known = [line for line in lines if line.points is not None]
    whole = sum((Fraction(line.item.full) * Fraction(line.item.weight) for line in known), Fraction(0))
    part = sum((Fraction(line.points or 0) * Fraction(line.item.weight) for line in known), Fraction(0))
    if whole:
        hundredths = 100 * 100 * part / whole
        exact = (hundredths.numerator * 2 + hundredths.denominator) // (hundredths.denominator * 2)
        assert score_of(lines) == D(exact) / 100


@given(LINES, st.integers(2, 9).map(D))
def test_weights_say_only_what_weighs_more_than_what(lines: list[Line], times: Decimal) -> None:
    heavier = [
        Line(Item(line.item.number, line.item.full, line.item.weight * times), line.reading, line.points)
        for line in lines
    ]
    assert score_of(heavier) == score_of(lines)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_halves_go_up_wherever_they_come_from(part: int, whole: int) -> None:
    part = min(part, whole)
    expected = (D(100) * part / whole).quantize(D("0.01"), ROUND_HALF_UP)
    assert points_of(Item("1", D(100)), Reading(D(part), D(whole))) == expected
