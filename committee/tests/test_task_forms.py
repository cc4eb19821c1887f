"""Assigning a task and correcting one: the forms, two editors, and who hears of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Task
from committee.tests.pages import Page, rows_of
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
NEW = reverse("committee:create_task")


def typed(cast: Cast, **values: Any) -> dict[str, Any]:
    """A task as the office types it."""
    given = {"title": "清理集市", "lead_unit": cast.village.pk, "due_on": "2026/7/1", "source": "order"}
    return {**given, "helper_units": [cast.other_village.pk], "helper_groups": [cast.group.pk], **values}


def test_assigning_gives_a_number_and_says_who_was_told(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).post(NEW, typed(cast), follow=True))
    assert page.main.first(kind="alert-success").text == "已保存。已通知：孙信息、赵组长。"
    assert (page.title, page.facts["协办"]) == ("大安督〔2026〕1号 清理集市", "西河村、消防安全组")
    assert sorted(str(notice.user) for notice in Notice.objects.all()) == ["孙信息", "赵组长"]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"title": ""}, {"title": "这个字段是必填项。"}),
        ({"due_on": "2026-6-14"}, {"": "期限已过，请选择今天或之后的日期。"}),
        ({"lead_unit": ""}, {"": "请在主办单位和主办工作组中选择一项。"}),
        ({"source": "x"}, {"source": "选择一个有效的选项。 x 不在可用的选项中。"}),
        ({"helper_units": ["9" * 30]}, {"helper_units": f"“{'9' * 30}”不是一个有效的值"}),
    ],
)
def test_a_wrong_task_is_refused_with_the_typed_text_kept(
    values: dict[str, Any], errors: dict[str, str], cast: Cast, as_user: Any
) -> None:
    answer = as_user(cast.office).post(NEW, typed(cast, **values))
    assert (answer.status_code, Page(answer).errors) == (422, errors)
    assert Page(answer).input("due_on") == values.get("due_on", "2026/7/1")
    assert not Task.objects.exists()


def test_who_leads_does_not_help_besides(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).post(NEW, typed(cast, helper_units=[cast.village.pk])))
    assert page.errors == {"": "主办方不再列为协办，请从协办中去掉。"}


def test_a_unit_and_a_group_do_not_lead_together(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).post(NEW, typed(cast, lead_group=cast.supervision.pk)))
    assert (page.status_code, page.errors) == (422, {"": "请在主办单位和主办工作组中选择一项。"})


def test_sent_three_times_one_task_is_assigned_and_told_once(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    form = typed(cast) | {"once": Page(browser.get(NEW)).input("once")}
    assert {browser.post(NEW, form)["Location"] for _time in range(3)} == {Task.objects.get().get_absolute_url()}
    assert Notice.objects.count() == 2
    assert Action.objects.filter(verb="committee.create_task").count() == 1


def test_the_last_day_is_not_edited_and_the_second_editor_sees_both_versions(cast: Cast, as_user: Any) -> None:
    task, browser = a_task(lead_unit=cast.village), as_user(cast.office)
    url = reverse("committee:edit_task", args=[task.pk])
    form = browser.get(url).context["form"]
    assert "due_on" not in form.fields
    sent = typed(cast, version=form["version"].value(), due_on="2030-1-1")
    assert browser.post(url, sent | {"title": "甲"}).status_code == 302
    page = Page(browser.post(url, sent | {"title": "乙"}))
    assert page.status_code == 409
    assert rows_of(page.main.first(kind="form-sheet")) == [["标题", "甲", "乙"]]
    task.refresh_from_db()
    assert (task.title, task.due_on) == ("甲", date(2026, 6, 25))
