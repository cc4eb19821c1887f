"""What the pages of meetings and tasks cost: as many queries with eighty of everything as with one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Task
from committee.services import meetings, tasks
from committee.tests import work
from dayan_safety.testing import Cast, a_person, a_task, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")


def address(name: str, thing: Any) -> str:
    """A page of the meeting or task."""
    return reverse(f"committee:{name}", args=[thing.pk])


@pytest.mark.parametrize(
    "name", ["record_attendance", "print_sheet", "list_answer_links", "view_meeting", "show_projector"]
)
def test_eighty_people_cost_the_queries_of_one(name: str, cast: Cast, as_user: Any, query_count: Any) -> None:
    meeting, browser = work.a_notified(cast), as_user(cast.office)
    url = address(name, meeting)

    def cost(number: int) -> int:
        for _each in range(number):
            meetings.invite(meeting, by=None, person=a_person(unit=cast.village, position="书记"))
        assert browser.get(url).status_code == 200
        return int(query_count(lambda: browser.get(url)))

    few = cost(1)
    assert [cost(2), cost(77)] == [few, few]
    assert few <= 16


def test_eighty_marks_cost_the_queries_of_three(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)

    def cost(number: int) -> int:
        meeting = work.an_open(cast)
        for _each in range(number):
            meetings.invite(meeting, by=None, person=a_person())
        form = {f"status-{row.pk}": "present" for row in meeting.attendances.present()}
        browser.get(address("record_attendance", meeting))
        return int(query_count(lambda: browser.post(address("record_attendance", meeting), form)))

    assert cost(3) == cost(80)


def a_full_task(cast: Cast) -> Task:
    """A task with helpers, progress, an extension, a slip."""
    task = a_task(lead_unit=cast.village, helper_units=[cast.other_village], helper_groups=[cast.group])
    more_of(task, cast)
    return task


def more_of(task: Task, cast: Cast) -> None:
    """One more of everything that a task's page shows."""
    tasks.report_progress(task, by=cast.liaison, text="过半")
    asked = tasks.ask_extension(task, by=cast.liaison, wanted_on=task.due_on + timedelta(days=1), reason="待料")
    tasks.decide_extension(asked, by=cast.chair, granted=True)
    task.refresh_from_db()
    work.a_slip(task)
    task.helper_units.add(a_unit())


@pytest.mark.parametrize("role", ["office", "liaison", "chair"])
def test_a_task_costs_the_same_whatever_happened_to_it(role: str, cast: Cast, as_user: Any, query_count: Any) -> None:
    task, browser = a_full_task(cast), as_user(getattr(cast, role))
    costs = []
    for number in (0, 3):
        for _each in range(number):
            more_of(task, cast)
        browser.get(task.get_absolute_url())
        costs.append(query_count(lambda: browser.get(task.get_absolute_url())))
    assert costs[0] == costs[1] <= 18


@pytest.mark.parametrize("role", ["office", "liaison", "lead"])
def test_three_tasks_on_the_list_cost_the_queries_of_one(role: str, cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, url, costs = as_user(getattr(cast, role)), reverse("committee:list_task"), []
    for number in (1, 2):
        for _each in range(number):
            a_full_task(cast)
        browser.get(url)
        costs.append(query_count(lambda: browser.get(url)))
    assert costs[0] == costs[1] <= 13


def test_a_topic_with_three_outcomes_costs_the_queries_of_one(cast: Cast, as_user: Any, query_count: Any) -> None:
    meeting, browser, costs = work.an_open(cast), as_user(cast.office), []
    for number in (1, 2):
        for _each in range(number):
            item = work.an_item(meeting, owner=cast.lead.person)
            work.a_task_outcome(item, cast.village, helper_units=[cast.other_village], helper_groups=[cast.group])
        browser.get(meeting.get_absolute_url())
        costs.append(query_count(lambda: browser.get(meeting.get_absolute_url())))
    assert costs[0] == costs[1]
