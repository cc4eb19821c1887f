"""How the list of promotion projects is read."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Project, ProjectStep
from campaigns.services.effects import Effect, in_measure, sentence_of
from campaigns.tables.words import listed
from dayan_safety.tables import Badge, Column

Standing, Light = Project.Standing, ProjectStep.Light
STANDINGS = {
    Standing.PLANNED: ("info", "calendar-event"),
    Standing.UNDER_WAY: ("success", "play-circle"),
    Standing.TO_REVIEW: ("warning", "hourglass-split"),
    Standing.REVIEWED: ("secondary", "check-circle"),
}
LIGHTS = {
    Light.DONE: ("success", "check-circle"),
    Light.DUE: ("secondary", "clock"),
    Light.OVERDUE: ("danger", "exclamation-circle"),
}


def project_standing(project: Project) -> Badge:
    """Where it stands today."""
    value = project.standing(timezone.localdate())
    return Badge(Standing(value).label, *STANDINGS[value])


def light_of(step: ProjectStep) -> Badge:
    """How a measure or milestone stands today."""
    value = step.light(timezone.localdate())
    return Badge(Light(value).label, *LIGHTS[value])


def effect_of(project: Project, value: Any) -> Effect:
    """``value`` beside the project's baseline and target."""
    return Effect(value, project.baseline, project.target, project.measure)


def effect_badge(project: Any) -> Badge | None:
    """What came of it by the newest figure (``with_progress``); nothing was measured: nothing."""
    if project.latest is None:
        return None
    effect = effect_of(project, project.latest)
    tone = ("success", "check-circle") if effect.is_reached else ("info", "graph-up")
    return Badge(sentence_of(effect), *tone)


def progress(project: Any) -> str:
    """How many measures and milestones are done, of how many (``with_progress``)."""
    return f"{project.steps_done}/{project.steps_all}" if project.steps_all else ""


def measured(name: str) -> Any:
    """A reader of a figure with what it is counted in."""
    return lambda project: in_measure(getattr(project, name), project.measure)


PROJECTS = (
    Column("name", _("Name"), order=("name",)),
    Column("group", _("Working group"), order=("group__number",)),
    Column("first_on", _("Begins on"), order=("first_on",), kind="date"),
    Column("last_on", _("Ends on"), order=("last_on",), kind="date"),
    Column("audiences", _("Target groups"), listed("audiences"), shown=False),
    Column("place", _("Where it is carried out"), order=("place",), shown=False),
    Column("helpers", _("Helping units"), listed("helpers"), shown=False),
    Column("funds", _("Funds (yuan)"), order=("funds",), kind="number", shown=False),
    Column("progress", _("Measures done"), progress, order=("steps_done", "steps_all"), kind="number"),
    Column("measured", _("What is measured"), order=("measured",), shown=False),
    Column("baseline", _("Baseline"), measured("baseline"), shown=False),
    Column("target", _("Target value"), measured("target"), shown=False),
    Column("latest", _("Newest figure"), measured("latest"), shown=False),
    Column("effect", _("Effect of the project"), effect_badge),
    Column("status", _("Status"), project_standing, order=("first_on",)),
)
