"""Promotion projects: planned, their measures done one by one, their effect measured, reviewed at the end.

The office keeps all of them; who leads a working group, those of the own group.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import EffectFigure, Project, ProjectStep
from campaigns.services.owning import create_own, edit_own
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action, snapshot
from dayan_safety.models import Record
from dayan_safety.permissions import verb
from dayan_safety.workdays import today

OF_STEP, OF_FIGURE = ["kind", "text", "due_on"], ["measured_on", "value", "note"]


def create_project(project: Project, *, by: Any, **several: Any) -> Project:
    """Plan a project for ``audiences`` with ``helpers``. Raises ``RuleBroken`` for another group's."""
    _check_review(project)
    return create_own(project, by=by, **several)


def edit_project(project: Project, names: list[str], *, by: Any, version: int | None = None, **several: Any) -> Project:
    """Edit a project; it stays with the own group. No ``audiences`` or ``helpers``: they stay as they are."""
    _check_review(project)
    with change():
        _held(project)
        _check_baseline(project)
        return edit_own(project, names, by=by, version=version, **several)


def _check_review(project: Project) -> None:
    """What has not begun has nothing to be reviewed."""
    if project.review and project.first_on > today():
        raise RuleBroken(_("The project has not begun: review it when it has shown what it brings."))


def _check_baseline(project: Project) -> None:
    """What was measured since was measured since."""
    day = project.baseline_on
    if day and project.figures.present().filter(measured_on__lte=day).exists():
        raise RuleBroken(_("The baseline comes before all figures: there are some of that day or earlier ones."))


@verb("campaigns.add_step")
def add_step(project: Project, *, by: Any, kind: str, text: str, due_on: date) -> ProjectStep:
    """Plan a measure of one of the seven kinds; without a kind, a milestone."""
    step = ProjectStep.objects.create(project=_held(project), kind=kind, text=text, due_on=due_on)
    record_action("campaigns.add_step", step, by=by, after=_filled(step, OF_STEP))
    return step


@verb("campaigns.edit_step")
def edit_step(step: ProjectStep, *, by: Any, kind: str, text: str, due_on: date) -> None:
    """Change what is planned; an edit that changes nothing leaves no trace."""
    kept = _present(ProjectStep, step)
    _write(kept, "edit_step", by, {"kind": kind, "text": text, "due_on": due_on})


@verb("campaigns.finish_step")
def finish_step(step: ProjectStep, *, by: Any, done_on: date, result: str = "") -> None:
    """It was done on ``done_on``, with that result. Raises ``RuleBroken`` for days ahead, and the second time."""
    if done_on > today():
        raise RuleBroken(_("The day lies ahead: enter what has happened."))
    kept = _present(ProjectStep, step)
    if kept.done_on:
        raise RuleBroken(_("This was entered as done already."))
    _write(kept, "finish_step", by, {"done_on": done_on, "result": result})


@verb("campaigns.reopen_step")
def reopen_step(step: ProjectStep, *, by: Any, reason: str) -> None:
    """It was not done after all; day and result stay in the history."""
    kept = _present(ProjectStep, step)
    if not kept.done_on:
        raise RuleBroken(_("This is open: there is nothing to take back."))
    _write(kept, "reopen_step", by, {"done_on": None, "result": ""}, reason)


@verb("campaigns.remove_step")
def remove_step(step: ProjectStep, *, by: Any, reason: str) -> None:
    """Take a measure or milestone off the project."""
    _remove(_present(ProjectStep, step), "remove_step", by, [*OF_STEP, "done_on", "result"], reason)


@verb("campaigns.record_effect")
def record_effect(project: Project, *, by: Any, measured_on: date, value: Decimal, note: str = "") -> EffectFigure:
    """What was measured on a day; of a day that has a figure, the new one takes its place and history keeps both."""
    _check_measuring(_held(project), measured_on)
    figure = project.figures.present().filter(measured_on=measured_on).first()
    if figure is None:
        figure = EffectFigure.objects.create(project=project, measured_on=measured_on, value=value, note=note)
        record_action("campaigns.record_effect", figure, by=by, after=_filled(figure, OF_FIGURE))
    else:
        _write(figure, "record_effect", by, {"value": value, "note": note})
    return figure


def _check_measuring(project: Project, on: date) -> None:
    if not project.measured:
        raise RuleBroken(_("Nothing is measured yet: fill in on the project what is counted."))
    if on > today():
        raise RuleBroken(_("The day lies ahead: enter what has happened."))
    if project.baseline_on and on <= project.baseline_on:
        raise RuleBroken(_("The baseline is of %(day)s: enter what was measured later.") % {"day": project.baseline_on})


@verb("campaigns.remove_effect")
def remove_effect(figure: EffectFigure, *, by: Any, reason: str) -> None:
    """Take back a figure that was entered in error."""
    _held(figure.project)
    _remove(_present(EffectFigure, figure), "remove_effect", by, OF_FIGURE, reason)


def _held(project: Project) -> Project:
    """The project as it is; until the caller's ``change()`` is done nobody else changes it or its figures."""
    held: Project | None = Project.objects.present().select_for_update().filter(pk=project.pk).first()
    if held is None:
        raise RuleBroken(_("The project was removed meanwhile."))
    return held


def _present(model: Any, thing: Any) -> Any:
    """The step or figure as it is, nobody else's until the caller's ``change()`` is done."""
    found = model.objects.present().select_for_update().filter(pk=thing.pk).first()
    if found is None:
        raise RuleBroken(_("This was removed meanwhile."))
    return found


def _write(thing: Record, did: str, by: Any, values: dict[str, Any], reason: str = "") -> None:
    """Save the values that differ, and tell them."""
    names = [name for name, value in values.items() if getattr(thing, name) != value]
    if not names:
        return
    before = snapshot(thing, names)
    for name in names:
        setattr(thing, name, values[name])
    thing.version += 1
    thing.save(update_fields=[*names, "version", "updated_at"])
    record_action(f"campaigns.{did}", thing, by=by, before=before, after=snapshot(thing, names), reason=reason)


def _remove(thing: Record, did: str, by: Any, names: list[str], reason: str) -> None:
    type(thing)._default_manager.filter(pk=thing.pk).update(removed_at=timezone.now(), version=F("version") + 1)
    record_action(f"campaigns.{did}", thing, by=by, before=_filled(thing, names), reason=reason)


def _filled(thing: Record, names: list[str]) -> dict[str, str]:
    """What it says, without what is blank."""
    return {name: told for name, told in snapshot(thing, names).items() if told}
