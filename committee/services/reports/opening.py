"""Reports come into being: a row for everyone who owes one, as soon as their period opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from committee.models import Period, Report, ReportForm, Unit, WorkingGroup
from committee.services.reports.periods import DAY, Span, days_of, latest_open, span_after, span_of, spans_between
from dayan_safety.history import change, record_action
from dayan_safety.parameters import parameters
from dayan_safety.workdays import Calendar

Audience = ReportForm.Audience


def open_reports(on: date) -> int:
    """Open the reports of every period that opened by ``on`` and has none yet; returns how many.

    A group or an enterprise that comes later owes from the period on in which it came. Asked twice, it opens nothing
    twice. Where the clock stood still for months, those months are opened, too.
    """
    return sum(len(_open(*one)) for kind in Period.values for one in _spans_to_open(kind, on))


def _spans_to_open(kind: str, on: date) -> Iterator[tuple[Span, datetime | None]]:
    """From the last period that has reports to the newest one; that period again, for those who came since.

    With each the moment by which one must have come to owe it: its end. When the newest one opens, all who are there.
    """
    newest = latest_open(kind, on)
    known = Report.objects.filter(period=kind).order_by("-first").values_list("first", flat=True).first()
    for span in spans_between(span_of(kind, known) if known else newest, newest):
        yield span, None if span == newest and span.first != known else midnight(span.last + DAY)


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the town."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _open(span: Span, came_by: datetime | None) -> list[Report]:
    """Two at once wait for each other: the second one finds nothing left to open."""
    with change():
        owing = _owing(span, came_by)
        days = _days(span) if owing else {}
        fresh = [Report(form=form, **body, **days) for body, form in owing]
        Report.objects.bulk_create(fresh)
        if fresh:
            told = {"period": fresh[0].period_name, "reports": str(len(fresh)), "due_on": str(fresh[0].due_on)}
            record_action("committee.open_reports", after=told)
    return fresh


def _days(span: Span) -> dict[str, Any]:
    due_on, lock_on = days_of(span, parameters(), Calendar.around(span.last, 30))
    return {"period": span.kind, "first": span.first, "last": span.last, "due_on": due_on, "lock_on": lock_on}


def _owing(span: Span, came_by: datetime | None) -> list[tuple[dict[str, Any], ReportForm]]:
    """Who owes a report of the period and has none, and on which form."""
    forms = forms_of(span)
    return [*_groups_owing(span, forms, came_by), *_enterprises_owing(span, forms, came_by)]


def forms_of(span: Span) -> dict[tuple[str, int | None], ReportForm]:
    """The forms in force in the period by audience and group, locked: the newest that began by its first day."""
    in_force = (
        ReportForm.objects.select_for_update()
        .present()
        .filter(period=span.kind, since__lte=span.first)
        .order_by("since", "pk")
    )
    return {(form.audience, form.group_id): form for form in in_force}


def _came(by: datetime | None) -> Q:
    return Q(created_at__lt=by) if by else Q()


def _groups_owing(span: Span, forms: Any, came_by: datetime | None) -> list[tuple[dict[str, Any], ReportForm]]:
    there_then = WorkingGroup.objects.present().of_committee_in_office(span.first).filter(_came(came_by))
    groups = list(there_then) if forms else []
    there = set(_there(span, "group"))
    found = [(group, forms.get((Audience.GROUPS, group.pk)) or forms.get((Audience.GROUPS, None))) for group in groups]
    return [({"group": group}, form) for group, form in found if form and group.pk not in there]


def _enterprises_owing(span: Span, forms: Any, came_by: datetime | None) -> list[tuple[dict[str, Any], ReportForm]]:
    """An enterprise came on the day it belongs to the town from; without one, on the day it was registered."""
    form = forms.get((Audience.ENTERPRISES, None))
    if form is None:
        return []
    units = Unit.objects.present().valid_on(span.last).filter(kind=Unit.Kind.ENTERPRISE)
    came = units.filter(_came(came_by) | Q(valid_from__isnull=False)) if came_by else units
    return [({"unit": unit}, form) for unit in came.exclude(pk__in=_there(span, "unit"))]


def _there(span: Span, body: str) -> Any:
    known = Report.objects.filter(period=span.kind, first=span.first, **{f"{body}__isnull": False})
    return known.values_list(body, flat=True)


def following_days(report: Report) -> tuple[date, date]:
    """When the next report of the same body will be due and close; two queries."""
    span = span_after(span_of(report.period, report.first))
    return days_of(span, parameters(), Calendar.around(span.last, 30))
