"""What strangers open with a telephone: a poll and a sign-in list, answered, corrected, read by the office."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Attendee, Sheet
from campaigns.services.questionnaires import questions_of
from campaigns.tests.builders import a_poll, a_question, a_questionnaire, a_sheet, an_open_event
from dayan_safety.testing import build_cast
from dayan_safety.tests.browser import serious_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_poll_is_answered_by_thumb_and_read_by_the_office(visit: Any, transactional_db: Any) -> None:
    cast = build_cast()
    questionnaire = a_questionnaire("非常了解|100\n不了解|0", title="安全社区知晓度问卷", text="匿名填写，谢谢。")
    a_question(questionnaire, text="从哪里了解的？", kind="several", options="手册\n讲座", order=20)
    a_question(questionnaire, text="还想说什么？", kind="words", options="", order=30)
    poll = a_poll(questionnaire, first_on=timezone.localdate(), last_on=timezone.localdate())
    for _number in range(2):
        a_sheet(poll, 1, [0])
    watched = visit(None, "phone")
    page = watched.open(reverse("answer_poll", args=[poll.code]))
    assert serious_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("textarea", "<b>路灯</b>坏了")
    watched.press("form.sheet-form button[type=submit]")
    assert page.locator(".invalid-feedback").count() == 2
    assert page.input_value("textarea") == "<b>路灯</b>坏了"
    watched.shot("poll-errors")
    one, several, _words = questions_of(questionnaire)
    page.check(f"[name=q{one.pk}][value='0']")
    page.check(f"[name=q{several.pk}][value='1']")
    watched.press("form.sheet-form button[type=submit]")
    assert "已匿名保存" in page.inner_text("main")
    assert serious_findings(page) == []
    watched.shot("poll-answered")
    watched.press("main .bare-card p a")
    assert page.locator("input:checked").count() == 0
    assert Sheet.objects.count() == 3
    office = visit(cast.office, "desktop")
    shown = office.open(poll.get_absolute_url())
    assert "＜b＞路灯＜/b＞坏了" in shown.inner_text(".questions")
    assert shown.locator(".questions progress").first.get_attribute("value") == "33"
    assert serious_findings(shown) == []
    office.shot("poll-results")
    code = office.open(reverse("campaigns:show_poll_code", args=[poll.pk]))
    assert code.locator(".poster img").evaluate("image => image.complete && image.naturalWidth > 100")
    assert serious_findings(code) == []


def test_people_sign_in_at_the_door_and_are_told_when_they_did(visit: Any, transactional_db: Any) -> None:
    cast = build_cast()
    event = an_open_event(unit=cast.village, theme="消防培训")
    watched = visit(None, "phone")
    for time in range(2):
        page = watched.open(reverse("check_in", args=[event.check_in_code]))
        assert serious_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.fill("[name=name]", "王小明")
        page.fill("[name=from_unit]", "东风村")
        watched.press("main form button[type=submit]")
        assert ("感谢参加" in page.inner_text("main")) == (time == 0)
        watched.shot(f"check-in-{time}")
    assert Attendee.objects.get().unit == cast.village
    liaison = visit(cast.liaison, "phone")
    page = liaison.open(event.get_absolute_url())
    assert "王小明" in page.inner_text("main")
    assert serious_findings(page) == []
