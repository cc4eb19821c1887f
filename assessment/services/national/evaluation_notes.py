"""What the evaluator writes down about indicators, and the tasks that the office makes of it afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import EvaluationNote
from assessment.services.national.evaluations import keep_running
from assessment.services.national.judging import enter_task
from committee.models import Task
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change
from dayan_safety.permissions import require, verb
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.workdays import today

CREATE, TASK = "assessment.create_evaluationnote", "assessment.assign_note_task"


def create_evaluationnote(note: EvaluationNote, *, by: Any) -> EvaluationNote:
    """Write a note down, while the own evaluation runs."""
    require(by, CREATE, note)
    with change():
        keep_running(note.evaluation, note.judgement)
        return create_record(note, by=by)


def edit_evaluationnote(
    note: EvaluationNote, names: list[str], *, by: Any, version: int | None = None
) -> EvaluationNote:
    """Write it otherwise, while the evaluation runs."""
    with change():
        keep_running(note.evaluation, note.judgement)
        return edit_record(note, names, by=by, version=version)


def remove_evaluationnote(note: EvaluationNote, *, by: Any, reason: str) -> None:
    """Take it back, while the evaluation runs."""
    with change():
        keep_running(note.evaluation)
        remove_record(note, by=by, reason=reason)


@verb(TASK)
def assign_note_task(
    note: EvaluationNote, /, *, by: Any, title: str, due_on: date, text: str = "", **lead: Any
) -> Task:
    """Enter a task about a note into the register; it leads back to the note. ``lead``: a unit or a group.

    Raises ``RuleBroken`` while the evaluation goes on, for the evaluator may still change it, and as ``enter_task``.
    """
    if not note.evaluation.is_over_on(today()):
        raise RuleBroken(_("The evaluation is not over: the evaluator may still change this note."))
    about = {"title": title, "due_on": due_on, "text": text, **lead}
    return enter_task(note, by=by, right=TASK, note=str(note.evaluation.assessment), **about)
