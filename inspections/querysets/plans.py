"""Questions asked of plans of inspections."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Q

from committee.querysets import SharedQuerySet
from dayan_safety.querysets import RecordQuerySet

PLANNED = Q(visits__removed_at__isnull=True)


class PlanQuerySet(SharedQuerySet):
    """Plans: read by whoever works in or for the committee."""

    def search(self, text: str) -> Self:
        """By name or agency."""
        return self.filter(Q(name__icontains=text) | Q(agency__name__icontains=text))

    def with_names(self) -> Self:
        """With agency and checklist at hand."""
        return self.select_related("agency", "checklist")

    def with_counts(self) -> Self:
        """With ``planned`` and ``done``: how many visits, and of how many the inspection is finished."""
        is_done = PLANNED & Q(visits__inspection__isnull=False)
        return self.annotate(planned=Count("visits", filter=PLANNED), done=Count("visits", filter=is_done))

    def not_done(self) -> Self:
        """With planned visits whose inspection is not finished."""
        visits = apps.get_model("inspections", "PlannedVisit").objects.present().filter(inspection=None)
        return self.filter(pk__in=visits.values("plan"))

    def drawn_up_for(self, user: Any) -> Self:
        """Of the agencies the user comes from; for the office those of the town itself."""
        town = Q(agency=None) if user.standing.is_one_of("office") else Q()
        return self.filter(Q(agency__in=user.standing.answers_for) | town)


class OfPlanQuerySet(RecordQuerySet):
    """What belongs to a plan is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of the plans that exist for the user."""
        plans = apps.get_model("inspections", "InspectionPlan").objects.all().visible_to(user)
        return self.present().filter(plan__in=plans)
