"""Promotion projects: who plans them, where they stand, what stands together; the list says what the page says."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.models import Project
from campaigns.services.projects import create_project, edit_project, finish_step, record_effect
from campaigns.tests.builders import an_audience
from campaigns.tests.project_builders import BASELINE_ON, a_figure, a_new_project, a_project, a_step
from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_group, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
LIST, NEW = reverse("campaigns:list_project"), reverse("campaigns:create_project")
OWN, TODAY = "请选择本单位或本工作组", date(2026, 6, 15)
STANDINGS = {"planned": "计划中", "under_way": "进行中", "to_review": "待评审", "reviewed": "已评审"}


def test_the_office_plans_any_and_a_lead_the_own_groups(cast: Cast) -> None:
    create_project(a_new_project(name="别组", group=cast.supervision), by=cast.office)
    pupils, helper = an_audience(name="学生"), a_unit(name="交警队", kind="department")
    mine = create_project(
        a_new_project(name="本组", group=cast.group), by=cast.lead, audiences=[pupils], helpers=[helper]
    )
    mine.goal = "减少三成"
    edit_project(mine, ["goal"], by=cast.lead, audiences=[], helpers=[helper])
    kept = Project.objects.get(name="本组")
    assert (kept.goal, list(kept.audiences.all()), list(kept.helpers.all())) == ("减少三成", [], [helper])
    told = Action.objects.filter(thing_type="campaigns.project", thing_name="本组").order_by("number")
    created, edited = told
    assert (created.after["audiences"], created.after["helpers"]) == ("学生", "交警队")
    assert (edited.by_name, edited.before) == ("赵组长", {"goal": "", "audiences": "学生"})
    assert edited.after == {"goal": "减少三成", "audiences": ""}


def test_another_groups_is_refused_neither_given_away_nor_taken_over(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match=OWN):
        create_project(a_new_project(group=cast.supervision), by=cast.lead)
    mine, other = a_project(group=cast.group), a_project(group=cast.supervision)
    mine.group = cast.supervision
    with pytest.raises(RuleBroken, match=OWN):
        edit_project(mine, ["group"], by=cast.lead)
    other.group = cast.group
    with pytest.raises(PermissionDenied):
        edit_project(other, ["group"], by=cast.lead)
    assert {project.group for project in Project.objects.all()} == {cast.group, cast.supervision}
    assert Project.objects.get(pk=other.pk).group == cast.supervision


@pytest.mark.parametrize("role", ["member", "liaison", "inspector", "supervisor", "chair", "auditor", "outsider"])
def test_who_plans_none_is_refused(role: str, cast: Cast) -> None:
    with pytest.raises((PermissionDenied, RuleBroken)):
        create_project(a_new_project(group=cast.group), by=getattr(cast, role))
    assert not Project.objects.exists()


@pytest.mark.every_database
def test_list_and_badge_agree_on_every_day_for_every_project(cast: Cast) -> None:
    days = [TODAY + timedelta(days=number) for number in (-3, -1, 0, 1, 3)]
    terms = [(first, last) for first, last in product(days, days) if first <= last]
    for (first, last), review in product(terms, ("", "效果很好", " ")):
        a_project(group=cast.group, first_on=first, last_on=last, review=review if first <= TODAY else "")
    everything = set(Project.objects.all())
    for on in [TODAY + timedelta(days=number) for number in range(-5, 6)]:
        rows = Project.objects.all()
        found = {
            "planned": set(rows.ahead_of(on)),
            "under_way": set(rows.running_on(on)),
            "to_review": set(rows.to_review(on)),
            "reviewed": set(rows.reviewed()),
        }
        assert found == {name: {p for p in everything if p.standing(on) == name} for name in STANDINGS}
        assert sum(map(len, found.values())) == len(everything)


def of_each_standing(cast: Cast) -> None:
    """A project of each standing, called as it stands."""
    terms = {"planned": (1, 9), "under_way": (-9, 0), "to_review": (-9, -1), "reviewed": (-9, -1)}
    for name, (first, last) in terms.items():
        term = {"first_on": TODAY + timedelta(days=first), "last_on": TODAY + timedelta(days=last)}
        review = "目标已实现" if name == "reviewed" else ""
        a_project(name=name, group=cast.group, review=review, baseline_on=date(2026, 1, 1), **term)


@pytest.mark.every_database
@pytest.mark.parametrize("standing", STANDINGS)
def test_the_filter_finds_what_the_list_and_the_page_call_so(standing: str, cast: Cast, as_user: Any) -> None:
    of_each_standing(cast)
    browser = as_user(cast.liaison)
    assert [(row[0], row[-1]) for row in Page(browser.get(LIST, {"standing": standing})).rows] == [
        (standing, STANDINGS[standing])
    ]
    assert len(Page(browser.get(LIST, {"reset": ""}, follow=True)).rows) == 4
    page = Page(browser.get(Project.objects.get(name=standing).get_absolute_url()))
    assert page.status == STANDINGS[standing]


@pytest.mark.every_database
def test_the_list_is_narrowed_and_tells_progress_and_effect(cast: Cast, as_user: Any) -> None:
    pupils = an_audience()
    mine = a_project(name="本组", group=cast.group, audiences=[pupils, an_audience()], place="学校")
    a_project(name="别组", first_on=date(2026, 8, 1))
    late, done = (a_step(mine, due_on=day) for day in (date(2026, 6, 14), date(2026, 5, 1)))
    a_step(mine, due_on=TODAY)
    finish_step(done, by=None, done_on=date(2026, 5, 1))
    a_figure(mine, value=Decimal(50), measured_on=date(2026, 4, 1))
    a_figure(mine, value=Decimal("39"), measured_on=date(2026, 6, 1))
    browser = as_user(cast.lead)
    row = next(row for row in Page(browser.get(LIST)).rows if row[0] == "本组")
    assert row[4:6] == ["1/3", "比基线下降 35 %，已达到目标"]
    asked: list[dict[str, Any]] = [
        {"mine": "own"},
        {"steps": "overdue"},
        {"audiences": pupils.pk},
        {"group": cast.group.pk},
        {"q": "学校"},
        {"until": "2026-07-31"},
    ]
    for query in asked:
        assert [line[0] for line in Page(browser.get(LIST, query)).rows] == ["本组"], query
    assert [line[0] for line in Page(browser.get(LIST, {"since": "2026-08-01"})).rows] == ["别组", "本组"]
    finish_step(late, by=None, done_on=TODAY)
    assert Page(browser.get(LIST, {"steps": "overdue"})).rows == []


TYPED = {"name": "道路交通伤害预防", "first_on": "2026-03-01", "last_on": "2026.11.30"}
FIGURE = {"measured": "伤害人数", "measure": "人", "baseline": "60", "baseline_on": "2026-2-28", "target": "40.50"}


def test_it_is_planned_by_the_form_once_with_whom_and_for_whom(cast: Cast, as_user: Any) -> None:
    pupils, helper, browser = an_audience(), a_unit(), as_user(cast.lead)
    assert browser.get(NEW).context["form"].instance.group == cast.group
    posted = TYPED | FIGURE | {"group": cast.group.pk, "audiences": [pupils.pk], "helpers": [helper.pk]}
    for _time in range(2):
        assert browser.post(NEW, posted | {"once": "e" * 32}).status_code == 302
    project = Project.objects.get()
    assert (list(project.audiences.all()), list(project.helpers.all())) == ([pupils], [helper])
    assert (project.last_on, str(project.baseline), str(project.target)) == (date(2026, 11, 30), "60", "40.5")
    edit = browser.get(reverse("campaigns:edit_project", args=[project.pk]))
    assert (Page(edit).input("baseline"), Page(edit).input("target")) == ("60", "40.5")


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"last_on": "2026-02-01"}, "last_on", "结束日期早于开始日期"),
        ({"group": ""}, "group", "必填"),
        ({"name": "有了"}, "", "已有同名安全促进项目"),
        ({"baseline": ""}, "baseline", "请填写基线值"),
        ({"baseline": "", "target": ""}, "baseline", "请填写基线值"),
        ({"baseline_on": ""}, "baseline_on", "请填写基线日期"),
        ({"measured": ""}, "measured", "请填写衡量指标"),
        ({"baseline": "60.001"}, "baseline", "2"),
        ({"baseline": "12345678901"}, "baseline", "10"),
        ({"funds": "-1"}, "funds", "0"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(
    typed: dict[str, str], field: str, said: str, cast: Cast, as_user: Any
) -> None:
    a_project(name="有了")
    posted = TYPED | FIGURE | {"group": cast.group.pk} | typed
    answer = as_user(cast.office).post(NEW, posted)
    assert answer.status_code == 422
    assert said in Page(answer).errors[field]
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_on": date(2026, 1, 1)},
        {"funds": Decimal(-1)},
        {"baseline_on": None},
        {"baseline": None, "target": None},
        {"baseline": None, "baseline_on": None},
    ],
)
def test_the_database_refuses_what_the_form_would(wrong: dict[str, Any], db: None) -> None:
    project = a_new_project(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        project.save()


def test_a_name_is_free_again_once_its_project_was_removed(cast: Cast, as_user: Any) -> None:
    gone, browser = a_project(name="旧项目", group=cast.group), as_user(cast.office)
    step, figure = a_step(gone), a_figure(gone)
    browser.post(reverse("campaigns:remove_project", args=[gone.pk]), {"reason": "重复立项"})
    for url in (gone.get_absolute_url(), reverse("campaigns:finish_step", args=[step.pk])):
        assert browser.get(url).status_code == 404
    assert browser.get(reverse("campaigns:remove_effect", args=[figure.pk])).status_code == 404
    with pytest.raises(RuleBroken, match="已被移除"):
        record_effect(gone, by=cast.office, measured_on=TODAY, value=Decimal(1))
    a_project(name="旧项目")
    assert Project.objects.present().filter(name="旧项目").count() == 1


def test_a_project_that_has_not_begun_is_not_reviewed(cast: Cast) -> None:
    ahead = a_project(first_on=TODAY + timedelta(days=1))
    ahead.review = "很好"
    with pytest.raises(RuleBroken, match="项目尚未开始"):
        edit_project(ahead, ["review"], by=cast.office)
    begun = a_project(first_on=TODAY)
    begun.review = "很好"
    edit_project(begun, ["review"], by=cast.office)
    assert list(Project.objects.all().reviewed()) == [begun]


def test_the_baseline_stays_before_its_figures(cast: Cast) -> None:
    project = a_figure(a_project()).project
    for day, is_refused in ((date(2026, 6, 1), True), (date(2026, 5, 31), False)):
        project.baseline_on = day
        if is_refused:
            with pytest.raises(RuleBroken, match="基线日期必须早于"):
                edit_project(project, ["baseline_on"], by=cast.office)
            assert Project.objects.get().baseline_on == BASELINE_ON
        else:
            edit_project(project, ["baseline_on"], by=cast.office)
    assert Project.objects.get().baseline_on == date(2026, 5, 31)


def test_the_export_carries_what_the_columns_say(cast: Cast, as_user: Any) -> None:
    a_figure(a_project(name="导出", group=a_group(cast.committee, name="交通组")))
    answer = as_user(cast.office).get(reverse("campaigns:export_project", args=["csv"]))
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")
    told = ["导出", "交通组", "2026-03-01", "2026-11-30", "", "比基线下降 25 %，尚未达到目标", "进行中"]
    assert list(csv.reader(io.StringIO(text)))[1:] == [told]
