"""The cards of an inspection: each answer sent by itself, or as a form; what is wrong with one is told on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from committee.tests.pages import Page
from dayan_safety.attachments import attachments_of
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from inspections.models import Answer, Inspection
from inspections.tests.inspection_builders import FAIL, PASS, answer, at_the_village, failed, finished, questions

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
SCRIPT = {"Accept": "application/json"}


def cards(inspection: Inspection) -> str:
    """Where it is answered."""
    return reverse("inspections:answer_inspection", args=[inspection.pk])


def door(name: str, inspection: Inspection, number: int = 0) -> str:
    """An address of one of its cards."""
    return reverse(f"inspections:{name}", args=[inspection.pk, questions(inspection)[number].pk])


def test_beginning_one_leads_to_its_cards(cast: Cast, as_user: Any) -> None:
    checklist = at_the_village(cast).checklist
    given = {"unit": cast.village.pk, "checklist": checklist.pk, "made_on": "2026.6.15", "once": "a"}
    url = reverse("inspections:create_inspection")
    answered = as_user(cast.inspector).post(url, given)
    made = Inspection.objects.latest("pk")
    assert answered["Location"] == cards(made)
    assert as_user(cast.inspector).post(url, given)["Location"] == cards(made)
    assert Inspection.objects.count() == 2


def test_every_question_has_its_card_those_that_depend_hidden(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    page = Page(as_user(cast.inspector).get(cards(inspection)))
    first, second = page.main.all("form", "inspecting-card")
    assert ("hidden" in first.attributes, "hidden" in second.attributes) == (False, True)
    assert second.attributes["data-only-if"] == str(questions(inspection)[0].pk)
    assert "孙信息" in first.text
    levels = [option.text for option in page.main.all("option")][:3]
    assert levels == ["一般隐患：2026-06-22前", "一般隐患（立即整改）：2026-06-18前", "重大隐患：2026-07-15前"]


def test_an_answer_of_the_script_is_kept_at_once(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    said = {"verdict": "fail", "text": " 通道  堵塞 ", "place": "仓库", "level": "urgent", "said_at": "1780000000001"}
    told = as_user(cast.inspector).post(door("answer_item", inspection), said, headers=SCRIPT)
    assert (told.status_code, told.json()) == (200, {"saved": True})
    kept = Answer.objects.get()
    assert (kept.verdict, kept.text, kept.place, kept.level) == ("fail", "通道  堵塞", "仓库", "urgent")
    assert kept.said_at == 1_780_000_000_001


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": ""},
        {"verdict": "maybe"},
        {"verdict": "fail", "text": "x" * 501},
        {"verdict": "fail", "level": "grave"},
        {"verdict": "pass", "said_at": "-1"},
        {"verdict": "pass", "said_at": "9" * 30},
        {"verdict": "pass", "said_at": "soon"},
    ],
)
def test_what_is_wrong_is_told_and_nothing_kept(wrong: dict[str, str], cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    told = as_user(cast.inspector).post(door("answer_item", inspection), wrong, headers=SCRIPT)
    assert told.status_code == 422
    assert told.json()["error"]
    assert not Answer.objects.exclude(verdict="").exists()


def test_without_a_script_a_card_is_a_form_and_brings_its_photographs(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    browser = as_user(cast.inspector)
    said = {"verdict": "fail", "photos": [files.upload(files.picture(), "a.jpg")]}
    told = browser.post(door("answer_item", inspection), said)
    assert told["Location"] == f"{cards(inspection)}#item-{questions(inspection)[0].pk}"
    assert attachments_of(Answer.objects.get()).count() == 1
    again = browser.post(door("answer_item", inspection), {"verdict": "x"})
    assert (again.status_code, Page(again).main.all("div", "alert-danger") != []) == (422, True)


def test_without_a_script_what_was_refused_is_not_to_be_typed_again(cast: Cast, as_user: Any) -> None:
    inspection, browser = at_the_village(cast), as_user(cast.inspector)
    typed = {"verdict": "fail", "text": "灭火器压力不足", "place": "东门", "level": "major"}
    content = browser.post(door("answer_item", inspection), typed | {"said_at": "x"}).content.decode()
    for kept in ("灭火器压力不足</textarea>", 'value="东门"', 'value="fail" checked', 'value="major" selected'):
        assert content.count(kept) == 1
    assert not Answer.objects.filter(text="灭火器压力不足").exists()
    browser.post(door("answer_item", inspection), typed)
    content = browser.post(door("answer_item", inspection), typed | {"text": "已更换", "said_at": "x"}).content.decode()
    assert ("已更换</textarea>" in content, "灭火器压力不足" in content) == (True, False)


def test_a_photograph_is_kept_small_upright_and_without_its_place(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    photo = files.upload(files.phone_photo(6, (800, 600)), "现场.jpg")
    told = as_user(cast.inspector).post(door("keep_answer_photo", inspection), {"photos": photo})
    [kept] = attachments_of(Answer.objects.get())
    assert told.json() == {"sha256": kept.sha256, "name": "现场.jpg"}
    content = kept.file.read()
    assert b"Exif" not in content
    dropped = as_user(cast.inspector).post(door("drop_answer_photo", inspection), {"sha256": kept.sha256})
    assert dropped.json() == {"dropped": True}
    assert not attachments_of(Answer.objects.get()).exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (None, "没有收到文件。"),
        ((b"GIF89a", "a.gif"), ""),
        ((files.PDF, "a.pdf"), "这不是照片：文档请在详情页面上传。"),
    ],
)
def test_what_is_no_photograph_is_refused(sent: Any, sentence: str, cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    given = {"photos": files.upload(*sent)} if sent else {}
    told = as_user(cast.inspector).post(door("keep_answer_photo", inspection), given)
    assert told.status_code == 422
    assert sentence in told.json()["error"]


def test_once_it_is_over_the_cards_lead_to_its_page_and_take_nothing(cast: Cast, as_user: Any) -> None:
    inspection, browser = finished(cast), as_user(cast.inspector)
    assert browser.get(cards(inspection))["Location"] == inspection.get_absolute_url()
    for name, given in (("answer_item", {"verdict": "fail"}), ("drop_answer_photo", {"sha256": "x"})):
        told = browser.post(door(name, inspection), given, headers=SCRIPT)
        assert (told.status_code, told.json()["error"]) == (422, "目前状态为“已结束”，不能进行此操作。")
    photo = {"photos": files.upload(files.picture(), "a.jpg")}
    assert browser.post(door("keep_answer_photo", inspection), photo).status_code == 422


def test_a_question_of_another_inspection_is_none_here(cast: Cast, as_user: Any) -> None:
    mine, other = at_the_village(cast), at_the_village(cast)
    url = reverse("inspections:answer_item", args=[mine.pk, questions(other)[0].pk])
    assert as_user(cast.inspector).post(url, {"verdict": "pass"}, headers=SCRIPT).status_code == 404
    assert not Answer.objects.exists()


def test_photographs_are_seen_by_whoever_sees_the_inspection_and_nobody_else(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast, unit=cast.other_village)
    [photo] = attachments_of(failed(inspection, 0))
    url = reverse("preview_attachment", args=[photo.pk])
    seen = {role: as_user(getattr(cast, role)).get(url).status_code for role in ("inspector", "office", "liaison")}
    assert seen == {"inspector": 200, "office": 200, "liaison": 404}


def test_the_page_of_cards_costs_the_same_for_any_number(cast: Cast, as_user: Any, query_count: Any) -> None:
    inspection, browser = at_the_village(cast), as_user(cast.inspector)
    answer(inspection, 0, PASS)
    browser.get(cards(inspection))
    few = query_count(lambda: browser.get(cards(inspection)))
    answer(inspection, 0, FAIL)
    failed(inspection, 1)
    assert query_count(lambda: browser.get(cards(inspection))) == few <= 12


@pytest.mark.parametrize("value", ["\x00", "<script>x</script>", "{{ 7*7 }}", "😀" * 200, "a" * 10_000, "' OR 1=1"])
def test_hostile_words_are_kept_as_words_or_refused(value: str, cast: Cast, as_user: Any) -> None:
    inspection, browser = at_the_village(cast), as_user(cast.inspector)
    for name in ("text", "place", "level", "said_at", "verdict"):
        given = {"verdict": "fail"} | {name: value}
        assert browser.post(door("answer_item", inspection), given, headers=SCRIPT).status_code in (200, 400, 422)
    page = browser.get(cards(inspection)).content.decode()
    assert "<script>x" not in page
    assert "49" not in Page(browser.get(cards(inspection))).main.first("textarea").text
