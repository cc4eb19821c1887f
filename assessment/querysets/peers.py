"""Which parts of a mutual evaluation exist for whom: marks for those who give them, and only while they may."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models

from assessment.querysets.shared import ASSESSORS
from committee.querysets import TOWN_WIDE
from dayan_safety.querysets import RecordQuerySet


class RoundQuerySet(RecordQuerySet):
    """Rounds of mutual evaluation."""

    def visible_to(self, user: Any) -> Self:
        """All for those who assess; for others who are rated or rate, those that were opened."""
        if user.standing.is_one_of(*ASSESSORS):
            return self.present()
        return self.all_if(user.standing.is_one_of(*TOWN_WIDE, "liaison")).exclude(state="set_up")

    def search(self, text: str) -> Self:
        """By name."""
        return self.filter(name__icontains=text)

    def with_item(self) -> Self:
        """With the item and its rulebook at hand."""
        return self.select_related("item__rulebook")

    def open(self) -> Self:
        """Those that take ballots."""
        return self.present().filter(state="open")

    def over_by(self, on: date) -> Self:
        """Whose last day is gone."""
        return self.filter(last_on__lt=on)

    def published_by(self, on: date) -> Self:
        """Whose means were published on that day or before."""
        return self.present().filter(state="published", published_on__lte=on)


class RatedQuerySet(models.QuerySet[Any]):
    """Units that are rated in a round, with their means."""

    def visible_to(self, user: Any) -> Self:
        """Once they are published, all for those who assess, for others their own units."""
        rows = self.filter(round__state="published", round__removed_at__isnull=True)
        return rows if user.standing.is_one_of(*ASSESSORS) else rows.filter(unit__in=user.standing.answers_for)


class BallotQuerySet(models.QuerySet[Any]):
    """Ballots: whoever answers for the unit that rates has them."""

    def visible_to(self, user: Any) -> Self:
        """Those of the units one answers for."""
        return self.filter(round__removed_at__isnull=True, unit__in=user.standing.answers_for)

    def waiting(self, on: date) -> Self:
        """Not handed in yet, and still to be."""
        return self.filter(round__state="open", round__last_on__gte=on, handed_in_at__isnull=True)

    def counted(self) -> Self:
        """Handed in, and not left out."""
        return self.filter(handed_in_at__isnull=False, left_out="")


class MarkQuerySet(models.QuerySet[Any]):
    """Marks: no list, no file and no page but the ballot itself shows one."""

    def visible_to(self, user: Any) -> Self:
        """One's own unit's, while the round is open; nobody's afterwards."""
        rows = self.filter(ballot__round__state="open", ballot__round__removed_at__isnull=True)
        return rows.filter(giver__in=user.standing.answers_for)
