"""Which rows of the inspections exist for whom, and the questions asked of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Q

from committee.querysets import INSIDERS
from dayan_safety.querysets import RecordQuerySet

READ_ALL = tuple(role for role in INSIDERS if role != "liaison")
ASKED_BEFORE = timedelta(days=30)  # the next inspection is asked for one month ahead [P]


class SiteQuerySet(RecordQuerySet):
    """Sites."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee, its groups and the agencies; those of the own units for a liaison."""
        if user.standing.is_one_of(*READ_ALL):
            return self.present()
        return self.present().filter(unit__in=user.standing.units)

    def search(self, text: str) -> Self:
        """By name, pinyin initials, place, or the beginning of the registration number."""
        return self.filter(
            Q(name__icontains=text)
            | Q(initials__startswith=text.lower())
            | Q(place__icontains=text)
            | Q(number__startswith=text)
        )

    def expired(self, on: date) -> Self:
        """Whose inspection was due before ``on``."""
        return self.filter(next_inspection_on__lt=on)

    def due_soon(self, on: date) -> Self:
        """Whose next inspection is to be asked for on ``on``, and not overdue."""
        return self.filter(next_inspection_on__range=(on, on + ASKED_BEFORE))

    def with_unit(self) -> Self:
        """With the unit at hand."""
        return self.select_related("unit")
