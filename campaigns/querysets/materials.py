"""Questions asked of materials and their ledger."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from committee.querysets import READ_ALL, SharedQuerySet
from dayan_safety.querysets import RecordQuerySet


class MaterialQuerySet(SharedQuerySet):
    """Materials."""

    def search(self, text: str) -> Self:
        """By title or pinyin initials."""
        return self.filter(Q(name__icontains=text) | Q(initials__startswith=text.lower()))

    def with_stock(self) -> Self:
        """With ``printed``, ``handed_out`` and ``stock``: copies that came, that went to somebody, that are there."""
        entries = Q(stock_entries__removed_at__isnull=True)
        went = entries & Q(stock_entries__reversal__isnull=True, stock_entries__kind="distributed")
        came = entries & Q(stock_entries__reversal__isnull=True, stock_entries__kind="received")
        return self.annotate(
            printed=Coalesce(Sum("stock_entries__copies", filter=came), 0),
            handed_out=-Coalesce(Sum("stock_entries__copies", filter=went), 0),
            stock=Coalesce(Sum("stock_entries__copies", filter=entries), 0),
        )


class StockEntryQuerySet(RecordQuerySet):
    """Lines of the ledger of materials."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee, its groups and the agencies; what went to the own units for a liaison."""
        if user.standing.is_one_of(*READ_ALL):
            return self.present()
        mine = user.standing.units
        return self.present().filter(Q(unit__in=mine) | Q(event__unit__in=mine))

    def search(self, text: str) -> Self:
        """By the material, whom it went to, or the note."""
        return self.filter(
            Q(material__name__icontains=text)
            | Q(unit__name__icontains=text)
            | Q(event__theme__icontains=text)
            | Q(note__icontains=text)
        )

    def handed_out(self) -> Self:
        """What went to somebody and was not reversed."""
        return self.present().filter(kind="distributed", reversal__isnull=True)

    def in_campaign(self, campaign: Any) -> Self:
        """That went to a unit for the campaign, or out at its events."""
        return self.filter(Q(campaign=campaign) | Q(event__campaign=campaign))

    def handed_out_by(self, *, group: Any = None, unit: Any = None) -> Self:
        """At the events of a working group; to a unit or at its events."""
        if group is not None:
            return self.handed_out().filter(event__group=group)
        return self.handed_out().filter(Q(unit=unit) | Q(event__unit=unit))

    def with_names(self) -> Self:
        """With what its line names at hand."""
        return self.select_related(
            "material", "unit", "event__unit", "event__group", "campaign", "by__person", "reversal"
        )
