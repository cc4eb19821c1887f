"""The evaluator's mode in a real browser: arrow keys, the tree folded on a telephone, a sample marked; both widths."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from assessment.models import DrawnEvidence, EvidenceDraw
from assessment.tests.evaluation_builders import a_draw, a_note, a_submitted, an_evaluation
from dayan_safety.testing import build_cast
from dayan_safety.tests.browser import serious_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MODE = reverse("assessment:show_on_site")


def at(number: int) -> str:
    """The address of an indicator."""
    return reverse("assessment:show_on_site_indicator", args=[number])


def test_arrow_keys_turn_from_indicator_to_indicator_but_not_while_one_types(visit: Any) -> None:
    build_cast()
    evaluation = an_evaluation(a_submitted(3))
    page = visit(evaluation.login).open(at(1))
    for key, number in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2)):
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.url.endswith(at(number))
        assert page.locator(".on-site-tree [aria-current]").inner_text().split() == [str(number), f"内容{number}"]
    page.focus("main input[name=number]")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert page.url.endswith(at(2))


def test_the_first_and_the_last_indicator_have_no_way_further(visit: Any) -> None:
    build_cast()
    page = visit(an_evaluation(a_submitted(2)).login).open(at(1))
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(300)
    assert page.url.endswith(at(1))


def test_on_a_telephone_the_tree_is_folded_into_the_menu(visit: Any) -> None:
    build_cast()
    evaluation = an_evaluation(a_submitted(3))
    page = visit(evaluation.login, "phone").open(at(1))
    assert not page.is_visible(".on-site-tree")
    page.click("header button[data-bs-target='#sidebar']")
    page.wait_for_selector(".on-site-tree", state="visible")
    with page.expect_navigation():
        page.click(f".on-site-tree a[href='{at(3)}']")
    assert page.inner_text("h1") == "3 内容3"
    assert not page.is_visible(".on-site-tree")


def test_one_draws_opens_a_record_and_marks_it(visit: Any) -> None:
    build_cast()
    evaluation = an_evaluation()
    watched = visit(evaluation.login)
    page = watched.open(at(1))
    page.fill("main input[name=number]", "2")
    watched.press("main form[action*='draw'] button")
    draw = EvidenceDraw.objects.get()
    assert page.url.endswith(draw.get_absolute_url())
    watched.look("on-site-sample")
    watched.press(".on-site-drawn a >> nth=0")
    watched.look("on-site-record")
    page.go_back()
    page.fill(".on-site-drawn input[name=remark] >> nth=0", "看了原件")
    watched.press(".on-site-drawn button[value=in_order] >> nth=0")
    first = DrawnEvidence.objects.filter(draw=draw).order_by("pk").first()
    assert first is not None
    assert (first.outcome, first.remark) == ("in_order", "看了原件")
    assert page.get_attribute(".on-site-drawn button[value=in_order] >> nth=0", "aria-pressed") == "true"


def test_every_page_of_the_mode_is_accessible_and_fits(visit: Any) -> None:
    build_cast()
    evaluation = an_evaluation(a_submitted(2))
    note = a_note(evaluation)
    a_draw(evaluation)
    watched = visit(evaluation.login)
    for name, url in (
        ("mode", MODE),
        ("indicator", at(1)),
        ("notes", reverse("assessment:list_evaluationnote")),
        ("note", note.get_absolute_url()),
        ("write", reverse("assessment:create_evaluationnote")),
        ("account", reverse("view_account")),
    ):
        watched.open(url)
        watched.look(f"on-site-{name}")


def test_what_is_refused_is_said_on_a_page_that_fits(visit: Any) -> None:
    build_cast()
    watched = visit(an_evaluation().login)
    page = watched.open(reverse("search"))
    assert page.locator("h1").count() == 1
    assert serious_findings(page) == []
    assert not page.is_visible("#search-all")
