"""How the ledger and the commitments are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import Commitment, LedgerEntry
from committee.models import Unit
from dayan_safety.filters import DayFilter
from dayan_safety.forms import PickWidget


def unit_filter() -> django_filters.ModelChoiceFilter:
    """By a unit that exists for the reader."""
    return django_filters.ModelChoiceFilter(
        label=_("Unit"),
        queryset=lambda request: Unit.objects.all().visible_to(request.user),
        widget=PickWidget("unit"),
    )


class LedgerEntryFilter(django_filters.FilterSet):
    """Entries by year, unit, what they do and state."""

    year = django_filters.NumberFilter(label=_("Year"))
    unit = unit_filter()
    kind = django_filters.ChoiceFilter(label=_("Reward or penalty"), choices=LedgerEntry.Kind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=LedgerEntry.State.choices)
    mine = django_filters.ChoiceFilter(
        label=_("Proposed by"), method="of_proposer", choices=[("others", _("others than me"))]
    )

    def of_proposer(self, rows: Any, name: str, value: str) -> Any:
        """Those that one may decide on."""
        return rows.proposed_by_others(self.request.user)


class CommitmentFilter(django_filters.FilterSet):
    """Commitments by unit, state and last day."""

    unit = unit_filter()
    state = django_filters.ChoiceFilter(label=_("State"), choices=Commitment.State.choices)
    mine = django_filters.ChoiceFilter(
        label=_("Whose commitments"),
        method="of_side",
        choices=[("unit", _("of my unit")), ("verify", _("for me to verify"))],
    )
    since = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    until = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")

    def of_side(self, rows: Any, name: str, value: str) -> Any:
        """What one has to deliver, or to verify."""
        user = self.request.user
        return rows.owed_by(user) if value == "unit" else rows.to_verify_by(user)
