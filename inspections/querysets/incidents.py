"""Questions asked of incidents, and of those who were hurt in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Q

from committee.querysets import OfUnitQuerySet
from dayan_safety.querysets import RecordQuerySet

HURT = Q(injuries__removed_at__isnull=True)


class IncidentQuerySet(OfUnitQuerySet):
    """Incidents: all for the committee, its groups and the agencies; those of the own units for a liaison."""

    def search(self, text: str) -> Self:
        """By number, what happened, place or unit."""
        return self.filter(
            Q(number__icontains=text)
            | Q(text__icontains=text)
            | Q(place__icontains=text)
            | Q(unit__name__icontains=text)
        )

    def between(self, first: date, last: date) -> Self:
        """That happened in the period."""
        return self.filter(happened_on__range=(first, last))

    def with_injured(self) -> Self:
        """With ``hurt``, ``serious`` and ``dead``: how many people."""
        serious, dead = Q(injuries__severity="serious"), Q(injuries__severity="death")
        return self.annotate(
            hurt=Count("injuries", filter=HURT),
            serious=Count("injuries", filter=HURT & serious),
            dead=Count("injuries", filter=HURT & dead),
        )

    def with_unit(self) -> Self:
        """With the unit at hand."""
        return self.select_related("unit", "by__person")

    def late_on(self, now: datetime) -> Self:
        """Accidents at work that were not reported, or not passed on, in time at ``now``."""
        unreported = Q(reported_at=None, known_at__lt=now - timedelta(hours=1))
        kept = Q(passed_on_at=None, reported_at__lt=now - timedelta(hours=2))
        return self.filter(unreported | kept, is_production=True)


class OfIncidentQuerySet(RecordQuerySet):
    """Injuries are seen with their incident."""

    def visible_to(self, user: Any) -> Self:
        """Of the incidents that exist for the user."""
        incidents = apps.get_model("inspections", "Incident").objects.all().visible_to(user)
        return self.present().filter(incident__in=incidents)

    def of_year(self, year: int) -> Self:
        """In incidents of the year that are not removed."""
        return self.present().filter(incident__happened_on__year=year, incident__removed_at__isnull=True)
