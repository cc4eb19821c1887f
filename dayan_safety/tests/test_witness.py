"""A noted end of the history: where it stands, and what is no such thing."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from dayan_safety.history import record_action
from dayan_safety.models import Action
from dayan_safety.witness import end_of_history, missing_witness


def problems(noted: str) -> list[tuple[int, str]]:
    """What is wrong with a noted end, in English."""
    with translation.override("en"):
        return [(flaw.number, flaw.problem) for flaw in missing_witness(noted)]


def test_before_the_first_row_there_is_nothing_to_note_or_to_miss(db: Any) -> None:
    assert end_of_history() == "0:"
    assert problems(end_of_history()) == problems("") == []


def test_an_end_is_the_last_rows_number_and_digest_and_stays_true(db: Any) -> None:
    noted = []
    for verb in "abc":
        record_action(verb)
        row = Action.objects.get(verb=verb)
        noted.append(end_of_history())
        assert noted[-1] == f"{row.number}:{row.digest}"
    assert [problems(end) for end in noted] == [[], [], []]


@pytest.mark.parametrize("noted", ["2:{digest}", "1:{reverse}", "1:", "1", "999999999999999999:{digest}"])
def test_an_end_that_is_not_in_the_history_is_a_flaw(db: Any, noted: str) -> None:
    record_action("a")
    digest = Action.objects.get().digest
    [(number, problem)] = problems(noted.format(digest=digest, reverse=digest[::-1]))
    assert number == int(noted.partition(":")[0])
    assert problem == "the end noted earlier is no longer there: the history was set back or rewritten"


@pytest.mark.parametrize("noted", ["x:abc", "-1:abc", "１:abc", "²:abc", "1.0:abc", "9" * 19 + ":abc", " 1:abc"])
def test_what_is_no_end_is_told_apart_from_a_missing_one(db: Any, noted: str) -> None:
    record_action("a")
    assert problems(noted) == [(0, "the noted end is not of the form NUMBER:DIGEST")]


def test_the_flaw_is_told_in_chinese(db: Any) -> None:
    [flaw] = missing_witness("7:abc")
    assert "操作记录" in flaw.problem
