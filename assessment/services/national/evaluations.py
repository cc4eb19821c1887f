"""Letting an evaluator in: a login of their own for one submitted self-assessment, from a day to a day."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from assessment.models import Evaluation, Judgement, SelfAssessment
from committee.models import User
from committee.services.accounts import create_user, deactivate_user, edit_user, reset_password
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.permissions import require, verb
from dayan_safety.records import create_record, edit_record
from dayan_safety.states import require_state
from dayan_safety.workdays import today

CREATE, END = "assessment.create_evaluation", "assessment.end_evaluation"
PASSWORD = "assessment.give_evaluation_password"


def create_evaluation(evaluation: Evaluation, *, by: Any, username: str) -> tuple[Evaluation, str]:
    """Let an evaluator in by a new login; returns it with the first password, which is kept nowhere.

    Raises ``RuleBroken`` while the self-assessment is not submitted, for a term that is over, and for a name taken.
    """
    require(by, CREATE)
    with change():
        require_state(evaluation.assessment, (SelfAssessment.State.SUBMITTED,))
        _check_term(evaluation)
        about: dict[str, Any] = {"username": username, "duty": User.Duty.EVALUATOR, "valid_until": evaluation.last_on}
        evaluation.login, first = create_user(None, by=by, right=CREATE, **about)
        return create_record(evaluation, by=by), first


def _check_term(evaluation: Evaluation) -> None:
    if evaluation.last_on < today():
        raise RuleBroken(_("The last day has gone by: choose today or a later day."))


def edit_evaluation(evaluation: Evaluation, names: list[str], *, by: Any, version: int | None = None) -> Evaluation:
    """Correct who comes and how long; the login follows the last day. It stays with its self-assessment."""
    with change():
        kept = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        if kept.ended_on is not None:
            raise RuleBroken(_("This evaluation was ended: set up another one."))
        if kept.last_on != evaluation.last_on:
            _check_term(evaluation)
        evaluation.assessment_id = kept.assessment_id
        edit_record(evaluation, names, by=by, version=version)
        evaluation.login.valid_until = evaluation.last_on
        edit_user(evaluation.login, ["valid_until"], by=None)
    return evaluation


@verb(END)
def end_evaluation(evaluation: Evaluation, *, by: Any, reason: str) -> None:
    """End it before its term is over: the login is closed, and whoever is signed in by it is out at once."""
    rows = Evaluation.objects.present().filter(pk=evaluation.pk, ended_on__isnull=True)
    if not rows.update(ended_on=today(), version=F("version") + 1):
        raise RuleBroken(_("This evaluation was ended already."))
    record_action(END, evaluation, by=by, reason=reason)
    if (login := User.objects.get(pk=evaluation.login_id)).is_active:
        deactivate_user(login, by=by, reason=reason, right=END)


@verb(PASSWORD)
def give_evaluation_password(evaluation: Evaluation, *, by: Any) -> str:
    """A new first password for an evaluator who forgot theirs; returns it. Raises ``RuleBroken`` once it is over."""
    if evaluation.is_over_on(today()):
        raise RuleBroken(_("This evaluation is over: set up another one."))
    record_action(PASSWORD, evaluation, by=by)
    return reset_password(evaluation.login, by=by, right=PASSWORD)


def keep_running(evaluation: Evaluation, judgement: Judgement | None = None) -> None:
    """Raise ``RuleBroken`` unless it runs today, and the judgement is of its self-assessment.

    Nobody ends it until the caller's ``change()`` is done.
    """
    kept = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if not kept.is_running_on(today()):
        raise RuleBroken(_("This evaluation is not running: nothing can be written in it."))
    if judgement is not None and judgement.assessment_id != kept.assessment_id:
        raise RuleBroken(_("This indicator belongs to another self-assessment."))
