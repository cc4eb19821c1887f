"""Questions asked of sites."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Q

from committee.querysets import OfUnitQuerySet
from dayan_safety.querysets import RecordQuerySet

ASKED_BEFORE = timedelta(days=30)  # the next inspection is asked for one month ahead [P]


class SiteQuerySet(OfUnitQuerySet):
    """Sites."""

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

    def due_between(self, first: date, last: date) -> Self:
        """Whose next inspection is on a day from ``first`` to ``last``."""
        return self.filter(next_inspection_on__range=(first, last))

    def counts_by_day(self) -> list[tuple[str, date, int]]:
        """Kind, day of the next inspection, how many; one query. What has no date is left out."""
        dated = self.filter(next_inspection_on__isnull=False).order_by()
        return list(dated.values_list("kind", "next_inspection_on").annotate(number=Count("pk")))


class OfSiteQuerySet(RecordQuerySet):
    """What belongs to a site is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of the sites that exist for the user."""
        sites = apps.get_model("inspections", "Site").objects.all().visible_to(user)
        return self.present().filter(site__in=sites)
