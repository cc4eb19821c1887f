"""How the list of inspections is narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from dayan_safety.filters import DayFilter
from inspections.filters.shared import agency_filter, unit_filter
from inspections.models import Checklist, Inspection


class InspectionFilter(django_filters.FilterSet):
    """Inspections by how they stand, where they were made, by what and by whom."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Inspection.State.choices)
    result = django_filters.ChoiceFilter(
        label=_("Result"),
        method="of_result",
        choices=[("found", _("dangers found")), ("open", _("with findings not closed")), ("clean", _("nothing found"))],
    )
    mine = django_filters.ChoiceFilter(label=_("Whose"), method="of_mine", choices=[("made", _("made by us"))])
    trade = django_filters.ChoiceFilter(
        label=_("Trade"), field_name="checklist__trade", choices=Checklist.Trade.choices
    )
    unit = unit_filter()
    agency = agency_filter(_("Made by the agency"))
    since = DayFilter(label=_("Inspected from"), field_name="made_on", lookup_expr="gte")
    until = DayFilter(label=_("Inspected until"), field_name="made_on", lookup_expr="lte")

    def of_result(self, rows: Any, name: str, value: str) -> Any:
        """What came of them."""
        asked = {"found": {"failed__gt": 0}, "open": {"open_findings__gt": 0}, "clean": {"failed": 0}}
        return rows.done().filter(**asked[value])

    def of_mine(self, rows: Any, name: str, value: str) -> Any:
        """By the reader or their agency."""
        return rows.made_by_side_of(self.request.user)
