"""Submitted self-assessments and evaluators who look at them, for tests, made through the services."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from assessment.models import DrawnEvidence, Evaluation, EvaluationNote, Evidence, EvidenceDraw, SelfAssessment
from assessment.services.national import evaluation_notes, evaluations, judging, proposing, sampling
from assessment.tests.national_builders import a_selfassessment, graded
from committee.models import User
from dayan_safety.workdays import today

NUMBERS = count(1)
LATER = timedelta(days=1)


def a_submitted(number: int = 1, **given: Any) -> SelfAssessment:
    """A submitted self-assessment: what its rules found is accepted, every part graded b."""
    made = a_selfassessment(number, **given)
    proposing.propose_evidence(made, by=None)
    Evidence.objects.filter(judgement__assessment=made).update(state="accepted")
    for judgement in made.judgements.select_related("indicator"):
        graded(judgement)
    judging.submit_selfassessment(made, by=None)
    return made


def an_evaluation(assessment: SelfAssessment | None = None, **given: Any) -> Evaluation:
    """Somebody who evaluates today and tomorrow, and has chosen their own password."""
    term = {"first_on": today(), "last_on": today() + LATER}
    about = {"evaluator": f"专家{next(NUMBERS)}", "institution": "省安全生产协会", **term, **given}
    name = about.pop("username", f"evaluator{next(NUMBERS)}")
    evaluation = Evaluation(assessment=assessment or a_submitted(), **about)
    made, _first = evaluations.create_evaluation(evaluation, by=None, username=name)
    User.objects.filter(pk=made.login_id).update(must_change_password=False)
    return Evaluation.objects.with_names().get(pk=made.pk)


def a_note(evaluation: Evaluation | None = None, **given: Any) -> EvaluationNote:
    """A gap that the evaluator wrote down at the first indicator."""
    evaluation = evaluation or an_evaluation()
    judgement = given.pop("judgement", None) or evaluation.assessment.judgements.order_by("indicator__number").first()
    about = {"kind": "gap", "text": f"演练没有评估{next(NUMBERS)}", **given}
    note = EvaluationNote(evaluation=evaluation, judgement=judgement, **about)
    return evaluation_notes.create_evaluationnote(note, by=None)


def a_past_note() -> EvaluationNote:
    """A note of an evaluation that was ended."""
    note = a_note()
    evaluations.end_evaluation(note.evaluation, by=None, reason="看完了")
    return EvaluationNote.objects.with_names().get(pk=note.pk)


def a_draw(evaluation: Evaluation | None = None, number: int = 2, **given: Any) -> EvidenceDraw:
    """So many records drawn from the whole file."""
    return sampling.draw_evidence(evaluation or an_evaluation(), by=None, number=number, **given)


def a_drawn(evaluation: Evaluation | None = None) -> DrawnEvidence:
    """A record that was drawn."""
    return a_draw(evaluation).drawn.first()
