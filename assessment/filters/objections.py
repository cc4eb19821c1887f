"""How objections are narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import Objection, Result


class ObjectionFilter(django_filters.FilterSet):
    """Objections by result and state."""

    scorecard__result = django_filters.ModelChoiceFilter(
        label=_("Scores of"), queryset=lambda request: Result.objects.all().visible_to(request.user).filter(month=0)
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=Objection.State.choices)
