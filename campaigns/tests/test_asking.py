"""Questions that stand fast once people were asked, copies that can be changed, polls and what they put."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaigns.models import Poll, Question, Questionnaire
from campaigns.services import questionnaires
from campaigns.services.owning import create_own
from campaigns.services.questionnaires import (
    copy_questionnaire,
    create_poll,
    create_question,
    edit_poll,
    edit_question,
    next_order,
    questions_of,
    remove_question,
)
from campaigns.tests.builders import DAY, a_poll, a_question, a_questionnaire, a_sheet
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
Kind = Question.Kind
SETTLED = "题目不能再改"


# Questions.


@pytest.mark.parametrize("act", ["create", "edit", "remove"])
@pytest.mark.parametrize("put", [True, False])
def test_questions_stand_fast_while_a_poll_is_there(act: str, put: bool, cast: Cast) -> None:
    questionnaire = a_questionnaire(group=cast.group)
    [question] = questions_of(questionnaire)
    poll = a_poll(questionnaire)
    if not put:
        remove_record(poll, by=None, reason="误发")
    acts: dict[str, Callable[[], Any]] = {
        "create": lambda: create_question(questionnaire, by=cast.lead, text="新", kind=Kind.ONE, options="是\n否"),
        "edit": lambda: edit_question(question, by=cast.lead, text="新"),
        "remove": lambda: remove_question(question, by=cast.lead, reason="重复"),
    }
    if put:
        with pytest.raises(RuleBroken, match=SETTLED):
            acts[act]()
    else:
        acts[act]()
    kept = [each.text for each in questions_of(questionnaire)]
    changed = {"create": [question.text, "新"], "edit": ["新"], "remove": []}[act]
    assert kept == [question.text] if put else sorted(kept) == sorted(changed)


def test_the_next_question_comes_behind_the_last_that_is_there(db: None) -> None:
    questionnaire = create_own(Questionnaire(title="空", purpose="quiz"), by=None)
    assert next_order(questionnaire) == 10
    a_question(questionnaire, order=35)
    gone = a_question(questionnaire, order=70)
    assert next_order(questionnaire) == 80
    remove_question(gone, by=None, reason="重复")
    assert next_order(questionnaire) == 45


@pytest.mark.parametrize(("there", "fits"), [(1, True), (2, False)])
def test_so_many_questions_and_no_more(there: int, fits: bool, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questionnaires, "MOST_QUESTIONS", 2)
    questionnaire = a_questionnaire(*["是\n否"] * there)
    if fits:
        a_question(questionnaire)
    else:
        remove_question(questions_of(questionnaire)[0], by=None, reason="重复")
        a_question(questionnaire)
        with pytest.raises(RuleBroken, match="2"):
            a_question(questionnaire)
    assert len(questions_of(questionnaire)) == 2


def test_a_copy_has_the_questions_that_are_there_in_their_order(cast: Cast) -> None:
    original = a_questionnaire("甲\n乙", group=cast.group, purpose="approval")
    last, first = a_question(original, order=30, text="末"), a_question(original, order=5, text="首")
    remove_question(last, by=None, reason="重复")
    copy = copy_questionnaire(original, by=cast.lead, title="副本")
    asked = [(each.order, each.text, each.kind, each.options) for each in questions_of(copy)]
    assert asked == [(each.order, each.text, each.kind, each.options) for each in questions_of(original)]
    assert (len(asked), asked[0][1], copy.group, copy.purpose) == (2, first.text, cast.group, "approval")
    with pytest.raises(RuleBroken, match="已有同名的问卷"):
        copy_questionnaire(original, by=cast.lead, title="副本")
    remove_record(copy, by=None, reason="重复")
    assert copy_questionnaire(original, by=cast.lead, title="副本") != copy


@pytest.mark.parametrize("role", ["chair", "member", "supervisor", "liaison", "inspector", "outsider"])
def test_who_runs_no_questionnaire_asks_nothing(role: str, cast: Cast) -> None:
    questionnaire, by = a_questionnaire(group=cast.group), getattr(cast, role)
    actions = Action.objects.count()
    for act in (
        lambda: create_question(questionnaire, by=by, text="新", kind=Kind.ONE, options="是\n否"),
        lambda: copy_questionnaire(questionnaire, by=by, title="副本"),
        lambda: create_poll(Poll(questionnaire=questionnaire, first_on=DAY, last_on=DAY), by=by),
    ):
        with pytest.raises((PermissionDenied, RuleBroken)):
            act()
    assert (Action.objects.count(), Poll.objects.count(), Questionnaire.objects.count()) == (actions, 0, 1)


@pytest.mark.parametrize("typed", ["知晓率 问卷2", " 知晓率　　问卷２ "])
def test_the_title_of_a_copy_is_tidied_and_no_other_has_it(typed: str, cast: Cast, as_user: Any) -> None:
    original, browser = a_questionnaire(title="知晓率 问卷1"), as_user(cast.office)
    copy = reverse("campaigns:copy_questionnaire", args=[original.pk])
    assert browser.post(copy, {"title": typed}).status_code == 302
    assert set(Questionnaire.objects.values_list("title", flat=True)) == {"知晓率 问卷1", "知晓率 问卷2"}
    again = browser.post(copy, {"title": typed.replace("2", "1").replace("２", "１")})
    assert (again.status_code, Questionnaire.objects.count()) == (422, 2)


# Polls.


def test_a_questionnaire_whose_questions_were_all_removed_is_put_to_nobody(cast: Cast) -> None:
    questionnaire = a_questionnaire()
    remove_question(questions_of(questionnaire)[0], by=None, reason="重复")
    with pytest.raises(RuleBroken, match="问卷还没有题目"):
        a_poll(questionnaire)
    assert not Poll.objects.exists()


@pytest.mark.parametrize("answered", [True, False])
def test_a_poll_changes_its_questionnaire_until_somebody_answered(answered: bool, cast: Cast) -> None:
    poll, other = a_poll(), a_questionnaire()
    if answered:
        a_sheet(poll, 0)
    poll.last_on = date(2026, 7, 1)
    edit_poll(poll, ["last_on"], by=cast.office)
    poll.questionnaire = other
    if answered:
        with pytest.raises(RuleBroken, match="已经有人答卷"):
            edit_poll(poll, ["questionnaire"], by=cast.office)
    else:
        edit_poll(poll, ["questionnaire"], by=cast.office)
    kept = Poll.objects.get()
    assert (kept.questionnaire == other, kept.last_on) == (not answered, date(2026, 7, 1))


def test_a_poll_is_not_moved_to_a_questionnaire_that_asks_nothing(cast: Cast) -> None:
    poll, empty = a_poll(), create_own(Questionnaire(title="空", purpose="quiz"), by=None)
    asked = poll.questionnaire
    poll.questionnaire = empty
    with pytest.raises(RuleBroken, match="问卷还没有题目"):
        edit_poll(poll, ["questionnaire"], by=cast.office)
    assert Poll.objects.get().questionnaire == asked
    a_question(empty)
    edit_poll(poll, ["questionnaire"], by=cast.office)
    assert Poll.objects.get().questionnaire == empty
