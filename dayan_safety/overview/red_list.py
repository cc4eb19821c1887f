"""The red list: the ten worst things of the town, whose they are, and how long they have been late.

Major dangers stand first, then other findings, tasks, reports, and last what was put off, which counts from its first
last day. Among their like, who is late for the most days stands first; of equal days the older record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from committee.models import Report, Task
from dayan_safety.counting import counts_of
from dayan_safety.overview.asking import Asked
from dayan_safety.tables import Badge
from inspections.models import Finding

WORST = 10
FINDING = Badge(pgettext_lazy("red list", "finding"), "warning", "exclamation-triangle")
TASK = Badge(pgettext_lazy("red list", "task"), "info", "check2-square")
REPORT = Badge(pgettext_lazy("red list", "report"), "info", "journal-text")
MAJOR = Badge(gettext_lazy("major danger"), "danger", "exclamation-octagon")
KINDS = (MAJOR, FINDING, TASK, REPORT)
MAJOR_FIRST = Case(When(level=Finding.Level.MAJOR, then=Value(0)), default=Value(1))


@dataclass(frozen=True, slots=True)
class Late:
    """A thing that is late: ``name`` for those who may read it, ``public`` for everybody: in words of dictionaries."""

    kind: Badge
    name: str
    public: str
    owner: str
    days: int
    url: str
    is_major: bool = False
    is_put_off: bool = False


@dataclass(frozen=True, slots=True)
class RedList:
    """The worst, and how many of each kind there are, each with the address of its list."""

    worst: list[Late]
    counts: list[tuple[Any, int, str]]


def red_list(asked: Asked) -> RedList:
    """The ten worst and the counts of all; six queries."""
    findings, tasks, reports = (asked.rows(model) for model in (Finding, Task, Report))
    on = asked.on
    late = [findings.overdue(on), tasks.overdue(on), reports.missing(on)]
    put_off = [findings.put_off(on), tasks.put_off(on)]
    found = [
        *_findings(late[0], on, "due_on"),
        *_findings(put_off[0], on, "first_due_on"),
        *_tasks(late[1], on, "due_on"),
        *_tasks(put_off[1], on, "first_due_on"),
        *_reports(late[2], on),
    ]
    return RedList(sorted(found, key=_gravity)[:WORST], _counted(late))


def _gravity(late: Late) -> tuple[bool, bool, int, int]:
    return late.is_put_off, not late.is_major, KINDS.index(late.kind), -late.days


def _counted(late: Iterable[Any]) -> list[tuple[Any, int, str]]:
    pages = (
        (_("Findings overdue"), f"{reverse('inspections:list_finding')}?standing=overdue"),
        (_("Tasks overdue"), f"{reverse('committee:list_task')}?standing=overdue"),
        (_("Reports missing"), f"{reverse('committee:list_report')}?standing=missing"),
    )
    return [(label, number, url) for (label, url), number in zip(pages, counts_of(list(late)), strict=True)]


def _findings(rows: Any, on: date, day: str) -> Iterator[Late]:
    for finding in rows.with_names().order_by(MAJOR_FIRST, day, "pk")[:WORST]:
        is_major = finding.level == Finding.Level.MAJOR
        yield Late(
            MAJOR if is_major else FINDING,
            finding.text,
            str(finding.kind),
            str(finding.unit),
            (on - getattr(finding, day)).days,
            finding.get_absolute_url(),
            is_major,
            is_put_off=day != "due_on",
        )


def _tasks(rows: Any, on: date, day: str) -> Iterator[Late]:
    for task in rows.with_leads().order_by(day, "pk")[:WORST]:
        days = (on - getattr(task, day)).days
        url = task.get_absolute_url()
        yield Late(TASK, task.title, task.number, str(task.lead), days, url, is_put_off=day != "due_on")


def _reports(rows: Any, on: date) -> Iterator[Late]:
    for report in rows.with_reporters().order_by("due_on", "pk")[:WORST]:
        name, days = report.period_name, (on - report.due_on).days
        yield Late(REPORT, name, name, str(report.reporter), days, report.get_absolute_url())
