"""Marks, figures and shares of polls to the last half; sheets as they were given."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.models import Answer, Poll, Question, Questionnaire, Sheet
from campaigns.models.questionnaires import Option, read_options
from campaigns.services import polls
from campaigns.services.polls import Moments, Share, figure_of, fill_in, mark_of, moments_of, poll_of, results_of
from campaigns.services.questionnaires import (
    questions_of,
)
from campaigns.tests.builders import DAY, a_poll, a_question, a_questionnaire, a_sheet, an_answered_poll
from dayan_safety.errors import RuleBroken
from dayan_safety.records import remove_record

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
Kind = Question.Kind
MARKS = st.decimals(0, 100, places=2)


def told(poll: Poll) -> Any:
    """The poll with its figures."""
    return Poll.objects.with_figures().get(pk=poll.pk)


# Marks and figures.


@example(mean=Decimal("66.65"), sheets=3)
@given(mean=MARKS | st.none(), sheets=st.integers(0, 6))
def test_a_figure_is_told_from_three_sheets_on_halves_upwards(mean: Decimal | None, sheets: int) -> None:
    poll: Any = Poll()
    poll.figure, poll.filled_in = mean, sheets
    wanted = None if mean is None or sheets < 3 else mean.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert figure_of(poll) == wanted


@pytest.mark.parametrize(("whole", "mark"), [(200, "0.01"), (201, "0.00"), (3, "0.33"), (6, "0.17"), (1, "1.00")])
def test_a_sheets_mark_is_rounded_to_a_hundredth_halves_upwards(whole: int, mark: str) -> None:
    questions = [Question(pk=key, kind=Kind.ONE, options="甲|1\n乙|0") for key in range(whole)]
    assert str(mark_of(questions, {key: [int(key > 0)] for key in range(whole)})) == mark


@pytest.mark.parametrize(
    ("kind", "ticked", "mark"),
    [
        (Kind.ONE, [0], 100),
        (Kind.ONE, [2], 0),
        (Kind.ONE, [], 0),
        (Kind.SEVERAL, [0, 1], 100),
        (Kind.SEVERAL, [0], 0),
        (Kind.SEVERAL, [0, 1, 2], 0),
        (Kind.SEVERAL, [], 0),
    ],
)
def test_what_was_not_ticked_has_no_mark(kind: str, ticked: list[int], mark: int) -> None:
    question = Question(pk=1, kind=kind, options="甲|100\n乙|100\n丙|0")
    assert mark_of([question], {1: ticked} if ticked else {}) == mark


@pytest.mark.parametrize(("place", "mark"), [(0, 70), (1, 0)])
def test_an_answer_without_a_mark_among_marked_ones_counts_nothing(place: int, mark: int) -> None:
    assert mark_of([Question(pk=1, kind=Kind.ONE, options="甲|70\n乙")], {1: [place]}) == mark


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("好", Option("好", None)),
        (" 好 | 100 ", Option("好", 100)),
        ("好｜0", Option("好", 0)),
        ("a|b|7", Option("a|b", 7)),
    ],
)
def test_a_mark_stands_behind_the_last_bar(line: str, option: Option) -> None:
    assert read_options(f"\n{line}\n \n") == [option]


@pytest.mark.parametrize("line", ["好|101", "好|-1", "好|1.5", "好|", "|100", " |0", "好|５", "好|一百"])
def test_what_is_no_mark_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="^" + line.strip().replace("|", r"\|") + "$"):
        read_options(f"不好|0\n{line}")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [("60.5", "80", "19.5"), ("80", "60", "-20"), (None, "80", None), ("60", None, None), (None, None, None)],
)
def test_the_change_needs_both_moments(before: str | None, after: str | None, change: str | None) -> None:
    figures = {"before": before and Decimal(before), "after": after and Decimal(after), "alone": Decimal(1)}
    found = Moments({}, figures).change  # type: ignore[arg-type]
    assert found == (None if change is None else Decimal(change))
    assert Moments({}, {}).change is None


def test_all_polls_of_a_moment_are_told_together_without_removed_ones(db: None) -> None:
    asked, other = a_questionnaire(), a_questionnaire()
    for said in ((0, 0, 1), (0, 1, 1)):
        poll = a_poll(asked, moment="before")
        for answer in said:
            a_sheet(poll, answer)
    remove_record(an_answered_poll(asked, moment="before"), by=None, reason="误发")
    a_sheet(a_poll(asked, moment="after"), 0), an_answered_poll(other)
    found = moments_of([asked])
    assert set(found) == {asked.pk}
    assert (found[asked.pk].filled_in, found[asked.pk].figures) == (
        {"before": 6, "after": 1},
        {"before": Decimal("50.0"), "after": None},
    )


@pytest.mark.parametrize(("first", "whole", "percent"), [(1, 3, 33), (2, 3, 67), (1, 8, 13), (3, 8, 38), (0, 3, 0)])
def test_shares_are_whole_percent_halves_upwards(first: int, whole: int, percent: int, db: None) -> None:
    poll = a_poll()
    for number in range(whole):
        a_sheet(poll, int(number >= first))
    an_answered_poll(poll.questionnaire)
    [result] = results_of(questions_of(poll.questionnaire), [told(poll)])
    assert result.lines[0].shares == [Share(first, percent)]


def test_a_page_shows_so_many_words_and_no_more(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polls, "MOST_WORDS", 2)
    poll = a_poll(a_questionnaire())
    Question.objects.update(kind=Kind.WORDS, options="")
    for words in ("丁", "丙", "乙"):
        a_sheet(poll, words)
    [result] = results_of(questions_of(poll.questionnaire), [told(poll)])
    assert result.words == sorted(["丁", "丙", "乙"])[:2]


# Sheets.


def test_a_form_that_was_kept_is_told_as_kept_also_when_the_poll_is_full(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polls, "MOST_SHEETS", 1)
    poll, once = a_poll(), uuid4()
    sheet = fill_in(poll, {}, once=once, on=DAY)
    assert fill_in(poll, {}, once=once, on=DAY) == sheet
    with pytest.raises(RuleBroken, match="答卷已满"):
        fill_in(poll, {}, once=uuid4(), on=DAY)
    assert Sheet.objects.count() == 1


def test_ticks_words_and_silence_are_kept_as_they_were_given(db: None) -> None:
    questionnaire = a_questionnaire("是\n否")
    several = a_question(questionnaire, kind=Kind.SEVERAL, options="甲\n乙\n丙", order=20)
    words = a_question(questionnaire, kind=Kind.WORDS, options="", order=30)
    poll = a_poll(questionnaire)
    a_sheet(poll, 1, [0, 2], "路灯坏了")
    silent = a_sheet(poll, 0, [], "")
    kept = Answer.objects.order_by("pk").values_list("question", "choice", "words")
    one = questions_of(questionnaire)[0].pk
    assert list(kept) == [
        (one, 1, ""), (several.pk, 0, ""), (several.pk, 2, ""), (words.pk, None, "路灯坏了"), (one, 0, ""),
    ]  # fmt: skip
    assert silent.mark is None


@pytest.mark.parametrize("gone", ["poll", "questionnaire", "nothing"])
def test_a_code_opens_a_poll_as_long_as_both_are_there(gone: str, db: None) -> None:
    poll = a_poll()
    if gone == "poll":
        remove_record(poll, by=None, reason="误发")
    elif gone == "questionnaire":
        Questionnaire.objects.update(removed_at=poll.created_at)
    assert poll_of(poll.code) == (poll if gone == "nothing" else None)
    assert poll_of("") is None
