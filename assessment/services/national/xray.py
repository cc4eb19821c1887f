"""The X-ray of the file before it goes to the evaluators: what contradicts itself in the records of its year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from assessment.models import Judgement, SelfAssessment
from campaigns.models import EffectFigure, Event, Project
from committee.models import Attendance, Meeting, Report, ReportValue
from dayan_safety.attachments import with_files
from dayan_safety.counting import counts_of

SHOWN = 10  # so many records of each contradiction are named
Rows = Callable[[SelfAssessment, date, date, date], Any]  # of a file, in its year, as of a day


@dataclass(frozen=True, slots=True)
class Ray:
    """Something that contradicts itself: in words, how often, the first records, each with the page to mend it."""

    label: Any
    count: int
    records: list[Any]


def graded_without_evidence(file: SelfAssessment, first: date, last: date, on: date) -> Any:
    """Indicators whose evidence is graded better than d, and none is accepted."""
    rows = Judgement.objects.present().filter(assessment=file).with_names().with_evidence()
    return rows.exclude(evidence_grade__in=("", "d")).filter(accepted=0)


def without_minutes(file: SelfAssessment, first: date, last: date, on: date) -> Any:
    """Meetings that are over, and whose minutes are not final."""
    done = (Meeting.State.FINAL, Meeting.State.CANCELLED)
    rows = Meeting.objects.present().filter(held_on__range=(first, last), held_on__lt=on)
    return rows.exclude(state__in=done)


def unticked(file: SelfAssessment, first: date, last: date, on: date) -> Any:
    """Meetings whose minutes are written while it stands nowhere who came."""
    blank = Attendance.objects.present().of_members().filter(meeting=OuterRef("pk"), status="")
    rows = Meeting.objects.present().filter(held_on__range=(first, last), state__in=Meeting.CONCLUDED)
    return rows.filter(Exists(blank))


def differing(file: SelfAssessment, first: date, last: date, on: date) -> Any:
    """Accepted reports with a number that is not what the records gave."""
    other = (
        ReportValue.objects.present().filter(report=OuterRef("pk"), filled__isnull=False).exclude(number=F("filled"))
    )
    rows = Report.objects.present().filter(first__range=(first, last), state=Report.State.ACCEPTED)
    return rows.filter(Exists(other)).select_related("unit", "group", "form")


def held(first: date, last: date, on: date) -> Any:
    """Events of the year that took place."""
    return Event.objects.present().filter(held_on__range=(first, last)).held_by(on)


def uncounted(file: SelfAssessment, first: date, last: date, on: date) -> Any:
    """Events of which nobody says how many came."""
    return held(first, last, on).filter(head_count__isnull=True)


def unseen(file: SelfAssessment, first: date, last: date, on: date) -> Any:
    """Events without a photograph or any other file."""
    return held(first, last, on).exclude(pk__in=with_files(Event))


def unmeasured(file: SelfAssessment, first: date, last: date, on: date) -> Any:
    """Promotion projects that are over without a figure of their effect."""
    figures = EffectFigure.objects.present().filter(project=OuterRef("pk"))
    rows = Project.objects.present().filter(last_on__range=(first, last), last_on__lt=on)
    return rows.filter(~Exists(figures))


RAYS: tuple[tuple[Any, Rows], ...] = (
    (_("Evidence is graded, and no record is accepted"), graded_without_evidence),
    (_("The meeting is over, its minutes are not final"), without_minutes),
    (_("The minutes are written, it stands nowhere who came"), unticked),
    (_("The report says another number than the records"), differing),
    (_("The event took place, nobody says how many came"), uncounted),
    (_("The event took place, there is no photograph"), unseen),
    (_("The project is over, its effect was not measured"), unmeasured),
)


def xray_of(file: SelfAssessment, on: date, *, reader: Any) -> list[Ray]:
    """What contradicts itself in the year of ``file``, of what exists for ``reader``.

    One query for all counts, and one for the first records of each contradiction that is there.
    """
    first, last = date(file.year, 1, 1), date(file.year, 12, 31)
    found = [(label, rows(file, first, last, on).visible_to(reader)) for label, rows in RAYS]
    counts = counts_of([rows.values("pk") for _label, rows in found])
    rays = zip(found, counts, strict=True)
    return [Ray(label, count, list(rows.order_by("pk")[:SHOWN])) for (label, rows), count in rays if count]
