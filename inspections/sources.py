"""What the inspections count for reports: findings found, put right, and put right in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from committee.models import WorkingGroup
from dayan_safety.sources import Source
from dayan_safety.workdays import today
from inspections.models import Finding, Incident
from inspections.querysets import FindingQuerySet

State = Finding.State


def _of(body: Any) -> FindingQuerySet:
    """At the unit; for a group, those that its people found."""
    rows: FindingQuerySet = Finding.objects.present().exclude(state=State.WITHDRAWN)
    if isinstance(body, WorkingGroup):
        return rows.found_in_group(body)
    return rows.filter(unit=body)


def found(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Found in the period."""
    return _of(body).filter(found_on__range=(first, last)).order_by("found_on", "pk")


def of_level(*levels: str) -> Callable[[Any, date, date], QuerySet[Any]]:
    """Those found in the period of such a level."""
    return lambda body, first, last: found(body, first, last).filter(level__in=levels)


def closed(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Closed in the period, whenever they were found."""
    return _of(body).filter(state=State.CLOSED, closed_on__range=(first, last)).order_by("closed_on", "pk")


def overdue(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Still to be put right, the last day gone by and lying in the period or before it."""
    return _of(body).overdue(today()).filter(due_on__lte=last).order_by("due_on", "pk")


def incidents(body: Any, first: date, last: date) -> QuerySet[Any]:
    """That happened in the period at the unit; for a group, all of the town."""
    rows = Incident.objects.present().between(first, last).with_injured().order_by("happened_on", "pk")
    return rows if isinstance(body, WorkingGroup) else rows.filter(unit=body)


def hurt_in(records: QuerySet[Any]) -> Decimal:
    """How many people."""
    return Decimal(sum(incident.hurt for incident in records))


SOURCES = (
    Source("inspections.found", _("Findings found"), found),
    Source("inspections.major", _("Major dangers found"), of_level(Finding.Level.MAJOR)),
    Source("inspections.closed", _("Findings closed"), closed),
    Source("inspections.incidents", _("Incidents"), incidents, shows_effect=True),
    Source("inspections.hurt", _("People hurt"), incidents, hurt_in, shows_effect=True),
    Source("inspections.overdue", _("Findings not put right in time"), overdue),
)
