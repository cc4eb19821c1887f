"""How plans of inspections are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from dayan_safety.filters import DayFilter
from inspections.filters.shared import agency_filter


class PlanFilter(django_filters.FilterSet):
    """Plans by agency and month."""

    standing = django_filters.ChoiceFilter(
        label=_("Status"), method="of_standing", choices=[("left", _("with sites not inspected"))]
    )
    mine = django_filters.ChoiceFilter(label=_("Whose"), method="of_mine", choices=[("ours", _("to be done by us"))])
    agency = agency_filter(_("Agency"))
    since = DayFilter(label=_("From"), field_name="month", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="month", lookup_expr="lte")

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """Those that are not done."""
        return rows.not_done()

    def of_mine(self, rows: Any, name: str, value: str) -> Any:
        """Of the reader's agency, or the town's own."""
        return rows.drawn_up_for(self.request.user)
