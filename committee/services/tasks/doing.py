"""What the doers do: receive a task, tell how far it is, report it done, or say why it cannot be done."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Progress, Task
from committee.services.hearers import deciders, office
from committee.services.tasks.telling import tell
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import lock_state, move_state, require_state

State = Task.State


@verb("committee.receive_task")
def receive_task(task: Task, *, by: Any) -> None:
    """Sign for a task 签收."""
    move_state(task, of=(State.ASSIGNED,), to=State.RECEIVED, received_at=timezone.now(), received_by=by)
    record_action("committee.receive_task", task, by=by)


@verb("committee.report_progress")
def report_progress(task: Task, *, by: Any, text: str) -> Progress:
    """Tell how far a task is 反馈; whoever might have signed for it and had not has now."""
    require_state(task, Task.OPEN)
    _received(task, by)
    progress = Progress.objects.create(task=task, text=text, by=by)
    record_action("committee.report_progress", task, by=by, after={"progress": text})
    return progress


@verb("committee.report_done")
def report_done(task: Task, *, by: Any, text: str) -> None:
    """Ask for the check 申请复核: what was done, and the day counts from now; the office is told."""
    lock_state(task)
    _received(task, by)
    move_state(task, of=(State.RECEIVED,), to=State.REPORTED, done_on=timezone.localdate(), done_by=by)
    Progress.objects.create(task=task, text=text, by=by)
    record_action("committee.report_done", task, by=by, after={"progress": text})
    tell(office(), task, by=by, key="done", title=_("To be checked: %(task)s") % {"task": task}, text=text)


@verb("committee.decline_task")
def decline_task(task: Task, *, by: Any, reason: str) -> None:
    """Say that a task cannot be done 申请退办, and why; the office and the chair decide."""
    lock_state(task)
    _received(task, by)
    move_state(task, of=(State.RECEIVED,), to=State.DECLINED)
    record_action("committee.decline_task", task, by=by, reason=reason)
    title = _("Said to be impossible: %(task)s") % {"task": task}
    tell([*office(), *deciders()], task, by=by, key="declined", title=title, text=reason)


def _received(task: Task, by: Any) -> None:
    """Who works on a task has received it; a helper does not sign for the lead."""
    may_sign = by is None or by.has_perm("committee.receive_task", task)
    if task.state == State.ASSIGNED and may_sign:
        move_state(task, of=(State.ASSIGNED,), to=State.RECEIVED, received_at=timezone.now(), received_by=by)
