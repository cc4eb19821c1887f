"""Points of the national self-assessment: the form's own numbers, and what holds of any grades."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.scoring.national import (
    FAILS,
    NEXT,
    PARTS,
    PASSES,
    RECTIFIES,
    Judged,
    Scale,
    Step,
    cheapest_steps,
    standing_of,
)

FULL = Decimal(3)
SCALE = Scale(
    (Decimal("0.8"), Decimal(1), Decimal("1.2")), {"a": 100, "b": 70, "c": 30, "d": 0}, Decimal(100), Decimal(75)
)
SLOWLY = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
grade = st.sampled_from(["a", "b", "c", "d", ""])
grades = st.tuples(grade, grade, grade)


def form(*each: str) -> list[Judged]:
    """An indicator of three points for each text of three grades."""
    return [Judged(key, FULL, tuple(one)) for key, one in enumerate(each)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("all_of", "total", "verdict"),
    [("aaa", "150.00", PASSES), ("bbb", "105.00", PASSES), ("ccc", "45.00", FAILS), ("ddd", "0", FAILS)],
)
def test_fifty_indicators_of_one_grade(all_of: str, total: str, verdict: str) -> None:
    standing = standing_of(form(*[all_of] * 50), SCALE)
    assert (standing.total, standing.verdict) == (Decimal(total), verdict)


@pytest.mark.parametrize(("one", "points"), [("add", "0.80"), ("dad", "1.00"), ("dda", "1.20"), ("bcd", "0.86")])
def test_each_part_has_its_weight(one: str, points: str) -> None:
    judged = Judged(1, FULL, tuple(one))  # type: ignore[arg-type]
    assert judged.points(SCALE) == Decimal(points)


@pytest.mark.parametrize(
    ("grades_of", "verdict"),
    [
        (["aaa"] * 33 + ["cdd"] * 4, RECTIFIES),  # 99.96
        (["aaa"] * 33 + ["cdd"] * 5, PASSES),  # 100.20
        (["ada"] * 50, PASSES),  # 100 exactly
        (["aaa"] * 25, RECTIFIES),  # 75 exactly
        (["aaa"] * 24 + ["aab"], FAILS),  # 74.64
        (["aaa"] * 49 + ["ddd"], FAILS),  # 147 and a zero
    ],
)
def test_the_limits_and_the_zero(grades_of: list[str], verdict: str) -> None:
    assert standing_of(form(*grades_of), SCALE).verdict == verdict


def test_what_has_no_grade_is_zero_today_and_told_apart() -> None:
    standing = standing_of([Judged(1, FULL, ("a", "a", "")), Judged(2, FULL, ("", "", ""))], SCALE)
    assert standing.total == Decimal("1.80")
    assert standing.zeros == (2,)
    assert standing.ungraded == (1, 2)
    assert standing.open_points == Decimal("4.20")


def test_zeros_come_first_among_the_steps_then_the_largest_gain_then_what_has_proof() -> None:
    lines = [Judged(1, FULL, ("a", "a", "c"), 9), Judged(2, FULL, ("d", "d", "d")), Judged(3, FULL, ("a", "a", "c"), 1)]
    steps = cheapest_steps(lines, SCALE)
    assert [step.key for step in steps] == [2, 2, 2, 1, 3]
    assert steps[3] == Step(1, "effect", "c", "b", Decimal("0.48"), 9)


def test_what_is_graded_a_has_no_step() -> None:
    assert cheapest_steps(form("aaa"), SCALE) == []


@SLOWLY
@given(st.lists(grades, min_size=1, max_size=50))
def test_the_total_lies_between_nothing_and_the_full_marks(each: list[tuple[str, str, str]]) -> None:
    lines = [Judged(key, FULL, one) for key, one in enumerate(each)]
    standing = standing_of(lines, SCALE)
    assert 0 <= standing.total <= FULL * len(lines)
    assert standing.total + standing.open_points <= FULL * len(lines) + Decimal("0.01") * len(lines)


@SLOWLY
@given(st.lists(grades, min_size=1, max_size=20))
def test_a_zero_always_fails(each: list[tuple[str, str, str]]) -> None:
    lines = [Judged(key, FULL, one) for key, one in enumerate(each)]
    standing = standing_of([*lines, Judged(99, FULL, ("d", "d", ""))], SCALE)
    assert standing.verdict == FAILS
    assert 99 in standing.zeros


@SLOWLY
@given(grades)
def test_a_step_gives_what_it_promises(one: tuple[str, str, str]) -> None:
    judged = Judged(1, FULL, one)
    for step in cheapest_steps([judged], SCALE):
        place = PARTS.index(step.part)
        better = tuple(NEXT[now] if at == place else now for at, now in enumerate(one))
        gained = Judged(1, FULL, better).points(SCALE) - judged.points(SCALE)  # type: ignore[arg-type]
        assert gained == step.gain > 0


@SLOWLY
@given(st.permutations(["aaa", "bcd", "ddd", "cab"]))
def test_the_order_of_the_indicators_does_not_matter(order: list[str]) -> None:
    standing, other = standing_of(form(*order), SCALE), standing_of(form(*sorted(order)), SCALE)
    assert (standing.total, len(standing.zeros), standing.verdict) == (other.total, len(other.zeros), other.verdict)
