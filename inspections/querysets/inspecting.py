"""Questions asked of inspections, and of the answers given in them."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Q

from committee.querysets import OfUnitQuerySet
from dayan_safety.querysets import RecordQuerySet


class InspectionQuerySet(OfUnitQuerySet):
    """Inspections: all for the committee, its groups and the agencies; those at the own units for a liaison."""

    def search(self, text: str) -> Self:
        """By number, unit, site or checklist."""
        return self.filter(
            Q(number__icontains=text)
            | Q(unit__name__icontains=text)
            | Q(site__name__icontains=text)
            | Q(checklist__name__icontains=text)
        )

    def open(self) -> Self:
        """Being made."""
        return self.filter(state=self.model.State.OPEN)

    def done(self) -> Self:
        """Finished."""
        return self.filter(state=self.model.State.DONE)

    def made_by_side_of(self, user: Any) -> Self:
        """By the user, or by the agency they come from."""
        return self.filter(Q(made_by=user) | Q(agency__in=user.standing.answers_for))

    def with_names(self) -> Self:
        """With unit, site, checklist and who made it at hand."""
        return self.select_related("unit", "site", "checklist", "agency", "made_by__person")

    def with_findings(self) -> Self:
        """With ``found``, how many findings came of it, and ``open_findings``, how many of them are open."""
        open_states = apps.get_model("inspections", "Finding").OPEN
        return self.annotate(
            found=Count("answers__finding"),
            open_findings=Count("answers__finding", filter=Q(answers__finding__state__in=open_states)),
        )


class OfInspectionQuerySet(RecordQuerySet):
    """What belongs to an inspection is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of the inspections that exist for the user."""
        seen = apps.get_model("inspections", "Inspection").objects.all().visible_to(user)
        return self.present().filter(inspection__in=seen)
