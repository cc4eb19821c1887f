"""How plans of inspections are narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from dayan_safety.filters import DayFilter
from inspections.filters.shared import agency_filter


class PlanFilter(django_filters.FilterSet):
    """Plans by agency and month."""

    agency = agency_filter(_("Agency"))
    since = DayFilter(label=_("From"), field_name="month", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="month", lookup_expr="lte")
