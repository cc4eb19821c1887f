"""Filters every list may use."""

import django_filters

from dayan_safety.forms import DayField


class DayFilter(django_filters.Filter):
    """A day in any usual writing."""

    field_class = DayField
