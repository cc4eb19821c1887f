"""Questions asked of what residents and observers report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Q

from dayan_safety.querysets import RecordQuerySet

SORTS = ("chair", "office", "supervisor")
WEEK = timedelta(days=7)


class HazardReportQuerySet(RecordQuerySet):
    """Reports of dangers: all for those who sort them; for others what they reported themselves."""

    def visible_to(self, user: Any) -> Self:
        """A unit does not read what is reported about it: it gets the finding that is made of it."""
        if user.standing.is_one_of(*SORTS):
            return self.present()
        return self.present().filter(said_by=user) if user.is_authenticated else self.none()

    def search(self, text: str) -> Self:
        """By number, danger, place or unit."""
        return self.filter(
            Q(number__icontains=text)
            | Q(text__icontains=text)
            | Q(place__icontains=text)
            | Q(unit__name__icontains=text)
        )

    def waiting(self) -> Self:
        """To be sorted."""
        return self.filter(state=self.model.State.NEW)

    def with_names(self) -> Self:
        """With unit, finding and who reported at hand."""
        return self.select_related("unit", "finding", "said_by__person__unit")

    def counts_by_day(self, first: date, last: date) -> dict[date, dict[str, int]]:
        """Of the days from ``first`` to ``last``: how many came, became findings, and are closed; one query.

        What was set aside as none is left out.
        """
        closed = apps.get_model("inspections", "Finding").State.CLOSED
        rows = self.exclude(state=self.model.State.DISMISSED).filter(came_on__range=(first, last))
        counted = rows.order_by().values("came_on")
        told = counted.annotate(
            came=Count("pk"), taken=Count("finding"), closed=Count("finding", filter=Q(finding__state=closed))
        )
        return {row.pop("came_on"): row for row in told}
