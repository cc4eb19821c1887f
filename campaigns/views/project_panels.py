"""What stands on the page of a promotion project: its measures by the seven kinds, and its effect in figures."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from campaigns.models import EffectFigure, Project, ProjectStep
from campaigns.services.effects import Effect, in_measure, sentence_of
from campaigns.tables.projects import effect_of, light_of
from campaigns.views.effect_drawing import effect_chart
from dayan_safety.views import Button, Panel
from dayan_safety.views.parts import allowed

NO_KIND = ""


def steps_of(project: Project) -> list[ProjectStep]:
    """The measures and milestones with their project at hand, by their days; one query."""
    return [_with(project, step) for step in project.steps.present().order_by("due_on", "pk")]


def figures_of(project: Project) -> list[EffectFigure]:
    """The figures with their project at hand, the earliest first; one query."""
    return [_with(project, figure) for figure in project.figures.present().order_by("measured_on", "pk")]


def _with(project: Project, thing: Any) -> Any:
    thing.project = project
    return thing


def by_kind(steps: list[ProjectStep]) -> list[tuple[str, Any, list[ProjectStep]]]:
    """Code, label and steps of each of the seven kinds, also of those without any; milestones last."""
    kinds = [*ProjectStep.Kind.choices, (NO_KIND, _("Milestones"))]
    return [(kind, label, [step for step in steps if step.kind == kind]) for kind, label in kinds]


def steps_panel(project: Project, user: Any) -> Panel:
    """The measures by kind; who may add some reads which kinds have none."""
    kinds = by_kind(steps_of(project))
    add = reverse("campaigns:add_step", args=[project.pk])
    may = user.has_perm("campaigns.add_step", project)
    context = {
        "kinds": [(label, [_step_line(step, user) for step in steps]) for _kind, label, steps in kinds if steps],
        "lacking": [(label, f"{add}?{urlencode({'kind': kind})}" if may else "") for kind, label in _lacking(kinds)],
    }
    buttons = allowed(user, [Button("campaigns.add_step", add, "plus-lg")], project)
    return Panel(_("Measures and milestones"), "campaigns/panels/project_steps.html", context, buttons)


def _lacking(kinds: list[tuple[str, Any, list[ProjectStep]]]) -> list[tuple[str, Any]]:
    """The kinds of measures of which there is none; a project without milestones lacks nothing."""
    return [(kind, label) for kind, label, steps in kinds if kind and not steps]


def _step_line(step: ProjectStep, user: Any) -> dict[str, Any]:
    return {"step": step, "light": light_of(step), "buttons": allowed(user, _step_doors(step), step)}


def _step_doors(step: ProjectStep) -> list[Button]:
    first = (
        ("reopen_step", "arrow-counterclockwise", "secondary") if step.done_on else ("finish_step", "check2", "primary")
    )
    doors = [first, ("edit_step", "pencil", "secondary"), ("remove_step", "trash", "danger")]
    return [
        Button(f"campaigns.{verb}", reverse(f"campaigns:{verb}", args=[step.pk]), icon, kind)
        for verb, icon, kind in doors
    ]


def effect_context(project: Project, user: Any = None) -> dict[str, Any]:
    """The figures in words, as a table and drawn; with what ``user`` may do to each."""
    figures = figures_of(project)
    rows = [(figure.measured_on, figure.value) for figure in figures]
    if project.baseline is not None and project.baseline_on:
        rows.insert(0, (project.baseline_on, project.baseline))
    latest = effect_of(project, figures[-1].value) if figures else None
    wanted = None if project.target is None else effect_of(project, project.target)
    return {
        "project": project,
        "baseline": in_measure(project.baseline, project.measure),
        "target": in_measure(project.target, project.measure),
        "wanted": _change(wanted) if wanted else {},
        "lines": [_figure_line(figure, user) for figure in figures],
        "sentence": sentence_of(latest) if latest else "",
        "is_reached": bool(latest and latest.is_reached),
        "chart": effect_chart(rows, project.target) if len(rows) > 1 else None,
    }


def effect_panel(project: Project, user: Any) -> Panel:
    """Baseline → figures → target."""
    record = Button("campaigns.record_effect", reverse("campaigns:record_effect", args=[project.pk]), "plus-lg")
    buttons = allowed(user, [record] if project.measured else [], project)
    return Panel(
        _("Effect of the project"), "campaigns/panels/project_effect.html", effect_context(project, user), buttons
    )


def _figure_line(figure: EffectFigure, user: Any) -> dict[str, Any]:
    effect = effect_of(figure.project, figure.value)
    told = {"measured_on": str(figure.measured_on), "value": str(figure.value), "note": figure.note}
    correct = f"{reverse('campaigns:record_effect', args=[figure.project.pk])}?{urlencode(told)}"
    remove = reverse("campaigns:remove_effect", args=[figure.pk])
    doors = [
        Button("campaigns.record_effect", correct, "pencil", text=_("Correct")),
        Button("campaigns.remove_effect", remove, "trash", "danger"),
    ]
    return {
        "figure": figure,
        "value": in_measure(figure.value, figure.project.measure),
        **_change(effect),
        "is_reached": effect.is_reached,
        "buttons": allowed(user, doors, figure) if user else [],
    }


def _change(effect: Effect) -> dict[str, str]:
    """What changed against the baseline, with its sign."""
    percent = "" if effect.percent is None else f"{effect.percent:+f} %"
    return {"change": "" if effect.change is None else f"{effect.change:+f}", "percent": percent}
