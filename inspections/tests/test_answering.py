"""Answering question by question: which answer counts, with which level; photographs of a danger, and their end."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.attachments import attachments_of
from dayan_safety.models import Action, Attachment
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.uploads import Checked, check_upload
from inspections.models import Answer, ChecklistItem, Inspection
from inspections.services import checklists, inspecting
from inspections.tests.checklist_builders import a_checklist, an_asked
from inspections.tests.finding_builders import a_kind_of_danger
from inspections.tests.inspection_builders import FAIL, PASS, answer, at_the_village, finding_of, questions

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]  # it is 15 June 2026
SCRIPT = {"Accept": "application/json"}
NOT_ASKED = "此题不在本次检查的检查表中。"
NOON = 1_781_496_000_000  # 15 June 2026, 12:00 in the town, as a telephone counts


def photo(number: int) -> Checked:
    """One that no other is like."""
    return check_upload(files.upload(files.picture(size=(40 + number, 20)), f"照片{number}.jpg"))


def keep(inspection: Inspection, number: int, by: Any = None) -> Attachment:
    """Keep it of the first question."""
    return inspecting.keep_answer_photo(inspection, by=by, item=questions(inspection)[0], photo=photo(number))


def drop(inspection: Inspection, sha256: str, by: Any = None) -> bool:
    """Take it off the first question."""
    return inspecting.drop_answer_photo(inspection, by=by, item=questions(inspection)[0], sha256=sha256)


def door(name: str, inspection: Inspection, number: int = 0) -> str:
    """An address of one of its cards."""
    return reverse(f"inspections:{name}", args=[inspection.pk, questions(inspection)[number].pk])


def by_levels(cast: Cast, *levels: str) -> Inspection:
    """One whose questions are as grave as that and need no photograph."""
    checklist, kind = a_checklist(), a_kind_of_danger()
    for level in levels:
        an_asked(checklist, level=level, kind=kind, needs_photo=False, demand="整改", basis="消防法")
    checklists.use_checklist(checklist, by=None)
    return at_the_village(cast, checklist=checklist)


# Which answer counts


def test_every_answer_that_counts_is_a_version_and_no_other_is(cast: Cast) -> None:
    inspection = at_the_village(cast)
    versions = [answer(inspection, 0, PASS, said_at=moment).version for moment in (1_000, 2_000, 2_000, 1_500, 2_001)]
    assert versions == [2, 3, 3, 3, 4]


@time_machine.travel("2026-06-15 12:00+08:00", tick=False)
def test_without_a_telephone_s_clock_the_portal_s_counts(cast: Cast, as_user: Any) -> None:
    inspection, browser = at_the_village(cast), as_user(cast.inspector)
    browser.post(door("answer_item", inspection), {"verdict": "pass"})
    assert Answer.objects.get().said_at == NOON
    browser.post(door("answer_item", inspection), {"verdict": "fail", "said_at": str(NOON - 1)})
    assert Answer.objects.get().verdict == PASS
    browser.post(door("answer_item", inspection), {"verdict": "fail", "said_at": str(NOON + 1)})
    assert Answer.objects.get().verdict == FAIL


def test_the_card_tells_the_telephone_when_the_kept_answer_was_said(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, FAIL, said_at=NOON, text="堵塞")
    page = Page(as_user(cast.inspector).get(reverse("inspections:answer_inspection", args=[inspection.pk])))
    first, second = page.main.all("form", "inspecting-card")
    assert [card.attributes["data-said-at"] for card in (first, second)] == [str(NOON), "0"]
    assert [card.first("p").text for card in (first, second)] == ["1/2", "2/2"]
    assert first.first("textarea").text == "堵塞"


# Levels


@pytest.mark.parametrize(("level", "due_on"), [("general", "06-22"), ("urgent", "06-18"), ("major", "07-15")])
def test_where_no_level_is_said_the_question_s_own_counts(level: str, due_on: str, cast: Cast) -> None:
    inspection = by_levels(cast, level)
    assert answer(inspection, 0, FAIL).level == level
    inspecting.finish_inspection(inspection, by=cast.inspector, met="孙信息")
    found = finding_of(inspection)
    assert (found.level, f"{found.due_on:%m-%d}") == (level, due_on)


# Which questions


def test_a_question_that_was_removed_is_answered_no_more(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    gone = questions(inspection)[0]
    ChecklistItem.objects.filter(pk=gone.pk).update(removed_at="2026-06-15T00:00Z")
    gone.refresh_from_db()
    with refused(NOT_ASKED):
        inspecting.answer_item(inspection, by=None, item=gone, verdict=PASS, said_at=1)
    for name in ("answer_item", "keep_answer_photo", "drop_answer_photo"):
        url = reverse(f"inspections:{name}", args=[inspection.pk, gone.pk])
        assert as_user(cast.inspector).post(url, {"verdict": "pass"}).status_code == 404, name


# Photographs


def test_of_a_danger_there_are_nine_photographs_and_no_tenth(cast: Cast) -> None:
    inspection = at_the_village(cast)
    kept = [keep(inspection, number) for number in range(9)]
    with refused("每处隐患最多9张照片。"):
        keep(inspection, 9)
    assert keep(inspection, 8) == kept[8]
    assert drop(inspection, kept[0].sha256)
    assert keep(inspection, 9).name == "照片9.jpg"
    assert attachments_of(Answer.objects.get()).count() == 9


def test_a_form_with_ten_keeps_nine_and_says_that_there_were_more(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    ten = [files.upload(files.picture(size=(40 + number, 20)), f"{number}.jpg") for number in range(10)]
    told = as_user(cast.inspector).post(door("answer_item", inspection), {"verdict": "fail", "photos": ten})
    assert (told.status_code, attachments_of(Answer.objects.get()).count()) == (422, 9)
    error = Page(told).main.first("div", "alert-danger")
    assert "每处隐患最多9张照片。" in error.text
    assert error.first("a").attributes["href"] == f"#item-{questions(inspection)[0].pk}"


def test_a_form_whose_photograph_is_none_says_so_and_keeps_the_answer(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    sent = {"verdict": "fail", "photos": [files.upload(files.PDF, "a.pdf")]}
    told = as_user(cast.inspector).post(door("answer_item", inspection), sent, headers=SCRIPT)
    assert (told.status_code, told.json()) == (422, {"error": "这不是照片：文档请在详情页面上传。"})
    kept = Answer.objects.get()
    assert (kept.verdict, attachments_of(kept).count()) == (FAIL, 0)


def test_taken_off_one_goes_and_the_others_stay(cast: Cast) -> None:
    inspection = at_the_village(cast)
    first, second = keep(inspection, 1), keep(inspection, 2)
    assert drop(inspection, first.sha256, by=cast.inspector)
    of_it = Answer.objects.get()
    assert list(attachments_of(of_it)) == [second]
    gone = Attachment.objects.get(pk=first.pk)
    assert (gone.version, gone.file.read()) == (first.version + 1, photo(1).content)
    verb, who, before, _after, _reason = history(of_it)[-1]
    assert (verb, who, before) == ("dayan_safety.remove_attachment", "周警官", {"sha256": first.sha256})


@pytest.mark.parametrize("digest", ["", "x", "0" * 64])
def test_what_is_not_there_is_not_taken_off_and_history_is_silent(digest: str, cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    keep(inspection, 1)
    told = as_user(cast.inspector).post(door("drop_answer_photo", inspection), {"sha256": digest})
    assert (told.status_code, told.json()) == (200, {"dropped": False})
    assert attachments_of(Answer.objects.get()).count() == 1
    assert not Action.objects.filter(verb="dayan_safety.remove_attachment").exists()
