"""Cards of an inspection in a browser: what depends appears, photographs come off, refusals are told, no storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.attachments import attachments_of
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests import files
from inspections.models import Answer, Checklist
from inspections.services import checklists, inspecting
from inspections.tests.checklist_builders import a_checklist, an_asked
from inspections.tests.finding_builders import a_kind_of_danger
from inspections.tests.inspection_builders import at_the_village
from inspections.tests.test_finding_walk import photo_in
from inspections.tests.test_inspection_walk import SAVED, Phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: Any, settings: Any, tmp_path: Path) -> Cast:
    """The cast, and an empty private storage."""
    files.keep_in(tmp_path / "kept", settings)
    return build_cast()


@pytest.fixture
def checklist(town: Cast) -> Checklist:
    """Three questions, the second only where the first failed."""
    made, about = a_checklist(), {"kind": a_kind_of_danger(), "demand": "整改", "needs_photo": True}
    first = an_asked(made, text="通道是否畅通", **about)
    an_asked(made, text="是否当场清除", only_if_failed=first, **about)
    an_asked(made, text="灭火器是否完好", **about)
    checklists.use_checklist(made, by=None)
    return made


@pytest.fixture
def phone(town: Cast, checklist: Checklist, visit: Any) -> Phone:
    """The inspector before the first card."""
    phone = Phone(visit(town.inspector, "phone"), at_the_village(town, checklist=checklist))
    phone.open()
    return phone


def left(phone: Phone) -> list[str]:
    """What the last card says is still to be looked at."""
    phone.open()
    phone.card.wait_for()  # it has chosen its card, and writes no other into the address
    phone.page.goto(f"{phone.page.url.partition('#')[0]}#item-end")
    phone.page.reload()
    phone.asked("题目已看完")
    return [" ".join(text.split()) for text in phone.page.locator("[data-left] li").all_inner_texts()]


def test_what_depends_on_a_failed_question_appears_and_goes(phone: Phone) -> None:
    phone.press("fail")
    phone.next()
    phone.asked("是否当场清除")
    assert phone.page.inner_text("[data-count]") == "1 / 3"
    phone.card.locator("[data-back]").click()
    phone.press("pass")
    phone.asked("灭火器是否完好")
    assert phone.page.inner_text("[data-count]") == "1 / 2"
    phone.state(SAVED)


def test_before_the_first_card_there_is_nothing(phone: Phone) -> None:
    back = phone.card.locator("[data-back]")
    assert not back.is_visible()
    phone.press("pass")
    phone.asked("灭火器是否完好")
    assert phone.card.locator("[data-back]").is_visible()
    phone.card.locator("[data-back]").click()
    phone.asked("通道是否畅通")
    assert not phone.card.locator("[data-back]").is_visible()


def test_what_was_done_before_is_not_told_any_more_once_one_answers(phone: Phone) -> None:
    phone.page.evaluate("document.getElementById('messages').textContent = '已开始检查'")
    phone.press("fail")
    phone.page.wait_for_function("() => !document.getElementById('messages').textContent")


def test_what_is_left_stands_on_the_last_card_and_leads_back(phone: Phone) -> None:
    phone.press("fail")
    phone.state(SAVED)
    assert left(phone) == ["通道是否畅通 缺照片", "是否当场清除 未作答", "灭火器是否完好 未作答"]
    assert phone.page.get_attribute("[data-finish]", "aria-disabled") == "true"
    phone.page.locator("[data-left] a").nth(2).click()
    phone.asked("灭火器是否完好")


def test_a_photograph_comes_off_again(phone: Phone, tmp_path: Path) -> None:
    phone.press("fail")
    phone.card.locator("[type=file]").set_input_files([str(photo_in(tmp_path, "a.jpg"))])
    phone.card.locator(".answer-photos .is-kept").wait_for()
    phone.card.locator("[data-take-off]").click()
    phone.card.locator(".answer-photos li").wait_for(state="detached")
    phone.state(SAVED)
    assert not attachments_of(Answer.objects.get()).exists()
    phone.open()
    assert phone.card.locator(".answer-photos li").count() == 0


def test_what_is_no_photograph_is_told_on_its_card(phone: Phone, tmp_path: Path) -> None:
    false = tmp_path / "照片.jpg"
    false.write_bytes(b"<script>alert(1)</script>")
    phone.press("fail")
    phone.card.locator("[type=file]").set_input_files([str(false)])
    phone.card.locator("[data-error]", has_text="无法读取图片").wait_for()
    assert phone.card.locator(".answer-photos li").count() == 0
    phone.looked_at("refused")


def test_what_was_finished_elsewhere_takes_no_more_and_says_so(phone: Phone, town: Cast) -> None:
    inspecting.cancel_inspection(phone.inspection, by=town.office, reason="误建")
    phone.press("fail")
    phone.card.locator("[data-error]", has_text="目前状态为“已撤销”").wait_for()
    assert not Answer.objects.exclude(verdict="").exists()


def test_where_the_browser_keeps_nothing_it_still_saves_at_once(town: Cast, checklist: Checklist, visit: Any) -> None:
    watched = visit(town.inspector, "phone")
    watched.page.add_init_script("Object.defineProperty(window, 'indexedDB', { get() { throw new Error('no') } })")
    phone = Phone(watched, at_the_village(town, checklist=checklist))
    phone.open()
    phone.press("na")
    phone.asked("灭火器是否完好")
    phone.state(SAVED)
    assert Answer.objects.get().verdict == "na"


def test_without_a_script_each_card_is_sent_by_its_button(town: Cast, checklist: Checklist, visit: Any) -> None:
    watched = visit(town.inspector, "phone")
    watched.page.route("**/js/inspecting*.js", lambda route: route.abort())
    inspection = at_the_village(town, checklist=checklist)
    page = watched.open(reverse("inspections:answer_inspection", args=[inspection.pk]))
    first = page.locator("form.inspecting-card").first
    first.locator(".is-pass").click()
    with page.expect_navigation():
        first.locator("[data-save]").click()
    assert Answer.objects.get().verdict == "pass"
    assert page.locator("form.inspecting-card").first.locator("[value=pass]").is_checked()
