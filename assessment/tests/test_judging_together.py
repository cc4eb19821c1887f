"""Two who judge the same indicator at once: the second is told what the first wrote, and nothing is lost silently."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Judgement
from assessment.services.national import judging
from assessment.tests.national_builders import a_judgement, graded
from committee.tests.pages import Page
from committee.tests.refusals import history, refused
from dayan_safety.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SAID = {"presence": "a", "evidence_grade": "b", "effect": "c", "text": "我写的", "note": ""}
OTHER = "有无 b 大部分做到；痕迹 b 大部分做到；效果 b 大部分做到；自评文字 —；备注 —"
MEANWHILE = f"填写期间已有他人保存：{OTHER}。再次保存将以您填写的内容为准。"


def door(judgement: Judgement) -> str:
    """Where it is judged."""
    return reverse("assessment:judge_indicator", args=[judgement.pk])


def seen(browser: Any, judgement: Judgement) -> int:
    """The version over which the form is opened."""
    return int(Page(browser.get(door(judgement))).input("version"))


def test_the_form_stands_on_what_was_kept_when_it_was_opened(cast: Cast, as_user: Any) -> None:
    judgement = a_judgement()
    before = seen(as_user(cast.office), judgement)
    graded(judgement)
    assert seen(as_user(cast.office), judgement) == before + 1


def test_the_second_is_told_what_the_first_wrote_and_keeps_what_was_typed(cast: Cast, as_user: Any) -> None:
    judgement, browser = a_judgement(), as_user(cast.office)
    typed = SAID | {"version": seen(browser, judgement), "once": "a" * 32}
    graded(judgement, "bbb")
    answer = browser.post(door(judgement), typed)
    page = Page(answer)
    assert (answer.status_code, page.errors[""]) == (422, MEANWHILE)
    assert page.input("text") == "我写的"
    judgement.refresh_from_db()
    assert judgement.marks == ("b", "b", "b")


def test_saving_again_writes_over_it_knowingly_and_history_has_both(cast: Cast, as_user: Any) -> None:
    judgement, browser = a_judgement(), as_user(cast.office)
    typed = SAID | {"version": seen(browser, judgement), "once": "a" * 32}
    graded(judgement, "bbb")
    page = Page(browser.post(door(judgement), typed))
    again = typed | {"version": page.input("version"), "once": page.input("once")}
    assert browser.post(door(judgement), again).status_code == 302
    judgement.refresh_from_db()
    assert (judgement.marks, judgement.text) == (("a", "b", "c"), "我写的")
    told = [(before.get("presence"), after.get("presence")) for _verb, _by, before, after, _why in history(judgement)]
    assert told == [("", "b"), ("b", "a")]


def test_a_third_who_writes_between_the_two_sendings_is_told_of_again(cast: Cast, as_user: Any) -> None:
    judgement, browser = a_judgement(), as_user(cast.office)
    typed = SAID | {"version": seen(browser, judgement), "once": "a" * 32}
    graded(judgement, "bbb")
    page = Page(browser.post(door(judgement), typed))
    graded(judgement, "ddd")
    again = browser.post(door(judgement), typed | {"version": page.input("version"), "once": page.input("once")})
    assert "有无 d 没有做到" in Page(again).errors[""]
    judgement.refresh_from_db()
    assert judgement.marks == ("d", "d", "d")


def test_two_at_the_very_same_moment_are_told_by_the_service() -> None:
    judgement = a_judgement()
    one, other = (Judgement.objects.get(pk=judgement.pk) for _each in range(2))
    judging.judge_indicator(one, by=None, version=judgement.version, presence="b", evidence_grade="b", effect="b")
    with refused(MEANWHILE):
        judging.judge_indicator(other, by=None, version=judgement.version, presence="a")


def test_what_was_sent_twice_is_written_once(cast: Cast, as_user: Any) -> None:
    judgement, browser = a_judgement(), as_user(cast.office)
    typed = SAID | {"version": seen(browser, judgement), "once": "a" * 32}
    answers = [browser.post(door(judgement), typed) for _each in range(2)]
    assert [answer["Location"] for answer in answers] == [judgement.get_absolute_url()] * 2
    assert len(history(judgement)) == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_version_that_nobody_saw_never_writes_over_anything(version: str, cast: Cast, as_user: Any) -> None:
    judgement = graded(a_judgement(), "bbb")
    answer = as_user(cast.office).post(door(judgement), SAID | {"version": version, "once": "a" * 32})
    judgement.refresh_from_db()
    assert (answer.status_code, judgement.marks) in ((422, ("b", "b", "b")), (302, ("a", "b", "c")))
    assert (answer.status_code == 302) == (version == "")  # a form without one is sent by a program, knowingly


def test_the_sentence_says_the_text_and_the_note_too() -> None:
    judgement = a_judgement()
    judging.judge_indicator(judgement, by=None, presence="a", text="已成立领导小组", note="待补文件")
    told = judging.judged_meanwhile(judgement)
    assert "有无 a 全部做到；痕迹 —；效果 —；自评文字 已成立领导小组；备注 待补文件" in told
