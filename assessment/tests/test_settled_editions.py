"""What is or was in use, and what was submitted: not changed, not removed, neither from its page nor by an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Indicator, IndicatorSet, Rulebook, RulebookItem, SelfAssessment
from assessment.services import rulebooks
from assessment.services.national import judging, sets
from assessment.tests.builders import a_rulebook, an_item, in_use
from assessment.tests.national_builders import a_selfassessment, a_set, a_set_in_use, an_indicator, submitted
from committee.tests.pages import Page
from committee.tests.refusals import refused
from dayan_safety.testing import Cast

pytestmark = pytest.mark.django_db


def replaced_rulebook() -> Rulebook:
    """A rulebook that was in use until the next one of its year was."""
    before = in_use()
    in_use()
    before.refresh_from_db()
    return before


def replaced_set() -> IndicatorSet:
    """A set that was in use until its next edition was."""
    before = a_set_in_use()
    sets.adopt_indicatorset(sets.revise_indicatorset(before, by=None), by=None)
    before.refresh_from_db()
    return before


# What is settled, and in which state it is.
SETTLED: list[tuple[str, Callable[[], Any], str]] = [
    ("rulebook", in_use, "使用中"),
    ("rulebook", replaced_rulebook, "已替换"),
    ("rulebookitem", lambda: in_use().items.get(), "使用中"),
    ("rulebookitem", lambda: replaced_rulebook().items.get(), "已替换"),
    ("indicatorset", a_set_in_use, "使用中"),
    ("indicatorset", replaced_set, "已替换"),
    ("indicator", lambda: a_set_in_use().indicators.get(), "使用中"),
    ("indicator", lambda: replaced_set().indicators.get(), "已替换"),
    ("selfassessment", lambda: submitted(a_selfassessment()), "已提交"),
]
OPEN: list[tuple[str, Callable[[], Any]]] = [
    ("rulebook", a_rulebook),
    ("rulebookitem", an_item),
    ("indicatorset", a_set),
    ("indicator", an_indicator),
    ("selfassessment", a_selfassessment),
]


def door(role: str, noun: str, thing: Any) -> str:
    """Where a thing is edited or removed."""
    return reverse(f"assessment:{role}_{noun}", args=[thing.pk])


def typed_over(browser: Any, noun: str, thing: Any, **said: Any) -> dict[str, Any]:
    """What the form of a thing sends, with something said otherwise."""
    form = browser.get(door("edit", noun, thing)).context["form"]
    begun = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in begun.items() if value is not None} | {"once": "a" * 32} | said


RENAMED = {"indicator": "text", "selfassessment": "title"}


@pytest.mark.parametrize(("noun", "make", "state"), SETTLED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_settled_is_not_removed_by_its_address(
    noun: str, make: Any, state: str, cast: Cast, as_user: Any
) -> None:
    thing, browser = make(), as_user(cast.supervisor)
    answer = browser.post(door("remove", noun, thing), {"reason": "不再需要", "once": "a" * 32})
    assert (answer.status_code, f"目前状态为“{state}”，不能进行此操作。" in Page(answer).text) == (422, True)
    thing.refresh_from_db()
    assert thing.removed_at is None


@pytest.mark.parametrize(("noun", "make", "state"), SETTLED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_settled_is_not_edited_by_its_address(
    noun: str, make: Any, state: str, cast: Cast, as_user: Any
) -> None:
    thing, browser = make(), as_user(cast.supervisor)
    name = RENAMED.get(noun, "name")
    before = getattr(thing, name)
    answer = browser.post(door("edit", noun, thing), typed_over(browser, noun, thing, **{name: "偷换的话"}))
    assert (answer.status_code, f"目前状态为“{state}”，不能进行此操作。" in Page(answer).text) == (422, True)
    thing.refresh_from_db()
    assert getattr(thing, name) == before


@pytest.mark.parametrize(("noun", "make", "_state"), SETTLED, ids=lambda value: value if isinstance(value, str) else "")
def test_the_page_of_what_is_settled_leads_neither_to_edit_nor_to_remove(
    noun: str, make: Any, _state: str, cast: Cast, as_user: Any
) -> None:
    thing = make()
    page = Page(as_user(cast.supervisor).get(thing.get_absolute_url()))
    led_to = {link.attributes.get("href") for link in page.main.all("a")}
    assert not {door("edit", noun, thing), door("remove", noun, thing)} & led_to


@pytest.mark.parametrize(("noun", "make"), OPEN)
def test_what_is_drawn_up_is_edited_and_removed_from_its_page(noun: str, make: Any, cast: Cast, as_user: Any) -> None:
    thing, browser, name = make(), as_user(cast.supervisor), RENAMED.get(noun, "name")
    page = Page(browser.get(thing.get_absolute_url()))
    led_to = {link.attributes.get("href") for link in page.head.all("a")}
    assert {door("edit", noun, thing), door("remove", noun, thing)} <= led_to
    edited = browser.post(door("edit", noun, thing), typed_over(browser, noun, thing, **{name: "改过的话"}))
    assert edited.status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, name) == "改过的话"
    browser.post(door("remove", noun, thing), {"reason": "不再需要", "once": "b" * 32})
    thing.refresh_from_db()
    assert thing.removed_at is not None


def test_a_self_assessment_whose_set_was_replaced_meanwhile_is_still_called_otherwise(cast: Cast, as_user: Any) -> None:
    made, browser = a_selfassessment(), as_user(cast.office)
    sets.adopt_indicatorset(sets.revise_indicatorset(made.indicator_set, by=None), by=None)
    answer = browser.post(
        door("edit", "selfassessment", made), typed_over(browser, "selfassessment", made, title="复评")
    )
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.title, made.indicator_set.state) == ("复评", "replaced")


@pytest.mark.parametrize(
    ("noun", "make", "name", "other"),
    [("rulebookitem", an_item, "rulebook", a_rulebook), ("indicator", an_indicator, "indicator_set", a_set)],
)
def test_what_stands_in_a_draft_is_not_carried_into_another_by_its_form(
    noun: str, make: Any, name: str, other: Any, cast: Cast, as_user: Any
) -> None:
    thing, browser, elsewhere = make(), as_user(cast.supervisor), other()
    own = getattr(thing, name)
    assert browser.get(door("edit", noun, thing)).context["form"].fields[name].disabled
    typed = typed_over(browser, noun, thing, **{name: elsewhere.pk, RENAMED.get(noun, "name"): "改过的话"})
    assert browser.post(door("edit", noun, thing), typed).status_code == 302
    thing.refresh_from_db()
    assert (getattr(thing, name), getattr(thing, RENAMED.get(noun, "name"))) == (own, "改过的话")


@pytest.mark.parametrize(
    ("noun", "name", "draft", "used"),
    [("rulebookitem", "rulebook", a_rulebook, in_use), ("indicator", "indicator_set", a_set, a_set_in_use)],
)
def test_what_is_new_may_stand_in_drafts_alone(
    noun: str, name: str, draft: Any, used: Any, cast: Cast, as_user: Any
) -> None:
    offered, settled = draft(), used()
    field = as_user(cast.supervisor).get(reverse(f"assessment:create_{noun}")).context["form"].fields[name]
    assert (offered in field.queryset, settled in field.queryset, field.disabled) == (True, False, False)


def test_a_self_assessment_begins_by_a_set_in_use_alone(cast: Cast, as_user: Any) -> None:
    draft, used, before = a_set(), a_set_in_use(), replaced_set()
    field = (
        as_user(cast.office).get(reverse("assessment:create_selfassessment")).context["form"].fields["indicator_set"]
    )
    assert {kept for kept in (draft, used, before) if kept in field.queryset} == {used}


def test_a_set_by_which_one_is_judged_now_stays_where_it_is(cast: Cast) -> None:
    made = a_selfassessment(2)
    with refused("目前状态为“使用中”，不能进行此操作。"):
        sets.remove_indicatorset(made.indicator_set, by=cast.supervisor, reason="x")
    assert judging.whole_of(made, made.created_at.date()).standing.zeros


def test_rules_by_which_units_are_scored_stay_where_they_are(cast: Cast) -> None:
    book = in_use()
    with refused("目前状态为“使用中”，不能进行此操作。"):
        rulebooks.remove_rulebook(book, by=cast.supervisor, reason="x")
    assert list(Rulebook.objects.in_use()) == [book]


@pytest.mark.parametrize("role", ["chair", "lead", "member", "liaison"])
def test_whoever_may_not_remove_it_is_told_so_before_anything_is_looked_at(role: str, cast: Cast, as_user: Any) -> None:
    book, made = a_rulebook(), a_selfassessment()
    browser = as_user(getattr(cast, role))
    for noun, thing in (("rulebook", book), ("selfassessment", made)):
        assert browser.post(door("remove", noun, thing), {"reason": "x"}).status_code in (403, 404)
    assert set(Rulebook.objects.present()) == {book}
    assert set(SelfAssessment.objects.present()) == {made}


def test_a_draft_that_is_given_up_frees_its_number_for_the_next(cast: Cast) -> None:
    book = in_use()
    given_up = rulebooks.revise_rulebook(book, by=cast.supervisor)
    rulebooks.remove_rulebook(given_up, by=cast.supervisor, reason="另起草")
    again = rulebooks.revise_rulebook(book, by=cast.supervisor)
    assert (given_up.edition, again.edition) == (2, 2)
    assert RulebookItem.objects.present().filter(rulebook=again).count() == 1


def test_a_set_that_is_given_up_frees_its_number_for_the_next(cast: Cast) -> None:
    kept = a_set_in_use()
    given_up = sets.revise_indicatorset(kept, by=cast.office)
    sets.remove_indicatorset(given_up, by=cast.office, reason="另起草")
    again = sets.revise_indicatorset(kept, by=cast.office)
    assert again.edition == 2
    assert Indicator.objects.present().filter(indicator_set=again).count() == 1


def test_a_year_whose_self_assessment_was_given_up_may_begin_another(cast: Cast) -> None:
    kept = a_set_in_use()
    first = a_selfassessment(indicator_set=kept, year=2026)
    with refused("本年度已有一份自评在编制。"):
        a_selfassessment(indicator_set=kept, year=2026)
    judging.remove_selfassessment(first, by=cast.office, reason="重做")
    a_selfassessment(indicator_set=kept, year=2026)
    assert SelfAssessment.objects.open().filter(year=2026).count() == 1
