"""How plans of inspections are narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from committee.models import Unit
from dayan_safety.filters import DayFilter


class PlanFilter(django_filters.FilterSet):
    """Plans by agency and month."""

    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"), queryset=lambda request: Unit.objects.filter(kind="agency").visible_to(request.user)
    )
    since = DayFilter(label=_("From"), field_name="month", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="month", lookup_expr="lte")
