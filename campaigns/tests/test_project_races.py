"""Many press the same button of a project at once: it is done once; a day keeps one figure."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campaigns.models import Project, ProjectStep
from campaigns.services.projects import finish_step, record_effect
from campaigns.tests.project_builders import MEASURED_ON, a_project, a_step
from campaigns.tests.test_stock_races import kinds
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer")]


def test_a_measure_is_finished_once_however_many_press(cast: Cast, tmp_path: Path) -> None:
    step = a_step()
    with database_for_threads(tmp_path):
        acts = [
            lambda day=day: finish_step(step, by=cast.office, done_on=date(2026, 6, day), result=f"{day}日")
            for day in range(1, 9)
        ]
        assert kinds(together(*acts)) == {"NoneType": 1, "RuleBroken": 7}
        kept = apart(lambda: ProjectStep.objects.get(pk=step.pk))
        assert (kept.version, kept.result) == (2, f"{kept.done_on.day}日")
        assert apart(Action.objects.filter(verb="campaigns.finish_step").count) == 1


def test_a_day_keeps_one_figure_however_many_enter_it(cast: Cast, tmp_path: Path) -> None:
    project = a_project()
    with database_for_threads(tmp_path):
        acts = [
            lambda value=value: record_effect(
                Project.objects.get(pk=project.pk), by=cast.office, measured_on=MEASURED_ON, value=Decimal(value)
            )
            for value in range(8)
        ]
        assert kinds(together(*acts)) == {"EffectFigure": 8}
        assert apart(lambda: project.figures.count()) == 1
        last = apart(lambda: Action.objects.filter(verb="campaigns.record_effect").latest("number").after["value"])
        assert apart(lambda: project.figures.get().value) == Decimal(last)
        assert apart(Action.objects.filter(verb="campaigns.record_effect").count) == 8
