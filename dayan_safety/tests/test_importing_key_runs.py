"""Keys in a row are kept as pairs and come back as they were."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dayan_safety.importing.key_runs import as_runs, keys_of


@pytest.mark.parametrize(
    ("keys", "kept"),
    [([], []), ([7], [7]), ([3, 4, 5, 9], [[3, 5], 9]), ([9, 3, 4, 4, 5], [[3, 5], 9]), ([1, 2], [[1, 2]])],
)
def test_keys_in_a_row_are_one_pair(keys: list[int], kept: list[object]) -> None:
    assert as_runs(keys) == kept


@given(some.lists(some.integers(1, 300)))
def test_whatever_was_kept_comes_back(keys: list[int]) -> None:
    assert keys_of(json.loads(json.dumps(as_runs(keys)))) == sorted(set(keys))


def test_what_was_kept_before_as_plain_keys_is_read_too() -> None:
    assert keys_of([5, 3, 4]) == [5, 3, 4]
