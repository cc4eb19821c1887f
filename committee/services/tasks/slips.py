"""Supervision slips 督办单 in three colours: numbered, signed for, printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Slip, Task
from committee.services.tasks.telling import doers_of, tell
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.states import require_state
from dayan_safety.workdays import Calendar

Colour = Slip.Colour


def slip_colour(task: Task, on: date) -> Slip.Colour:
    """Blue while the task is not overdue, yellow once it is, red some working days later or after a yellow one.

    How many days later is the parameter ``committee.slip_red_after``. Source: practice of towns (three-colour slips).
    """
    if not task.is_overdue_on(on):
        return Colour.BLUE
    if task.slips.present().filter(colour=Colour.YELLOW, due_on=task.due_on).exists():
        return Colour.RED
    days = parameter("committee.slip_red_after")
    late = on > Calendar.around(task.due_on, days).working_days_after(task.due_on, days)
    return Colour.RED if late else Colour.YELLOW


@verb("committee.issue_slip")
def issue_slip(task: Task, *, by: Any, requirement: str) -> Slip:
    """Issue a slip of the colour the task has earned, numbered within the year; the doers are told."""
    require_state(task, Task.OPEN)
    today = timezone.localdate()
    number = document_number("slip", parameter("committee.slip_prefix"), today.year)
    slip = Slip.objects.create(
        task=task,
        colour=slip_colour(task, today),
        number=number,
        issued_on=today,
        due_on=task.due_on,
        requirement=requirement,
        issued_by=by,
    )
    record_action("committee.issue_slip", task, by=by, after={"slip": str(slip)})
    title = _("%(slip)s: %(task)s") % {"slip": slip, "task": task}
    tell(doers_of(task), task, by=by, key=f"slip{slip.pk}", title=title, text=requirement)
    return slip


@verb("committee.sign_slip")
def sign_slip(slip: Slip, *, by: Any) -> None:
    """Sign for a slip, once."""
    unsigned = Slip.objects.filter(pk=slip.pk, signed_at__isnull=True)
    if not unsigned.update(signed_at=timezone.now(), signed_by=by, version=F("version") + 1):
        raise RuleBroken(_("This slip was signed for already."))
    record_action("committee.sign_slip", slip.task, by=by, after={"slip": str(slip)})
