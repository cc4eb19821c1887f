"""How the list of findings is narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayan_safety.filters import DayFilter
from inspections.filters.shared import agency_filter, unit_filter
from inspections.models import Finding, FindingExtension, FindingKind

SOON_DAYS = 3


class FindingFilter(django_filters.FilterSet):
    """Findings by how they stand, whose they are, what they are and who found them."""

    standing = django_filters.ChoiceFilter(
        label=_("Status"),
        method="of_standing",
        choices=[
            ("open", _("not closed")),
            ("overdue", _("overdue")),
            ("soon", _("due within 3 days")),
            *((state.value, state.label) for state in Finding.State),
            ("extension", _("extension asked")),
            ("listed", _("under listed supervision")),
            ("failed", _("failed at a re-inspection")),
            ("again", _("found there before")),
            ("counted", _("all but those withdrawn")),
        ],
    )
    mine = django_filters.ChoiceFilter(
        label=_("Whose"), method="of_mine", choices=[("unit", _("of our unit")), ("found", _("found by us"))]
    )
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Finding.Level.choices)
    kind = django_filters.ModelChoiceFilter(
        label=_("Kind of danger"), queryset=lambda request: FindingKind.objects.all().visible_to(request.user)
    )
    unit = unit_filter()
    agency = agency_filter(_("Found by the agency"))
    source = django_filters.ChoiceFilter(label=_("Source"), choices=Finding.Source.choices)
    since = DayFilter(label=_("Found from"), field_name="found_on", lookup_expr="gte")
    until = DayFilter(label=_("Found until"), field_name="found_on", lookup_expr="lte")

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """How they stand today."""
        on = timezone.localdate()
        asked = {
            "open": rows.open,
            "overdue": lambda: rows.overdue(on),
            "soon": lambda: rows.due_within(on, SOON_DAYS),
            "listed": lambda: rows.open().filter(listed_on__isnull=False),
            "extension": lambda: rows.filter(extensions__in=FindingExtension.objects.present().undecided()).distinct(),
            "failed": lambda: rows.filter(failed__gt=0),
            "again": lambda: rows.filter(recurs=True),
            "counted": lambda: rows.exclude(state=Finding.State.WITHDRAWN),
        }
        return asked[value]() if value in asked else rows.filter(state=value)

    def of_mine(self, rows: Any, name: str, value: str) -> Any:
        """At the reader's unit, or found by the reader or their agency."""
        user = self.request.user
        return rows.answered_for_by(user) if value == "unit" else rows.found_by_side_of(user)
