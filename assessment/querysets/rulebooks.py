"""Which rulebooks exist for whom, and the questions asked of them."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from committee.querysets import INSIDERS, SharedQuerySet
from dayan_safety.querysets import InEditions, RecordQuerySet


class RulebookQuerySet(InEditions, SharedQuerySet):
    """Rulebooks: whoever is assessed may read them."""

    def search(self, text: str) -> Self:
        """By name or document number."""
        return self.filter(Q(name__icontains=text) | Q(document__icontains=text))


class RulebookItemQuerySet(RecordQuerySet):
    """Items of rulebooks that were not removed."""

    def visible_to(self, user: Any) -> Self:
        """All, for whoever works in or for the committee."""
        return self.all_if(user.standing.is_one_of(*INSIDERS)).filter(rulebook__removed_at__isnull=True)

    def search(self, text: str) -> Self:
        """By item, number or the words of its standard."""
        return self.filter(Q(name__icontains=text) | Q(number__startswith=text) | Q(standard__icontains=text))

    def with_rulebook(self) -> Self:
        """With the rulebook at hand."""
        return self.select_related("rulebook")
