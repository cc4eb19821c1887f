"""How far an inspection is answered: what appears, what failed, what is lacking; properties of any list of answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety.testing import Cast
from inspections.models import Answer, ChecklistItem
from inspections.services import checklists
from inspections.services.answered import NAMED, Answered, answered
from inspections.services.answers import FAIL, NOT_APPLICABLE, PASS
from inspections.tests.checklist_builders import a_checklist, an_asked
from inspections.tests.inspection_builders import answer, at_the_village, failed

VERDICTS = ["", PASS, FAIL, NOT_APPLICABLE]


def sheet(verdicts: list[str], follow_ups: dict[int, int], photos: set[int] = frozenset()) -> Answered:  # type: ignore[assignment]
    """Questions 1, 2, … with their answers; ``follow_ups``: question → the one it depends on."""
    items = [
        ChecklistItem(pk=number, text=f"题{number}", only_if_failed_id=follow_ups.get(number), needs_photo=True)
        for number in range(1, len(verdicts) + 1)
    ]
    answers = {}
    for item, verdict in zip(items, verdicts, strict=True):
        given_answer = Answer(item=item, verdict=verdict)
        given_answer.loaded_files = ["照片"] if item.pk in photos else []  # type: ignore[attr-defined]
        answers[item.pk] = given_answer
    return Answered(items, answers)


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=30))
def test_every_question_that_appears_is_counted_once(verdicts: list[str]) -> None:
    seen = sheet(verdicts, {})
    score = seen.score
    counted = score.passed + score.failed + score.not_applicable + score.unanswered
    assert counted == len(seen.asked) == len(verdicts)
    assert len(seen.failed) == score.failed
    assert len(seen.unanswered) == score.unanswered
    assert score.is_complete is (not seen.unanswered)


@given(st.lists(st.sampled_from(VERDICTS), min_size=2, max_size=12))
def test_what_depends_counts_only_where_the_other_failed(verdicts: list[str]) -> None:
    seen = sheet(verdicts, {2: 1})
    appears = 2 in {item.pk for item in seen.asked}
    assert appears is (verdicts[0] == FAIL)
    if not appears:
        assert seen.score == sheet([verdicts[0], *verdicts[2:]], {}).score


@given(st.lists(st.sampled_from([PASS, FAIL, NOT_APPLICABLE]), min_size=1, max_size=40))
def test_the_score_is_of_what_applies_and_a_failure_never_raises_it(verdicts: list[str]) -> None:
    score = sheet(verdicts, {}).score
    applies = len(verdicts) - verdicts.count(NOT_APPLICABLE)
    assert (score.percent is None) is (applies == 0)
    if score.percent is not None:
        assert 0 <= score.percent <= 100
        assert (score.percent == 100) is (score.failed == 0)
        worse = sheet([*verdicts, FAIL], {}).score.percent
        better = sheet([*verdicts, PASS], {}).score.percent
        assert worse is not None
        assert better is not None
        assert worse <= score.percent <= better


@pytest.mark.parametrize(
    ("passed", "failed", "percent"), [(1, 2, "33.3"), (2, 1, "66.7"), (7, 1, "87.5"), (0, 3, "0.0")]
)
def test_a_score_is_told_to_a_tenth(passed: int, failed: int, percent: str) -> None:
    assert sheet([PASS] * passed + [FAIL] * failed, {}).score.percent == Decimal(percent)


def test_a_photograph_is_lacking_only_where_it_failed() -> None:
    seen = sheet([FAIL, FAIL, PASS, NOT_APPLICABLE], {}, photos={1})
    assert [item.pk for item in seen.without_photo] == [2]
    with translation.override("zh-hans"):
        assert seen.lacking == ["缺照片：题2"]


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "题1"), (NAMED, "题1、题2、题3"), (NAMED + 1, "题1、题2、题3等另1项"), (20, "题1、题2、题3等另17项")],
)
def test_of_many_some_are_named(number: int, told: str) -> None:
    with translation.override("zh-hans"):
        assert sheet([""] * number, {}).lacking == [f"未作答：{told}"]


def test_in_english_it_is_told_in_english() -> None:
    with translation.override("en"):
        assert sheet(["", FAIL], {}).lacking == ["not answered: 题1", "photo missing: 题2"]


@pytest.mark.usefixtures("midsummer", "storage")
def test_it_is_read_by_as_many_queries_for_any_number(cast: Cast, query_count: Any) -> None:
    counts = []
    for number in (1, 6):
        checklist = a_checklist()
        for _each in range(number):
            an_asked(checklist)
        checklists.use_checklist(checklist, by=None)
        inspection = at_the_village(cast, checklist=checklist)
        for place in range(number):
            failed(inspection, place)
        counts.append(query_count(lambda inspection=inspection: answered(inspection).lacking))
    assert counts[0] == counts[1] == 3


@pytest.mark.usefixtures("midsummer", "storage")
def test_a_removed_question_is_asked_no_more(cast: Cast) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS)
    ChecklistItem.objects.filter(checklist=inspection.checklist).update(removed_at="2026-06-15T00:00Z")
    assert answered(inspection).asked == []
