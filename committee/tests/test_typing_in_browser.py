"""What the browser does for who types: long texts are not lost, links are copied, several are picked, the wall renews
itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from committee.models import AgendaItem, Meeting
from committee.services import meetings
from committee.tests import work
from dayan_safety.testing import Cast, a_task, build_cast
from dayan_safety.tests.browser import Watched, session_cookie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RESTORED = "text=已恢复您之前在此输入的内容。"
TEXT = "工商所与派出所联合清理。\n村委会专人巡查。"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"


@pytest.fixture
def cast(transactional_db: Any) -> Cast:
    """The small town, for a browser."""
    return build_cast()


@pytest.fixture
def topic(cast: Cast) -> AgendaItem:
    """The topic of a meeting under way."""
    return work.an_open(cast).items.get()


def writing(topic: AgendaItem) -> str:
    """Where is written what was said."""
    return reverse("committee:write_item", args=[topic.pk])


def typed(watched: Watched, text: str = TEXT) -> None:
    """Type it, key by key."""
    watched.page.fill("[name=discussion]", "")
    watched.page.type("[name=discussion]", text)


def drafts(watched: Watched) -> int:
    """How many texts the browser keeps."""
    return int(watched.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"))


def test_a_long_text_is_there_again_after_the_page_was_lost(topic: AgendaItem, cast: Cast, visit: Any) -> None:
    watched = visit(cast.office)
    watched.open(writing(topic))
    assert watched.page.locator(RESTORED).count() == 0
    typed(watched)
    page = watched.open(writing(topic))
    assert page.input_value("[name=discussion]") == TEXT
    assert page.locator(RESTORED).is_visible()
    topic.refresh_from_db()
    assert topic.discussion == ""


def test_what_was_saved_is_let_go_of(topic: AgendaItem, cast: Cast, visit: Any) -> None:
    watched = visit(cast.office)
    watched.open(writing(topic))
    typed(watched)
    assert drafts(watched) == 1
    watched.press("main .form-foot button[type=submit]")
    topic.refresh_from_db()
    assert (topic.discussion.splitlines(), drafts(watched)) == (TEXT.splitlines(), 0)
    watched.open(writing(topic))
    assert watched.page.locator(RESTORED).count() == 0


def test_what_a_colleague_saved_meanwhile_is_not_written_over(topic: AgendaItem, cast: Cast, visit: Any) -> None:
    watched = visit(cast.office)
    watched.open(writing(topic))
    typed(watched)
    meetings.write_item(topic, by=None, discussion="同事写的", state="open")
    page = watched.open(writing(topic))
    assert page.input_value("[name=discussion]") == "同事写的"
    assert page.locator(RESTORED).count() == 0


def test_the_draft_of_one_topic_is_not_that_of_another(topic: AgendaItem, cast: Cast, visit: Any) -> None:
    other = work.an_item(topic.meeting, title="另一项")
    watched = visit(cast.office)
    watched.open(writing(topic))
    typed(watched)
    assert watched.open(writing(other)).input_value("[name=discussion]") == ""


def test_a_session_that_ended_while_typing_loses_nothing(topic: AgendaItem, cast: Cast, visit: Any) -> None:
    watched = visit(cast.office)
    watched.open(writing(topic))
    typed(watched)
    Session.objects.all().delete()
    watched.press("main .form-foot button[type=submit]")
    assert "/sign-in/" in watched.page.url
    watched.page.context.add_cookies([session_cookie(cast.office, watched.home)])
    assert watched.open(writing(topic)).input_value("[name=discussion]") == TEXT
    topic.refresh_from_db()
    assert topic.discussion == ""


@pytest.mark.parametrize("proper", [True, False])
def test_a_link_is_copied_with_and_without_the_clipboard_proper(proper: bool, cast: Cast, visit: Any) -> None:
    meeting = work.a_notified(cast)
    watched = visit(cast.office)
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not proper:
        watched.page.add_init_script(NO_CLIPBOARD)
    page = watched.open(reverse("committee:list_answer_links", args=[meeting.pk]))
    link = page.input_value(".link-field >> nth=1")
    page.click("[data-copy] >> nth=1")
    page.locator("[data-copy] >> nth=1 >> text=已复制").wait_for()
    page.eval_on_selector(".link-field", "(field) => { field.readOnly = false; field.value = ''; field.focus(); }")
    page.keyboard.press("Control+V")
    assert page.input_value(".link-field >> nth=0") == link


def test_several_helpers_are_picked_taken_out_and_kept(cast: Cast, visit: Any) -> None:
    task = a_task(lead_unit=cast.village, helper_units=[cast.other_village])
    watched = visit(cast.office)
    page = watched.open(reverse("committee:edit_task", args=[task.pk]))
    box = page.locator("#id_helper_units + .ts-wrapper")
    box.locator(".item").wait_for()
    assert box.locator(".item").all_inner_texts()[0].startswith("西河村")
    box.locator(".item .remove").click()
    box.locator("input").click()
    box.locator("input").fill("ajz")
    box.locator(".option:has-text('安监站')").click()
    page.keyboard.press("Escape")
    watched.press("main .form-foot button[type=submit]")
    assert [str(unit) for unit in task.helper_units.all()] == ["安监站"]


def test_the_wall_renews_its_agenda_and_its_code_by_itself(topic: AgendaItem, cast: Cast, visit: Any) -> None:
    watched = visit(cast.chair)
    watched.page.clock.install()
    page = watched.open(reverse("committee:show_projector", args=[topic.meeting_id]))
    work.an_outcome(topic, text="现场决定的")
    meetings.mark_all_present(Meeting.objects.get(pk=topic.meeting_id), by=None)
    page.clock.fast_forward(16_000)
    page.wait_for_selector("text=已签到 5 人，应到 5 人")
    page.wait_for_selector("text=现场决定的")


def test_a_wall_whose_session_ended_leads_to_the_door(topic: AgendaItem, cast: Cast, visit: Any) -> None:
    watched = visit(cast.chair)
    watched.page.clock.install()
    page = watched.open(reverse("committee:show_projector", args=[topic.meeting_id]))
    Session.objects.all().delete()
    page.clock.fast_forward(11_000)
    page.wait_for_url("**/sign-in/**")
    assert page.locator("aside form").count() == 0
