"""Which figures there are, and whose records each one reads.

A record counts for the unit that answers for it: what a working group owes or leads counts for the unit that leads the
group. What fell due counts once its day is over or it was done; what was excused, called off or withdrawn does not.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from assessment.models import RulebookItem
from assessment.services.indicators.kinds import Months, Occurrences, Rows, Share
from campaigns.models import Event, EventKind, ProjectStep
from committee.models import Appointment, Attendance, LiaisonPost, Report, Task
from inspections.models import Finding, Incident

WELL = Value(True, output_field=BooleanField())


def where(condition: Q) -> Case:
    """True where the condition holds, false elsewhere."""
    return Case(When(condition, then=WELL), default=Value(False))


def reports(first: date, last: date, on: date) -> Any:
    """Periodic reports due in the period; a nil report is one."""
    rows = Report.objects.present().judged(on).select_related("unit", "group").filter(due_on__range=(first, last))
    in_time = where(Q(handed_in_on__lte=F("due_on")))
    return rows.annotate(of_unit=Coalesce("unit", "group__lead_unit"), went_well=in_time, at=F("due_on"))


def attendances(first: date, last: date, on: date) -> Any:
    """Invitations to joint meetings that are over; who sent a substitute came."""
    rows = Attendance.objects.present().counted().select_related("person", "meeting")
    rows = rows.filter(meeting__held_on__range=(first, last))
    came = where(Q(status__in=Attendance.ATTENDED))
    return rows.annotate(of_unit=F("unit"), went_well=came, at=F("meeting__held_on"))


def tasks(first: date, last: date, on: date) -> Any:
    """Tasks of the register that fell due in the period."""
    rows = Task.objects.present().exclude(state=Task.State.CANCELLED).filter(due_on__range=(first, last))
    rows = rows.filter(Q(done_on__isnull=False) | Q(due_on__lt=on))
    in_time = where(Q(done_on__lte=F("due_on")))
    return rows.annotate(of_unit=Coalesce("lead_unit", "lead_group__lead_unit"), went_well=in_time, at=F("due_on"))


def findings(first: date, last: date, on: date) -> Any:
    """Findings at the unit whose last day lay in the period: closed, or the day is gone."""
    over = Q(state=Finding.State.CLOSED) | Q(due_on__lt=on)
    rows = Finding.objects.present().exclude(state__in=(Finding.State.WITHDRAWN, Finding.State.HANDED))
    rows = rows.filter(over, due_on__range=(first, last))
    in_time = where(Q(state=Finding.State.CLOSED, asked_on__lte=F("due_on")))
    return rows.annotate(of_unit=F("unit"), went_well=in_time, at=F("due_on"))


def found(level: str) -> Rows:
    """Findings of a level found in the period."""

    def rows(first: date, last: date, on: date) -> Any:
        rows = Finding.objects.present().exclude(state=Finding.State.WITHDRAWN)
        of_level = rows.filter(level=level, found_on__range=(first, last))
        return of_level.annotate(of_unit=F("unit"), went_well=WELL, at=F("found_on"))

    return rows


def incidents(first: date, last: date, on: date) -> Any:
    """Incidents at the unit."""
    rows = Incident.objects.present().between(first, last)
    return rows.annotate(of_unit=F("unit"), went_well=WELL, at=F("happened_on"))


def steps(first: date, last: date, on: date) -> Any:
    """Measures and milestones of promotion projects due in the period."""
    rows = (
        ProjectStep.objects.present()
        .select_related("project")
        .filter(project__removed_at__isnull=True, due_on__range=(first, last))
    )
    rows = rows.filter(Q(done_on__isnull=False) | Q(due_on__lt=on))
    in_time = where(Q(done_on__lte=F("due_on")))
    return rows.annotate(of_unit=F("project__group__lead_unit"), went_well=in_time, at=F("due_on"))


def posts(first: date, last: date, on: date) -> Any:
    """Liaison posts, held on the last day of the period that has come."""
    day = min(last, on)
    held = Exists(Appointment.objects.present().held_on(day).filter(liaison_post=OuterRef("pk")))
    return (
        LiaisonPost.objects.present().select_related("unit").annotate(of_unit=F("unit"), went_well=held, at=Value(day))
    )


def events(path: str, *kinds: str) -> Rows:
    """Events held in the period that belong to the unit at the end of ``path``; of such kinds where any are named."""

    def rows(first: date, last: date, on: date) -> Any:
        held = Event.objects.present().filter(held_on__range=(first, last)).held_by(on)
        held = held.filter(kind__counts_as__in=kinds) if kinds else held
        return held.annotate(of_unit=F(path), went_well=WELL, at=F("held_on"))

    return rows


def joined(*kinds: str) -> tuple[Rows, ...]:
    """Events for the unit, those it took part in, and those of a group it leads."""
    return tuple(events(path, *kinds) for path in ("unit", "more_units", "group__lead_unit"))


Counts, Figure = EventKind.CountsAs, RulebookItem.Figure
INDICATORS = {
    Figure.REPORTS: Share((reports,)),
    Figure.MEETINGS: Share((attendances,)),
    Figure.TASKS: Share((tasks,)),
    Figure.FINDINGS: Share((findings,)),
    Figure.STEPS: Share((steps,)),
    Figure.POSTS: Share((posts,)),
    Figure.EVENTS: Months(joined()),
    Figure.TRAININGS: Months(joined(Counts.TRAINING, Counts.DRILL)),
    Figure.MAJOR: Occurrences((found(Finding.Level.MAJOR),)),
    Figure.INCIDENTS: Occurrences((incidents,)),
}
