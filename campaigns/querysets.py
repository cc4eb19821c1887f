"""Which rows of the campaigns exist for whom, and the questions asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from committee.querysets import INSIDERS
from dayan_safety.querysets import RecordQuerySet

READ_ALL = tuple(role for role in INSIDERS if role != "liaison")


class SharedQuerySet(RecordQuerySet):
    """Rows that whoever works in or for the committee reads: calendars and dictionaries."""

    def visible_to(self, user: Any) -> Self:
        """All of them."""
        return self.all_if(user.standing.is_one_of(*INSIDERS))

    def search(self, text: str) -> Self:
        """By name."""
        return self.filter(name__icontains=text)


class SafetyDayQuerySet(SharedQuerySet):
    """Safety days."""

    def of_year(self, year: int) -> Self:
        """Those that come in ``year``, be it every year or in that one; two of a name are both there."""
        return self.filter(Q(year__isnull=True) | Q(year=year))


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


class EventKindQuerySet(SharedQuerySet):
    """Kinds of events."""


class EventQuerySet(RecordQuerySet):
    """Events."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee, its groups and the agencies; those of the own units for a liaison."""
        if user.standing.is_one_of(*READ_ALL):
            return self.present()
        return self.present().filter(unit__in=user.standing.units)

    def search(self, text: str) -> Self:
        """By theme or place."""
        return self.filter(Q(theme__icontains=text) | Q(place__icontains=text))

    def held_by(self, on: date) -> Self:
        """Held up to ``on``; what lies ahead is only planned."""
        return self.filter(held_on__lte=on)

    def planned_on(self, on: date) -> Self:
        """Still ahead on ``on``."""
        return self.filter(held_on__gt=on)

    def in_year(self, year: int) -> Self:
        """Of one year."""
        return self.filter(held_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def with_names(self) -> Self:
        """With kind, unit and group at hand."""
        return self.select_related("kind", "unit", "group")


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

    def handed_out_by(self, *, group: Any = None, unit: Any = None) -> Self:
        """At the events of a working group; to a unit or at its events."""
        if group is not None:
            return self.handed_out().filter(event__group=group)
        return self.handed_out().filter(Q(unit=unit) | Q(event__unit=unit))

    def with_names(self) -> Self:
        """With what its line names at hand."""
        return self.select_related("material", "unit", "event__unit", "event__group", "by__person", "reversal")
