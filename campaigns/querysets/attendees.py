"""Questions asked of the lists of who came."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q, Window
from django.db.models.aggregates import Count

from dayan_safety.querysets import RecordQuerySet

READ_NAMES = ("chair", "office", "supervisor")


class AttendeeQuerySet(RecordQuerySet):
    """Who came to events."""

    def visible_to(self, user: Any) -> Self:
        """All for chair, office and supervision; those of events that one keeps for others: names are personal."""
        if user.standing.is_one_of(*READ_NAMES):
            return self.present()
        kept = Q(event__unit__in=user.standing.units) | Q(event__group__in=user.standing.groups)
        return self.present().filter(kept)

    def search(self, text: str) -> Self:
        """By name, or by the unit as it was written."""
        return self.filter(Q(name__icontains=text) | Q(from_unit__icontains=text))

    def known_at_sessions_of(self, programme: Any) -> Any:
        """Persons whom the portal knows, with the ``sessions`` of ``programme`` they came to, the most first: dicts."""
        known = self.filter(event__programme=programme, event__removed_at__isnull=True, person__isnull=False).order_by()
        named = known.values("person", "person__name", "unit__name")
        return named.annotate(sessions=Count("event", distinct=True)).order_by("-sessions", "unit__name", "person")

    def with_whole(self) -> Self:
        """Each with ``whole``, the number of all of them: a beginning of the list tells how long it is."""
        return self.annotate(whole=Window(Count("pk")))
