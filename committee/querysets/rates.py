"""How units and groups stand in a year: whether they came to the meetings, did their tasks and reported in time.

Attendance counts meetings whose minutes are written: who was present, late or sent a substitute came; guests do not
count. Tasks count for the unit that leads them, or leads the group that does, when they fell due in the year and are
not called off: reported done on the last day or before is on time; not reported though the day has gone by is overdue.
Reports count as on the reporting board: those of the year's periods that came or were due, unless they were excused.
Source: the year-end assessment [D].
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count, ExpressionWrapper, F, FloatField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, NullIf


def counted(rows: Any, by: str) -> Any:
    """How many of ``rows`` belong to the outer row by the field ``by``; 0 for none."""
    counts = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts), 0)


def _rate(part: str, whole: str) -> Any:
    return ExpressionWrapper(F(part) * 1.0 / NullIf(F(whole), 0), output_field=FloatField())


def attendance_counts(year: int) -> dict[str, Any]:
    """Annotations for units: ``invited``, ``attended``, ``excused``, ``absent``."""
    attendance = apps.get_model("committee", "Attendance")
    rows = attendance.objects.present().counted().in_year(year)
    return {
        "invited": counted(rows, "unit"),
        "attended": counted(rows.filter(status__in=attendance.ATTENDED), "unit"),
        "excused": counted(rows.filter(status="excused"), "unit"),
        "absent": counted(rows.filter(status__in=("absent", "")), "unit"),
    }


def task_counts(year: int, on: date, by: str) -> dict[str, Any]:
    """Annotations for who leads (``by``: ``unit`` or ``lead_group``): ``tasks_due``, ``tasks_on_time``,
    ``tasks_overdue``."""
    tasks = apps.get_model("committee", "Task").objects.present().exclude(state="cancelled")
    of_year = tasks.filter(due_on__year=year).annotate(unit=Coalesce("lead_unit", "lead_group__lead_unit"))
    return {
        "tasks_due": counted(of_year.filter(Q(done_on__isnull=False) | Q(due_on__lt=on)), by),
        "tasks_on_time": counted(of_year.on_time(), by),
        "tasks_overdue": counted(of_year.overdue(on), by),
    }


def report_counts(year: int, on: date, by: str) -> dict[str, Any]:
    """Annotations for who reports: a ``group`` by the month, a ``unit`` by the quarter: ``reports_owed`` by ``on`` of
    the periods of ``year``, ``reports_came``, ``reports_on_time``."""
    reports = apps.get_model("committee", "Report").objects.present()
    of_year = reports.filter(period="month" if by == "group" else "quarter", first__year=year)
    return {
        "reports_owed": counted(of_year.judged(on), by),
        "reports_came": counted(of_year.counted().handed_in(), by),
        "reports_on_time": counted(of_year.counted().on_time(), by),
    }


def with_unit_rates(units: Any, year: int, on: date) -> Any:
    """Units with the counts of ``year`` as of ``on`` and their two rates (0 to 1, ``None`` where nothing counts)."""
    counted = units.annotate(**attendance_counts(year), **task_counts(year, on, "unit"))
    return counted.annotate(
        attendance_rate=_rate("attended", "invited"), on_time_rate=_rate("tasks_on_time", "tasks_due")
    )
