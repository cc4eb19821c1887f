"""What the answers to a checklist amount to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.models import ChecklistItem
from inspections.services.answers import FAIL, NOT_APPLICABLE, PASS, Score, asked_items, score_of

VERDICTS = st.sampled_from([PASS, FAIL, NOT_APPLICABLE, ""])


def questions(count: int, follow_ups: dict[int, int] | None = None) -> list[ChecklistItem]:
    """Questions 1, 2, 3 …; ``follow_ups``: which appears only where which was failed."""
    return [ChecklistItem(pk=key, only_if_failed_id=(follow_ups or {}).get(key)) for key in range(1, count + 1)]


@pytest.mark.parametrize(
    ("answers", "percent"),
    [
        ([PASS, PASS, FAIL], "66.7"),
        ([PASS, NOT_APPLICABLE, FAIL], "50.0"),
        ([NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE], None),
        ([PASS, PASS, PASS], "100.0"),
        ([FAIL, "", ""], "0.0"),
    ],
)
def test_what_does_not_apply_does_not_count(answers: list[str], percent: str | None) -> None:
    score = score_of(questions(3), dict(enumerate(answers, start=1)))
    assert score.percent == (Decimal(percent) if percent else None)


@given(st.lists(VERDICTS, min_size=1, max_size=30))
def test_every_question_is_counted_once(answers: list[str]) -> None:
    score = score_of(questions(len(answers)), dict(enumerate(answers, start=1)))
    assert score.passed + score.failed + score.not_applicable + score.unanswered == len(answers)
    assert score.is_complete == ("" not in answers)
    assert score.percent is None or 0 <= score.percent <= 100


@given(st.lists(VERDICTS, min_size=2, max_size=20), st.data())
def test_one_question_more_that_does_not_apply_changes_nothing(answers: list[str], data: st.DataObject) -> None:
    given_answers = dict(enumerate(answers, start=1))
    before = score_of(questions(len(answers)), given_answers)
    after = score_of(questions(len(answers) + 1), given_answers | {len(answers) + 1: NOT_APPLICABLE})
    assert after.percent == before.percent


@given(st.lists(st.sampled_from([PASS, FAIL]), min_size=1, max_size=20), st.data())
def test_the_better_the_answers_the_higher_the_score(answers: list[str], data: st.DataObject) -> None:
    items, told = questions(len(answers)), dict(enumerate(answers, start=1))
    key = data.draw(st.sampled_from(sorted(told)))
    worse, better = score_of(items, told | {key: FAIL}).percent, score_of(items, told | {key: PASS}).percent
    assert worse is not None
    assert better is not None
    assert worse < better


@pytest.mark.parametrize("verdict", [PASS, FAIL, NOT_APPLICABLE, ""])
def test_a_question_that_depends_on_another_appears_where_that_failed(verdict: str) -> None:
    items = questions(2, {2: 1})
    assert [item.pk for item in asked_items(items, {1: verdict})] == ([1, 2] if verdict == FAIL else [1])


def test_an_answer_to_a_question_that_does_not_appear_any_more_does_not_count() -> None:
    items = questions(2, {2: 1})
    assert score_of(items, {1: FAIL, 2: FAIL}) == Score(failed=2)
    assert score_of(items, {1: PASS, 2: FAIL}) == Score(passed=1)
