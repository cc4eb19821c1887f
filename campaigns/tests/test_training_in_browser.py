"""On a telephone a lead plans a training, draws up what it asks, puts it to people, plans a project; axe looks on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Poll, Programme, Project, Questionnaire
from campaigns.services.questionnaires import questions_of
from campaigns.tests.builders import a_sheet, an_audience
from dayan_safety.testing import build_cast
from dayan_safety.tests.browser import Watched, serious_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(watched: Watched, name: str) -> None:
    """The page fits the telephone, and axe finds nothing serious on it."""
    watched.shot(name)
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious_findings(watched.page) == []


def sent(watched: Watched, **typed: str) -> None:
    """Fill the fields in and press the button."""
    for name, value in typed.items():
        field = watched.page.locator(f"main [name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    watched.press("main form.sheet-form button[type=submit], main .form-sheet button[type=submit]")


def test_a_training_from_its_plan_to_what_people_learnt(visit: Any, transactional_db: Any) -> None:
    cast = build_cast()
    an_audience(name="机关干部")
    today = timezone.localdate()
    term = {"first_on": str(today), "last_on": str(today + timedelta(days=20))}
    watched = visit(cast.lead, "phone")
    watched.open(reverse("campaigns:create_programme"))
    watched.page.check("main [name=audiences]")
    sent(watched, name="全员培训", group=str(cast.group.pk), planned_sessions="2", **term)
    programme = Programme.objects.get()
    assert [str(audience) for audience in programme.audiences.all()] == ["机关干部"]
    looked_at(watched, "programme")
    watched.open(f"{reverse('campaigns:create_questionnaire')}?programme={programme.pk}")
    sent(watched, title="知晓度问卷", purpose="awareness", group=str(cast.group.pk))
    questionnaire = Questionnaire.objects.get()
    assert questionnaire.programme == programme
    watched.open(reverse("campaigns:create_question", args=[questionnaire.pk]))
    sent(watched, text="您了解安全社区吗？", kind="one", options="了解|100")
    assert "至少写两个选项" in watched.page.inner_text("main")
    assert watched.page.input_value("[name=text]") == "您了解安全社区吗？"
    sent(watched, options="了解|100\n不了解|0")
    [question] = questions_of(questionnaire)
    assert [option.text for option in question.choices] == ["了解", "不了解"]
    looked_at(watched, "questionnaire")
    for moment in ("before", "after"):
        watched.open(f"{reverse('campaigns:create_poll')}?questionnaire={questionnaire.pk}")
        sent(watched, moment=moment)
    before, after = Poll.objects.order_by("pk")
    for poll, places in ((before, (1, 1, 0)), (after, (0, 0, 0))):
        for place in places:
            a_sheet(poll, place)
    watched.open(programme.get_absolute_url())
    told = watched.page.inner_text("main")
    assert "33.3" in told
    assert "100" in told
    looked_at(watched, "learnt")


def test_a_project_from_its_plan_to_its_print(visit: Any, transactional_db: Any) -> None:
    cast = build_cast()
    today = timezone.localdate()
    watched = visit(cast.lead, "phone")
    watched.open(reverse("campaigns:create_project"))
    sent(
        watched,
        name="路口减速",
        group=str(cast.group.pk),
        first_on=str(today - timedelta(days=30)),
        last_on=str(today + timedelta(days=60)),
        measured="道路交通伤害人数",
        measure="人",
        baseline="60",
        baseline_on=str(today - timedelta(days=40)),
        target="40",
    )
    project = Project.objects.get()
    watched.open(reverse("campaigns:add_step", args=[project.pk]))
    sent(watched, kind="environment", text="增设减速带", due_on=str(today + timedelta(days=5)))
    watched.open(reverse("campaigns:record_effect", args=[project.pk]))
    sent(watched, measured_on=str(today), value="45")
    assert "增设减速带" in watched.page.inner_text("main")
    assert "25" in watched.page.inner_text("main")
    looked_at(watched, "project")
    watched.open(reverse("campaigns:print_project", args=[project.pk]))
    assert "路口减速" in watched.page.inner_text("main")
    looked_at(watched, "project-print")
