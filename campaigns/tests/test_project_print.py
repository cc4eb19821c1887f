"""A project on one page of A4: everything an evaluator asks for, in Chinese whoever prints it, and on one page."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from campaigns.demo.project_texts import PROJECTS
from campaigns.demo.projects import begun
from campaigns.models import Project
from campaigns.services.projects import add_step, create_project, finish_step, record_effect
from campaigns.tests.builders import an_audience
from campaigns.tests.project_builders import a_project, a_step
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_unit, build_cast
from dayan_safety.tests.markup import in_english

TODAY = date(2026, 6, 15)
LONGEST = max(PROJECTS, key=lambda told: len(str(told)))
A4_POINTS = (595, 842)


def the_longest(group: Any, on: date) -> Project:
    """The project of the demo that says most, as it stands on ``on``."""
    project = begun(on, LONGEST, group)
    _day, project.review, project.improvement = LONGEST.review or (0, "", "")
    audiences = [an_audience(name=name) for name in LONGEST.audiences]
    helpers = [a_unit(name=f"镇{name}", kind="department") for name in LONGEST.helpers]
    create_project(project, by=None, audiences=audiences, helpers=helpers)
    for kind, text, due, done, result in LONGEST.steps:
        step = add_step(project, by=None, kind=kind, text=text, due_on=on + timedelta(days=due))
        finish_step(step, by=None, done_on=on + timedelta(days=done), result=result)
    for day, value in LONGEST.figures:
        record_effect(project, by=None, measured_on=on + timedelta(days=day), value=value)
    return project


def words_of(browser: Any, project: Project) -> str:
    """The words on the paper."""
    answer = browser.get(reverse("campaigns:print_project", args=[project.pk]))
    assert answer.status_code == 200
    return Page(answer).main.first("article", "one-page").text


@pytest.mark.usefixtures("midsummer")
def test_the_paper_says_all_that_evaluators_ask_for_in_chinese(cast: Cast, as_user: Any) -> None:
    project = the_longest(cast.group, TODAY)
    words = words_of(in_english(as_user(cast.office)), project)
    told = (project.name, "消防安全组", "镇交警中队", project.place, project.diagnosis, project.goal, project.resources)
    figures = (
        "年道路交通伤害人数：86 人",
        "60 人",
        "比基线下降 34.9 %，已达到目标",
        "56 人 · -30 · -34.9 %",
        "186000 元",
    )
    headings = (
        "实施期限 目标人群 问题诊断 项目目标 七类措施 政策 管理 服务 宣传 环境 设施 产品 节点 资源投入 持续改进".split()
    )
    texts = [step[1] for step in LONGEST.steps]
    for said in (*told, *figures, *headings, *texts, project.review, project.improvement):
        assert said in words, said


@pytest.mark.usefixtures("midsummer")
def test_what_is_open_or_lacking_is_said_too(cast: Cast, as_user: Any) -> None:
    project = a_project(group=cast.group)
    a_step(project, due_on=TODAY - timedelta(days=1))
    words = words_of(as_user(cast.liaison), project)
    assert "设置警示标志 · 2026-06-14 止 · 已逾期" in words
    assert "政策 — 管理 — 服务 — 宣传 — 环境 设置" in words


@pytest.mark.usefixtures("midsummer")
def test_the_page_leads_to_the_paper_and_to_the_review_when_it_is_time(cast: Cast, as_user: Any) -> None:
    waiting = a_project(group=cast.group, first_on=date(2026, 5, 1), last_on=date(2026, 6, 1))
    running = a_project(group=cast.group)
    for project, is_asked in ((waiting, True), (running, False)):
        head = Page(as_user(cast.lead).get(project.get_absolute_url())).head
        links = {link.text: link.attributes["href"] for link in head.all("a")}
        assert links["一页表"] == reverse("campaigns:print_project", args=[project.pk])
        assert ("填写评审" in links) == is_asked
    assert "填写评审" not in Page(as_user(cast.member).get(waiting.get_absolute_url())).text


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_longest_project_of_the_demo_fits_one_page(visit: Any) -> None:
    cast = build_cast()
    project = the_longest(cast.group, date.today())
    page = visit(cast.office).open(reverse("campaigns:print_project", args=[project.pk]))
    assert pages_of(page) == [A4_POINTS]
    page.evaluate("for (const dd of document.querySelectorAll('dd')) dd.append('长文字'.repeat(200))")
    assert len(pages_of(page)) > 1


def pages_of(page: Any) -> list[tuple[int, int]]:
    """The sizes of the printed pages, in points."""
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]
