"""How lists of the administration are filtered: values in words, and no day beyond the calendar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest


class DayChangeList(ChangeList):
    """A list by days that knows where the calendar ends: Django lets a year without end fall through."""

    def get_filters(self, request: HttpRequest) -> Any:
        """What is asked for; raises ``IncorrectLookupParameters`` for a day that never was."""
        try:
            return super().get_filters(request)
        except (OverflowError, ValueError) as beyond:
            raise IncorrectLookupParameters(beyond) from beyond


def in_words(words: Callable[[str], str]) -> type[admin.FieldListFilter]:
    """A filter over all values of a field, each shown as ``words`` says it."""

    class WordsFilter(admin.AllValuesFieldListFilter):
        """The values in words."""

        def choices(self, changelist: Any) -> Any:
            """As they are, but for what is shown; with counts, "value (3)"."""
            for choice in super().choices(changelist):
                value, counted, count = str(choice["display"]).partition(" (")
                yield {**choice, "display": f"{words(value)}{counted}{count}"}

    return WordsFilter
