"""Which rows of the campaigns exist for whom, and the questions asked of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from committee.querysets import INSIDERS
from dayan_safety.querysets import RecordQuerySet

ASKED_FOR = timedelta(days=30)  # so long the portal asks how an event went
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


class CampaignQuerySet(SharedQuerySet):
    """Campaigns."""

    def search(self, text: str) -> Self:
        """By name or theme."""
        return self.filter(Q(name__icontains=text) | Q(theme__icontains=text))

    def running_on(self, on: date) -> Self:
        """Begun and not over."""
        return self.filter(first_on__lte=on, last_on__gte=on)

    def ahead_of(self, on: date) -> Self:
        """Not begun."""
        return self.filter(first_on__gt=on)

    def over_by(self, on: date) -> Self:
        """Whose last day is gone."""
        return self.filter(last_on__lt=on)

    def in_years(self, first: int, last: int) -> Self:
        """That begin in one of these years."""
        return self.filter(first_on__range=(date(first, 1, 1), date(last, 12, 31)))

    def with_names(self) -> Self:
        """With safety day and group at hand."""
        return self.select_related("safety_day", "group")

    def with_events_held(self, on: date) -> Self:
        """With ``events_held`` up to ``on``."""
        held = Q(events__removed_at__isnull=True, events__held_on__lte=on)
        return self.annotate(events_held=Count("events", filter=held))


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

    def counted_as(self, number: str) -> Self:
        """That the town reports under this number."""
        return self.filter(counts_as=number)


class OfUnitQuerySet(RecordQuerySet):
    """Rows that belong to a unit, or to the whole town."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee, its groups and the agencies; those of the own units for a liaison."""
        if user.standing.is_one_of(*READ_ALL):
            return self.present()
        return self.present().filter(unit__in=user.standing.units)


class EventQuerySet(OfUnitQuerySet):
    """Events."""

    def search(self, text: str) -> Self:
        """By theme or place."""
        return self.filter(Q(theme__icontains=text) | Q(place__icontains=text))

    def held_by(self, on: date) -> Self:
        """Held up to ``on``; what lies ahead is only planned."""
        return self.filter(held_on__lte=on)

    def planned_on(self, on: date) -> Self:
        """Still ahead on ``on``."""
        return self.filter(held_on__gt=on)

    def of(self, user: Any) -> Self:
        """Of the units and working groups that ``user`` answers for."""
        return self.filter(Q(unit__in=user.standing.units) | Q(group__in=user.standing.groups))

    def to_fill_in(self, on: date) -> Self:
        """Planned ahead, their day gone within the last weeks, and nobody has said how many came."""
        asked = self.filter(head_count__isnull=True, held_on__range=(on - ASKED_FOR, on - timedelta(days=1)))
        return asked.filter(created_at__date__lt=F("held_on"))

    def in_year(self, year: int) -> Self:
        """Of one year."""
        return self.filter(held_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def with_names(self) -> Self:
        """With kind, unit, group, campaign, channel and audiences at hand."""
        named = self.select_related("kind", "unit", "group", "campaign", "channel")
        return named.prefetch_related("audiences")


class DisplayQuerySet(OfUnitQuerySet):
    """Displays."""

    def search(self, text: str) -> Self:
        """By theme, place or content."""
        return self.filter(Q(title__icontains=text) | Q(place__icontains=text) | Q(text__icontains=text))

    def up_on(self, on: date) -> Self:
        """Put up, and still there on ``on``."""
        return self.put_up_by(on).filter(Q(last_on__isnull=True) | Q(last_on__gte=on))

    def down_by(self, on: date) -> Self:
        """Taken down before ``on``."""
        return self.filter(last_on__lt=on)

    def put_up_by(self, on: date) -> Self:
        """Not only planned."""
        return self.filter(first_on__lte=on)

    def with_names(self) -> Self:
        """With what they name at hand."""
        return self.select_related("channel", "unit", "group", "campaign")


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
