"""How evaluations on the spot and their notes are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import Evaluation, EvaluationNote, SelfAssessment


def _files(request: Any) -> Any:
    return SelfAssessment.objects.all().visible_to(request.user)


def _evaluations(request: Any) -> Any:
    return Evaluation.objects.all().visible_to(request.user)


class EvaluationFilter(django_filters.FilterSet):
    """Evaluations by self-assessment."""

    assessment = django_filters.ModelChoiceFilter(label=_("National self-assessment"), queryset=_files)


class EvaluationNoteFilter(django_filters.FilterSet):
    """Notes by evaluation and kind."""

    evaluation = django_filters.ModelChoiceFilter(label=_("Evaluation on the spot"), queryset=_evaluations)
    kind = django_filters.ChoiceFilter(label=_("Kind of note"), choices=EvaluationNote.Kind.choices)
