"""Whose rows exist for whom, where several kinds of thing are read alike."""

from __future__ import annotations

from typing import Any, Self

from committee.querysets.organisation import INSIDERS
from dayan_safety.querysets import RecordQuerySet

READ_ALL = tuple(role for role in INSIDERS if role != "liaison")


class SharedQuerySet(RecordQuerySet):
    """Rows that whoever works in or for the committee reads: calendars and dictionaries."""

    def visible_to(self, user: Any) -> Self:
        """All of them."""
        return self.all_if(user.standing.is_one_of(*INSIDERS))

    def search(self, text: str) -> Self:
        """By name."""
        return self.filter(name__icontains=text)


class OfUnitQuerySet(RecordQuerySet):
    """Rows that belong to a unit, or to the whole town."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee, its groups and the agencies; those of the own units for a liaison."""
        if user.standing.is_one_of(*READ_ALL):
            return self.present()
        return self.present().filter(unit__in=user.standing.units)
