"""How the list of incidents is narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayan_safety.filters import DayFilter
from inspections.filters.shared import unit_filter
from inspections.models import Incident, Injury


class IncidentFilter(django_filters.FilterSet):
    """Incidents by what happened where and to whom."""

    place_kind = django_filters.ChoiceFilter(label=_("Kind of place"), choices=Incident.Place.choices)
    cause = django_filters.ChoiceFilter(label=_("Cause"), choices=Incident.Cause.choices)
    severity = django_filters.ChoiceFilter(
        label=_("Somebody was hurt"), method="of_severity", choices=Injury.Severity.choices
    )
    standing = django_filters.ChoiceFilter(
        label=_("Accidents at work"),
        method="of_standing",
        choices=[("production", _("all")), ("late", _("not reported or passed on in time"))],
    )
    unit = unit_filter()
    since = DayFilter(label=_("From"), field_name="happened_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="happened_on", lookup_expr="lte")

    def of_severity(self, rows: Any, name: str, value: str) -> Any:
        """In which somebody was hurt so gravely."""
        hurt = Injury.objects.present().filter(severity=value)
        return rows.filter(pk__in=hurt.values("incident"))

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """Accidents at work, or those whose clocks ran out."""
        return rows.late_on(timezone.now()) if value == "late" else rows.filter(is_production=True)
