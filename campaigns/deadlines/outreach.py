"""What falls due in the campaigns: a campaign for a safety day, an event and what came of it, promotion projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.deadlines.projects import PROJECT_KINDS, project_dues
from campaigns.models import Event
from campaigns.services.safety_calendar import unplanned
from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.notice_kinds import NoticeKind
from dayan_safety.workdays import day_of

KINDS = (
    NoticeKind("campaigns.plan_due", _("Safety days that ask for a campaign")),
    NoticeKind("campaigns.event_due", _("Events to come, and events to fill in")),
    *PROJECT_KINDS,
)
PLAN = Wording(
    _("Plan a campaign within %(days)s days: %(thing)s"),
    _("Plan a campaign today: %(thing)s"),
    _("Still without a campaign: %(thing)s"),
)
EVENT = Wording(
    _("Event in %(days)s days: %(thing)s"),
    _("Event today: %(thing)s"),
    _("Held on %(day)s? Fill in the head-count, or move or remove it: %(thing)s"),
)


def campaign_dues(now: datetime) -> Iterator[Due]:
    """All that is unsettled at ``now``; who hears is found once for all of it."""
    hearers = Hearers.on(day_of(now))
    yield from _plans(now, hearers)
    yield from _events(now, hearers)
    yield from project_dues(day_of(now), hearers)


def _plans(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Safety days without a campaign: the office, until the day is over."""
    office = hearers.of_role("office")
    for slot in unplanned(day_of(now)):
        yield Due(
            kind="campaigns.plan_due",
            thing=slot.day,
            name=f"{slot.day.name} {slot.period.first}",
            due_on=slot.due_on,
            since=day_of(slot.day.created_at),
            wording=PLAN,
            recipients=office,
        )


def _events(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Events planned ahead, until somebody says how many came: who answers for the unit or leads the group."""
    on, office = day_of(now), hearers.of_role("office")
    events = Event.objects.present()
    waiting = Q(pk__in=events.to_fill_in(on).values("pk")) | Q(held_on__gte=on, head_count__isnull=True)
    for event in events.filter(waiting):
        yield Due(
            kind="campaigns.event_due",
            thing=event,
            name=str(event),
            due_on=event.held_on,
            since=day_of(event.created_at),
            wording=EVENT,
            recipients=hearers.answering([event.unit_id], [event.group_id]) or office,
        )


DEADLINES = (campaign_dues,)
