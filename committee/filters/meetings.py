"""How meetings and the standing of the units are narrowed."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from committee.models import Meeting, Unit
from dayan_safety.filters import DayFilter


class MeetingFilter(django_filters.FilterSet):
    """Meetings by state and days."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Meeting.State.choices)
    standing = django_filters.ChoiceFilter(
        label=_("Held"),
        method="of_standing",
        choices=[
            ("held", _("held")),
            ("ahead", _("still ahead")),
            ("minutes", _("minutes not final")),
            ("concluded", _("minutes written")),
        ],
    )
    since = DayFilter(label=_("From"), field_name="held_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="held_on", lookup_expr="lte")

    class Meta:
        model = Meeting
        fields: ClassVar = ["state"]

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """Begun at least; neither begun nor called off; begun and not final; over, with minutes that are written."""
        states = {"held": Meeting.HELD, "ahead": Meeting.AHEAD, "minutes": Meeting.MINUTED}
        return rows.filter(state__in=(states | {"concluded": Meeting.CONCLUDED})[value])


class RateFilter(django_filters.FilterSet):
    """The standing of units in a year."""

    year = django_filters.NumberFilter(
        label=_("Year"),
        method="of_year",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"placeholder": _("this year")}),
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Unit.Kind.choices)

    class Meta:
        model = Unit
        fields: ClassVar = ["year", "kind"]

    def of_year(self, rows: Any, name: str, value: Any) -> Any:
        """The year is asked for where the rows are made."""
        return rows
