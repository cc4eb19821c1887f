"""Objections: who may object to what and when, one answer to each, everybody concerned is told."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from assessment.deadlines import objection_dues
from assessment.models import Objection, Scorecard
from assessment.services import objections, scores
from assessment.tests.builders import a_card_of_year, a_posted_year, a_year, an_objection
from committee.services.hearers import Hearers
from committee.tests.pages import Page
from committee.tests.refusals import refused
from dayan_safety.attachments import files_of
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026; objections are open until the 22nd
State = Objection.State
SAID = "三月的任命文件已报，请核实"


def object_to(card: Scorecard, by: Any, **given: Any) -> Objection:
    """Somebody objects to all of it, if nothing else is said."""
    return objections.object_to_scorecard(card, by=by, **({"item": "", "said": SAID} | given))


def test_a_unit_objects_to_a_line_of_its_scorecard(cast: Cast) -> None:
    card = a_card_of_year(cast)
    number = card.result.rules["items"][0]["number"]
    made = object_to(card, cast.liaison, item=number)
    kept = Objection.objects.get()
    assert (kept, kept.item, kept.said, kept.state, kept.made_by) == (made, number, SAID, State.OPEN, cast.liaison)


def test_the_supervision_group_hears_of_it_and_of_the_answer_the_unit(cast: Cast) -> None:
    made = object_to(a_card_of_year(cast), cast.liaison)
    heard = Notice.objects.filter(key=f"objection:{made.pk}:made").values_list("user", flat=True)
    assert list(heard) == [cast.supervisor.pk]
    objections.answer_objection(made, by=cast.supervisor, is_right=False, answer="维持")
    answered = Notice.objects.filter(key=f"objection:{made.pk}:answered").values_list("user", flat=True)
    assert list(answered) == [cast.liaison.pk]


@pytest.mark.parametrize("role", ["chair", "office", "supervisor", "lead", "member", "inspector", "administrator"])
def test_nobody_objects_for_another_unit(role: str, cast: Cast) -> None:
    card = a_card_of_year(cast)
    with pytest.raises(PermissionDenied):
        object_to(card, getattr(cast, role))
    assert not Objection.objects.exists()


def test_nobody_objects_to_a_preview_or_after_the_last_day(cast: Cast) -> None:
    card = Scorecard.objects.with_names().get(result=a_year(cast), unit=cast.village)
    with pytest.raises(PermissionDenied):
        object_to(card, cast.liaison)
    card = a_card_of_year(cast)
    with time_machine.travel("2026-06-23 00:00+08:00", tick=False), refused("公示期已过，不能再提出异议。"):
        object_to(card, cast.liaison)
    with time_machine.travel("2026-06-22 23:59+08:00", tick=False):
        object_to(card, cast.liaison)


def test_a_line_that_is_not_there_and_a_second_objection_to_one_are_refused(cast: Cast) -> None:
    card = a_card_of_year(cast)
    with refused("计分卡没有这一项，请从本卡的项目中选择。"):
        object_to(card, cast.liaison, item="77")
    first = object_to(card, cast.liaison)
    with refused("对这一项的异议正在等待答复。"):
        object_to(card, cast.liaison)
    objections.answer_objection(first, by=cast.supervisor, is_right=False, answer="维持")
    object_to(card, cast.liaison)
    assert Objection.objects.count() == 2


def test_it_is_answered_once(cast: Cast) -> None:
    made = object_to(a_card_of_year(cast), cast.liaison)
    seen = Objection.objects.get()
    objections.answer_objection(made, by=cast.supervisor, is_right=True, answer="属实")
    with refused("目前状态为“异议成立”，不能进行此操作。"):
        objections.answer_objection(seen, by=cast.supervisor, is_right=False, answer="维持")
    kept = Objection.objects.get()
    assert (kept.state, kept.answer, kept.answered_by, kept.answered_on) == (
        State.UPHELD,
        "属实",
        cast.supervisor,
        today(),
    )


@pytest.mark.parametrize("role", ["chair", "office", "liaison", "member"])
def test_nobody_but_the_supervision_group_answers(role: str, cast: Cast) -> None:
    made = object_to(a_card_of_year(cast), cast.liaison)
    with pytest.raises(PermissionDenied):
        objections.answer_objection(made, by=getattr(cast, role), is_right=True, answer="属实")
    assert Objection.objects.get().state == State.OPEN


def test_an_objection_exists_for_its_unit_and_those_who_assess(cast: Cast) -> None:
    an_objection(cast)
    roles = {role for role in Cast.ROLES if Objection.objects.all().visible_to(getattr(cast, role)).exists()}
    assert roles == {"chair", "office", "supervisor", "liaison"}


def test_the_history_tells_it_in_order(cast: Cast) -> None:
    made = object_to(a_card_of_year(cast), cast.liaison)
    objections.answer_objection(made, by=cast.supervisor, is_right=False, answer="维持")
    verbs = Action.objects.filter(thing_id=str(made.pk), thing_type="assessment.objection").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "assessment.object_to_scorecard",
        "assessment.answer_objection",
    ]


def test_a_liaison_objects_on_the_page_with_a_file_and_is_led_to_it(cast: Cast, as_user: Any) -> None:
    card, browser = a_card_of_year(cast), as_user(cast.liaison)
    door = reverse("assessment:object_to_scorecard", args=[card.pk])
    assert door in [link.attributes["href"] for link in Page(browser.get(card.get_absolute_url())).main.all("a")]
    uploads = [files.upload(files.PDF, "任命文件.pdf")]
    answer = browser.post(door, {"item": "", "said": SAID, "uploads": uploads, "once": "a" * 32})
    made = Objection.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert [file.name for file in files_of(made)] == ["任命文件.pdf"]
    page = Page(browser.get(made.get_absolute_url()))
    assert (page.status, page.panels["异议内容"].text) == ("待答复", f"异议内容 {SAID}")


def test_without_words_nothing_is_objected(cast: Cast, as_user: Any) -> None:
    door = reverse("assessment:object_to_scorecard", args=[a_card_of_year(cast).pk])
    answer = as_user(cast.liaison).post(door, {"item": "", "said": " ", "once": "a" * 32})
    assert answer.status_code == 422
    assert not Objection.objects.exists()


def test_the_button_is_gone_after_the_last_day(cast: Cast, as_user: Any) -> None:
    card = a_card_of_year(cast)
    with time_machine.travel("2026-06-23 09:00+08:00", tick=False):
        page = as_user(cast.liaison).get(card.get_absolute_url()).content.decode()
    assert reverse("assessment:object_to_scorecard", args=[card.pk]) not in page


def test_the_supervision_group_answers_on_the_page(cast: Cast, as_user: Any) -> None:
    made, browser = an_objection(cast), as_user(cast.supervisor)
    door = reverse("assessment:answer_objection", args=[made.pk])
    assert Page(browser.get(made.get_absolute_url())).head.first("a", "btn-primary").attributes["href"] == door
    browser.post(door, {"is_right": "yes", "answer": "补报属实", "once": "b" * 32})
    page = Page(browser.get(made.get_absolute_url()))
    assert (page.status, page.panels["答复"].text) == ("异议成立", "答复 补报属实")
    assert door not in browser.get(made.get_absolute_url()).content.decode()


def test_an_unanswered_objection_falls_due_for_the_supervision_group(cast: Cast) -> None:
    made = an_objection(cast)
    due = list(objection_dues(timezone.now()))
    assert [(each.thing, each.due_on, each.recipients) for each in due] == [
        (made, made.scorecard.result.objections_until, frozenset({cast.supervisor.pk}))
    ]
    objections.answer_objection(made, by=cast.supervisor, is_right=False, answer="维持")
    assert list(objection_dues(timezone.now())) == []


def test_the_supervision_group_is_heard_of_by_its_posts(cast: Cast) -> None:
    assert Hearers.on(today()).supervisors == {cast.supervisor.pk}


def test_the_list_costs_the_same_for_one_and_three(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, url = as_user(cast.office), reverse("assessment:list_objection")
    an_objection(cast)
    browser.get(url)
    one = query_count(lambda: browser.get(url))
    an_objection(cast)
    an_objection(cast)
    assert query_count(lambda: browser.get(url)) == one


def test_a_posted_year_is_not_posted_twice(cast: Cast) -> None:
    result = a_posted_year(cast)
    with refused("目前状态为“公示中”，不能进行此操作。"):
        scores.post_result(result, by=cast.supervisor)
