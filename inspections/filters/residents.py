"""How reports of dangers are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from dayan_safety.filters import DayFilter
from inspections.filters.shared import unit_filter
from inspections.models import HazardReport


class HazardReportFilter(django_filters.FilterSet):
    """Reports by how they stand, where, and who sent them."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=HazardReport.State.choices)
    sender = django_filters.ChoiceFilter(
        label=_("Reported by"),
        method="of_sender",
        choices=[("resident", _("residents")), ("observer", _("people with a login"))],
    )
    unit = unit_filter()
    since = DayFilter(label=_("Reported from"), field_name="came_on", lookup_expr="gte")
    until = DayFilter(label=_("Reported until"), field_name="came_on", lookup_expr="lte")

    def of_sender(self, rows: Any, name: str, value: str) -> Any:
        """With a login or without."""
        return rows.filter(said_by__isnull=value == "resident")
