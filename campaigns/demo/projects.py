"""The promotion projects of the demo town: planned and lived by who leads each group, day by day."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from campaigns.demo.project_texts import PROJECTS, Told
from campaigns.models import Audience, Project
from campaigns.services.projects import add_step, create_project, edit_project, finish_step, record_effect
from committee.models import Unit, WorkingGroup

PLANNED, DONE = time(10), time(16)
AHEAD = 15  # so many days before it begins a project is planned, but not later than on the eve of the demo


def plan_projects(year: Any) -> None:
    """Each is planned ahead with all its measures, which are done one by one; figures follow; two are reviewed."""
    for told in PROJECTS:
        day = year.on + timedelta(days=min(told.term[0] - AHEAD, -1))
        year.plan(day, PLANNED, partial(plan_project, year, told))


def plan_project(year: Any, told: Told) -> None:
    """As its lead does it on the page; what comes later is planned from here."""
    group = WorkingGroup.objects.present().get(name=told.group)
    by = year.leading.get(group.pk) or year.users["office"]
    project = create_project(
        begun(year.on, told, group),
        by=by,
        audiences=Audience.objects.present().filter(name__in=told.audiences),
        helpers=Unit.objects.present().filter(name__in=told.helpers),
    )
    for kind, text, due, done, result in told.steps:
        step = add_step(project, by=by, kind=kind, text=text, due_on=year.on + timedelta(days=due))
        if done is not None:
            year.plan(year.on + timedelta(days=done), DONE, partial(finish, step, by, result))
    for day, value in told.figures:
        year.plan(year.on + timedelta(days=day), DONE, partial(measure, project, by, value))
    if told.review:
        year.plan(year.on + timedelta(days=told.review[0]), DONE, partial(review, project, by, told.review))


def begun(on: date, told: Told, group: WorkingGroup) -> Project:
    """The project as it is typed in."""
    first, last = (on + timedelta(days=days) for days in told.term)
    measured, counted_in = told.measured
    return Project(
        name=told.name,
        group=group,
        first_on=first,
        last_on=last,
        place=told.place,
        diagnosis=told.diagnosis,
        goal=told.goal,
        resources=told.resources,
        funds=Decimal(told.funds),
        measured=measured,
        measure=counted_in,
        baseline=Decimal(told.baseline[1]),
        baseline_on=on + timedelta(days=told.baseline[0]),
        target=Decimal(told.target),
    )


def finish(step: Any, by: Any, result: str) -> None:
    """A measure was done today."""
    finish_step(step, by=by, done_on=localdate(), result=result)


def measure(project: Project, by: Any, value: str) -> None:
    """It was counted today."""
    record_effect(project, by=by, measured_on=localdate(), value=Decimal(value))


def review(project: Project, by: Any, told: tuple[int, str, str]) -> None:
    """What came of it, and what is improved."""
    project.review, project.improvement = told[1:]
    edit_project(project, ["review", "improvement"], by=by)
