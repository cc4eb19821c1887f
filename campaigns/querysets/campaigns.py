"""Questions asked of safety days and campaigns."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Count, Q

from campaigns.querysets.scopes import TermQuerySet
from committee.querysets import SharedQuerySet


class SafetyDayQuerySet(SharedQuerySet):
    """Safety days."""

    def of_year(self, year: int) -> Self:
        """Those that come in ``year``, be it every year or in that one; two of a name are both there."""
        return self.filter(Q(year__isnull=True) | Q(year=year))


class CampaignQuerySet(TermQuerySet):
    """Campaigns."""

    def search(self, text: str) -> Self:
        """By name or theme."""
        return self.filter(Q(name__icontains=text) | Q(theme__icontains=text))

    def in_years(self, first: int, last: int) -> Self:
        """That begin in one of these years."""
        return self.filter(first_on__range=(date(first, 1, 1), date(last, 12, 31)))

    def with_names(self) -> Self:
        """With safety day and group at hand."""
        return self.select_related("safety_day", "group")

    def with_events_held(self, on: date) -> Self:
        """With ``events_held`` up to ``on``."""
        held = Q(events__removed_at__isnull=True, events__held_on__lte=on)
        return self.annotate(events_held=Count("events", filter=held))
