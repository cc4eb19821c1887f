"""Questions asked of events, their kinds and displays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import F, Q

from committee.querysets import READ_ALL, OfUnitQuerySet, SharedQuerySet

LATELY = timedelta(days=60)
SEVERAL = ("audiences", "more_units")
ASKED_FOR = timedelta(days=30)  # so long the portal asks how an event went


class EventKindQuerySet(SharedQuerySet):
    """Kinds of events."""

    def counted_as(self, number: str) -> Self:
        """That the town reports under this number."""
        return self.filter(counts_as=number)


class EventQuerySet(OfUnitQuerySet):
    """Events. Nowhere are the units that took part joined in: an event of three units would be counted three times."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee, its groups and the agencies; for a liaison those that an own unit took part in."""
        if user.standing.is_one_of(*READ_ALL):
            return self.present()
        return self.present().filter(self._joined(user.standing.units))

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
        """Of the working groups of ``user``, and those that an own unit took part in."""
        return self.filter(self._joined(user.standing.units) | Q(group__in=user.standing.groups))

    def kept_by(self, user: Any) -> Self:
        """Of the units and working groups that ``user`` answers for: who only took part fills nothing in."""
        return self.filter(Q(unit__in=user.standing.units) | Q(group__in=user.standing.groups))

    def joined_by(self, units: Any) -> Self:
        """That were for one of ``units``, or in which it took part beside another; each is there once."""
        return self.filter(self._joined(units))

    def _joined(self, units: Any) -> Q:
        """The condition: the main unit, or one of those beside it."""
        beside = self.model.more_units.through.objects.filter(unit__in=units)
        return Q(unit__in=units) | Q(pk__in=beside.values("event"))

    def to_fill_in(self, on: date) -> Self:
        """Planned ahead, their day gone within the last weeks, and nobody has said how many came."""
        asked = self.filter(head_count__isnull=True, held_on__range=(on - ASKED_FOR, on - timedelta(days=1)))
        return asked.filter(created_at__date__lt=F("held_on"))

    def since_lately(self, on: date) -> Self:
        """Of the last weeks, or ahead: what one may still have a question about."""
        return self.filter(held_on__gte=on - LATELY)

    def in_year(self, year: int) -> Self:
        """Of one year."""
        return self.filter(held_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def with_names(self, several: Iterable[str] = SEVERAL) -> Self:
        """With what it names at hand, and those of ``several`` for a query each."""
        named = self.select_related("kind", "unit", "group", "campaign", "programme", "channel")
        return named.prefetch_related(*several)


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
