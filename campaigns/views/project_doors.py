"""The verbs on promotion projects, their measures and their figures: where each is done, by which form."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.projects import EditStepForm, EffectForm, FinishStepForm, StepForm
from campaigns.models import EffectFigure, Project, ProjectStep
from campaigns.services import projects as services
from campaigns.services.counted import Counted, counted_for
from campaigns.services.effects import in_measure
from dayan_safety.forms import ReasonForm
from dayan_safety.models import Record
from dayan_safety.views import verb_path
from dayan_safety.workdays import today


def _door(place: str, verb: str, model: type[Record], form: Any, **about: Any) -> URLPattern:
    return verb_path(place, f"campaigns.{verb}", model, form, getattr(services, verb), **about)


def explain_effect(project: Project) -> str:
    """What is counted, from which baseline, and what happens to a second figure of a day."""
    told = {"measured": project.measured, "baseline": in_measure(project.baseline, project.measure) or "—"}
    counted = _("Measured is: %(measured)s; baseline: %(baseline)s.") % told if project.measured else ""
    again = _("A day has one figure: entered again, the new one takes its place; both stay in the history.")
    return "\n".join(line for line in (counted, known_here(project), again) if line)


def known_here(project: Project) -> str:
    """What the portal counts by itself, beside as many days before."""
    figures = counted_for(project, today())
    if not figures:
        return ""
    parts = [_("%(label)s %(now)s (as many days before: %(before)s)") % _parts(figure) for figure in figures]
    told = {"first": figures[0].first, "last": figures[0].last, "figures": _("; ").join(parts)}
    return _("The portal counts from %(first)s to %(last)s: %(figures)s.") % told


def _parts(figure: Counted) -> dict[str, Any]:
    return {"label": figure.label, "now": figure.now, "before": figure.before}


urlpatterns = [
    _door("projects/<int:pk>/add-step/", "add_step", Project, StepForm),
    _door("projects/<int:pk>/record-effect/", "record_effect", Project, EffectForm, explain=explain_effect),
    _door("project-steps/<int:pk>/edit/", "edit_step", ProjectStep, EditStepForm),
    _door("project-steps/<int:pk>/finish/", "finish_step", ProjectStep, FinishStepForm),
    _door(
        "project-steps/<int:pk>/reopen/",
        "reopen_step",
        ProjectStep,
        ReasonForm,
        explain=gettext_lazy("Its day and its result are taken off; the history keeps them."),
    ),
    _door("project-steps/<int:pk>/remove/", "remove_step", ProjectStep, ReasonForm, danger=True),
    _door("effect-figures/<int:pk>/remove/", "remove_effect", EffectFigure, ReasonForm, danger=True),
]
