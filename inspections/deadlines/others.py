"""What falls due besides findings: sorting reports, making planned inspections, having equipment inspected."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.parameters import parameter
from dayan_safety.workdays import day_of
from inspections.models import HazardReport, InspectionPlan, Site
from inspections.querysets import ASKED_BEFORE

SORT = Wording(
    _("Report to sort within %(days)s days: %(thing)s"),
    _("Report to sort today: %(thing)s"),
    _("Report not sorted since %(day)s: %(thing)s"),
)
PLAN = Wording(
    _("Planned inspections to make within %(days)s days: %(thing)s"),
    _("Planned inspections to make today: %(thing)s"),
    _("Planned inspections not made since %(day)s: %(thing)s"),
)
EQUIPMENT = Wording(
    _("To be inspected within %(days)s days: %(thing)s"),
    _("Last day before it must not be used: %(thing)s"),
    _("Must not be used since %(day)s: %(thing)s"),
)


def report_dues(now: datetime) -> Iterator[Due]:
    """Reports of dangers that nobody has sorted: the office, then the deputies. One query besides who hears."""
    hearers, days = Hearers.on(day_of(now)), timedelta(days=parameter("inspections.days_to_sort"))
    for report in HazardReport.objects.present().waiting().order_by("pk"):
        yield Due(
            kind="inspections.hazard_report",
            thing=report,
            name=str(report),
            due_on=report.came_on + days,
            since=report.came_on,
            wording=SORT,
            recipients=hearers.of_role("office"),
            deputies=hearers.deputies,
        )


def plan_dues(now: datetime) -> Iterator[Due]:
    """Plans of this month and the last with sites nobody has inspected: their agency, or else the office; one query."""
    on, hearers = day_of(now), Hearers.on(day_of(now))
    this_month = on.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    plans = InspectionPlan.objects.present().filter(month__in=(this_month, last_month)).with_counts()
    for plan in plans.filter(planned__gt=F("done")).order_by("pk"):
        office = hearers.of_role("office")
        yield Due(
            kind="inspections.plan_due",
            thing=plan,
            name=str(plan),
            due_on=last_day(plan.month),
            since=plan.month,
            wording=PLAN,
            recipients=hearers.answering([plan.agency_id], []) or office,
            office=office,
        )


def last_day(month: date) -> date:
    """Of the month that begins on the day."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def equipment_dues(now: datetime) -> Iterator[Due]:
    """Special equipment whose inspection has to be asked for, from a month ahead on [P]; one query."""
    hearers, on = Hearers.on(day_of(now)), day_of(now)
    equipment = Site.objects.present().filter(kind=Site.Kind.SPECIAL_EQUIPMENT)
    for site in equipment.filter(next_inspection_on__lte=on + ASKED_BEFORE).order_by("pk"):
        yield Due(
            kind="inspections.equipment_due",
            thing=site,
            name=str(site),
            due_on=site.next_inspection_on,
            since=site.next_inspection_on - ASKED_BEFORE,
            wording=EQUIPMENT,
            recipients=hearers.answering([site.unit_id], []),
            office=hearers.of_role("office"),
            deputies=hearers.deputies,
        )
