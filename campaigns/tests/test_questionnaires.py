"""Questionnaires: who draws them up, what a question may be, and that questions stand fast once people were asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Poll, Question, Questionnaire
from campaigns.models.questionnaires import Option, read_options
from campaigns.services import questionnaires as services
from campaigns.services.owning import create_own
from campaigns.tests.builders import a_poll, a_programme, a_question, a_questionnaire, a_sheet
from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
ASKED = {"text": "您知道报警电话吗？", "kind": "one", "options": "知道｜100\n\n 不知道 | 0", "order": "10"}
SETTLED = "题目不能再改"


def new_question(questionnaire: Questionnaire) -> str:
    """The address to add a question at."""
    return reverse("campaigns:create_question", args=[questionnaire.pk])


def test_leads_draw_up_those_of_their_group_and_the_office_any(cast: Cast) -> None:
    about = {"purpose": Questionnaire.Purpose.QUIZ}
    create_own(Questionnaire(title="一", group=cast.group, **about), by=cast.lead)
    create_own(Questionnaire(title="二", **about), by=cast.office)
    with pytest.raises(RuleBroken, match="请选择本单位或本工作组"):
        create_own(Questionnaire(title="三", group=cast.supervision, **about), by=cast.lead)
    for role in ("liaison", "member", "chair", "inspector", "outsider"):
        with pytest.raises((PermissionDenied, RuleBroken)):
            create_own(Questionnaire(title="四", group=cast.group, **about), by=getattr(cast, role))
    assert list(Questionnaire.objects.order_by("pk").values_list("title", flat=True)) == ["一", "二"]


def test_a_question_is_added_tidied_and_in_history(cast: Cast, as_user: Any) -> None:
    questionnaire = a_questionnaire(group=cast.group)
    answer = as_user(cast.lead).post(new_question(questionnaire), ASKED)
    assert answer.status_code == 302
    question = questionnaire.questions.latest("pk")
    assert (question.text, question.options) == ("您知道报警电话吗？", "知道|100\n不知道|0")
    assert question.choices == [Option("知道", 100), Option("不知道", 0)]
    assert Action.objects.filter(verb="campaigns.create_question", by=cast.lead).count() == 1
    assert "您知道报警电话吗？" in Page(as_user(cast.office).get(questionnaire.get_absolute_url())).panels["题目"].text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"options": "只有一个"}, "options", "至少写两个"),
        ({"options": ""}, "options", "至少写两个"),
        ({"options": "是|101\n否|0"}, "options", "0到100的整数：是|101"),
        ({"options": "是|对\n否|0"}, "options", "0到100的整数：是|对"),
        ({"options": "|5\n否|0"}, "options", "0到100的整数：|5"),
        ({"options": "是|１\n否|0"}, "options", "0到100的整数"),
        ({"options": "是\n是"}, "options", "重复"),
        ({"options": "是|100\n否"}, "options", "要么都写分值"),
        ({"options": "\n".join(map(str, range(21)))}, "options", "最多20个选项"),
        ({"options": f"{'长' * 61}\n短"}, "options", "不超过60个字"),
        ({"kind": "several", "options": "甲|50\n乙|0"}, "options", "只分对"),
        ({"kind": "several", "options": "甲|0\n乙|0"}, "options", "至少有一个正确"),
        ({"text": ""}, "text", "必填"),
        ({"order": "-1"}, "order", "0"),
        ({"kind": "all"}, "kind", "有效"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_the_field_and_nothing_typed_is_lost(
    typed: dict[str, str], field: str, said: str, cast: Cast, as_user: Any
) -> None:
    questionnaire = a_questionnaire()
    answer = as_user(cast.office).post(new_question(questionnaire), ASKED | typed)
    page = Page(answer)
    assert (answer.status_code, said in page.errors[field]) == (422, True)
    assert typed.get("text", ASKED["text"]) == page.input("text")
    assert questionnaire.questions.count() == 1


def test_who_answers_in_own_words_has_no_answers_to_choose_from(cast: Cast, as_user: Any) -> None:
    questionnaire = a_questionnaire()
    as_user(cast.office).post(new_question(questionnaire), ASKED | {"kind": "words"})
    question = questionnaire.questions.latest("pk")
    assert (question.options, question.choices, question.is_marked) == ("", [], False)


TEXTS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="|｜"), min_size=1, max_size=20)
OPTIONS = st.lists(st.tuples(TEXTS, st.none() | st.integers(0, 100)), max_size=20)


@given(OPTIONS)
def test_options_are_read_as_they_are_written(options: list[tuple[str, int | None]]) -> None:
    lines = [text if mark is None else f"{text} ｜ {mark}" for text, mark in options]
    assert read_options("\n".join(lines)) == [Option(*option) for option in options]


# Once people were asked.


@pytest.mark.every_database
def test_questions_stand_fast_once_it_was_put_to_people(cast: Cast, as_user: Any) -> None:
    questionnaire = a_questionnaire()
    question = services.questions_of(questionnaire)[0]
    services.edit_question(question, by=cast.office, text="还能改")
    poll = a_poll(questionnaire)
    for change in (
        lambda: services.edit_question(question, by=cast.office, text="太晚了"),
        lambda: services.remove_question(question, by=cast.office, reason="太晚了"),
        lambda: a_question(questionnaire),
    ):
        with pytest.raises(RuleBroken, match=SETTLED):
            change()
    browser = as_user(cast.office)
    assert SETTLED in Page(browser.post(new_question(questionnaire), ASKED)).errors[""]
    page = browser.get(questionnaire.get_absolute_url()).content.decode()
    assert new_question(questionnaire) not in page
    question.refresh_from_db()
    assert (question.text, question.removed_at) == ("还能改", None)
    remove_record(poll, by=cast.office, reason="没有发出去")
    services.remove_question(question, by=cast.office, reason="可以了")
    assert services.questions_of(questionnaire) == []


def test_a_copy_asks_the_same_and_can_be_changed(cast: Cast, as_user: Any) -> None:
    questionnaire = a_questionnaire("是|100\n否|0", "好\n不好", group=cast.group, programme=a_programme(), text="您好")
    a_poll(questionnaire)
    url = reverse("campaigns:copy_questionnaire", args=[questionnaire.pk])
    assert as_user(cast.lead).post(url, {"title": "明年的问卷"}).status_code == 302
    copy = Questionnaire.objects.get(title="明年的问卷")
    assert (copy.text, copy.group, copy.programme) == ("您好", cast.group, questionnaire.programme)
    asked = [(question.text, question.options) for question in services.questions_of(copy)]
    assert asked == [(question.text, question.options) for question in services.questions_of(questionnaire)]
    a_question(copy)
    assert "已有同名的问卷" in Page(as_user(cast.lead).post(url, {"title": "明年的问卷"})).errors[""]
    assert Questionnaire.objects.count() == 2


def test_nobody_changes_the_questions_of_another_group(cast: Cast, as_user: Any) -> None:
    questionnaire = a_questionnaire(group=cast.supervision)
    question = services.questions_of(questionnaire)[0]
    doors = [new_question(questionnaire), reverse("campaigns:copy_questionnaire", args=[questionnaire.pk])]
    doors += [reverse(f"campaigns:{name}_question", args=[question.pk]) for name in ("edit", "remove")]
    assert all(as_user(cast.office).get(door).status_code == 200 for door in doors)
    for role in ("lead", "liaison", "member"):
        assert all(as_user(getattr(cast, role)).get(door).status_code == 403 for door in doors)
    assert as_user(cast.outsider).get(doors[2]).status_code == 404


def test_there_are_not_more_questions_than_people_answer(cast: Cast) -> None:
    questionnaire = a_questionnaire()
    for _number in range(services.MOST_QUESTIONS - 1):
        a_question(questionnaire)
    with pytest.raises(RuleBroken, match="最多50道题"):
        a_question(questionnaire)
    assert Question.objects.count() == 50


def test_a_poll_needs_questions_and_keeps_its_questionnaire_once_answered(cast: Cast) -> None:
    empty = create_own(Questionnaire(title="空", purpose="quiz"), by=None)
    with pytest.raises(RuleBroken, match="还没有题目"):
        a_poll(empty)
    poll, other = a_poll(), a_questionnaire()
    poll.questionnaire = other
    services.edit_poll(poll, ["questionnaire"], by=cast.office)
    a_sheet(poll, 0)
    poll.questionnaire = a_questionnaire()
    with pytest.raises(RuleBroken, match="已经有人答卷"):
        services.edit_poll(poll, ["questionnaire"], by=cast.office)
    assert Poll.objects.get().questionnaire == other


def test_leads_put_only_their_own_to_people(cast: Cast) -> None:
    june = {"first_on": "2026-06-01", "last_on": "2026-06-30"}
    services.create_poll(Poll(questionnaire=a_questionnaire(group=cast.group), **june), by=cast.lead)
    for owner in (cast.supervision, None):
        with pytest.raises(RuleBroken, match="请选择本单位或本工作组"):
            services.create_poll(Poll(questionnaire=a_questionnaire(group=owner), **june), by=cast.lead)
    assert Poll.objects.count() == 1
