"""What the committee counts for reports: meetings attended, tasks done, in time, in progress, overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from committee.models import Appointment, Attendance, Meeting, Task, WorkingGroup
from committee.roles import OF_POST
from dayan_safety.sources import Source
from dayan_safety.workdays import today

LEADING = [post for post, role in OF_POST.items() if role == "lead"]


def meetings_attended(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Joint meetings whose minutes are written, to which somebody came for the body: who led the group that day, or the
    unit's people."""
    came = Attendance.objects.present().of_concluded().filter(status__in=Attendance.ATTENDED)
    came = came.filter(Exists(_leading(body))) if isinstance(body, WorkingGroup) else came.filter(unit=body)
    held = Meeting.objects.present().filter(held_on__range=(first, last))
    return held.filter(pk__in=came.values("meeting")).order_by("held_on", "pk")


def _leading(group: WorkingGroup) -> QuerySet[Any]:
    """Appointments of whoever sat at a meeting, in force on its day."""
    day = OuterRef("meeting__held_on")
    held = Appointment.objects.present().filter(group=group, post__in=LEADING, person=OuterRef("person"))
    return held.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


def _led(body: Any) -> Any:
    by = {"lead_group": body} if isinstance(body, WorkingGroup) else {"lead_unit": body}
    return Task.objects.present().filter(**by).exclude(state=Task.State.CANCELLED)


def tasks_done(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Reported done in the period."""
    return _led(body).filter(done_on__range=(first, last))


def tasks_on_time(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Of those, the ones done on their last day or before."""
    return tasks_done(body, first, last).on_time()  # type: ignore[attr-defined]


def tasks_received(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Handed out in the period."""
    return _led(body).filter(assigned_on__range=(first, last))


def tasks_left(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Handed out by the end of the period, and not reported done by then."""
    return _led(body).left_on(last)


def tasks_overdue(body: Any, first: date, last: date) -> QuerySet[Any]:
    """Of those, the ones whose last day had gone by on the last day of the period; by now, while it is running."""
    return _led(body).left_overdue(last, today())


SOURCES = (
    Source("committee.meetings_attended", _("Joint meetings attended"), meetings_attended),
    Source("committee.tasks_received", _("Tasks received"), tasks_received),
    Source("committee.tasks_done", _("Tasks done"), tasks_done),
    Source("committee.tasks_on_time", _("Tasks done in time"), tasks_on_time),
    Source("committee.tasks_left", _("Tasks in progress at the end"), tasks_left),
    Source("committee.tasks_overdue", _("Tasks overdue at the end"), tasks_overdue),
)
