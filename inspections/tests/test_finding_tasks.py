"""A finding that the town follows up in its register of tasks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.tests.test_stock_races import kinds
from committee.models import Task
from committee.services.tasks import cancel_task
from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.models import Notice
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, together
from inspections.services.findings import assign_finding_task
from inspections.tests.finding_builders import notified
from inspections.tests.finding_walks import a_task

pytestmark = [pytest.mark.usefixtures("midsummer", "storage")]  # it is 15 June 2026
TODAY = date(2026, 6, 15)
TWICE = "督办台账中已有该隐患的同名事项：如需另立，请换一个标题。"


def door(finding: Any) -> str:
    """Where it is typed."""
    return reverse("inspections:assign_finding_task", args=[finding.pk])


def test_its_unit_leads_the_task_and_hears_of_it(cast: Cast) -> None:
    finding = notified(cast)
    task = assign_finding_task(finding, by=cast.chair, title="更换线路", text="穿管敷设", due_on=TODAY)
    assert (task.lead_unit, task.lead_group, task.source, task.source_note) == (
        cast.village, None, "inspection", finding.number,
    )  # fmt: skip
    assert (task.source_record, task.text, task.due_on) == (finding, "穿管敷设", TODAY)
    assert task.number == "大安督〔2026〕1号"
    assert Notice.objects.filter(user=cast.liaison, title__contains="更换线路").count() == 1
    assert history(finding)[-1] == (
        "inspections.assign_finding_task", str(cast.chair), {}, {"task": str(task)}, "",
    )  # fmt: skip


def test_a_group_that_is_named_leads_instead(cast: Cast) -> None:
    task = assign_finding_task(notified(cast), by=cast.office, **a_task(lead_group=cast.group))
    assert (task.lead_unit, task.lead_group) == (None, cast.group)
    assert Notice.objects.filter(user=cast.lead, title__contains=task.title).exists()


def test_the_finding_goes_on_as_it_was(cast: Cast) -> None:
    finding = notified(cast)
    before = (finding.state, finding.due_on, finding.version)
    assign_finding_task(finding, by=cast.chair, **a_task())
    finding.refresh_from_db()
    assert (finding.state, finding.due_on, finding.version) == before


def test_the_same_stands_in_the_register_once_while_it_is_open(cast: Cast) -> None:
    finding = notified(cast)
    first = assign_finding_task(finding, by=cast.chair, **a_task(title="更换线路"))
    with refused(TWICE):
        assign_finding_task(finding, by=cast.office, **a_task(title="更换线路"))
    assign_finding_task(notified(cast), by=cast.office, **a_task(title="更换线路"))  # of another finding
    cancel_task(first, by=cast.office, reason="重复")
    assign_finding_task(finding, by=cast.office, **a_task(title="更换线路"))
    assert Task.objects.come_from(finding).count() == 2


def test_a_task_that_was_removed_stands_in_nobody_s_way(cast: Cast) -> None:
    finding = notified(cast)
    first = assign_finding_task(finding, by=cast.chair, **a_task(title="更换线路"))
    Task.objects.update(removed_at=timezone.now())
    second = assign_finding_task(finding, by=cast.chair, **a_task(title="更换线路"))
    assert [task.pk for task in Task.objects.present()] == [second.pk] != [first.pk]


def test_a_day_gone_by_is_refused(cast: Cast) -> None:
    finding = notified(cast)
    with refused("期限已过，请选择今天或之后的日期。"):
        assign_finding_task(finding, by=cast.chair, **a_task(due_on=TODAY - timedelta(days=1)))


def test_its_form_begins_with_what_the_finding_says(cast: Cast, as_user: Any) -> None:
    finding = notified(cast, text="配电箱无盖", demand="加装箱盖")
    form = as_user(cast.chair).get(door(finding)).context["form"]
    assert (form["title"].value(), form["text"].value()) == ("配电箱无盖", "加装箱盖")
    assert form["due_on"].value() == finding.due_on
    type(finding).objects.filter(pk=finding.pk).update(due_on=TODAY - timedelta(days=9))
    assert as_user(cast.chair).get(door(finding)).context["form"]["due_on"].value() == TODAY


def test_task_and_finding_lead_to_each_other(cast: Cast, as_user: Any) -> None:
    finding = notified(cast)
    task = assign_finding_task(finding, by=cast.chair, **a_task(title="更换线路"))
    chair = as_user(cast.chair)
    panel = Page(chair.get(finding.get_absolute_url())).panels["列入督办的事项"]
    assert "更换线路" in panel.text
    assert task.get_absolute_url() in [link.attributes["href"] for link in panel.all("a")]
    about = Page(chair.get(task.get_absolute_url()))
    assert finding.get_absolute_url() in [link.attributes["href"] for link in about.main.all("a")]


def test_who_does_not_see_the_task_does_not_learn_of_it_by_the_finding(cast: Cast, as_user: Any) -> None:
    finding = notified(cast)
    assign_finding_task(finding, by=cast.chair, **a_task(title="更换线路", lead_group=cast.group))
    liaison = Page(as_user(cast.liaison).get(finding.get_absolute_url()))
    assert liaison.status_code == 200
    assert "列入督办的事项" not in liaison.panels
    assert "列入督办的事项" in Page(as_user(cast.chair).get(finding.get_absolute_url())).panels


def test_the_finding_s_page_costs_the_same_with_more_tasks(cast: Cast, as_user: Any, query_count: Any) -> None:
    finding, chair = notified(cast), as_user(cast.chair)
    assign_finding_task(finding, by=cast.chair, **a_task())
    chair.get(finding.get_absolute_url())
    few = query_count(lambda: chair.get(finding.get_absolute_url()))
    for _each in range(2):
        assign_finding_task(finding, by=cast.chair, **a_task(lead_group=cast.group))
    assert query_count(lambda: chair.get(finding.get_absolute_url())) == few


@pytest.mark.django_db(transaction=True)
def test_many_who_enter_the_same_at_once_make_one_task(cast: Cast, tmp_path: Path) -> None:
    finding = notified(cast)
    with database_for_threads(tmp_path):
        acts = [
            lambda: assign_finding_task(
                type(finding).objects.get(pk=finding.pk), by=cast.office, **a_task(title="更换线路")
            )
            for _each in range(6)
        ]
        assert kinds(together(*acts)) == {"Task": 1, "RuleBroken": 5}
        assert apart(Task.objects.count) == 1
