"""Promotion projects with measures and figures for tests, made through the services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from campaigns.models import EffectFigure, Project, ProjectStep
from campaigns.services.projects import add_step, create_project, finish_step, record_effect
from dayan_safety.testing import a_group

NUMBERS = count(1)
BEGINS, ENDS = date(2026, 3, 1), date(2026, 11, 30)
BASELINE_ON, MEASURED_ON, DUE_ON = date(2026, 2, 28), date(2026, 6, 1), date(2026, 6, 30)
COUNTED: dict[str, Any] = {
    "measured": "道路交通伤害人数",
    "measure": "人",
    "baseline": Decimal(60),
    "baseline_on": BASELINE_ON,
    "target": Decimal(40),
}


def a_new_project(**given: Any) -> Project:
    """A project from March to November that counts injuries, not planned yet."""
    about = {"name": f"促进项目{next(NUMBERS)}", "first_on": BEGINS, "last_on": ENDS, **COUNTED, **given}
    about["group"] = about.get("group") or a_group()
    return Project(**about)


def a_project(**given: Any) -> Project:
    """The same, planned."""
    several = {name: given.pop(name) for name in ("audiences", "helpers") if name in given}
    return create_project(a_new_project(**given), by=None, **several)


def a_step(project: Project | None = None, **given: Any) -> ProjectStep:
    """Warning signs to be put up until the end of June."""
    about = {"kind": ProjectStep.Kind.ENVIRONMENT, "text": "设置警示标志", "due_on": DUE_ON, **given}
    return add_step(project or a_project(), by=None, **about)


def a_figure(project: Project | None = None, **given: Any) -> EffectFigure:
    """45 on 1 June, of 60."""
    about = {"measured_on": MEASURED_ON, "value": Decimal(45), **given}
    return record_effect(project or a_project(), by=None, **about)


def a_step_of_each_light(group: Any) -> ProjectStep:
    """A measure to be done, beside one of the same project that was done."""
    project = a_project(group=group)
    finish_step(a_step(project), by=None, done_on=BASELINE_ON, result="已设置")
    return a_step(project)
