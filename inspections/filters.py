"""How the inspections' lists are narrowed."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.models import Site


class SiteFilter(django_filters.FilterSet):
    """Sites by kind, class of equipment, and when their inspection is due."""

    kind = django_filters.ChoiceFilter(label=_("Kind of site"), choices=Site.Kind.choices)
    equipment = django_filters.ChoiceFilter(label=_("Class of equipment"), choices=Site.Equipment.choices)
    due = django_filters.ChoiceFilter(
        label=_("Inspection"), method="of_state", choices=[("expired", _("overdue")), ("soon", _("due soon"))]
    )

    def of_state(self, rows: Any, name: str, value: str) -> Any:
        """Overdue or due soon, today."""
        today = timezone.localdate()
        return rows.expired(today) if value == "expired" else rows.due_soon(today)
