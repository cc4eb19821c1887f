"""What lasts from one day to another."""

from __future__ import annotations

from datetime import date
from typing import Self

from committee.querysets import SharedQuerySet


class TermQuerySet(SharedQuerySet):
    """Shared rows with a first and a last day."""

    def running_on(self, on: date) -> Self:
        """Begun and not over."""
        return self.filter(first_on__lte=on, last_on__gte=on)

    def ahead_of(self, on: date) -> Self:
        """Not begun."""
        return self.filter(first_on__gt=on)

    def over_by(self, on: date) -> Self:
        """Whose last day is gone."""
        return self.filter(last_on__lt=on)
