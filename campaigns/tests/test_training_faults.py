"""Trainings and polls under faults and many hands: all of it has happened, or nothing; once, or never."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from campaigns.models import Answer, Poll, Programme, Question, Sheet
from campaigns.services import questionnaires as services
from campaigns.services.owning import create_own, edit_own
from campaigns.services.polls import fill_in
from campaigns.services.questionnaires import questions_of
from campaigns.tests.builders import DAY, a_poll, a_programme, a_question, a_questionnaire, an_audience
from committee.tests.faulty import Act, leaves_all_or_nothing
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, together
from dayan_safety.tests.faults import Fault, failing_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer")]


def planning(cast: Cast) -> Act:
    audience = an_audience()
    return lambda: create_own(
        Programme(name="新计划", first_on=DAY, last_on=DAY, group=cast.group), by=cast.lead, audiences=[audience]
    )


def changing(cast: Cast) -> Act:
    programme, audience = a_programme(group=cast.group), an_audience()

    def act() -> Any:
        programme.text = "内容"
        return edit_own(programme, ["text"], by=cast.lead, audiences=[audience])

    return act


def asking(cast: Cast) -> Act:
    questionnaire = a_questionnaire(group=cast.group)
    return lambda: a_question(questionnaire)


def asking_otherwise(cast: Cast) -> Act:
    question = questions_of(a_questionnaire(group=cast.group))[0]
    return lambda: services.edit_question(question, by=cast.lead, text="换个问法")


def asking_no_more(cast: Cast) -> Act:
    question = questions_of(a_questionnaire(group=cast.group))[0]
    return lambda: services.remove_question(question, by=cast.lead, reason="重复了")


def copying(cast: Cast) -> Act:
    questionnaire = a_questionnaire("是|100\n否|0", "好\n不好", group=cast.group)
    return lambda: services.copy_questionnaire(questionnaire, by=cast.lead, title="明年的")


def putting(cast: Cast) -> Act:
    questionnaire = a_questionnaire(group=cast.group)
    return lambda: services.create_poll(Poll(questionnaire=questionnaire, first_on=DAY, last_on=DAY), by=cast.lead)


@pytest.mark.parametrize("build", [planning, changing, asking_otherwise, asking_no_more, copying, putting])
def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast, build: Callable[[Cast], Act]) -> None:
    leaves_all_or_nothing(build(cast))


def test_a_fault_while_a_question_is_added_leaves_all_or_nothing(cast: Cast) -> None:
    leaves_all_or_nothing(asking(cast), least=6)


def test_a_fault_while_a_sheet_is_kept_leaves_no_half_of_it(cast: Cast) -> None:
    """Sheets have no history, so they are counted here on their own."""
    questionnaire = a_questionnaire(*["是|100\n否|0"] * 3)
    poll, once = a_poll(questionnaire), uuid4()
    given = {question.pk: [0] for question in questions_of(questionnaire)}
    for number in range(1, 50):
        try:
            with failing_at(number):
                fill_in(poll, given, once=once, on=DAY)
        except Fault:
            assert (Sheet.objects.count(), Answer.objects.count()) == (0, 0)
        else:
            break
    assert number > 5
    assert (Sheet.objects.count(), Answer.objects.count()) == (1, 3)


# Many hands.


def test_a_form_sent_by_many_at_once_is_one_sheet(cast: Cast, tmp_path: Path) -> None:
    poll, once = a_poll(), uuid4()
    given = {questions_of(poll.questionnaire)[0].pk: [0]}
    with database_for_threads(tmp_path):
        kept = together(*[lambda: fill_in(poll, given, once=once, on=DAY).pk] * 8)
        assert len(set(kept)) == 1
        assert apart(lambda: (Sheet.objects.count(), Answer.objects.count())) == (1, 1)


def test_sheets_of_many_at_once_are_all_there(cast: Cast, tmp_path: Path) -> None:
    poll = a_poll()
    given = {questions_of(poll.questionnaire)[0].pk: [0]}
    with database_for_threads(tmp_path):
        kept = together(*[lambda: fill_in(poll, given, once=uuid4(), on=DAY).pk] * 12)
        assert len(set(kept)) == apart(lambda: poll.sheets.count()) == 12


def test_what_people_are_asked_is_what_stood_there_when_they_were(cast: Cast, tmp_path: Path) -> None:
    """Put to people while questions are added: whoever comes later is told, and no poll has a question more."""
    questionnaire = a_questionnaire(group=cast.group)
    with database_for_threads(tmp_path):

        def put() -> Any:
            poll = Poll(questionnaire=questionnaire, first_on=DAY, last_on=DAY)
            return services.create_poll(poll, by=cast.lead)

        results = together(put, *[lambda: a_question(questionnaire)] * 6)
        kinds = Counter(type(result).__name__ for result in results)
        assert kinds["Poll"] == 1
        assert set(kinds) <= {"Poll", "Question", "RuleBroken"}
        made = apart(lambda: list(Question.objects.order_by("created_at").values_list("created_at", flat=True)))
        begun = apart(lambda: Poll.objects.get().created_at)
        assert all(moment <= begun for moment in made)
        assert len(made) == 1 + kinds["Question"]
