"""What falls due of tasks: the receipt, the work itself, the office's check, the chair's decision on an extension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from committee.models import Extension, Task
from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.notice_kinds import NoticeKind
from dayan_safety.parameters import parameter
from dayan_safety.workdays import Calendar, day_of

State = Task.State
TASK_KINDS = (
    NoticeKind("committee.task_news", _("New, moved, returned and closed tasks"), urgent=True),
    NoticeKind("committee.task_receipt", _("Tasks to sign for")),
    NoticeKind("committee.task_due", _("Tasks that fall due")),
    NoticeKind("committee.task_check", _("Tasks to check")),
    NoticeKind("committee.extension", _("Extensions to decide")),
)
RECEIPT = Wording("", _("To be signed for by today: %(thing)s"), _("Not signed for since %(day)s: %(thing)s"))
WORK = Wording(
    _("Due in %(days)s days: %(thing)s"), _("Due today: %(thing)s"), _("Overdue by %(days)s days: %(thing)s")
)
CHECK = Wording("", _("To be checked by today: %(thing)s"), _("Waiting for the check since %(day)s: %(thing)s"))
EXTENSION = Wording(
    _("Extension to decide within %(days)s days: %(thing)s"),
    _("Extension to decide today: %(thing)s"),
    _("Extension not decided since %(day)s: %(thing)s"),
)


def receipts(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Tasks nobody has signed for, as long as they are not overdue themselves: their leads."""
    today = day_of(now)
    days = parameter("committee.receipt_days")
    calendar = Calendar.around(today, days)
    for task in Task.objects.present().filter(state=State.ASSIGNED, due_on__gte=today):
        yield Due(
            kind="committee.task_receipt",
            thing=task,
            name=str(task),
            due_on=calendar.working_days_after(task.assigned_on, days),
            since=task.assigned_on,
            wording=RECEIPT,
            recipients=hearers.leading(task),
        )


def work(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Tasks to do: their leads, the helpers until the day; the office and the deputies when they stay overdue."""
    office, deputies, helpers = hearers.of_role("office"), hearers.deputies, _helpers(hearers)
    for task in Task.objects.present().to_do():
        yield Due(
            kind="committee.task_due",
            thing=task,
            name=str(task),
            due_on=task.due_on,
            since=task.assigned_on,
            wording=WORK,
            recipients=hearers.leading(task),
            helpers=frozenset(helpers[task.pk]),
            office=office,
            deputies=deputies,
        )


def _helpers(hearers: Hearers) -> dict[int, set[int]]:
    """The logins that help with each task to do; two queries."""
    found: dict[int, set[int]] = defaultdict(set)
    for field, column, people in (
        ("helper_units", "unit", hearers.of_units),
        ("helper_groups", "workinggroup", hearers.of_groups),
    ):
        through: Any = getattr(Task, field).through
        rows = through.objects.filter(task__state__in=Task.TO_DO).values_list("task", column)
        for task, helper in rows:
            found[task] |= people.get(helper, set())
    return found


def checks(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Tasks reported done or said to be impossible: the office, the deputies when it stays so."""
    today = day_of(now)
    days = parameter("committee.check_days")
    calendar = Calendar.around(today, days)
    for task in Task.objects.present().filter(state__in=(State.REPORTED, State.DECLINED)):
        since = task.done_on or day_of(task.updated_at)
        yield Due(
            kind="committee.task_check",
            thing=task,
            name=str(task),
            due_on=calendar.working_days_after(since, days),
            since=since,
            wording=CHECK,
            recipients=hearers.of_role("office"),
            deputies=hearers.deputies,
        )


def extensions(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Extensions nobody has decided: the chair, until the task itself would be due."""
    deciders = hearers.of_role("chair")
    asked = Extension.objects.present().undecided().filter(task__state__in=Task.OPEN).select_related("task")
    for extension in asked:
        yield Due(
            kind="committee.extension",
            thing=extension.task,
            name=str(extension.task),
            due_on=extension.due_on,
            since=day_of(extension.created_at),
            wording=EXTENSION,
            recipients=deciders,
        )


TASK_DEADLINES = (receipts, work, checks, extensions)
