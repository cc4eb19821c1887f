"""The lot of a mutual evaluation: never oneself, everybody equally often, the same again from the same seed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.scoring import allotted, raters_of

KEYS = st.sets(st.integers(1, 10_000), min_size=4, max_size=80)
EACH = st.integers(3, 90)
SEEDS = st.text(max_size=8)


@given(KEYS, EACH | st.none(), SEEDS)
def test_among_themselves_nobody_rates_itself_and_all_are_rated_equally_often(
    units: set[int], each: int | None, seed: str
) -> None:
    given_out = allotted(units, units, each=each, seed=seed)
    number = len(units) - 1 if each is None else min(each, len(units) - 1)
    assert set(given_out) == units
    for giver, takers in given_out.items():
        assert giver not in takers
        assert set(takers) <= units
        assert len(set(takers)) == len(takers) == number
    assert raters_of(given_out) == dict.fromkeys(units, number)


@given(KEYS, KEYS, EACH | st.none(), SEEDS)
def test_one_kind_rates_another_with_no_unit_rated_twice_more_often(
    raters: set[int], rated: set[int], each: int | None, seed: str
) -> None:
    givers = {-key for key in raters}
    given_out = allotted(givers, rated, each=each, seed=seed)
    number = len(rated) if each is None else min(each, len(rated))
    assert all(len(set(takers)) == len(takers) == number for takers in given_out.values())
    counts = [raters_of(given_out).get(unit, 0) for unit in rated]
    assert max(counts) - min(counts) <= 1
    assert sum(counts) == number * len(givers)


@given(st.permutations(list(range(1, 20))), EACH, SEEDS)
def test_the_same_seed_draws_the_same_whatever_the_order(order: list[int], each: int, seed: str) -> None:
    units = sorted(order)
    assert allotted(order, order, each=each, seed=seed) == allotted(units, units, each=each, seed=seed)


def test_another_seed_draws_otherwise() -> None:
    drawn = {str(allotted(range(53), range(53), each=10, seed=str(seed))) for seed in range(5)}
    assert len(drawn) == 5


def test_fifty_three_villages_with_ten_each() -> None:
    given_out = allotted(range(53), range(53), each=10, seed="2026")
    assert set(map(len, given_out.values())) == {10}
    assert set(raters_of(given_out).values()) == {10}


def test_sides_that_overlap_in_part_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        allotted([1, 2], [2, 3], each=None, seed="x")


@pytest.mark.parametrize("units", [[], [1]])
def test_alone_there_is_nobody_to_rate(units: list[int]) -> None:
    assert raters_of(allotted(units, units, each=None, seed="x")) == {}
