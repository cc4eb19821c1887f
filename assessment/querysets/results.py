"""Which results and scorecards exist for whom, and the questions asked of them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from assessment.querysets.shared import ASSESSORS
from committee.querysets import INSIDERS
from dayan_safety.querysets import RecordQuerySet


class ResultQuerySet(RecordQuerySet):
    """Results: whoever is assessed knows that there are scores."""

    def visible_to(self, user: Any) -> Self:
        """All for those who assess; for other insiders what is no preview any more."""
        if user.standing.is_one_of(*ASSESSORS):
            return self.present()
        return self.all_if(user.standing.is_one_of(*INSIDERS)).exclude(state="preview")

    def search(self, text: str) -> Self:
        """By year."""
        return self.filter(year=int(text)) if text.isascii() and text.isdigit() and len(text) == 4 else self.none()

    def standing(self) -> Self:
        """Those that were not replaced."""
        return self.present().exclude(state="replaced")

    def of(self, year: int, month: int) -> Self:
        """Of a month; of the year where ``month`` is 0."""
        return self.present().filter(year=year, month=month)


class ScorecardQuerySet(RecordQuerySet):
    """Scorecards are written with their result and never again."""

    def visible_to(self, user: Any) -> Self:
        """All for those who assess; for others those of the units they answer for, once they are no preview."""
        rows = self.present().filter(result__removed_at__isnull=True)
        if user.standing.is_one_of(*ASSESSORS):
            return rows
        return rows.filter(unit__in=user.standing.answers_for).exclude(result__state="preview")

    def search(self, text: str) -> Self:
        """By the unit's name or initials."""
        return self.filter(Q(unit__name__icontains=text) | Q(unit__initials__startswith=text.lower()))

    def with_names(self) -> Self:
        """With unit and result at hand."""
        return self.select_related("unit", "result__rulebook")

    def newest_first(self) -> Self:
        """The newest result first, in it by kind and rank; who has no score comes last."""
        rank = models.F("rank").asc(nulls_last=True)
        return self.order_by("-result__year", "-result__month", "-result__edition", "kind", rank, "unit")

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise TypeError("scorecards are written once")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("scorecards are written once")
