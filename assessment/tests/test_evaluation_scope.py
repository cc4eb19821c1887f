"""What exists for an evaluator: the accepted evidence of the own file, in the term, and nothing of the town besides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from assessment.models import (
    DrawnEvidence,
    Evaluation,
    EvaluationNote,
    Evidence,
    EvidenceDraw,
    Judgement,
    SelfAssessment,
)
from assessment.querysets.evaluations import evaluated_by
from assessment.services.national import evaluations
from assessment.tests.evaluation_builders import a_draw, a_note, an_evaluation
from committee.models import Committee, User
from committee.services.accounts import create_user, deactivate_user, reset_password
from committee.tests.refusals import forbidden
from dayan_safety.models import Action, Attachment, Record
from dayan_safety.permissions import all_rules
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_user
from dayan_safety.workdays import today

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
OWN = (Evaluation, EvaluationNote, EvidenceDraw, DrawnEvidence, Judgement, Evidence)
MAY = {
    *("assessment.evaluate_on_site", "assessment.draw_evidence", "assessment.mark_drawn"),
    *(f"assessment.{verb}_evaluationnote" for verb in ("view", "create", "edit", "remove", "export")),
}
OF_ONESELF = {name for name in all_rules() if name.startswith(("dayan_safety.", "committee.change_password"))}


def login_of(evaluation: Evaluation) -> User:
    """The evaluator as the next request meets them."""
    return User.objects.get(pk=evaluation.login_id)


def seen_by(user: Any) -> dict[str, int]:
    """Of which kinds of records how many exist for the user."""
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    counts = {model.__name__: model._default_manager.all().visible_to(user).count() for model in models}
    return {name: number for name, number in counts.items() if number}


def test_nothing_of_the_town_exists_for_an_evaluator_but_the_own_file(cast: Cast) -> None:
    evaluation = an_evaluation()
    a_note(evaluation)
    a_draw(evaluation, number=2)
    a_note()  # somebody else's
    assert seen_by(login_of(evaluation)) == {
        "Evaluation": 1, "EvaluationNote": 1, "EvidenceDraw": 1, "DrawnEvidence": 2, "Judgement": 1, "Evidence": 3,
    }  # fmt: skip
    assert {"Committee", "Unit", "Person", "SelfAssessment"} <= set(seen_by(cast.office))


@pytest.mark.parametrize("change", ["ended", "over", "to come", "removed", "file removed"])
def test_nothing_at_all_exists_outside_the_evaluation(change: str, cast: Cast) -> None:
    evaluation = an_evaluation()
    a_note(evaluation)
    a_draw(evaluation)
    rows, day = Evaluation.objects.filter(pk=evaluation.pk), timedelta(days=1)
    assert seen_by(login_of(evaluation))
    if change == "ended":
        rows.update(ended_on=today())
    elif change == "over":
        rows.update(first_on=today() - day, last_on=today() - day)
    elif change == "to come":
        rows.update(first_on=today() + day, last_on=today() + day)
    elif change == "removed":
        rows.update(removed_at=evaluation.created_at)
    else:
        SelfAssessment.objects.filter(pk=evaluation.assessment_id).update(removed_at=evaluation.created_at)
    assert seen_by(login_of(evaluation)) == {}


@pytest.mark.parametrize("duty", ["posts", "auditor", "administrator"])
def test_a_login_of_another_duty_sees_nothing_by_its_evaluation(duty: str, cast: Cast) -> None:
    evaluation = an_evaluation()
    User.objects.filter(pk=evaluation.login_id).update(duty=duty)
    user = login_of(evaluation)
    assert not any(model.objects.all().visible_to(user).exists() for model in OWN)


def test_files_do_not_exist_for_an_evaluator_by_the_common_door(cast: Cast) -> None:
    Attachment.objects.create(thing=cast.committee, name="x.pdf", size=1, sha256="x", content_type="application/pdf")
    assert Attachment.objects.all().visible_to(cast.office).count() == 1
    assert not Attachment.objects.all().visible_to(login_of(an_evaluation())).exists()


def test_what_is_evaluated_is_asked_by_login_and_day(cast: Cast) -> None:
    evaluation, other = an_evaluation(), an_evaluation()
    assert list(evaluated_by(login_of(evaluation)).values_list("assessment", flat=True)) == [evaluation.assessment_id]
    assert list(evaluated_by(login_of(other)).values_list("assessment", flat=True)) == [other.assessment_id]
    assert not evaluated_by(cast.office).exists()


def test_two_evaluators_of_one_file_have_notes_and_samples_of_their_own(cast: Cast) -> None:
    first = an_evaluation()
    second = an_evaluation(first.assessment)
    note, draw = a_note(first), a_draw(first)
    for model, record in ((EvaluationNote, note), (EvidenceDraw, draw)):
        assert list(model.objects.all().visible_to(login_of(first))) == [record]
        assert not model.objects.all().visible_to(login_of(second)).exists()
    mine, theirs = (set(Evidence.objects.all().visible_to(login_of(each))) for each in (first, second))
    assert mine == theirs != set()


def test_a_removed_record_is_no_evidence_for_an_evaluator(cast: Cast) -> None:
    gone = Committee.objects.create(name="旧的", term_from="2025-01-01")
    user = login_of(an_evaluation())
    assert Evidence.objects.all().visible_to(user).count() == 4
    remove_record(gone, by=None, reason="重复")
    assert Evidence.objects.all().visible_to(user).count() == 3


# Rights


def test_an_evaluator_has_these_rights_and_no_other(cast: Cast) -> None:
    evaluation = an_evaluation()
    note, draw, user = a_note(evaluation), a_draw(evaluation), login_of(evaluation)
    things = (None, evaluation, note, draw, draw.drawn.first(), evaluation.assessment, note.judgement, cast.village)
    held = {name for name in all_rules() for thing in things if user.has_perm(name, thing)}
    assert held - OF_ONESELF == MAY


@pytest.mark.parametrize("verb", ["draw_evidence", "mark_drawn", "edit_evaluationnote", "remove_evaluationnote"])
def test_writing_asks_for_the_own_evaluation_that_runs(verb: str, cast: Cast) -> None:
    evaluation, other = an_evaluation(), an_evaluation()
    note, drawn = a_note(evaluation), a_draw(evaluation).drawn.first()
    thing = {"draw_evidence": evaluation, "mark_drawn": drawn}.get(verb, note)
    right = f"assessment.{verb}"
    assert login_of(evaluation).has_perm(right, thing)
    assert not login_of(other).has_perm(right, thing)
    assert not login_of(evaluation).has_perm(right, None)
    Evaluation.objects.filter(pk=evaluation.pk).update(ended_on=today())
    thing = type(thing).objects.get(pk=thing.pk)
    assert not login_of(evaluation).has_perm(right, thing)


# The term in words


@pytest.mark.parametrize(
    ("first", "last", "ended", "runs", "is_over"),
    [
        (0, 0, False, True, False),
        (0, 0, True, False, True),
        (-2, -1, False, False, True),
        (1, 2, False, False, False),
        (1, 2, True, False, True),
    ],
)
def test_it_runs_in_its_term_until_it_is_ended(first: int, last: int, ended: bool, runs: bool, is_over: bool) -> None:
    term = {"first_on": today() + timedelta(days=first), "last_on": today() + timedelta(days=last)}
    evaluation = Evaluation(**term, ended_on=today() if ended else None)
    assert (evaluation.is_running_on(today()), evaluation.is_over_on(today())) == (runs, is_over)


@pytest.mark.parametrize(("days", "is_right"), [(0, True), (366, True), (367, False), (-1, False)])
def test_a_term_is_a_day_to_a_year(days: int, is_right: bool) -> None:
    evaluation = Evaluation(first_on=today(), last_on=today() + timedelta(days=days))
    if is_right:
        evaluation.clean()
        return
    with pytest.raises(ValidationError):
        evaluation.clean()


def test_half_a_term_is_the_form_s_matter() -> None:
    Evaluation(first_on=today()).clean()
    Evaluation(last_on=today()).clean()


# Logins that come with something else


def test_a_door_s_own_right_stands_in_for_the_administrator_s(cast: Cast) -> None:
    right = "assessment.create_evaluation"
    user, _first = create_user(None, by=cast.office, username="guest.one", duty="evaluator", right=right)
    assert Action.objects.get(verb="committee.create_user", thing_id=str(user.pk)).by_id == cast.office.pk
    reset_password(user, by=cast.office, right=right)
    deactivate_user(user, by=cast.office, reason="x", right=right)
    assert not User.objects.get(pk=user.pk).is_active


def test_without_it_or_by_others_nothing_is_done(cast: Cast) -> None:
    user, right = a_user(duty="evaluator"), "assessment.create_evaluation"
    for by, given in ((cast.office, ""), (cast.lead, right), (cast.liaison, right)):
        with forbidden():
            create_user(None, by=by, username="guest.two", duty="evaluator", right=given)
        with forbidden():
            reset_password(user, by=by, right=given)
        with forbidden():
            deactivate_user(user, by=by, reason="x", right=given)


def test_the_history_of_the_login_follows_the_evaluation(cast: Cast) -> None:
    evaluation = an_evaluation()
    evaluation.last_on += timedelta(days=3)
    evaluations.edit_evaluation(evaluation, ["last_on"], by=cast.office)
    action = Action.objects.get(verb="committee.edit_user", thing_id=str(evaluation.login_id))
    assert (action.by, action.after) == (None, {"valid_until": f"{evaluation.last_on}"})
    assert Action.objects.get(verb="assessment.edit_evaluation").by_id == cast.office.pk
