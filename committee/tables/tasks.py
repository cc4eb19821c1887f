"""How tasks are read: their lights, and how the units stand."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committee.models import Task
from dayan_safety.tables import Badge, Column

State = Task.State


def light(task: Task) -> Badge:
    """Green, yellow from three days before the last day on, red once overdue [P]; what waits for others is blue."""
    today = timezone.localdate()
    if task.is_overdue_on(today):
        return Badge(
            gettext("overdue by %(days)s days") % {"days": (today - task.due_on).days}, "danger", "exclamation-octagon"
        )
    if task.is_due_soon_on(today):
        days = (task.due_on - today).days
        return Badge(
            gettext("due in %(days)s days") % {"days": days} if days else _("due today"), "warning", "hourglass-split"
        )
    return {
        State.REPORTED: Badge(_("to be checked"), "info", "clipboard-check"),
        State.DECLINED: Badge(_("said to be impossible"), "info", "question-circle"),
        State.CLOSED: closed(task),
        State.CANCELLED: Badge(_("called off"), "secondary", "slash-circle"),
    }.get(State(task.state), Badge(_("in time"), "success", "check-circle"))


def closed(task: Task) -> Badge:
    """Whether it was done in time."""
    if task.was_on_time:
        return Badge(_("closed, in time"), "secondary", "check2-all")
    return Badge(_("closed, late"), "secondary", "clock-history")


def source_in_words(task: Task) -> str:
    """What it came from, and which."""
    return " ".join(part for part in (str(task.get_source_display()), task.source_note) if part)


TASKS = (
    Column("title", _("Task"), order=("title",)),
    Column("number", _("Task number"), order=("pk",), shown=False),
    Column("lead", _("Led by"), order=("lead_unit__order", "lead_group__number")),
    Column("due_on", _("Due on"), order=("due_on",), kind="date"),
    Column("light", _("Status"), light, order=("state", "due_on")),
    Column("state", _("State"), lambda task: task.get_state_display(), order=("state",), shown=False),
    Column("source", _("Source"), source_in_words, order=("source",)),
    Column("assigned_on", _("Assigned on"), order=("assigned_on",), kind="date", shown=False),
    Column("done_on", _("Reported done on"), order=("done_on",), kind="date", shown=False),
    Column("closed_on", _("Closed on"), order=("closed_on",), kind="date", shown=False),
    Column("returned", _("Times sent back"), order=("returned",), kind="number", shown=False),
)
