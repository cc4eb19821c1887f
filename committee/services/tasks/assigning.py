"""Handing tasks out, changing them, calling them off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Task, Unit, User, WorkingGroup
from committee.services.tasks.telling import doers_of, tell
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.models import Record
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record
from dayan_safety.states import lock_state, move_state, require_state

State = Task.State


def assign_task(
    task: Task,
    *,
    by: Any,
    helper_units: Iterable[Unit] = (),
    helper_groups: Iterable[WorkingGroup] = (),
    source_record: Record | None = None,
    right: str = "",
) -> Task:
    """Enter a task into the register: gives it its number of the year and tells its doers.

    ``source_record`` is what it came from (an outcome, a finding). Raises ``RuleBroken`` for a day gone by, and for a
    lead that also helps.
    """
    today = timezone.localdate()
    _check_day(task.due_on, today)
    units, groups = list(helper_units), list(helper_groups)
    _check_who(task, units, groups)
    with change():
        task.number = document_number("task", parameter("committee.task_prefix"), today.year)
        task.assigned_on, task.first_due_on = today, task.due_on
        if source_record is not None:
            task.source_type = ContentType.objects.get_for_model(source_record)
            task.source_id = source_record.pk
        create_record(task, by=by, right=right, several={"helper_units": units, "helper_groups": groups})
        _tell_new(doers_of(task), task, by=by)
    return task


def edit_task(
    task: Task,
    names: Sequence[str],
    *,
    by: Any,
    version: int | None = None,
    helper_units: Iterable[Unit] | None = None,
    helper_groups: Iterable[WorkingGroup] | None = None,
) -> Task:
    """Correct a task while it is open, and tell who is new to it; its last day moves by ``move_task`` alone."""
    with change():
        require_state(task, Task.OPEN)
        _check_who(task, *_helpers_after(task, helper_units, helper_groups))
        before = doers_of(Task.objects.get(pk=task.pk))
        given = {"helper_units": helper_units, "helper_groups": helper_groups}
        several = {field: wanted for field, wanted in given.items() if wanted is not None}
        edit_record(task, [name for name in names if name != "due_on"], by=by, version=version, several=several)
        _tell_new([user for user in doers_of(task) if user not in before], task, by=by)
    return task


def _tell_new(doers: list[User], task: Task, *, by: Any) -> None:
    """Who has to do it now, and had not before."""
    title = _("New task: %(task)s, due on %(day)s") % {"task": task, "day": task.due_on}
    tell(doers, task, by=by, key="assigned", title=title, text=task.text)


def _helpers_after(task: Task, units: Iterable[Unit] | None, groups: Iterable[WorkingGroup] | None) -> Any:
    """Who will help: those given, those there where nothing is said."""
    return (
        list(task.helper_units.all() if units is None else units),
        list(task.helper_groups.all() if groups is None else groups),
    )


@verb("committee.move_task")
def move_task(task: Task, *, by: Any, due_on: date, reason: str) -> None:
    """Set another last day, with the reason; the doers are told."""
    _check_day(due_on, timezone.localdate())
    before = task.due_on
    as_seen = Task.objects.open().filter(pk=task.pk, due_on=before)
    if not as_seen.update(due_on=due_on, version=F("version") + 1):
        raise RuleBroken(_("Somebody has moved or closed this task meanwhile: look at it again."))
    task.refresh_from_db()
    record_action(
        "committee.move_task", task, by=by, before={"due_on": str(before)}, after={"due_on": str(due_on)}, reason=reason
    )
    title = _("%(task)s is due on %(day)s now") % {"task": task, "day": due_on}
    tell(doers_of(task), task, by=by, key="moved", title=title, text=reason)


@verb("committee.cancel_task")
def cancel_task(task: Task, *, by: Any, reason: str) -> None:
    """Call a task off, also one that was said to be impossible; the doers are told and hear no more."""
    lock_state(task)
    before = task.state
    move_state(task, of=Task.OPEN, to=State.CANCELLED)
    record_action(
        "committee.cancel_task", task, by=by, before={"state": before}, after={"state": task.state}, reason=reason
    )
    tell(doers_of(task), task, by=by, key="cancelled", title=_("%(task)s is called off") % {"task": task}, text=reason)


def _check_day(due_on: date, today: date) -> None:
    if due_on < today:
        raise RuleBroken(_("The last day has gone by: choose today or a later day."))


def _check_who(task: Task, units: list[Unit], groups: list[WorkingGroup]) -> None:
    """One leads, and does not help besides. Raises ``RuleBroken``."""
    if bool(task.lead_unit_id) == bool(task.lead_group_id):
        raise RuleBroken(_("Choose a lead unit or a lead group, one of the two."))
    if task.lead_unit in units or task.lead_group in groups:
        raise RuleBroken(_("Who leads does not help besides: take the lead out of the helpers."))
