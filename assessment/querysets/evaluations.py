"""Which evaluations on the spot, notes and samples exist for whom; what an evaluator may look at today."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import Q

from dayan_safety.querysets import RecordQuerySet
from dayan_safety.workdays import today

EVALUATOR = "evaluator"
HOSTS = ("chair", "office")  # who let evaluators in, and read what they wrote


def evaluated_by(user: Any) -> Any:
    """The keys of the self-assessments that ``user`` evaluates today, as a query: none outside the term."""
    return apps.get_model("assessment", "Evaluation").objects.all().of_evaluator(user).values("assessment")


class EvaluationQuerySet(RecordQuerySet):
    """Evaluations on the spot."""

    def visible_to(self, user: Any) -> Self:
        """All for chair and office; the own one for an evaluator, while it runs."""
        if user.standing.is_one_of(EVALUATOR):
            return self.of_evaluator(user)
        return self.all_if(user.standing.is_one_of(*HOSTS))

    def of_evaluator(self, user: Any) -> Self:
        """That of a login, while it runs."""
        return self.running_on(today()).filter(login=user, assessment__removed_at__isnull=True)

    def running_on(self, on: date) -> Self:
        """Those in whose term the day lies, and that nobody has ended."""
        return self.present().filter(first_on__lte=on, last_on__gte=on, ended_on__isnull=True)

    def search(self, text: str) -> Self:
        """By the evaluator, who sent them, or the sign-in name."""
        named = Q(evaluator__icontains=text) | Q(institution__icontains=text)
        return self.filter(named | Q(login__username__icontains=text))

    def with_names(self) -> Self:
        """With login and self-assessment at hand."""
        return self.select_related("login", "assessment__indicator_set")


class OfEvaluationQuerySet(RecordQuerySet):
    """What belongs to an evaluation; ``path`` leads to it."""

    path = "evaluation"

    def visible_to(self, user: Any) -> Self:
        """What belongs to an evaluation that exists for ``user``."""
        theirs = apps.get_model("assessment", "Evaluation").objects.all().visible_to(user)
        return self.present().filter(**{f"{self.path}__in": theirs.values("pk")})

    def with_names(self) -> Self:
        """With evaluation and indicator at hand."""
        return self.select_related("evaluation__assessment", "judgement__indicator")


class EvaluationNoteQuerySet(OfEvaluationQuerySet):
    """Notes of the evaluators."""

    def search(self, text: str) -> Self:
        """By their words or those of the indicator."""
        return self.filter(Q(text__icontains=text) | Q(judgement__indicator__text__icontains=text))


class OfDrawQuerySet(OfEvaluationQuerySet):
    """Records of a sample."""

    path = "draw__evaluation"
