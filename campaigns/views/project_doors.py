"""The verbs on promotion projects, their measures and their figures: where each is done, by which form."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.projects import EditStepForm, EffectForm, FinishStepForm, StepForm
from campaigns.models import EffectFigure, Project, ProjectStep
from campaigns.services import projects as services
from campaigns.services.effects import in_measure
from dayan_safety.forms import ReasonForm
from dayan_safety.models import Record
from dayan_safety.views import verb_view


def _door(place: str, verb: str, model: type[Record], form: Any, **about: Any) -> URLPattern:
    view = verb_view(f"campaigns.{verb}", model, form, getattr(services, verb), **about)
    return path(place, view, name=verb)


def explain_effect(project: Project) -> str:
    """What is counted, from which baseline, and what happens to a second figure of a day."""
    told = {"measured": project.measured, "baseline": in_measure(project.baseline, project.measure) or "—"}
    counted = _("Measured is: %(measured)s; baseline: %(baseline)s.") % told if project.measured else ""
    again = _("A day has one figure: entered again, the new one takes its place; both stay in the history.")
    return f"{counted}\n{again}".strip()


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
