"""Editions of a rulebook: drawn up, put in use, replaced; what units are or were assessed by is never changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessment.models import Rulebook, RulebookItem
from assessment.services import rulebooks as services
from assessment.tests.builders import a_rulebook, an_item, in_use
from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.errors import RuleBroken
from dayan_safety.testing import Cast

pytestmark = pytest.mark.django_db
D, Method, State = Decimal, RulebookItem.Method, Rulebook.State


def test_what_is_adopted_replaces_what_was_in_use_for_the_year() -> None:
    before, other_year = in_use(), in_use(rulebook=a_rulebook(year=2025))
    after = in_use()
    before.refresh_from_db()
    other_year.refresh_from_db()
    assert (before.state, after.state, other_year.state) == (State.REPLACED, State.IN_USE, State.IN_USE)
    assert after.used_since is not None
    assert [verb for verb, *_rest in history(before)][-1] == "assessment.adopt_rulebook"


@pytest.mark.parametrize("role", ["office", "chair", "lead", "liaison", "administrator"])
def test_only_the_supervision_group_puts_rules_in_use(role: str, cast: Cast) -> None:
    book, used = an_item().rulebook, in_use()
    for service, thing in ((services.adopt_rulebook, book), (services.revise_rulebook, used)):
        with pytest.raises(PermissionDenied):
            service(thing, by=getattr(cast, role))
    services.revise_rulebook(used, by=cast.supervisor)


def test_a_rulebook_without_anything_to_score_is_not_put_in_use() -> None:
    book = a_rulebook()
    with refused("细则还没有考核项目，请先添加。"):
        services.adopt_rulebook(book, by=None)
    an_item(rulebook=book, method=Method.VETO, full_mark=D(0))
    with refused("细则还没有考核项目，请先添加。"):
        services.adopt_rulebook(book, by=None)


def test_a_computed_item_says_what_is_computed_before_it_is_put_in_use() -> None:
    item = an_item(number="3", name="按时报送", method=Method.COMPUTED)
    with refused("以下系统计算项目未选取数指标：3 按时报送。"):
        services.adopt_rulebook(item.rulebook, by=None)
    item.figure = RulebookItem.Figure.REPORTS
    services.edit_rulebookitem(item, ["figure"], by=None)
    services.adopt_rulebook(item.rulebook, by=None)


@pytest.mark.parametrize("make_final", [services.adopt_rulebook, None])
def test_what_is_in_use_or_was_is_never_changed(make_final: Any) -> None:
    book = in_use()
    if not make_final:
        in_use()
        book.refresh_from_db()
    item = book.items.get()
    sentence = f"目前状态为“{book.get_state_display()}”，不能进行此操作。"
    tries = (
        lambda: services.edit_rulebook(book, ["bonus_cap"], by=None),
        lambda: services.create_rulebookitem(RulebookItem(rulebook=book, number="9", full_mark=1), by=None),
        lambda: services.edit_rulebookitem(item, ["full_mark"], by=None),
        lambda: services.remove_rulebookitem(item, by=None, reason="x"),
        lambda: services.adopt_rulebook(book, by=None),
    )
    for attempt in tries:
        with refused(sentence):
            attempt()
    assert book.items.present().get().full_mark == D(10)


def test_an_item_is_not_carried_into_a_rulebook_in_use() -> None:
    item, used = an_item(), in_use()
    draft, item.rulebook, item.name = item.rulebook, used, "改名"
    services.edit_rulebookitem(item, ["rulebook", "name"], by=None)
    item.refresh_from_db()
    assert (item.rulebook, item.name) == (draft, "改名")


def test_the_next_edition_begins_with_the_same_rules_and_items(cast: Cast) -> None:
    book = a_rulebook(month_share=70, bonus_cap=D(3), least_raters=4, note="说明")
    an_item(rulebook=book, number="1", weight=D("1.50"), method=Method.COMPUTED, figure="incidents", step=D(2))
    an_item(rulebook=book, number="2", applies_to="village", counts="year")
    services.adopt_rulebook(book, by=None)
    made = services.revise_rulebook(book, by=cast.supervisor)
    assert (made.edition, made.state, str(made)) == (2, State.DRAFT, f"{book.name}（第2版）")
    for name in services.KEPT:
        assert getattr(made, name) == getattr(book, name)
    assert list(made.items.order_by("pk").values(*services.OF_ITEM)) == list(
        book.items.order_by("pk").values(*services.OF_ITEM)
    )
    with refused("下一版正在起草中。"):
        services.revise_rulebook(book, by=cast.supervisor)
    services.adopt_rulebook(made, by=cast.supervisor)
    book.refresh_from_db()
    assert (book.state, made.state) == (State.REPLACED, State.IN_USE)


def test_of_what_is_only_drawn_up_there_is_no_next_edition() -> None:
    book = an_item().rulebook
    with refused("目前状态为“起草中”，不能进行此操作。"):
        services.revise_rulebook(book, by=None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"method": Method.VETO, "full_mark": D(1)}, "一票否决不计分，请填0。"),
        ({"full_mark": D(0)}, "请填写可得或可扣的分数。"),
        ({"method": Method.CHECK, "figure": "incidents", "step": D(1)}, "只有系统计算的项目才有取数指标。"),
        ({"method": Method.COMPUTED, "figure": "incidents"}, "按次计算的须填每次扣分，按比例计算的不填。"),
        (
            {"method": Method.COMPUTED, "figure": "tasks_on_time", "step": D(1)},
            "按次计算的须填每次扣分，按比例计算的不填。",
        ),
        ({"weight": D(0)}, "确保该值大于或等于0.01。"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused_in_the_form(
    given: dict[str, Any], sentence: str, cast: Cast, as_user: Any
) -> None:
    book = a_rulebook()
    typed = {"rulebook": book.pk, "number": "1", "section": "progress", "name": "x", "method": "check"}
    typed |= {"applies_to": "all", "counts": "both", "full_mark": "10", "weight": "1", "once": "a"} | given
    answer = as_user(cast.supervisor).post(reverse("assessment:create_rulebookitem"), typed)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not book.items.exists()


def test_bands_follow_each_other_downwards(cast: Cast, as_user: Any) -> None:
    book = a_rulebook()
    url = reverse("assessment:edit_rulebook", args=[book.pk])
    typed = {name: getattr(book, name) for name in ("name", "year", "document", *services.KEPT)}
    answer = as_user(cast.supervisor).post(url, typed | {"good_from": "90", "version": book.version})
    assert "优秀线应高于良好线，良好线应高于合格线。" in answer.content.decode()
    as_user(cast.supervisor).post(url, typed | {"good_from": "85", "version": book.version})
    book.refresh_from_db()
    assert book.good_from == D(85)


def test_at_most_so_much_can_be_reached_by_whom() -> None:
    book = a_rulebook()
    an_item(rulebook=book, full_mark=D(30))
    an_item(rulebook=book, full_mark=D(10), weight=D("1.5"), applies_to="village")
    an_item(rulebook=book, full_mark=D(7), counts="year", applies_to="grassroots")
    an_item(rulebook=book, full_mark=D(5), counts="month", applies_to="department")
    an_item(rulebook=book, full_mark=D(9), method=Method.BONUS)
    items = services.items_of(book)
    reached = {
        kind: tuple(services.reachable(items, kind, counts=counts) for counts in ("month", "year"))
        for kind in RulebookItem.KINDS
    }
    assert reached == {"department": (35, 30), "village": (45, 52), "enterprise": (30, 37)}


def offered(browser: Any, book: Rulebook) -> list[str]:
    """What the page of a rulebook leads to."""
    words = browser.get(book.get_absolute_url()).content.decode()
    names = ("adopt", "revise", "edit", "remove")
    return [name for name in names if f'href="{reverse(f"assessment:{name}_rulebook", args=[book.pk])}"' in words]


def test_the_page_offers_what_the_state_allows(cast: Cast, as_user: Any) -> None:
    book, browser = an_item().rulebook, as_user(cast.supervisor)
    assert offered(browser, book) == ["adopt", "edit", "remove"]
    services.adopt_rulebook(book, by=None)
    assert offered(browser, book) == ["revise"]
    assert Page(browser.get(book.get_absolute_url())).status == "使用中"
    services.adopt_rulebook(services.revise_rulebook(book, by=None), by=None)
    assert offered(browser, book) == []
    assert offered(as_user(cast.chair), an_item().rulebook) == []


def begun(browser: Any, query: str = "") -> Any:
    """The rulebook that the form of a new item begins with, by its key."""
    return browser.get(reverse("assessment:create_rulebookitem") + query).context["form"]["rulebook"].value()


def test_a_new_item_begins_in_the_rulebook_that_is_drawn_up_or_asked_for(cast: Cast, as_user: Any) -> None:
    browser, used = as_user(cast.supervisor), in_use()
    assert begun(browser) is None
    draft = a_rulebook()
    assert begun(browser) == draft.pk
    other = a_rulebook()
    assert begun(browser) is None
    assert begun(browser, f"?rulebook={other.pk}") == other.pk
    assert (begun(browser, f"?rulebook={used.pk}"), begun(browser, "?rulebook=x")) == (None, None)
    link = f'href="{reverse("assessment:create_rulebookitem")}?rulebook={draft.pk}"'
    assert link in browser.get(draft.get_absolute_url()).content.decode()


def test_two_editions_of_a_year_are_never_in_use_at_once() -> None:
    book, other = in_use(), an_item().rulebook
    with pytest.raises(RuleBroken):
        services.adopt_rulebook(book, by=None)
    services.adopt_rulebook(other, by=None)
    assert list(Rulebook.objects.in_use()) == [other]
