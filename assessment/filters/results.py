"""How results and scorecards are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import WHOLE_YEAR, Result, Rulebook, RulebookItem
from committee.models import Unit


class ResultFilter(django_filters.FilterSet):
    """Results by year, month and state."""

    year = django_filters.NumberFilter(label=_("Year"))
    period = django_filters.ChoiceFilter(
        label=_("Period"), method="of_period", choices=[("month", _("months")), ("year", _("years"))]
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=Result.State.choices)

    def of_period(self, rows: Any, name: str, value: str) -> Any:
        """Of a month, or of the whole year."""
        return rows.filter(month=WHOLE_YEAR) if value == "year" else rows.exclude(month=WHOLE_YEAR)


class ScorecardFilter(django_filters.FilterSet):
    """Scorecards by result, unit, kind of unit and grade."""

    result = django_filters.ModelChoiceFilter(
        label=_("Scores of"), queryset=lambda request: Result.objects.all().visible_to(request.user)
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of unit"), choices=[(kind, Unit.Kind(kind).label) for kind in RulebookItem.KINDS]
    )
    grade = django_filters.ChoiceFilter(label=_("Grade of the score"), choices=Rulebook.Grade.choices)
