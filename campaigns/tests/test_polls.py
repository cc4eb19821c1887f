"""What sheets say together: marks, shares and figures, none of them for so few that they could be told apart."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Answer, Poll, Question, Sheet
from campaigns.services import polls as services
from campaigns.services.questionnaires import questions_of
from campaigns.tests.builders import DAY, a_poll, a_question, a_questionnaire, a_sheet, an_event
from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
MARKED = "很好|100\n一般|50\n不好|0"


def told(poll: Poll) -> Any:
    """The poll with its figures."""
    return Poll.objects.with_names().with_figures().get(pk=poll.pk)


def ones(*marks: int | None) -> list[Question]:
    """Unsaved questions of one answer, each of whose options has the mark named."""
    options = "\n".join(f"选项{place}" + ("" if mark is None else f"|{mark}") for place, mark in enumerate(marks))
    return [Question(pk=1, kind=Question.Kind.ONE, options=options)]


# Marks.


@given(st.lists(st.integers(0, 100), min_size=2, max_size=8), st.data())
def test_the_mark_of_one_answer_is_that_of_its_option(marks: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(marks) - 1))
    assert services.mark_of(ones(*marks), {1: [place]}) == Decimal(marks[place])


@given(st.lists(st.booleans(), min_size=2, max_size=8).filter(any), st.data())
def test_of_several_answers_exactly_the_right_ones_are_right(right: list[bool], data: st.DataObject) -> None:
    options = "\n".join(f"选项{place}|{100 * is_right}" for place, is_right in enumerate(right))
    question = Question(pk=1, kind=Question.Kind.SEVERAL, options=options)
    ticked = data.draw(st.sets(st.integers(0, len(right) - 1)))
    wanted = {place for place, is_right in enumerate(right) if is_right}
    assert services.mark_of([question], {1: sorted(ticked)}) == (100 if ticked == wanted else 0)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=9))
def test_a_sheet_has_the_mean_of_its_marked_questions(marks: list[int]) -> None:
    questions = [Question(pk=key, kind="one", options=f"甲|{mark}\n乙|0") for key, mark in enumerate(marks)]
    unmarked = Question(pk=99, kind="one", options="甲\n乙")
    mean = Fraction(sum(marks), len(marks))
    found = services.mark_of([*questions, unmarked], {key: [0] for key in [*range(len(marks)), 99]})
    assert found is not None
    assert abs(Fraction(found) - mean) <= Fraction(1, 200)


def test_where_nothing_is_marked_there_is_no_mark() -> None:
    assert services.mark_of(ones(None, None), {1: [0]}) is None
    assert services.mark_of([Question(pk=2, kind="words")], {2: "好"}) is None


# What a poll says.


@pytest.mark.every_database
def test_shares_and_figures_are_what_a_recount_of_the_sheets_says(cast: Cast) -> None:
    questionnaire = a_questionnaire(MARKED, "甲\n乙")
    a_question(questionnaire, kind="several", options="一|100\n二|100\n三|0", order=20)
    before, after = a_poll(questionnaire, moment="before"), a_poll(questionnaire, moment="after")
    said = {
        before: [(2, 0, [0]), (1, 1, [0, 1]), (2, 0, [2]), (2, 0, [0, 1, 2])],
        after: [(0, 0, [0, 1]), (0, 1, [0, 1]), (1, 0, [1]), (0, 1, [0, 1]), (1, 1, [0, 1])],
    }
    for poll, sheets in said.items():
        for sheet in sheets:
            a_sheet(poll, *sheet)
    polls = [told(before), told(after)]
    results = services.results_of(questions_of(questionnaire), polls)
    for number, result in enumerate(results):
        for column, poll in enumerate((before, after)):
            ticked = [sheet[number] for sheet in said[poll]]
            counts = Counter(place for one in ticked for place in (one if isinstance(one, list) else [one]))
            for place, line in enumerate(result.lines):
                share = line.shares[column]
                assert share is not None
                assert share.count == counts[place]
                assert abs(share.percent - 100 * share.count / len(ticked)) <= 0.5
    right = {poll: [100 * (sheet[2] == [0, 1]) for sheet in sheets] for poll, sheets in said.items()}
    marks = {poll: [(100, 50, 0)[sheet[0]] for sheet in sheets] for poll, sheets in said.items()}
    for poll, row in zip((before, after), polls, strict=True):
        means = [(one + other) / 2 for one, other in zip(marks[poll], right[poll], strict=True)]
        assert services.figure_of(row) == Decimal(str(round(sum(means) / len(means), 1)))
    moments = services.moments_of([questionnaire])[questionnaire.pk]
    assert moments.filled_in == {"before": 4, "after": 5}
    assert moments.change == services.figure_of(polls[1]) - services.figure_of(polls[0])


@pytest.mark.parametrize(("sheets", "is_told"), [(services.LEAST_SHEETS - 1, False), (services.LEAST_SHEETS, True)])
def test_too_few_sheets_tell_nothing(sheets: int, is_told: bool, cast: Cast, as_user: Any) -> None:
    questionnaire = a_questionnaire("知道|100\n不知道|0")
    a_question(questionnaire, kind="words", options="", order=20)
    poll = a_poll(questionnaire)
    for _number in range(sheets):
        a_sheet(poll, 0, "路灯坏了")
    assert (services.figure_of(told(poll)) is not None) == is_told
    lines = services.results_of(questions_of(questionnaire), [told(poll)])[0].lines
    shares = [services.Share(sheets, 100), services.Share(0, 0)] if is_told else [None, None]
    assert [line.shares for line in lines] == [[share] for share in shares]
    browser = as_user(cast.office)
    for page in (poll.get_absolute_url(), questionnaire.get_absolute_url()):
        assert ("路灯坏了" in browser.get(page).content.decode()) == is_told
    export = browser.get(reverse("campaigns:export_answers", args=[poll.pk]))
    assert export.status_code == (200 if is_told else 404)
    page = Page(browser.get(reverse("campaigns:list_poll")))
    assert (page.rows[0][5] == "100.0") == is_told


def test_what_people_said_stands_in_the_order_of_the_words_not_of_their_coming(cast: Cast) -> None:
    questionnaire = a_questionnaire("知道|100\n不知道|0")
    a_question(questionnaire, kind="words", options="", order=20)
    poll = a_poll(questionnaire)
    for words in ("c", "a", "d", "b", "a", "", "a"):
        a_sheet(poll, 0, words)
    assert services.results_of(questions_of(questionnaire), [told(poll)])[1].words == ["a ×3", "b", "c", "d"]


def test_the_same_form_sent_again_adds_no_sheet(cast: Cast) -> None:
    poll, once = a_poll(), uuid4()
    question = questions_of(poll.questionnaire)[0]
    first, again = (services.fill_in(poll, {question.pk: [0]}, once=once, on=DAY) for _time in range(2))
    assert (first, Sheet.objects.count(), Answer.objects.count()) == (again, 1, 1)


def test_a_full_poll_takes_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_SHEETS", 2)
    poll = a_poll()
    for _number in range(2):
        a_sheet(poll, 0)
    with pytest.raises(RuleBroken, match="答卷已满"):
        a_sheet(poll, 0)
    assert poll.sheets.count() == 2


def test_a_sheet_says_nothing_of_who_or_when(cast: Cast) -> None:
    """No name, no address, no moment, no line of history: the day alone."""
    kept = {field.name for model in (Sheet, Answer) for field in model._meta.concrete_fields}
    assert kept == {"id", "poll", "on", "once", "mark", "sheet", "question", "choice", "words"}
    actions = Action.objects.count()
    a_sheet(poll := a_poll(), 0)
    assert Action.objects.filter(verb__contains="sheet").count() == 0
    assert (
        Action.objects.count()
        == actions
        + Action.objects.filter(
            verb__in=["campaigns.create_poll", "campaigns.create_questionnaire", "campaigns.create_question"]
        ).count()
    )
    assert poll.sheets.get().on == DAY


# Pages.


@pytest.mark.every_database
def test_results_cost_the_same_for_any_number_of_questions_and_sheets(cast: Cast, as_user: Any) -> None:
    def asked(questions: int, sheets: int) -> int:
        questionnaire = a_questionnaire(*["是|100\n否|0"] * questions)
        polls = [a_poll(questionnaire, moment=moment) for moment in ("before", "after")]
        for poll in polls:
            for _number in range(sheets):
                a_sheet(poll, *[0] * questions)
        browser = as_user(cast.office)
        browser.get(questionnaire.get_absolute_url())
        with CaptureQueriesContext(connection) as few:
            browser.get(questionnaire.get_absolute_url())
        return len(few)

    assert asked(1, 3) == asked(6, 12)


def test_the_export_carries_the_answers_in_words_sorted_and_is_in_history(cast: Cast, as_user: Any) -> None:
    questionnaire = a_questionnaire("知道|100\n不知道|0")
    a_question(questionnaire, kind="several", options="甲\n乙", order=20)
    a_question(questionnaire, kind="words", options="", order=30)
    poll = a_poll(questionnaire)
    for said in ((1, [0, 1], "=1+1"), (0, [1], ""), (1, [0], "@路灯")):
        a_sheet(poll, *said)
    url = reverse("campaigns:export_answers", args=[poll.pk])
    answer = as_user(cast.office).get(url)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
    assert rows == [["不知道", "甲", "@路灯"], ["不知道", "甲、乙", "=1+1"], ["知道", "乙", None]]
    assert all(cell.data_type == "s" for row in book.active.iter_rows(min_row=2) for cell in row if cell.value)
    assert Action.objects.get(verb="campaigns.export_answers").by == cast.office
    assert as_user(cast.liaison).get(url).status_code == 403


def test_the_code_to_hang_up_leads_to_the_sheet(cast: Cast, as_user: Any) -> None:
    poll = a_poll()
    page = as_user(cast.liaison).get(reverse("campaigns:show_poll_code", args=[poll.pk])).content.decode()
    assert f"http://testserver{reverse('answer_poll', args=[poll.code])}" in page
    assert "data:image/svg+xml" in page
    assert f'href="http://testserver{reverse("answer_poll", args=[poll.code])}"' in page
    over = a_poll(last_on=date(2026, 6, 14))
    page = as_user(cast.office).get(reverse("campaigns:show_poll_code", args=[over.pk])).content.decode()
    assert over.code in page
    assert f'href="http://testserver{reverse("answer_poll", args=[over.code])}"' not in page
    assert as_user(cast.outsider).get(reverse("campaigns:show_poll_code", args=[poll.pk])).status_code == 404


def test_the_code_stands_on_no_other_page_and_in_no_file(cast: Cast, as_user: Any) -> None:
    poll = a_poll()
    browser = as_user(cast.office)
    assert poll.code in browser.get(reverse("campaigns:show_poll_code", args=[poll.pk])).content.decode()
    for url in (
        poll.get_absolute_url(),
        reverse("campaigns:list_poll"),
        reverse("campaigns:export_poll", args=["csv"]),
    ):
        answer = browser.get(url)
        assert poll.code not in (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    assert not Action.objects.filter(after__icontains=poll.code).exists()


def test_a_poll_at_somebody_elses_event_does_not_exist_for_a_liaison(cast: Cast, as_user: Any) -> None:
    mine, other = (an_event(unit=unit) for unit in (cast.village, cast.other_village))
    for event, status in ((mine, 200), (other, 404), (None, 200)):
        assert as_user(cast.liaison).get(a_poll(event=event).get_absolute_url()).status_code == status
    assert as_user(cast.office).get(Poll.objects.get(event=other).get_absolute_url()).status_code == 200
    assert len(Page(as_user(cast.liaison).get(reverse("campaigns:list_poll"))).rows) == 2


def test_one_chooses_among_the_events_of_late(cast: Cast, as_user: Any) -> None:
    late, old = an_event(), an_event(held_on="2026-01-05")
    browser, new = as_user(cast.office), reverse("campaigns:create_poll")
    offered = set(browser.get(new).context["form"].fields["event"].queryset)
    assert (late in offered, old in offered) == (True, False)
    edit = reverse("campaigns:edit_poll", args=[a_poll(event=old).pk])
    assert old in set(browser.get(edit).context["form"].fields["event"].queryset)
