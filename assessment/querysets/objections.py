"""Which objections exist for whom, and the questions asked of them."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from assessment.querysets.shared import ASSESSORS
from dayan_safety.querysets import RecordQuerySet


class ObjectionQuerySet(RecordQuerySet):
    """Objections to scorecards."""

    def visible_to(self, user: Any) -> Self:
        """All for those who assess; for others those of the units they answer for."""
        rows = self.present()
        if user.standing.is_one_of(*ASSESSORS):
            return rows
        return rows.filter(scorecard__unit__in=user.standing.answers_for)

    def search(self, text: str) -> Self:
        """By the unit's name or initials, or the words."""
        unit = Q(scorecard__unit__name__icontains=text) | Q(scorecard__unit__initials__startswith=text.lower())
        return self.filter(unit | Q(said__icontains=text))

    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.present().filter(state="open")

    def with_names(self) -> Self:
        """With scorecard, unit and result at hand."""
        return self.select_related("scorecard__unit", "scorecard__result")
