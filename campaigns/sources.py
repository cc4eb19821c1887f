"""What the campaigns count for reports: events held, trainings and drills among them, and who took part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import Event, EventKind
from committee.models import WorkingGroup
from dayan_safety.sources import Source, sum_of
from dayan_safety.workdays import today

CountsAs = EventKind.CountsAs


def events_held(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Events of the body held in the period: what lies ahead is only planned."""
    of_body = {"group": body} if isinstance(body, WorkingGroup) else {"unit": body}
    held = Event.objects.present().filter(**of_body, held_on__range=(first, last))
    return held.held_by(today()).order_by("held_on", "pk")


def counted_as(number: str) -> Callable[[Any, date, date], QuerySet[Any]]:
    """Those whose kind the town reports under this number."""
    return lambda body, first, last: events_held(body, first, last).filter(kind__counts_as=number)


SOURCES = (
    Source("campaigns.events", _("Events held"), events_held),
    Source("campaigns.trainings", _("Trainings held"), counted_as(CountsAs.TRAINING)),
    Source("campaigns.drills", _("Drills held"), counted_as(CountsAs.DRILL)),
    Source("campaigns.contests", _("Contests held"), counted_as(CountsAs.CONTEST)),
    Source("campaigns.people", _("Head-count of events"), events_held, sum_of("head_count")),
)
