"""What became of earlier tasks, and who reported, told to a joint meeting as its first item."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from committee.models import Report, Task
from committee.services.reports.board import LATE, MISSING, standing_of
from committee.tables.tasks import light
from dayan_safety.results import Result, ResultLine

TONES = {"danger": "danger", "warning": "warning", "info": "info", "success": "success"}


def results_of_tasks(since: date | None, on: date) -> Result | None:
    """Tasks closed since the last meeting (this year's, before the first one), and those that are open on ``on``."""
    after = since or on.replace(month=1, day=1)
    told = Task.objects.present().filter(Q(state__in=Task.OPEN) | Q(state="closed", closed_on__gte=after))
    tasks = list(told.with_leads().order_by("due_on", "pk"))
    if not tasks:
        return None
    closed = [task for task in tasks if not task.is_open]
    overdue = [task for task in tasks if task.is_overdue_on(on)]
    rest = [task for task in tasks if task not in closed and task not in overdue]
    summary = _("%(closed)s closed, %(open)s in progress, %(overdue)s overdue") % {
        "closed": len(closed),
        "open": len(rest),
        "overdue": len(overdue),
    }
    return Result(_("Tasks"), summary, [_line(task) for task in (*overdue, *rest, *closed)])


def _line(task: Task) -> ResultLine:
    badge = light(task)
    text = _("%(task)s (%(lead)s): %(state)s") % {"task": task.title, "lead": task.lead, "state": badge.text}
    return ResultLine(text, task.get_absolute_url(), TONES.get(badge.tone, "secondary"))


def results_of_reports(since: date | None, on: date) -> Result | None:
    """The reports that fell due from the last meeting (from New Year, before the first one) to the day before ``on``:
    the missing ones, then those that came late; one query."""
    after = since or on.replace(month=1, day=1)
    owed = Report.objects.present().counted().filter(due_on__gte=after, due_on__lt=on).with_reporters()
    reports = list(owed.order_by("group__number", "unit__order", "first", "pk"))
    if not reports:
        return None
    standings = {report: standing_of(report, on) for report in reports}
    missing = [report for report in reports if standings[report] == MISSING]
    late = [report for report in reports if standings[report] == LATE]
    summary = _("%(came)s of %(owed)s handed in, %(late)s of them late; %(missing)s missing") % {
        "came": len(reports) - len(missing),
        "owed": len(reports),
        "late": len(late),
        "missing": len(missing),
    }
    return Result(_("Periodic reports"), summary, [*map(_missing, missing), *map(_late, late)])


def _missing(report: Report) -> ResultLine:
    text = _("%(report)s: missing, was due on %(day)s") % {"report": report, "day": report.due_on}
    return ResultLine(text, report.get_absolute_url(), "danger")


def _late(report: Report) -> ResultLine:
    assert report.handed_in_on is not None
    days = (report.handed_in_on - report.due_on).days
    text = _("%(report)s: %(days)s days late") % {"report": report, "days": days}
    return ResultLine(text, report.get_absolute_url(), "warning")


RESULTS = (results_of_tasks, results_of_reports)
