"""Three of the six figures: reports in time, attendance at meetings, tasks that are not done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from committee.models import Attendance, Period, Report, Task
from dayan_safety.counting import counts_of
from dayan_safety.overview.asking import Asked, end_of
from dayan_safety.overview.gauges import Beside, Gauge, light_of, share

Counts = dict[date, int]


def by_month(rows: Any, day: str) -> Counts:
    """How many of ``rows`` lie in each month, by its first day; one query."""
    counted = rows.order_by().annotate(begun=TruncMonth(day)).values("begun").annotate(number=Count("pk"))
    return dict(counted.values_list("begun", "number"))


def of_year(counts: Counts, asked: Asked) -> int:
    """Those of the months of the year."""
    return sum(number for first, number in counts.items() if first.year == asked.on.year)


def share_gauge(asked: Asked, went_well: Counts, counted: Counts, target: str, **said: Any) -> Gauge:
    """The share that went well, of the year and of each month."""
    part, whole, goal = of_year(went_well, asked), of_year(counted, asked), asked.of_house(target)
    value = share(part, whole)
    return Gauge(
        value=value,
        unit="%",
        target=_("target %(number)s %%") % {"number": goal},
        light=light_of(value, goal, asked.of_house("near_target")),
        note=pgettext("share", "%(part)s of %(whole)s") % {"part": part, "whole": whole} if whole else "",
        months={first: share(went_well.get(first, 0), counted.get(first, 0)) for first in asked.firsts},
        line=goal,
        **said,
    )


def reports_in_time(asked: Asked) -> Gauge:
    """Monthly reports of the year that came in time, of those that came or should have; two queries."""
    rows = asked.rows(Report).filter(period=Period.MONTH, first__range=(asked.firsts[0], asked.on)).judged(asked.on)
    first, last = asked.year_days
    url = f"{reverse('committee:list_report')}?period=month&standing=judged&since={first}&until={last}"
    label = _("Monthly reports in time")
    counts = by_month(rows.on_time(), "first"), by_month(rows, "first")
    return share_gauge(asked, *counts, "target_reports", key="reports", label=label, url=url)


def attendance(asked: Asked) -> Gauge:
    """Who came to the year's meetings, of those invited; two queries."""
    rows = asked.rows(Attendance).counted().filter(meeting__held_on__range=(asked.firsts[0], asked.on))
    came = rows.filter(status__in=Attendance.ATTENDED)
    first, _last = asked.year_days
    url = f"{reverse('committee:list_meeting')}?standing=concluded&since={first}&until={asked.on}"
    counts = by_month(came, "meeting__held_on"), by_month(rows, "meeting__held_on")
    return share_gauge(
        asked, *counts, "target_attendance", key="attendance", label=_("Attendance at meetings"), url=url
    )


def tasks_overdue(asked: Asked) -> Gauge:
    """Tasks whose last day is gone, today and at the end of each month; two queries."""
    tasks, page, most = asked.rows(Task), reverse("committee:list_task"), asked.of_house("most_tasks_overdue")
    counts = tasks.counts_on(asked.on)
    kept = tasks.exclude(state=Task.State.CANCELLED)
    ends = [kept.left_overdue(end_of(first), asked.on) for first in asked.firsts[:-1]]
    now = counts["overdue"]
    light = light_of(now, most, asked.of_house("near_target"), most=True)
    in_progress = Beside(_("in progress"), counts["open"], light, f"{page}?standing=open")
    return Gauge(
        key="tasks",
        label=_("Tasks not carried out"),
        value=now,
        unit="",
        note="",
        target=_("at most %(number)s") % {"number": most},
        light=light,
        url=f"{page}?standing=overdue",
        months=dict(zip(asked.firsts, [*counts_of(ends), now], strict=True)),
        besides=[in_progress],
    )
