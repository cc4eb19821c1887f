"""A later last day 延期: asked for before the task is due, decided by the chair."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Extension, Task
from committee.services.hearers import deciders
from committee.services.tasks.telling import doers_of, tell
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import lock_state, require_state

State = Extension.State


@verb("committee.ask_extension")
def ask_extension(task: Task, *, by: Any, wanted_on: date, reason: str) -> Extension:
    """Ask for a later last day. Raises ``RuleBroken`` once the task is overdue, and while another one is undecided."""
    lock_state(task)
    if task.state not in Task.TO_DO or task.due_on < timezone.localdate():
        raise RuleBroken(_("An extension is asked for before the task is due, and while it is in progress."))
    if wanted_on <= task.due_on:
        raise RuleBroken(_("The task is due on %(day)s anyway: choose a later day.") % {"day": task.due_on})
    extension = Extension(task=task, due_on=task.due_on, wanted_on=wanted_on, reason=reason, asked_by=by)
    try:
        with transaction.atomic():
            extension.save()
    except IntegrityError as twice:
        raise RuleBroken(_("An extension is asked for already, and not yet decided.")) from twice
    record_action("committee.ask_extension", task, by=by, after={"wanted_on": str(wanted_on)}, reason=reason)
    title = _("Extension asked until %(day)s: %(task)s") % {"task": task, "day": wanted_on}
    tell(deciders(), task, by=by, key=f"extension{extension.pk}", title=title, text=reason)
    return extension


@verb("committee.decide_extension")
def decide_extension(extension: Extension, *, by: Any, granted: bool, note: str = "") -> None:
    """Grant or refuse; a granted one moves the last day, never to an earlier one than was set meanwhile.

    A second decision is refused, and one about a task that is closed or called off.
    """
    task = extension.task
    require_state(task, Task.OPEN)
    task.refresh_from_db()
    due_on = max(task.due_on, extension.wanted_on)
    state = State.GRANTED if granted else State.REFUSED
    asked = Extension.objects.undecided().filter(pk=extension.pk)
    if not asked.update(state=state, decided_by=by, decided_at=timezone.now(), note=note, version=F("version") + 1):
        raise RuleBroken(_("This was decided already."))
    before = {"due_on": str(task.due_on)}
    if granted:
        Task.objects.filter(pk=task.pk).update(due_on=due_on, version=F("version") + 1)
        task.refresh_from_db()
    after = {"due_on": str(task.due_on), "decision": str(state.label)}
    record_action("committee.decide_extension", task, by=by, before=before, after=after, reason=note)
    sentence = _("%(task)s may take until %(day)s") if granted else _("%(task)s stays due on %(day)s")
    title = sentence % {"task": task, "day": task.due_on}
    tell(doers_of(task), task, by=by, key=f"decided{extension.pk}", title=title, text=note)
