"""The access matrix of promotion projects: see ``access_rows``. Own ones are those of the lead's group."""

from __future__ import annotations

from typing import Any

from campaigns.services.projects import finish_step
from campaigns.tests.project_builders import MEASURED_ON, a_figure, a_project, a_step
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import INSIDERS, OFFICE, TOWN_WIDE, Args, Row, noun, record_pages

OFFICE_LEAD = OFFICE | {"lead"}
OF_OWN = {"create": OFFICE_LEAD, "edit": OFFICE_LEAD, "remove": OFFICE, "attach": OFFICE_LEAD}
OF_OTHERS = dict.fromkeys(("edit", "remove", "attach"), OFFICE)


def own_project(cast: Cast) -> list[Any]:
    """A project of the lead's group."""
    return [a_project(group=cast.group).pk]


def other_project(cast: Cast) -> list[Any]:
    """A project of another group."""
    return [a_project(group=cast.supervision).pk]


def own_step(cast: Cast) -> list[Any]:
    """A measure of it."""
    return [a_step(a_project(group=cast.group)).pk]


def other_step(cast: Cast) -> list[Any]:
    """A measure of another group's."""
    return [a_step(a_project(group=cast.supervision)).pk]


def done(cast: Cast, group: Any) -> list[Any]:
    """A measure that was done."""
    step = a_step(a_project(group=group))
    finish_step(step, by=None, done_on=MEASURED_ON)
    return [step.pk]


def own_done(cast: Cast) -> list[Any]:
    """A measure of the lead's group that was done."""
    return done(cast, cast.group)


def other_done(cast: Cast) -> list[Any]:
    """A measure of another group that was done."""
    return done(cast, cast.supervision)


def own_figure(cast: Cast) -> list[Any]:
    """A figure of the lead's group's project."""
    return [a_figure(a_project(group=cast.group)).pk]


def other_figure(cast: Cast) -> list[Any]:
    """A figure of another group's."""
    return [a_figure(a_project(group=cast.supervision)).pk]


def verbs(may: frozenset[str], project: Args, step: Args, finished: Args, figure: Args) -> dict[str, Row]:
    """The rows of what is done to a project, its measures and its figures."""
    records = {
        "add_step": project,
        "record_effect": project,
        "edit_step": step,
        "finish_step": step,
        "remove_step": step,
        "reopen_step": finished,
        "remove_effect": figure,
    }
    return {f"campaigns:{verb}": Row(may, record, sees=INSIDERS, post=422) for verb, record in records.items()}


PROJECTS: dict[str, Row] = {
    **noun("project", INSIDERS, own_project, TOWN_WIDE, app="campaigns", **OF_OWN),
    **verbs(OFFICE_LEAD, own_project, own_step, own_done, own_figure),
    "campaigns:print_project": Row(INSIDERS, own_project),
}
OTHERS_PROJECTS: dict[str, Row] = {
    **record_pages("project", INSIDERS, other_project, app="campaigns", **OF_OTHERS),
    **verbs(OFFICE, other_project, other_step, other_done, other_figure),
    "campaigns:print_project": Row(INSIDERS, other_project),
}
