"""Checklists: drawn up by the office, put in use, never changed afterwards, replaced by their next edition."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.errors import RuleBroken
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from inspections.models import Checklist, ChecklistItem
from inspections.services import checklists as services
from inspections.services.shipped import load_shipped
from inspections.services.starter_lists import LISTS
from inspections.tests.checklist_builders import a_checklist, an_asked, in_use, replaced

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
LIST, NEW = reverse("inspections:list_checklist"), reverse("inspections:create_checklist")
ITEM = {"text": "通道是否畅通", "level": "general", "order": "10", "needs_photo": "on"}


def add(checklist: Checklist) -> str:
    """Where a question is added."""
    return reverse("inspections:create_checklistitem", args=[checklist.pk])


# Drawing up


def test_the_office_draws_one_up_question_by_question(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    browser.post(NEW, {"name": "消防  检查表", "trade": "fire"})
    checklist = Checklist.objects.get()
    assert (checklist.name, checklist.state, checklist.edition) == ("消防 检查表", "draft", 1)
    assert browser.post(add(checklist), ITEM).status_code == 302
    first = ChecklistItem.objects.get()
    answer = browser.post(add(checklist), ITEM | {"text": "是否当场清除", "order": "20", "only_if_failed": first.pk})
    assert answer["Location"] == checklist.get_absolute_url()
    page = Page(browser.get(checklist.get_absolute_url()))
    assert page.status == "起草中"
    assert [item.first("h3").text for item in page.panels["题目"].all("li")] == ["通道是否畅通", "是否当场清除"]
    assert "仅在另一题不合格时" in page.panels["题目"].text


@pytest.mark.parametrize("role", ["chair", "lead", "inspector", "supervisor", "liaison", "member"])
def test_nobody_else_draws_one_up(role: str, cast: Cast, as_user: Any) -> None:
    checklist = a_checklist()
    with pytest.raises(PermissionDenied):
        services.create_checklistitem(checklist, by=getattr(cast, role), text="x")
    page = Page(as_user(getattr(cast, role)).get(checklist.get_absolute_url()))
    assert page.buttons == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"level": "grave"}, "level"),
        ({"order": "-1"}, "order"),
        ({"kind": "9" * 30}, "kind"),
        ({"only_if_failed": "777"}, "only_if_failed"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(given: dict[str, str], field: str, cast: Cast, as_user: Any) -> None:
    checklist = a_checklist()
    answer = as_user(cast.office).post(add(checklist), ITEM | {"basis": "消防法"} | given)
    assert answer.status_code == 422
    assert field in Page(answer).errors
    assert "消防法" in answer.content.decode()
    assert not checklist.items.exists()


def test_a_question_depends_on_one_of_its_own_list_that_depends_on_none(cast: Cast) -> None:
    first = an_asked()
    second = an_asked(first.checklist, only_if_failed=first)
    other = an_asked()
    sentence = "请选择本表中另一道不依赖其他题的题目。"
    for asked, follows in ((first, first), (first, second), (other, first)):
        with refused(sentence):
            services.edit_checklistitem(asked, by=cast.office, only_if_failed=follows)
    with refused(sentence):
        services.create_checklistitem(first.checklist, by=cast.office, text="x", only_if_failed=second)


def test_what_depended_on_a_removed_question_is_asked_always(cast: Cast) -> None:
    first = an_asked()
    second = an_asked(first.checklist, only_if_failed=first)
    services.remove_checklistitem(first, by=cast.office, reason="重复")
    second.refresh_from_db()
    assert second.only_if_failed is None
    assert services.items_of(first.checklist) == [second]


def test_there_are_not_more_questions_than_anybody_answers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_ITEMS", 2)
    checklist = a_checklist()
    for _each in range(2):
        an_asked(checklist)
    with refused("最多2道题：其余请另建一张检查表。"):
        services.create_checklistitem(checklist, by=cast.office, text="x")


# In use


def test_once_in_use_its_questions_stand_fast(cast: Cast, as_user: Any) -> None:
    checklist = in_use()
    item = services.items_of(checklist)[0]
    for act in (
        lambda: services.create_checklistitem(checklist, by=cast.office, text="x"),
        lambda: services.edit_checklistitem(item, by=cast.office, text="x"),
        lambda: services.remove_checklistitem(item, by=cast.office, reason="x"),
        lambda: services.use_checklist(checklist, by=cast.office),
        lambda: services.edit_checklist(checklist, ["text"], by=cast.office),
    ):
        with refused("目前状态为“使用中”，不能进行此操作。"):
            act()
    page = Page(as_user(cast.office).get(checklist.get_absolute_url()))
    assert page.buttons == ["修订下一版", "移除"]
    assert page.panels["题目"].all("a") == []


def test_a_list_without_questions_is_not_put_in_use(cast: Cast) -> None:
    checklist = a_checklist()
    with refused("检查表还没有题目，请先添加。"):
        services.use_checklist(checklist, by=cast.office)
    item = an_asked(checklist)
    services.remove_checklistitem(item, by=cast.office, reason="x")
    with pytest.raises(RuleBroken):
        services.use_checklist(checklist, by=cast.office)


def test_the_next_edition_asks_the_same_and_replaces_it_once_in_use(cast: Cast) -> None:
    first = in_use(name="消防检查表")
    second = services.revise_checklist(first, by=cast.office)
    assert (second.edition, second.state, str(second)) == (2, "draft", "消防检查表（第2版）")
    asked, again = services.items_of(first), services.items_of(second)
    for name in services.ASKED:
        assert [getattr(item, name) for item in again] == [getattr(item, name) for item in asked]
    assert [item.only_if_failed for item in again] == [None, again[0]]
    first.refresh_from_db()
    assert first.state == "in_use"
    services.use_checklist(second, by=cast.office)
    states = dict(Checklist.objects.values_list("edition", "state"))
    assert states == {1: "replaced", 2: "in_use"}
    assert list(Checklist.objects.in_use()) == [second]
    assert [verb for verb, *_rest in history(first)][-1] == "inspections.use_checklist"


def test_one_next_edition_is_drawn_up_at_a_time(cast: Cast) -> None:
    first = in_use()
    draft = services.revise_checklist(first, by=cast.office)
    with refused("下一版正在起草中。"):
        services.revise_checklist(first, by=cast.office)
    remove_record(draft, by=cast.office, reason="不需要")
    assert services.revise_checklist(first, by=cast.office).edition == 2


def test_of_a_replaced_one_nothing_is_drawn_up(cast: Cast) -> None:
    old = replaced()
    with refused("目前状态为“已替换”，不能进行此操作。"):
        services.revise_checklist(old, by=cast.office)


def test_a_change_of_the_next_edition_leaves_the_one_in_use_as_it_is(cast: Cast) -> None:
    first = in_use()
    words = [item.text for item in services.items_of(first)]
    second = services.revise_checklist(first, by=cast.office)
    services.edit_checklistitem(services.items_of(second)[0], by=cast.office, text="改了")
    assert [item.text for item in services.items_of(first)] == words
    assert services.items_of(second)[0].text == "改了"


# Shipped


def test_the_starter_lists_come_in_use_once_for_every_trade(db: None) -> None:
    load_shipped()
    lists = list(Checklist.objects.in_use().with_counts())
    assert {checklist.trade for checklist in lists} == set(Checklist.Trade.values) - {"other"}
    assert sum(checklist.asks for checklist in lists) == sum(len(questions) for *_about, questions in LISTS)
    assert all(item.kind and item.basis and item.demand for item in ChecklistItem.objects.all())
    follow_ups = ChecklistItem.objects.exclude(only_if_failed=None).select_related("only_if_failed")
    assert follow_ups
    assert all(item.only_if_failed.order < item.order for item in follow_ups)
    assert load_shipped() == 0


def test_what_the_office_removed_stays_away(cast: Cast) -> None:
    load_shipped()
    gone = Checklist.objects.first()
    remove_record(gone, by=None, reason="不用")
    assert load_shipped() == 0


def test_the_list_costs_the_same_for_any_number(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    in_use()
    browser.get(LIST)
    few = query_count(lambda: browser.get(LIST))
    for _each in range(2):
        replaced()
    assert query_count(lambda: browser.get(LIST)) == few <= 12


@pytest.mark.parametrize("query", [{"trade": "school"}, {"state": "draft"}, {"q": "学校"}])
def test_the_list_is_narrowed(query: dict[str, str], cast: Cast, as_user: Any) -> None:
    in_use(name="消防表")
    a_checklist(name="学校表", trade=Checklist.Trade.SCHOOL)
    assert [row[0] for row in Page(as_user(cast.office).get(LIST, query)).rows] == ["学校表"]
