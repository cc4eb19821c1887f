"""Filters that several lists of the inspections have."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from committee.models import Unit
from dayan_safety.forms import PickWidget


def unit_filter() -> django_filters.ModelChoiceFilter:
    """By a unit that exists for the reader."""
    return django_filters.ModelChoiceFilter(
        label=_("Unit"),
        queryset=lambda request: Unit.objects.all().visible_to(request.user),
        widget=PickWidget("unit"),
    )


def agency_filter(label: Any) -> django_filters.ModelChoiceFilter:
    """By an agency that exists for the reader."""
    return django_filters.ModelChoiceFilter(
        label=label, queryset=lambda request: Unit.objects.filter(kind=Unit.Kind.AGENCY).visible_to(request.user)
    )
