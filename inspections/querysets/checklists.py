"""Questions asked of checklists."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Q

from committee.querysets import SharedQuerySet
from dayan_safety.querysets import InEditions, RecordQuerySet


class ChecklistQuerySet(InEditions, SharedQuerySet):
    """Checklists: read by whoever works in or for the committee."""

    def with_counts(self) -> Self:
        """With ``asks``, the number of their questions."""
        return self.annotate(asks=Count("items", filter=Q(items__removed_at__isnull=True)))


class OfChecklistQuerySet(RecordQuerySet):
    """What belongs to a checklist is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of the checklists that exist for the user."""
        lists = apps.get_model("inspections", "Checklist").objects.all().visible_to(user)
        return self.present().filter(checklist__in=lists)
