"""Bands, ranks, the marks units give each other, the year and its seal."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.scoring import (
    Band,
    Entry,
    Ledger,
    band_of,
    mean_mark,
    ranked,
    reciprocal,
    says_the_same,
    seal_of,
    shares_of_year,
    year_score,
)

D = Decimal
BANDS = (Band("good", D(80)), Band("excellent", D(90)), Band("fail", D(0)), Band("pass", D(60)))
SCORES = st.integers(0, 10_500).map(lambda hundredths: D(hundredths) / 100)
ENTRIES = st.lists(
    st.builds(Entry, st.integers(1, 10_000), st.one_of(st.none(), SCORES), st.booleans()),
    unique_by=lambda entry: entry.key,
    max_size=30,
)
MARKS = st.lists(SCORES, min_size=1, max_size=20)


# Bands and ranks


@pytest.mark.parametrize(
    ("score", "name"),
    [
        ("100", "excellent"),
        ("90", "excellent"),
        ("89.99", "good"),
        ("80", "good"),
        ("79.99", "pass"),
        ("60", "pass"),
        ("59.99", "fail"),
        ("0", "fail"),
    ],
)
def test_a_band_begins_with_its_least_score(score: str, name: str) -> None:
    assert band_of(D(score), BANDS) == name


def test_a_veto_leaves_the_lowest_band_whatever_the_score() -> None:
    assert band_of(D(100), BANDS, vetoed=True) == "fail"
    assert band_of(None, BANDS, vetoed=True) == "fail"


def test_without_score_or_bands_there_is_no_band_and_below_all_it_is_the_lowest() -> None:
    assert band_of(None, BANDS) == ""
    assert band_of(D(50), ()) == ""
    assert band_of(D(10), [Band("only", D(60))]) == "only"


def test_equal_scores_share_a_rank_and_the_next_one_is_left_out() -> None:
    entries = [Entry(1, D(90)), Entry(2, D(95)), Entry(3, D(90)), Entry(4, D(80))]
    assert ranked(entries) == {2: 1, 1: 2, 3: 2, 4: 4}


def test_the_vetoed_come_last_in_their_order_and_the_unknown_not_at_all() -> None:
    entries = [Entry(1, D(99), vetoed=True), Entry(2, D(20)), Entry(3, None), Entry(4, D(100), vetoed=True)]
    assert ranked(entries) == {2: 1, 4: 2, 1: 3}


@given(ENTRIES)
def test_a_rank_is_one_more_than_how_many_are_better(entries: list[Entry]) -> None:
    known = [entry for entry in entries if entry.score is not None]
    better = {
        entry.key: 1 + sum((e.vetoed, -(e.score or 0)) < (entry.vetoed, -(entry.score or 0)) for e in known)
        for entry in known
    }
    assert ranked(entries) == better


@given(ENTRIES, st.randoms())
def test_ranks_do_not_hang_on_the_order(entries: list[Entry], chance: object) -> None:
    mixed = list(entries)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert ranked(mixed) == ranked(entries)


# What units think of each other


def test_the_highest_and_the_lowest_mark_do_not_count() -> None:
    marks = [D(10), D(80), D(82), D(84), D(100)]
    assert mean_mark(marks, least=3, trim=1) == D("82.00")
    assert mean_mark(marks, least=3, trim=0) == D("71.20")
    assert mean_mark(marks, least=3, trim=2) == D("82.00")


def test_with_too_few_raters_there_is_no_mark() -> None:
    assert mean_mark([D(80), D(90)], least=3, trim=1) is None
    assert mean_mark([], least=0, trim=0) is None
    assert mean_mark([D(80), D(90), D(70)], least=3, trim=1) == D("80.00")


def test_where_trimming_would_leave_nothing_all_count() -> None:
    assert mean_mark([D(80), D(90)], least=2, trim=1) == D("85.00")


@given(MARKS, st.integers(0, 3))
def test_a_mean_lies_between_its_marks(marks: list[Decimal], trim: int) -> None:
    mean = mean_mark(marks, least=1, trim=trim)
    assert mean is not None
    assert min(marks) <= mean <= max(marks)


@given(MARKS, st.integers(0, 3), st.randoms())
def test_raters_may_come_in_any_order(marks: list[Decimal], trim: int, chance: object) -> None:
    mixed = list(marks)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert mean_mark(mixed, least=1, trim=trim) == mean_mark(marks, least=1, trim=trim)


@given(st.lists(SCORES, min_size=5, max_size=20), SCORES)
def test_one_rater_alone_moves_a_trimmed_mean_only_within_the_others(marks: list[Decimal], odd: Decimal) -> None:
    mean = mean_mark([*marks, odd], least=3, trim=1)
    assert mean is not None
    assert min(marks) <= mean <= max(marks)


def test_one_mark_for_everybody_is_no_judgement() -> None:
    assert says_the_same(dict.fromkeys(range(5), D(90)))
    assert not says_the_same(dict.fromkeys(range(4), D(90)))
    assert not says_the_same(dict.fromkeys(range(4), D(90)) | {9: D(91)})


def test_two_who_favour_each_other_stand_out_and_one_who_favours_alone_does_not() -> None:
    marks = {
        1: {2: D(100), 3: D(70), 4: D(72)},
        2: {1: D(98), 3: D(75), 4: D(75)},
        3: {1: D(80), 2: D(80), 4: D(100)},
        4: {1: D(80), 2: D(80), 3: D(80)},
    }
    assert reciprocal(marks, above=D(20)) == [(1, 2)]
    assert reciprocal(marks, above=D(24)) == []
    assert reciprocal({1: {2: D(100)}, 2: {1: D(100)}}, above=D(1)) == []


# The year


def test_the_year_is_sixty_per_cent_months_and_forty_its_end() -> None:
    months = [D(80), None, D(90)]
    assert year_score(months, D(70), month_share=D(60), ledger=Ledger()) == D("79.00")
    assert year_score(months, D(70), month_share=D(100), ledger=Ledger()) == D("85.00")


def test_the_mean_of_the_months_is_not_rounded_before_it_is_weighed() -> None:
    months = [D("80.00"), D("80.00"), D("80.01")]  # the mean is 80.00333…
    assert year_score(months, D("80.005"), month_share=D(60), ledger=Ledger()) == D("80.00")
    assert year_score([D("80.01"), D("80.00")], D("80.005"), month_share=D(60), ledger=Ledger()) == D("80.01")


def test_a_side_that_is_missing_leaves_the_other_one_alone() -> None:
    assert year_score([], D(70), month_share=D(60), ledger=Ledger()) == D("70.00")
    assert year_score([D(90)], None, month_share=D(60), ledger=Ledger()) == D("90.00")
    assert year_score([None, None], None, month_share=D(60), ledger=Ledger(bonus=D(5))) is None


@pytest.mark.parametrize(
    ("bonus", "penalty", "score"),
    [("3", "0", "83.00"), ("9", "0", "85.00"), ("0", "4", "76.00"), ("0", "99", "60.00"), ("9", "99", "65.00")],
)
def test_bonus_and_penalty_have_their_caps(bonus: str, penalty: str, score: str) -> None:
    ledger = Ledger(D(bonus), D(penalty), bonus_cap=D(5), penalty_cap=D(20))
    assert year_score([], D(80), month_share=D(60), ledger=ledger) == D(score)


@given(st.lists(st.one_of(st.none(), SCORES), max_size=12), st.one_of(st.none(), SCORES), SCORES, SCORES)
def test_a_year_stays_within_its_bounds(
    months: list[Decimal | None], end: Decimal | None, bonus: Decimal, penalty: Decimal
) -> None:
    ledger = Ledger(bonus, penalty)
    score = year_score(months, end, month_share=D(60), ledger=ledger)
    assert score is None or 0 <= score <= 100 + ledger.bonus_cap


# The seal


def test_a_seal_is_what_every_computer_computes() -> None:
    assert seal_of({"b": 1, "a": ["甲", None, True]}, "2.50") == (
        "e96469cc797360ea4cf655cd7fa0055a068d71feae1bd508cb5ca874edb75376"  # sha256sum of the same JSON
    )


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN, PLAIN)
def test_only_the_same_has_the_same_seal(one: object, other: object) -> None:
    is_same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (seal_of(one) == seal_of(other)) == is_same


def test_the_order_of_names_does_not_matter_and_that_of_a_list_does() -> None:
    assert seal_of({"a": 1, "b": 2}) == seal_of({"b": 2, "a": 1})
    assert len({seal_of(list(order)) for order in permutations("abc")}) == 6


@pytest.mark.parametrize("part", [D("1.0"), 1.5, {1: "a"}, [{"a": D(1)}], object()])
def test_what_is_written_in_more_than_one_way_cannot_be_sealed(part: object) -> None:
    with pytest.raises(TypeError):
        seal_of(part)


@pytest.mark.parametrize(
    ("mean", "end", "shares"),
    [(D(80), D(70), (60, 40)), (None, D(70), (0, 100)), (D(0), None, (100, 0)), (None, None, (0, 0))],
)
def test_where_one_side_is_missing_the_other_is_all(mean: D | None, end: D | None, shares: tuple[int, int]) -> None:
    assert shares_of_year(mean, end, D(60)) == shares
