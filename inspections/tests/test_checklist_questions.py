"""Questions of checklists: their order, what depends on what, what the form offers; editions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from inspections.forms.checklists import ItemForm
from inspections.models import Checklist, ChecklistItem
from inspections.services import checklists as services
from inspections.tests.checklist_builders import a_checklist, an_asked, in_use
from inspections.tests.finding_builders import a_kind_of_danger

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
SENTENCE = "请选择本表中另一道不依赖其他题的题目。"
TYPED = {"text": "通道是否畅通", "level": "general", "order": "10"}


def texts(checklist: Checklist) -> list[str]:
    """What it asks, in order."""
    return [item.text for item in services.items_of(checklist)]


def asked_in(checklist: Checklist, *several: tuple[str, int]) -> list[ChecklistItem]:
    """Questions with their places."""
    return [an_asked(checklist, text=text, order=order) for text, order in several]


def offered(record: Any, cast: Cast) -> set[ChecklistItem]:
    """On which questions the form lets one depend."""
    field: Any = ItemForm(user=cast.office, record=record).fields["only_if_failed"]
    return set(field.queryset)


# In order


def test_questions_stand_in_their_order_and_of_one_place_the_older_first(db: None) -> None:
    checklist = a_checklist()
    asked_in(checklist, ("丙", 30), ("甲", 10), ("丁", 30), ("乙", 20))
    assert texts(checklist) == ["甲", "乙", "丙", "丁"]


def test_the_next_one_comes_ten_behind_the_last_that_is_there(cast: Cast) -> None:
    checklist = a_checklist()
    assert services.next_order(checklist) == 10
    _first, last = asked_in(checklist, ("甲", 10), ("乙", 47))
    assert services.next_order(checklist) == 57
    services.remove_checklistitem(last, by=cast.office, reason="重复")
    assert services.next_order(checklist) == 20
    assert ItemForm(user=cast.office, record=checklist).initial["order"] == 20


def test_a_removed_question_leaves_its_place_to_another(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_ITEMS", 2)
    checklist = a_checklist()
    first, _second = asked_in(checklist, ("甲", 10), ("乙", 20))
    with refused("最多2道题：其余请另建一张检查表。"):
        an_asked(checklist)
    services.remove_checklistitem(first, by=cast.office, reason="重复")
    an_asked(checklist, text="丙")
    assert texts(checklist) == ["乙", "丙"]


def test_the_list_counts_the_questions_that_are_there(cast: Cast, as_user: Any) -> None:
    checklist = a_checklist()
    first, _second = asked_in(checklist, ("甲", 10), ("乙", 20))
    services.remove_checklistitem(first, by=cast.office, reason="重复")
    a_checklist(name="空表")
    rows = Page(as_user(cast.office).get(reverse("inspections:list_checklist"))).rows
    assert {(row[0], row[3]) for row in rows} == {(checklist.name, "1"), ("空表", "0")}


# What depends on what


def test_no_question_depends_on_itself(cast: Cast) -> None:
    item = an_asked()
    with refused(SENTENCE):
        services.edit_checklistitem(item, by=cast.office, only_if_failed=item)


def test_nor_on_a_removed_one_nor_on_one_that_depends_itself(cast: Cast) -> None:
    first = an_asked()
    second = an_asked(first.checklist, only_if_failed=first)
    with refused(SENTENCE):
        an_asked(first.checklist, only_if_failed=second)
    gone = an_asked(first.checklist)
    services.remove_checklistitem(gone, by=cast.office, reason="重复")
    gone.refresh_from_db()
    with refused(SENTENCE):
        an_asked(first.checklist, only_if_failed=gone)


def test_what_others_depend_on_depends_on_none_until_they_are_gone(cast: Cast) -> None:
    first = an_asked()
    other = an_asked(first.checklist)
    follow_up = an_asked(first.checklist, only_if_failed=first)
    with refused(SENTENCE):
        services.edit_checklistitem(first, by=cast.office, only_if_failed=other)
    services.remove_checklistitem(follow_up, by=cast.office, reason="重复")
    services.edit_checklistitem(first, by=cast.office, only_if_failed=other)
    assert ChecklistItem.objects.get(pk=first.pk).only_if_failed == other


def test_the_form_offers_what_a_question_may_depend_on(cast: Cast) -> None:
    first = an_asked()
    checklist = first.checklist
    second = an_asked(checklist, only_if_failed=first)
    third = an_asked(checklist)
    an_asked()
    assert offered(checklist, cast) == {first, third}
    assert offered(second, cast) == {first, third}
    assert offered(third, cast) == {first}


def test_the_form_of_a_question_begins_as_it_stands(cast: Cast) -> None:
    first, kind = an_asked(), a_kind_of_danger()
    about = {"section": "疏散", "basis": "消防法", "demand": "清空", "level": "urgent", "needs_photo": False}
    item = an_asked(first.checklist, only_if_failed=first, kind=kind, order=15, **about)
    begun = ItemForm(user=cast.office, record=item).initial
    assert {name: begun[name] for name in about} == about
    assert (begun["text"], begun["order"], begun["kind"], begun["only_if_failed"]) == (item.text, 15, kind, first.pk)


def test_sent_back_unchanged_a_question_stays_as_it_is(cast: Cast, as_user: Any) -> None:
    first = an_asked()
    item = an_asked(first.checklist, only_if_failed=first, kind=a_kind_of_danger(), basis="消防法", demand="清空")
    url, browser = reverse("inspections:edit_checklistitem", args=[item.pk]), as_user(cast.office)
    begun = ItemForm(user=cast.office, record=item).initial
    typed = {name: getattr(value, "pk", value) for name, value in begun.items()} | {"needs_photo": "on", "once": "a"}
    assert browser.post(url, typed)["Location"] == item.checklist.get_absolute_url()
    assert ChecklistItem.objects.get(pk=item.pk).version == item.version
    browser.post(url, typed | {"demand": "立即清空", "once": "b"})
    assert ChecklistItem.objects.get(pk=item.pk).demand == "立即清空"
    assert history(item)[-1][2:4] == ({"demand": "清空"}, {"demand": "立即清空"})


@pytest.mark.parametrize(("order", "is_valid"), [("0", True), ("9999", True), ("10000", False)])
def test_a_place_is_a_whole_number_of_four_digits(order: str, is_valid: bool, cast: Cast) -> None:
    assert ItemForm(TYPED | {"order": order}, user=cast.office, record=a_checklist()).is_valid() is is_valid


def test_a_new_question_needs_a_photograph_unless_it_is_said_otherwise(cast: Cast, as_user: Any) -> None:
    checklist, browser = a_checklist(), as_user(cast.office)
    url = reverse("inspections:create_checklistitem", args=[checklist.pk])
    boxes = Page(browser.get(url)).main.all("input")
    [box] = [box for box in boxes if box.attributes.get("name") == "needs_photo"]
    assert "checked" in box.attributes
    browser.post(url, TYPED | {"once": "a"})
    assert not ChecklistItem.objects.get().needs_photo


# What history says


def test_history_tells_what_a_question_was_and_why_it_went(cast: Cast) -> None:
    checklist = a_checklist()
    item = services.create_checklistitem(checklist, by=cast.office, text="门是否上锁", demand="上锁")
    services.remove_checklistitem(item, by=cast.office, reason="与第三题重复")
    begun, gone = history(item)
    assert (begun[1], begun[3]["text"], begun[3]["demand"]) == ("李文员", "门是否上锁", "上锁")
    assert (gone[0], gone[4]) == ("inspections.remove_checklistitem", "与第三题重复")


def test_the_page_of_the_list_tells_what_happened_to_its_questions(cast: Cast, as_user: Any) -> None:
    checklist = a_checklist()
    services.create_checklistitem(checklist, by=cast.office, text="门是否上锁")
    page = Page(as_user(cast.office).get(checklist.get_absolute_url()))
    assert page.history[0].startswith("李文员 添加检查题目：门是否上锁")


def test_of_two_who_edit_a_list_the_second_is_shown_the_first(cast: Cast) -> None:
    checklist = a_checklist()
    seen = Checklist.objects.get(pk=checklist.pk)
    checklist.text, seen.text = "学校用", "企业用"
    services.edit_checklist(checklist, ["text"], by=cast.office, version=1)
    with pytest.raises(EditedMeanwhile) as both:
        services.edit_checklist(seen, ["text"], by=cast.office, version=1)
    assert both.value.current.text == "学校用"


# In use


def test_put_in_use_it_says_since_when_by_whom_and_what_it_replaced(cast: Cast) -> None:
    first = in_use(name="消防表")
    other = in_use(name="交通表")
    second = services.revise_checklist(first, by=cast.office)
    services.use_checklist(second, by=cast.office)
    states = dict(Checklist.objects.values_list("name", "state").exclude(pk=first.pk))
    assert states == {"消防表": "in_use", "交通表": "in_use"}
    assert (Checklist.objects.get(pk=second.pk).used_since, other.edition) == (date(2026, 6, 15), 1)
    assert history(second)[-1][:2] == ("inspections.use_checklist", "李文员")
    assert history(first)[-1][:4] == ("inspections.use_checklist", "李文员", {}, {"state": "replaced"})


def test_a_removed_list_is_used_and_replaced_no_more(cast: Cast) -> None:
    first = in_use(name="消防表")
    remove_record(first, by=cast.office, reason="不用")
    again = a_checklist(name="消防表")
    an_asked(again)
    services.use_checklist(again, by=cast.office)
    first.refresh_from_db()
    assert (first.state, list(Checklist.objects.in_use())) == ("in_use", [again])


def test_the_next_edition_keeps_trade_and_use_and_says_which_it_is(cast: Cast) -> None:
    first = in_use(name="消防表", trade=Checklist.Trade.SCHOOL, text="只用于学校")
    second = services.revise_checklist(first, by=cast.office)
    assert (second.name, second.trade, second.text, second.edition) == ("消防表", "school", "只用于学校", 2)
    assert history(first)[-1][:4] == ("inspections.revise_checklist", "李文员", {}, {"edition": "2"})


def test_the_next_edition_asks_in_the_same_order_whatever_depends_on_what(cast: Cast) -> None:
    checklist = a_checklist()
    first, _second, third = asked_in(checklist, ("甲", 10), ("乙", 10), ("丙", 10))
    services.edit_checklistitem(first, by=None, only_if_failed=third)
    services.use_checklist(checklist, by=None)
    again = services.items_of(services.revise_checklist(checklist, by=cast.office))
    assert [item.text for item in again] == ["甲", "乙", "丙"]
    assert [item.only_if_failed for item in again] == [again[2], None, None]


@pytest.mark.parametrize("role", ["chair", "lead", "inspector", "supervisor", "liaison", "member"])
def test_only_the_office_puts_it_in_use_changes_and_revises_it(role: str, cast: Cast) -> None:
    item, used, by = an_asked(), in_use(), getattr(cast, role)
    for act in (
        lambda: services.edit_checklistitem(item, by=by, text="x"),
        lambda: services.remove_checklistitem(item, by=by, reason="x"),
        lambda: services.use_checklist(item.checklist, by=by),
        lambda: services.revise_checklist(used, by=by),
        lambda: services.edit_checklist(item.checklist, [], by=by),
        lambda: remove_record(used, by=by, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_page_costs_the_same_for_any_number_of_questions(cast: Cast, as_user: Any, query_count: Any) -> None:
    item, browser = an_asked(kind=a_kind_of_danger()), as_user(cast.office)
    url = item.checklist.get_absolute_url()
    browser.get(url)
    few = query_count(lambda: browser.get(url))
    for _each in range(2):
        an_asked(item.checklist, kind=a_kind_of_danger(), only_if_failed=item)
    assert query_count(lambda: browser.get(url)) == few
