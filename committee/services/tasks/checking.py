"""What the office and the chair decide: sent back, closed 销号, taken up again. Nobody closes the own work."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Task
from committee.services.tasks.telling import doers_of, tell
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import lock_state, move_state

State = Task.State


@verb("committee.return_task")
def return_task(task: Task, *, by: Any, reason: str) -> None:
    """Send back what was reported done or impossible, with the reason; its last day stays."""
    lock_state(task)
    before = task.state
    move_state(task, of=(State.REPORTED, State.DECLINED), to=State.RECEIVED, done_on=None, returned=task.returned + 1)
    after = {"state": task.state}
    record_action("committee.return_task", task, by=by, before={"state": before}, after=after, reason=reason)
    tell(doers_of(task), task, by=by, key="returned", title=_("Sent back: %(task)s") % {"task": task}, text=reason)


@verb("committee.close_task")
def close_task(task: Task, *, by: Any, note: str = "") -> None:
    """Close a task that was reported done. Raises ``RuleBroken`` for who reported it, or answers for its lead."""
    if by is not None and is_doer(by, task):
        raise RuleBroken(_("Somebody else closes what one has done: ask a colleague of the office."))
    move_state(task, of=(State.REPORTED,), to=State.CLOSED, closed_on=timezone.localdate())
    record_action("committee.close_task", task, by=by, after={"note": note} if note else {})
    tell(doers_of(task), task, by=by, key="closed", title=_("Closed: %(task)s") % {"task": task}, text=note)


@verb("committee.reopen_task")
def reopen_task(task: Task, *, by: Any, reason: str) -> None:
    """Take a closed task up again, with the reason."""
    move_state(task, of=(State.CLOSED,), to=State.RECEIVED, closed_on=None, done_on=None)
    record_action("committee.reopen_task", task, by=by, reason=reason)
    tell(doers_of(task), task, by=by, key="reopened", title=_("Open again: %(task)s") % {"task": task}, text=reason)


def is_doer(user: Any, task: Task) -> bool:
    """Whether the user reported the task done, or answers for its lead."""
    standing = user.standing
    leads = task.lead_unit_id in standing.answers_for or task.lead_group_id in standing.in_groups
    return bool(user.pk == task.done_by_id or leads)
