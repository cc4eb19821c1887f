"""Notes of the evaluator: own ones, while the evaluation runs; read by office and chair, exported, made tasks of."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Evaluation, EvaluationNote
from assessment.services.national import evaluation_notes as services
from assessment.services.national import evaluations
from assessment.tests.evaluation_builders import a_note, a_submitted, an_evaluation
from committee.models import Task
from committee.tests.pages import Page
from committee.tests.refusals import forbidden, refused
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.workdays import today

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CREATE, LIST = reverse("assessment:create_evaluationnote"), reverse("assessment:list_evaluationnote")
NOT_RUNNING = "现在不在现场评定期间，不能填写。"
NOT_OVER = "现场评定还没有结束，专家还可能修改这条意见。"


def page_of(verb: str, note: EvaluationNote) -> str:
    """The address of a page of a note."""
    return reverse(f"assessment:{verb}_evaluationnote", args=[note.pk])


def over(note: EvaluationNote) -> EvaluationNote:
    """The note, after its evaluation."""
    yesterday = today() - timedelta(days=1)
    Evaluation.objects.filter(pk=note.evaluation_id).update(first_on=yesterday, last_on=yesterday)
    return EvaluationNote.objects.with_names().get(pk=note.pk)


# Written


def test_a_note_is_written_at_its_indicator_and_one_goes_on_there(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation(a_submitted(2))
    browser = as_user(evaluation.login)
    indicator = reverse("assessment:show_on_site_indicator", args=[2])
    link = Page(browser.get(indicator)).panels["我的意见"].first("a").attributes["href"]
    judgement = evaluation.assessment.judgements.get(indicator__number=2)
    assert link == f"{CREATE}?judgement={judgement.pk}"
    assert f'<option value="{judgement.pk}" selected>' in browser.get(str(link)).content.decode()
    form = {"judgement": judgement.pk, "kind": "strength", "text": "台账齐全", "once": "abc"}
    answers = [browser.post(CREATE, form) for _each in range(2)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, indicator)}
    note = EvaluationNote.objects.get()
    assert (note.evaluation, note.judgement, note.kind, note.text) == (evaluation, judgement, "strength", "台账齐全")
    assert "亮点" in Page(browser.get(indicator)).panels["我的意见"].text
    assert Action.objects.get(verb="assessment.create_evaluationnote").by_id == evaluation.login_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": " \n "},
        {"text": "长" * 2001},
        {"kind": "praise"},
        {"kind": ""},
        {"judgement": ""},
        {"judgement": "9" * 30},
        {"judgement": "x"},
    ],
)
def test_nonsense_is_said_and_nothing_is_lost(wrong: dict[str, str], cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    form = {"judgement": evaluation.assessment.judgements.get().pk, "kind": "gap", "text": "演练没有评估"} | wrong
    answer = as_user(evaluation.login).post(CREATE, form)
    page = Page(answer)
    assert (answer.status_code, EvaluationNote.objects.count()) == (422, 0)
    assert page.errors
    assert page.input("text") == " ".join(str(form["text"]).split())


def test_an_indicator_of_another_file_is_no_choice(cast: Cast, as_user: Any) -> None:
    evaluation, other = an_evaluation(), a_submitted()
    form = {"judgement": other.judgements.get().pk, "kind": "gap", "text": "x"}
    assert as_user(evaluation.login).post(CREATE, form).status_code == 422
    strange = EvaluationNote(evaluation=evaluation, judgement=other.judgements.get(), text="x")
    with refused("这项指标属于另一个自评。"):
        services.create_evaluationnote(strange, by=None)


def test_the_own_note_is_edited_and_taken_back_with_history(cast: Cast, as_user: Any) -> None:
    evaluation = an_evaluation()
    note, browser = a_note(evaluation, text="演练没有评估"), as_user(evaluation.login)
    form = {"judgement": note.judgement_id, "kind": "question", "text": "演练评估在哪里", "version": note.version}
    assert browser.post(page_of("edit", note), form).status_code == 302
    action = Action.objects.get(verb="assessment.edit_evaluationnote")
    assert (action.before["text"], action.after["text"]) == ("演练没有评估", "演练评估在哪里")
    assert browser.post(page_of("edit", note), form | {"text": "x"}).status_code == 409
    assert browser.post(page_of("remove", note), {"reason": "写错了"}).status_code == 302
    assert not EvaluationNote.objects.present().exists()
    assert Action.objects.get(verb="assessment.remove_evaluationnote").reason == "写错了"


# Whose


def test_nobody_else_writes_edits_or_takes_back(cast: Cast, as_user: Any) -> None:
    note, other = a_note(), an_evaluation()
    another = EvaluationNote(evaluation=note.evaluation, judgement=note.judgement, text="x")
    for user in (cast.office, cast.chair, cast.supervisor, cast.lead, other.login):
        with forbidden():
            services.create_evaluationnote(another, by=user)
        with forbidden():
            services.edit_evaluationnote(EvaluationNote.objects.get(pk=note.pk), ["text"], by=user)
        with forbidden():
            services.remove_evaluationnote(note, by=user, reason="x")
    browser = as_user(other.login)
    assert {browser.get(page_of(verb, note)).status_code for verb in ("view", "edit", "remove")} == {404}
    assert as_user(note.evaluation.login).get(page_of("edit", note)).status_code == 200


@pytest.mark.parametrize("days", [-2, 2])
def test_outside_the_term_nothing_is_written_edited_or_taken_back(days: int, cast: Cast) -> None:
    note = a_note()
    day = today() + timedelta(days=days)
    Evaluation.objects.update(first_on=day, last_on=day)
    note = EvaluationNote.objects.with_names().get(pk=note.pk)
    another = EvaluationNote(evaluation=note.evaluation, judgement=note.judgement, text="x")
    with refused(NOT_RUNNING):
        services.create_evaluationnote(another, by=None)
    with refused(NOT_RUNNING):
        services.edit_evaluationnote(note, ["text"], by=None)
    with refused(NOT_RUNNING):
        services.remove_evaluationnote(note, by=None, reason="x")


def test_units_read_none_and_the_hosts_all(cast: Cast, as_user: Any) -> None:
    first, second = a_note(), a_note()
    for role in Cast.ROLES:
        seen = set(EvaluationNote.objects.all().visible_to(getattr(cast, role)))
        assert seen == ({first, second} if role in ("chair", "office") else set()), role
    assert list(EvaluationNote.objects.all().visible_to(first.evaluation.login)) == [first]


# Taken along


@pytest.mark.parametrize("who", ["office", "chair", "evaluator"])
def test_notes_leave_as_a_table_and_history_says_so(who: str, cast: Cast, as_user: Any) -> None:
    note, other = a_note(text="=演练没有评估"), a_note(text="别人的")
    user = note.evaluation.login if who == "evaluator" else getattr(cast, who)
    content = as_user(user).get(reverse("assessment:export_evaluationnote", args=["csv"])).getvalue()
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert head == ["指标序号", "指标", "意见类别", "意见内容", "现场评定"]
    told = {row[3] for row in rows}
    assert told == ({"'=演练没有评估"} if who == "evaluator" else {"'=演练没有评估", other.text})
    workbook = as_user(user).get(reverse("assessment:export_evaluationnote", args=["xlsx"]))
    assert b"".join(workbook.streaming_content)[:2] == b"PK"
    assert Action.objects.filter(verb="assessment.export_evaluationnote", by=user).count() == 2


def test_the_list_is_narrowed_by_evaluation_and_kind(cast: Cast, as_user: Any) -> None:
    gap, browser = a_note(text="演练没有评估"), as_user(cast.office)
    a_note(gap.evaluation, kind="strength", text="台账齐全")
    a_note(text="别处的")
    url = f"{LIST}?evaluation={gap.evaluation_id}&kind=gap"
    assert [row[3] for row in Page(browser.get(url)).rows] == ["演练没有评估"]
    assert [row[3] for row in Page(browser.get(f"{LIST}?q=台账")).rows] == ["台账齐全"]


# Tasks


def test_the_office_makes_a_task_of_a_note_once_the_evaluation_is_over(cast: Cast, as_user: Any) -> None:
    note, browser = a_note(text="演练没有评估"), as_user(cast.office)
    url = reverse("assessment:assign_note_task", args=[note.pk])
    form = {"title": "补演练评估", "due_on": f"{today() + timedelta(days=9)}", "lead_group": cast.group.pk}
    assert Page(browser.post(url, form)).errors[""] == NOT_OVER
    assert url not in browser.get(note.get_absolute_url()).content.decode()
    note = over(note)
    page = Page(browser.get(url))
    assert page.input("text") == "演练没有评估"
    assert page.input("title").startswith("落实评定意见：指标 1 ")
    assert browser.post(url, form).status_code == 302
    task = Task.objects.get()
    assert (task.title, task.lead_group, task.source_record) == ("补演练评估", cast.group, note)
    assert task.source_note == str(note.evaluation.assessment)
    assert "补演练评估" in Page(browser.get(note.get_absolute_url())).panels["任务"].text
    assert Page(browser.post(url, form)).errors[""].startswith("台账里已有这项指标的同名督办事项")


def test_an_evaluation_that_was_ended_is_over_too(cast: Cast) -> None:
    note = a_note()
    evaluations.end_evaluation(note.evaluation, by=None, reason="x")
    note = EvaluationNote.objects.with_names().get(pk=note.pk)
    about = {"title": "x", "due_on": today(), "lead_group": cast.group}
    assert services.assign_note_task(note, by=cast.office, **about).source_record == note


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "office"])
def test_nobody_else_makes_tasks_of_notes(role: str, cast: Cast) -> None:
    note = over(a_note())
    with forbidden():
        services.assign_note_task(note, by=getattr(cast, role), title="x", due_on=today(), lead_group=cast.group)
    with forbidden():
        services.assign_note_task(note, by=note.evaluation.login, title="x", due_on=today(), lead_group=cast.group)
