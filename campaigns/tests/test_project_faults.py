"""A fault at any statement of a verb on a promotion project: all of it has happened, or nothing."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from campaigns.services import projects as services
from campaigns.tests.builders import an_audience
from campaigns.tests.project_builders import MEASURED_ON, a_figure, a_new_project, a_project, a_step
from committee.tests.faulty import Act, leaves_all_or_nothing
from dayan_safety.testing import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer")]


def planning(cast: Cast) -> Act:
    group, audiences, helpers = cast.group, [an_audience()], [cast.village]
    return lambda: services.create_project(
        a_new_project(name="新", group=group), by=cast.lead, audiences=audiences, helpers=helpers
    )


def editing(cast: Cast) -> Act:
    project, audiences = a_project(group=cast.group), [an_audience()]

    def act() -> None:
        project.goal = "减半"
        services.edit_project(project, ["goal"], by=cast.lead, audiences=audiences)

    return act


def finishing(cast: Cast) -> Act:
    step = a_step(a_project(group=cast.group))
    return lambda: services.finish_step(step, by=cast.lead, done_on=MEASURED_ON, result="好")


def reopening(cast: Cast) -> Act:
    step = a_step(a_project(group=cast.group))
    services.finish_step(step, by=None, done_on=MEASURED_ON)
    return lambda: services.reopen_step(step, by=cast.lead, reason="未验收")


def replacing(cast: Cast) -> Act:
    project = a_figure(a_project(group=cast.group)).project
    return lambda: services.record_effect(project, by=cast.lead, measured_on=MEASURED_ON, value=Decimal(1))


def removing(cast: Cast) -> Act:
    figure = a_figure(a_project(group=cast.group))
    return lambda: services.remove_effect(figure, by=cast.lead, reason="数错")


VERBS = [planning, editing, finishing, reopening, replacing, removing]


@pytest.mark.parametrize("build", VERBS)
def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast, build: Callable[[Cast], Act]) -> None:
    leaves_all_or_nothing(build(cast), least=5)
