"""Measures, milestones and figures of a project: planned, done, taken back, measured; each with its trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.models import EffectFigure, ProjectStep
from campaigns.services import projects as services
from campaigns.tests.project_builders import BASELINE_ON, DUE_ON, MEASURED_ON, a_figure, a_project, a_step
from committee.tests.pages import Page, rows_of
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
TODAY = date(2026, 6, 15)
VERBS: dict[str, Callable[[Any, Any], Any]] = {
    "add_step": lambda project, by: services.add_step(project, by=by, kind="", text="启动会", due_on=TODAY),
    "edit_step": lambda project, by: services.edit_step(a_step(project), by=by, kind="", text="改", due_on=TODAY),
    "finish_step": lambda project, by: services.finish_step(a_step(project), by=by, done_on=TODAY, result="好"),
    "remove_step": lambda project, by: services.remove_step(a_step(project), by=by, reason="重复"),
    "reopen_step": lambda project, by: services.reopen_step(a_done(project), by=by, reason="未验收"),
    "record_effect": lambda project, by: services.record_effect(project, by=by, measured_on=TODAY, value=Decimal(1)),
    "remove_effect": lambda project, by: services.remove_effect(a_figure(project), by=by, reason="数错"),
}


def a_done(project: Any = None) -> ProjectStep:
    """A measure that was done on 1 June."""
    step = a_step(project)
    services.finish_step(step, by=None, done_on=MEASURED_ON, result="12处")
    return ProjectStep.objects.get(pk=step.pk)


def told(verb: str) -> Action:
    """The newest row of a verb."""
    return Action.objects.filter(verb=f"campaigns.{verb}").latest("number")


@pytest.mark.parametrize("verb", VERBS)
def test_the_office_and_the_lead_of_the_group_may_and_nobody_else(verb: str, cast: Cast) -> None:
    act, mine, other = VERBS[verb], a_project(group=cast.group), a_project(group=cast.supervision)
    for by, project in ((cast.office, mine), (cast.office, other), (cast.lead, mine)):
        act(project, by)
        assert told(verb).by == by
        mine.figures.all().delete()
    refused = [("lead", other), *((role, mine) for role in ("chair", "member", "supervisor", "liaison", "outsider"))]
    for role, project in refused:
        with pytest.raises(PermissionDenied):
            act(project, getattr(cast, role))


def test_a_measure_is_done_on_a_day_that_has_come_and_once(cast: Cast) -> None:
    step = a_step()
    with pytest.raises(RuleBroken, match="今天之后"):
        services.finish_step(step, by=cast.office, done_on=TODAY + timedelta(days=1))
    services.finish_step(step, by=cast.office, done_on=TODAY, result="12处")
    with pytest.raises(RuleBroken, match="已经登记为完成"):
        services.finish_step(step, by=cast.office, done_on=TODAY, result="别的")
    kept = ProjectStep.objects.get()
    assert (kept.done_on, kept.result, kept.version) == (TODAY, "12处", 2)
    assert told("finish_step").after == {"done_on": "2026-06-15", "result": "12处"}


def test_what_was_not_done_after_all_is_open_again_and_history_keeps_its_result(cast: Cast) -> None:
    step = a_done()
    services.reopen_step(step, by=cast.office, reason="未验收")
    kept = ProjectStep.objects.get()
    assert (kept.done_on, kept.result) == (None, "")
    row = told("reopen_step")
    assert (row.before, row.reason) == ({"done_on": "2026-06-01", "result": "12处"}, "未验收")
    with pytest.raises(RuleBroken, match="尚未登记完成"):
        services.reopen_step(step, by=cast.office, reason="x")


def test_an_edit_that_changes_nothing_leaves_no_trace_and_a_removed_one_stays_removed(cast: Cast) -> None:
    step = a_step()
    same = {"kind": step.kind, "text": step.text, "due_on": step.due_on}
    services.edit_step(step, by=cast.office, **same)
    assert not Action.objects.filter(verb="campaigns.edit_step").exists()
    services.edit_step(step, by=cast.office, **same | {"kind": ""})
    assert (told("edit_step").before, ProjectStep.objects.get().kind) == ({"kind": "environment"}, "")
    services.remove_step(step, by=cast.office, reason="重复")
    for act in ("finish_step", "edit_step", "remove_step"):
        about = {"finish_step": {"done_on": TODAY}, "edit_step": same, "remove_step": {"reason": "x"}}[act]
        with pytest.raises(RuleBroken, match="已被移除"):
            getattr(services, act)(step, by=cast.office, **about)


@pytest.mark.parametrize(
    ("due_on", "done_on", "light"),
    [(TODAY, None, "due"), (TODAY - timedelta(days=1), None, "overdue"), (TODAY - timedelta(days=1), TODAY, "done")],
)
@pytest.mark.django_db
def test_the_light_and_the_filter_of_what_is_overdue_agree(due_on: date, done_on: date | None, light: str) -> None:
    step = a_step(due_on=due_on)
    if done_on:
        services.finish_step(step, by=None, done_on=done_on)
    step.refresh_from_db()
    assert step.light(TODAY) == light
    assert ProjectStep.objects.all().overdue(TODAY).exists() == (light == "overdue")


def test_a_day_has_one_figure_and_history_keeps_both(cast: Cast) -> None:
    project = a_project()
    for value, note in (("45", "初报"), ("44.50", "核实")):
        figure = services.record_effect(
            project, by=cast.office, measured_on=MEASURED_ON, value=Decimal(value), note=note
        )
    assert [(str(row.value), row.note) for row in EffectFigure.objects.all()] == [("44.5", "核实")]
    row = told("record_effect")
    assert (row.before, row.after) == ({"value": "45", "note": "初报"}, {"value": "44.50", "note": "核实"})
    services.remove_effect(figure, by=cast.office, reason="数错")
    services.record_effect(project, by=cast.office, measured_on=MEASURED_ON, value=Decimal(43))
    assert [str(row.value) for row in EffectFigure.objects.present()] == ["43"]
    with pytest.raises(IntegrityError), transaction.atomic():
        EffectFigure.objects.create(project=project, measured_on=MEASURED_ON, value=1)


@pytest.mark.parametrize(
    ("about", "on", "said"),
    [
        ({}, TODAY + timedelta(days=1), "今天之后"),
        ({}, BASELINE_ON, "基线日期是2026-02-28"),
        ({"measured": "", "baseline": None, "baseline_on": None, "target": None}, TODAY, "还没有衡量指标"),
    ],
)
def test_what_cannot_have_been_measured_is_refused(about: dict[str, Any], on: date, said: str, cast: Cast) -> None:
    project = a_project(**about)
    with pytest.raises(RuleBroken, match=said):
        services.record_effect(project, by=cast.office, measured_on=on, value=Decimal(1))
    assert not EffectFigure.objects.exists()


# On the page


def test_the_page_groups_measures_by_the_seven_kinds_and_says_which_are_lacking(cast: Cast, as_user: Any) -> None:
    project = a_project(group=cast.group)
    a_step(project, kind="policy", text="管理办法", due_on=TODAY - timedelta(days=1))
    a_done(project)
    a_step(project, kind="", text="中期评估")
    panel = Page(as_user(cast.lead).get(project.get_absolute_url())).panels["措施和节点"]
    assert [part.first("h3").text for part in panel.all("section", "step-kind")] == ["政策", "环境", "节点"]
    assert [badge.text for badge in panel.all("span", "badge")] == ["已逾期", "已完成", "未到期"]
    assert "七类措施中还没有： 管理 、服务 、宣传 、设施 、产品" in panel.text
    links = [link.attributes["href"] for link in panel.first("p", "lacking").all("a")]
    assert links[0] == f"{reverse('campaigns:add_step', args=[project.pk])}?kind=management"
    reader = Page(as_user(cast.member).get(project.get_absolute_url())).panels["措施和节点"]
    assert (reader.all("a"), "七类措施中还没有： 管理" in reader.text) == ([], True)
    for kind in ProjectStep.Kind.values:
        a_step(project, kind=kind)
    assert "七类措施都有" in Page(as_user(cast.lead).get(project.get_absolute_url())).text


def test_the_page_tells_the_way_from_the_baseline_to_the_target(cast: Cast, as_user: Any) -> None:
    project = a_project(group=cast.group)
    a_figure(project, measured_on=date(2026, 4, 1), value=Decimal("50.50"), note="一季度")
    a_figure(project, value=Decimal(39))
    page = Page(as_user(cast.office).get(project.get_absolute_url()))
    panel = page.panels["实施效果"]
    assert panel.first("p", "effect-sentence").text == "道路交通伤害人数：比基线下降 35 %，已达到目标。"
    assert [row[:4] for row in rows_of(panel)] == [
        ["2026-02-28", "60 人", "—", "—"],
        ["2026-04-01", "50.5 人", "-9.5", "-15.8 %"],
        ["2026-06-01", "39 人", "-21", "-35 %"],
        ["2026-11-30", "40 人", "-20", "-33.3 %"],
    ]
    assert len(panel.all("circle")) == 3
    assert "style" not in {name for node in panel.all() for name in node.attributes}


def test_a_measure_is_added_edited_and_finished_on_the_page(cast: Cast, as_user: Any) -> None:
    project, browser = a_project(group=cast.group), as_user(cast.lead)
    add = reverse("campaigns:add_step", args=[project.pk])
    assert browser.get(add, {"kind": "product"}).context["form"]["kind"].value() == "product"
    posted = {"kind": "product", "text": "发放头盔", "due_on": "2026/6/30", "once": "f" * 32}
    for _time in range(2):
        assert browser.post(add, posted).status_code == 302
    step = ProjectStep.objects.get()
    form = browser.get(reverse("campaigns:edit_step", args=[step.pk])).context["form"]
    assert [form[name].value() for name in ("kind", "text", "due_on")] == ["product", "发放头盔", DUE_ON]
    finish = reverse("campaigns:finish_step", args=[step.pk])
    assert browser.post(finish, {"done_on": "2026-06-16"}).status_code == 422
    answer = browser.post(finish, {"done_on": "2026-06-15", "result": "2100顶"})
    assert answer["Location"] == f"{project.get_absolute_url()}#step-{step.pk}"
    words = Page(browser.get(project.get_absolute_url())).text
    assert "2026-06-30 止 · 2026-06-15 完成 · 2100顶" in words


def test_a_removed_measure_and_a_wrong_figure_stay_in_the_story_of_the_page(cast: Cast, as_user: Any) -> None:
    project = a_project(group=cast.group)
    services.remove_step(a_step(project), by=cast.lead, reason="经费未落实")
    services.remove_effect(a_figure(project), by=cast.lead, reason="统计口径有误")
    page = Page(as_user(cast.office).get(project.get_absolute_url()))
    assert "设置警示标志" not in page.panels["措施和节点"].text
    for said in ("移除措施或节点", "经费未落实", "移除效果数据", "统计口径有误"):
        assert said in page.text, said


def test_a_figure_is_corrected_from_its_row(cast: Cast, as_user: Any) -> None:
    figure, browser = a_figure(a_project(group=cast.group), note="初报"), as_user(cast.lead)
    page = Page(browser.get(figure.project.get_absolute_url()))
    [link] = [a.attributes["href"] for a in page.panels["实施效果"].all("a") if "更正" in a.text]
    form = browser.get(link).context["form"]
    assert [form[name].value() for name in ("measured_on", "value", "note")] == ["2026-06-01", "45", "初报"]
    url = reverse("campaigns:record_effect", args=[figure.project.pk])
    assert browser.post(url, {"measured_on": "2026-06-01", "value": "46.5"}).status_code == 302
    assert str(EffectFigure.objects.get().value) == "46.5"


@pytest.mark.every_database
def test_page_and_paper_cost_the_same_however_much_there_is(cast: Cast, as_user: Any, query_count: Any) -> None:
    project, browser = a_project(group=cast.group), as_user(cast.lead)
    pages = [project.get_absolute_url(), reverse("campaigns:print_project", args=[project.pk])]
    costs = []
    for number in range(3):
        a_step(project), a_done(project)
        a_figure(project, measured_on=date(2026, 4, 1 + number))
        costs.append([browser.get(url) and query_count(lambda url=url: browser.get(url)) for url in pages])
    assert costs[1:] == costs[:-1]
    assert max(costs[0]) <= 12
