"""How indicator sets and self-assessments are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import Indicator, IndicatorSet, Judgement, SelfAssessment


def _sets(request: Any) -> Any:
    return IndicatorSet.objects.all().visible_to(request.user)


def _files(request: Any) -> Any:
    return SelfAssessment.objects.all().visible_to(request.user)


class IndicatorSetFilter(django_filters.FilterSet):
    """Sets by state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=IndicatorSet.State.choices)


class IndicatorFilter(django_filters.FilterSet):
    """Indicators by set, element and wording."""

    indicator_set = django_filters.ModelChoiceFilter(label=_("Indicator set"), queryset=_sets)
    element_number = django_filters.NumberFilter(label=_("Number of the element"))
    wording = django_filters.ChoiceFilter(label=_("Wording"), choices=Indicator.Wording.choices)


class SelfAssessmentFilter(django_filters.FilterSet):
    """Self-assessments by year and state."""

    year = django_filters.NumberFilter(label=_("Year"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=SelfAssessment.State.choices)


class JudgementFilter(django_filters.FilterSet):
    """Judgements by self-assessment and grade."""

    assessment = django_filters.ModelChoiceFilter(label=_("National self-assessment"), queryset=_files)
    effect = django_filters.ChoiceFilter(label=_("Effect of the work"), choices=Judgement.Grade.choices)
