"""What a meeting came to: decisions, notes and tasks under each topic; tasks handed out into the register."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import AgendaItem, Meeting, Outcome, Task
from committee.services.tasks import assign_task
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import require_state

Kind = Outcome.Kind


HELPERS = ("helper_units", "helper_groups")


@verb("committee.add_outcome")
def add_outcome(item: AgendaItem, /, *, by: Any, **values: Any) -> Outcome:
    """Write down a decision, a note or a task.

    ``values``: ``kind``, ``text``; of a task lead_unit or lead_group, due_on, helper_units and helper_groups.
    """
    return _write(Outcome(item=item), "add_outcome", by, values)


@verb("committee.edit_outcome")
def edit_outcome(outcome: Outcome, /, *, by: Any, **values: Any) -> Outcome:
    """Change an outcome while the minutes are open; a task that was handed out is changed in the register."""
    if outcome.task:
        raise RuleBroken(_("The task %(task)s was handed out: change it there.") % {"task": outcome.task.number})
    return _write(outcome, "edit_outcome", by, values)


def _write(outcome: Outcome, verb_name: str, by: Any, values: dict[str, Any]) -> Outcome:
    item = outcome.item
    require_state(item.meeting, Meeting.MINUTED)
    if item.removed_at is not None or item.state not in AgendaItem.ON_AGENDA:
        raise RuleBroken(_("The topic is not on the agenda."))
    _check(values)
    before = {"outcome": outcome.text} if outcome.pk else {}
    helpers = {name: values.pop(name, ()) for name in HELPERS}
    for name, value in values.items():
        setattr(outcome, name, value)
    outcome.version += bool(outcome.pk)
    outcome.save()
    for name, several in helpers.items():
        getattr(outcome, name).set(several)
    told = {"topic": item.title, "outcome": outcome.text}
    record_action(f"committee.{verb_name}", item.meeting, by=by, before=before, after=told)
    return outcome


def _check(values: dict[str, Any]) -> None:
    """A task has one lead; only a task has one, and a last day. Raises ``RuleBroken``."""
    about = [bool(value) for name, value in values.items() if name not in ("kind", "text")]
    if values["kind"] != Kind.TASK and any(about):
        raise RuleBroken(_("Only a task has a lead and a last day."))
    unit, group = values.get("lead_unit"), values.get("lead_group")
    if unit and group:
        raise RuleBroken(_("Choose a lead unit or a lead group, one of the two."))
    if unit in values.get("helper_units", ()) or group in values.get("helper_groups", ()):
        raise RuleBroken(_("Who leads does not help besides: take the lead out of the helpers."))


@verb("committee.remove_outcome")
def remove_outcome(outcome: Outcome, *, by: Any, reason: str) -> None:
    """Take an outcome out of the minutes; a task that was handed out is called off in the register."""
    meeting = outcome.item.meeting
    require_state(meeting, Meeting.MINUTED)
    if outcome.task and outcome.task.is_open:
        raise RuleBroken(_("The task %(task)s was handed out: call it off first.") % {"task": outcome.task.number})
    if Outcome.objects.present().filter(pk=outcome.pk).update(removed_at=timezone.now(), version=F("version") + 1):
        record_action("committee.remove_outcome", meeting, by=by, before={"outcome": outcome.text}, reason=reason)


def outcomes_of(meeting: Meeting) -> QuerySet[Outcome]:
    """Every outcome that stands."""
    return Outcome.objects.present().filter(item__meeting=meeting, item__removed_at__isnull=True)


def hand_out_tasks(meeting: Meeting, *, by: Any) -> list[Task]:
    """Enter the tasks of the minutes that lack nothing into the register; who does them is told of theirs alone."""
    waiting = outcomes_of(meeting).filter(kind=Kind.TASK, task=None).select_related("lead_unit", "lead_group")
    return [_hand_out(outcome, meeting, by=by) for outcome in waiting if outcome.can_be_handed_out]


def _hand_out(outcome: Outcome, meeting: Meeting, *, by: Any) -> Task:
    assert outcome.due_on is not None
    title, _newline, rest = outcome.text.replace("\r\n", "\n").partition("\n")  # browsers end lines with two characters
    task = Task(
        title=title[:200],
        text=rest or outcome.text,
        source=Task.Source.MEETING,
        source_note=str(meeting)[:200],
        lead_unit=outcome.lead_unit,
        lead_group=outcome.lead_group,
        due_on=outcome.due_on,
    )
    helpers = {name: list(getattr(outcome, name).all()) for name in HELPERS}
    try:
        assign_task(task, by=by, source_record=outcome, right="committee.finalize_minutes", **helpers)
    except RuleBroken as broken:  # of several tasks one has to know which
        raise RuleBroken(f"{outcome}：{broken}") from broken
    Outcome.objects.filter(pk=outcome.pk).update(task=task, version=F("version") + 1)
    return task
