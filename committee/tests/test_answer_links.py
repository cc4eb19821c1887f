"""An invitation answered by its signed link, without a login, until the meeting begins."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.conf import settings as portal
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committee.models import Attendance, Meeting
from committee.services import meetings
from committee.services.meetings.links import ANSWER, SIGN_IN, answer_link
from committee.tests import work
from committee.tests.pages import Page
from dayan_safety.models import Action
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")


@pytest.fixture
def place(cast: Cast) -> Attendance:
    """The liaison's place at a meeting in ten days."""
    return work.an_invitation(work.a_notified(cast, place="三楼"), cast.liaison)


def test_the_link_shows_the_meeting_and_one_s_own_name_alone(place: Attendance, cast: Cast, client: Client) -> None:
    page = Page(client.get(answer_link(place)))
    assert page.main.first(kind="bare-head").text == f"{place.meeting} 2026年6月25日 星期四 09:00 三楼"
    assert "孙信息，您是否参加？" in page.text
    others = [str(row) for row in place.meeting.attendances.exclude(pk=place.pk)]
    assert [name for name in others if name in page.text] == []
    assert place.person.telephone not in page.text


def test_the_answer_is_kept_and_the_last_one_counts(place: Attendance, client: Client) -> None:
    link = answer_link(place)
    leave = {"answer": "leave", "leave_reason": "培训", "substitute": "李四 村主任"}
    page = Page(client.post(link, leave))
    assert (page.title, page.main.first(kind="alert-success").text) == (
        "谢谢", f"已记录您的回复：请假。{place.meeting}，2026-06-25。会议开始前可以更改。",
    )  # fmt: skip
    place.refresh_from_db()
    assert (place.answer, place.leave_reason, place.substitute) == ("leave", "培训", "李四 村主任")
    assert Page(client.get(link)).input("leave_reason") == "培训"
    client.post(link, leave | {"answer": "coming"})
    place.refresh_from_db()
    assert (place.answer, place.leave_reason, place.substitute) == ("coming", "", "")
    told = Action.objects.filter(verb="committee.answer_invitation").order_by("number")
    assert [(row.by_name, row.after["answer"], row.address) for row in told] == [
        ("", "leave", "127.0.0.1"), ("", "coming", "127.0.0.1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        ({}, {"answer": "这个字段是必填项。"}),
        ({"answer": "leave", "substitute": "李四"}, {"": "请填写请假事由。"}),
        ({"answer": "x"}, {"answer": "选择一个有效的选项。 x 不在可用的选项中。"}),
        (
            {"answer": "coming", "substitute": "长" * 101},
            {"substitute": "确保该变量包含不超过 100 字符 (目前字符数 101)。"},
        ),
    ],
)
def test_a_wrong_answer_is_told_and_stays_typed(
    form: dict[str, str], errors: dict[str, str], place: Attendance, client: Client
) -> None:
    page = Page(client.post(answer_link(place), form))
    assert (page.status_code, page.errors) == (422, errors)
    assert page.input("substitute") == form.get("substitute", "")
    place.refresh_from_db()
    assert place.answer == ""


def test_a_link_works_until_the_meeting_begins_also_when_it_was_moved(place: Attendance, client: Client) -> None:
    link = answer_link(place)
    Meeting.objects.update(held_on=date(2026, 7, 1))
    for moment, code in (("2026-07-01 08:59:59+08:00", 200), ("2026-07-01 09:00:00+08:00", 410)):
        with time_machine.travel(moment, tick=False):
            assert client.get(link).status_code == code
            assert client.post(link, {"answer": "coming"}).status_code == code


@pytest.mark.parametrize("state", ["draft", "under_way", "for_comment", "final", "cancelled"])
def test_a_link_ends_with_the_state_in_which_one_answers(state: str, place: Attendance, client: Client) -> None:
    assert client.get(answer_link(place)).status_code == 200
    Meeting.objects.update(state=state)
    answer = client.post(answer_link(place), {"answer": "coming"})
    place.refresh_from_db()
    assert (answer.status_code, Page(answer).title, place.answer) == (410, "链接已失效", "")


def test_who_was_taken_off_the_list_has_no_link_any_more(place: Attendance, client: Client) -> None:
    meetings.uninvite(place, by=None, reason="误邀")
    assert client.get(answer_link(place)).status_code == 410


def test_a_meeting_that_was_removed_has_no_links(place: Attendance, client: Client) -> None:
    Meeting.objects.update(removed_at=timezone.now())
    assert client.get(answer_link(place)).status_code == 410


def test_a_link_that_was_tampered_with_is_none(place: Attendance, client: Client) -> None:
    token = answer_link(place).rsplit("/", 2)[1]
    other = signing.dumps(place.pk, salt=SIGN_IN)
    foreign = signing.dumps(place.pk, key="another key", salt=ANSWER)
    wrong = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "A" + token,
        token.swapcase(),
        other,
        foreign,
        "x",
        ":::",
        "长",
    ]
    answers = [client.get(reverse("committee:answer_by_link", args=[word])) for word in wrong]
    assert [answer.status_code for answer in answers] == [410] * len(wrong)
    assert client.get(reverse("committee:answer_by_link", args=[token])).status_code == 200


def test_hostile_answers_are_text(place: Attendance, cast: Cast, as_user: Any, client: Client) -> None:
    form = {"answer": "leave", "leave_reason": "<script>alert(1)</script>", "substitute": "<img src=x>"}
    assert client.post(answer_link(place), form).status_code == 200
    for url in (place.meeting.get_absolute_url(), reverse("committee:record_attendance", args=[place.meeting_id])):
        shown = as_user(cast.office).get(url).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_the_page_is_kept_nowhere(place: Attendance, client: Client) -> None:
    assert "no-store" in client.get(answer_link(place))["Cache-Control"]


def test_the_page_speaks_english_to_who_asks_for_it(place: Attendance, client: Client) -> None:
    client.cookies[portal.LANGUAGE_COOKIE_NAME] = "en"
    assert "孙信息, do you come?" in Page(client.get(answer_link(place))).text
