"""How evaluations on the spot, notes and samples are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models import DrawnEvidence, Evaluation, EvaluationNote
from dayan_safety.tables import Badge, Column
from dayan_safety.workdays import today

Kind, Outcome = EvaluationNote.Kind, DrawnEvidence.Outcome
KINDS = {
    Kind.STRENGTH: ("success", "hand-thumbs-up"),
    Kind.GAP: ("warning", "exclamation-triangle"),
    Kind.QUESTION: ("info", "question-circle"),
}
OUTCOMES = {
    Outcome.IN_ORDER: ("success", "check-circle"),
    Outcome.NOT_IN_ORDER: ("danger", "x-circle"),
    Outcome.NOT_FOUND: ("warning", "question-circle"),
}
UNMARKED = Badge(pgettext_lazy("sample", "not looked at yet"))


def standing(evaluation: Evaluation) -> Badge:
    """Whether it is to come, running, over by its term, or ended."""
    if evaluation.ended_on is not None:
        return Badge(pgettext_lazy("evaluation", "ended"), "secondary", "slash-circle")
    if evaluation.is_over_on(today()):
        return Badge(pgettext_lazy("evaluation", "over"), "secondary", "check2-all")
    if evaluation.is_running_on(today()):
        return Badge(pgettext_lazy("evaluation", "running"), "success", "check-circle")
    return Badge(pgettext_lazy("evaluation", "to come"), "info", "hourglass-split")


def kind(note: EvaluationNote) -> Badge:
    """Strength, gap or question."""
    return Badge(note.get_kind_display(), *KINDS[Kind(note.kind)])


def outcome(drawn: DrawnEvidence) -> Badge:
    """How a drawn record was found."""
    return Badge(drawn.get_outcome_display(), *OUTCOMES[Outcome(drawn.outcome)]) if drawn.outcome else UNMARKED


EVALUATIONS = (
    Column("evaluator", _("Name of the evaluator"), order=("evaluator",)),
    Column("institution", _("Sent by"), order=("institution",)),
    Column("assessment", _("National self-assessment"), order=("assessment__year", "assessment_id")),
    Column("first_on", _("First day"), order=("first_on",), kind="date"),
    Column("last_on", _("Last day"), order=("last_on",), kind="date"),
    Column("standing", _("State"), standing, order=("ended_on", "last_on")),
    Column("login", _("Login"), lambda evaluation: evaluation.login.username, order=("login__username",), shown=False),
)
NOTES = (
    Column("number", _("Number of the indicator"), lambda note: note.judgement.indicator.number,
           order=("judgement__indicator__number",), kind="number"),
    Column("indicator", _("Indicator"), lambda note: note.judgement.indicator.text),
    Column("kind", _("Kind of note"), kind, order=("kind",)),
    Column("text", _("What was noticed")),
    Column("evaluation", _("Evaluation on the spot"), order=("evaluation__first_on", "evaluation_id")),
    Column("created_at", _("Written down at"), order=("created_at",), kind="date", shown=False),
)  # fmt: skip
