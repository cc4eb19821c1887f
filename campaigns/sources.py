"""What the campaigns count for reports: events held, trainings and drills among them, and who took part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import Event, EventKind, StockEntry
from campaigns.querysets import EventQuerySet
from committee.models import WorkingGroup
from dayan_safety.sources import Source, sum_of
from dayan_safety.workdays import today

CountsAs = EventKind.CountsAs


def events_held(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Events held in the period that were of the group, or in which the unit took part: each of several counts them."""
    if isinstance(body, WorkingGroup):
        return events_kept(body, first, last)
    return _held(Event.objects.joined_by([body]), first, last)


def events_kept(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Events held in the period that were of the group, or for the unit in the first place.

    Heads are counted here alone: nobody took down how many of them came from which of several units, and if each of
    these said them all, the town would have had them several times.
    """
    of_body = {"group": body} if isinstance(body, WorkingGroup) else {"unit": body}
    return _held(Event.objects.filter(**of_body), first, last)


def _held(events: EventQuerySet, first: date, last: date) -> QuerySet[Any]:
    """Those of the period; what lies ahead is only planned."""
    return events.present().filter(held_on__range=(first, last)).held_by(today()).order_by("held_on", "pk")


def counted_as(number: str) -> Callable[[Any, date, date], QuerySet[Any]]:
    """Those whose kind the town reports under this number."""
    return lambda body, first, last: events_held(body, first, last).filter(kind__counts_as=number)


def handed_out(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Lines of the ledger: what went to a unit or was handed out at its events, or at those of a group.

    A copy is handed out once: of an event with several units, those of the unit that it was for.
    """
    of_body = {"group": body} if isinstance(body, WorkingGroup) else {"unit": body}
    return StockEntry.objects.handed_out_by(**of_body).filter(on__range=(first, last)).order_by("on", "pk")


def copies_of(entries: QuerySet[Any]) -> Decimal:
    """The ledger has what goes out below nought."""
    return -sum_of("copies")(entries)


SOURCES = (
    Source("campaigns.events", _("Events held"), events_held),
    Source("campaigns.trainings", _("Trainings held"), counted_as(CountsAs.TRAINING)),
    Source("campaigns.drills", _("Drills held"), counted_as(CountsAs.DRILL)),
    Source("campaigns.contests", _("Contests held"), counted_as(CountsAs.CONTEST)),
    Source("campaigns.copies", _("Copies handed out"), handed_out, copies_of),
    Source("campaigns.people", _("Head-count of events"), events_kept, sum_of("head_count")),
)
