"""Filters every list may use."""

from collections.abc import Mapping
from datetime import date

import django_filters
from django.utils import timezone

from dayan_safety.forms import DayField, read_day

YEAR_LENGTH, FIRST_YEAR = 4, 2000
KEY_LENGTH = 9  # longer numbers are no keys, and too long for a database


class DayFilter(django_filters.Filter):
    """A day in any usual writing."""

    field_class = DayField


def day_asked(params: Mapping[str, str], name: str = "on") -> date:
    """The day that ``params`` ask for; today where they ask for none, or for what is no day."""
    try:
        return read_day(params.get(name, ""))
    except ValueError:
        return timezone.localdate()


def year_asked(params: Mapping[str, str], name: str = "year") -> int:
    """The year that ``params`` ask for; this one where they ask for none, or for what is no year."""
    text = params.get(name, "")
    is_year = text.isascii() and text.isdigit() and len(text) == YEAR_LENGTH
    return int(text) if is_year and int(text) >= FIRST_YEAR else timezone.localdate().year


def key_asked(params: Mapping[str, str], name: str) -> int | None:
    """The key of the record that ``params`` ask for; nothing where they ask for none, or for what is no key."""
    text = params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= KEY_LENGTH else None
