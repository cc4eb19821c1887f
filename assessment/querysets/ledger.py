"""Which entries of the ledger and which commitments exist for whom, and the questions asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import Q

from assessment.querysets.shared import ASSESSORS
from dayan_safety.querysets import RecordQuerySet


class LedgerEntryQuerySet(RecordQuerySet):
    """Entries of the ledger."""

    def visible_to(self, user: Any) -> Self:
        """All for those who assess; for others what was confirmed of the units they answer for."""
        if user.standing.is_one_of(*ASSESSORS):
            return self.present()
        return self.present().filter(unit__in=user.standing.answers_for, state__in=("confirmed", "withdrawn"))

    def search(self, text: str) -> Self:
        """By unit, item or reason."""
        unit = Q(unit__name__icontains=text) | Q(unit__initials__startswith=text.lower())
        return self.filter(unit | Q(item__name__icontains=text) | Q(reason__icontains=text))

    def confirmed(self) -> Self:
        """Those that count."""
        return self.present().filter(state="confirmed")

    def proposed(self) -> Self:
        """Those that nobody has decided."""
        return self.present().filter(state="proposed")

    def proposed_by_others(self, user: Any) -> Self:
        """Those that the clock or another person proposed."""
        return self.exclude(proposed_by=user.person_id) if user.person_id else self

    def with_names(self) -> Self:
        """With all that is said of them at hand."""
        return self.select_related("unit", "item__rulebook", "proposed_by", "decided_by", "withdrawn_by", "commitment")


class CommitmentQuerySet(RecordQuerySet):
    """Commitments of units."""

    def visible_to(self, user: Any) -> Self:
        """All for those who assess; for others those of the units they answer for."""
        if user.standing.is_one_of(*ASSESSORS):
            return self.present()
        return self.owed_by(user)

    def search(self, text: str) -> Self:
        """By unit, title or what is to be delivered."""
        unit = Q(unit__name__icontains=text) | Q(unit__initials__startswith=text.lower())
        return self.filter(unit | Q(title__icontains=text) | Q(text__icontains=text))

    def owed_by(self, user: Any) -> Self:
        """Those of the units that the user answers for."""
        return self.present().filter(unit__in=user.standing.answers_for)

    def open(self) -> Self:
        """Those that are to be delivered and still can be in time."""
        return self.present().filter(state="open")

    def overdue(self, on: date) -> Self:
        """Open ones whose last day is over."""
        return self.open().filter(due_on__lt=on)

    def to_verify_by(self, user: Any) -> Self:
        """Delivered ones that the user did not deliver."""
        rows = self.present().filter(state="delivered")
        return rows.exclude(delivered_by=user.person_id) if user.person_id else rows

    def with_names(self) -> Self:
        """With all that is said of them at hand."""
        items = ("reward_item__rulebook", "penalty_item__rulebook")
        return self.select_related("unit", "delivered_by", "verified_by", *items)
