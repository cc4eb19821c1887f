"""How the list of sites is narrowed."""

from __future__ import annotations

from calendar import monthrange
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from dayan_safety.filters import DayFilter
from dayan_safety.workdays import today
from inspections.models import Site


class SiteFilter(django_filters.FilterSet):
    """Sites by kind, class, and when their inspection is due."""

    kind = django_filters.ChoiceFilter(label=_("Kind of site"), choices=Site.Kind.choices)
    equipment = django_filters.ChoiceFilter(label=_("Class of equipment"), choices=Site.Equipment.choices)
    small_place = django_filters.ChoiceFilter(label=_("Class of small place"), choices=Site.SmallPlace.choices)
    due = django_filters.ChoiceFilter(
        label=_("Inspection"), method="of_state", choices=[("expired", _("overdue")), ("soon", _("due soon"))]
    )
    month = DayFilter(label=_("Due in the month of"), method="of_month")

    def of_state(self, rows: Any, name: str, value: str) -> Any:
        """Overdue or due soon, today."""
        return rows.expired(today()) if value == "expired" else rows.due_soon(today())

    def of_month(self, rows: Any, name: str, value: Any) -> Any:
        """Due in the month in which the day lies, and not overdue."""
        last = value.replace(day=monthrange(value.year, value.month)[1])
        return rows.due_between(max(value.replace(day=1), today()), last)
