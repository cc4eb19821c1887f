"""Signing in to a meeting with the code on the wall: by name and number without a login, with one press for who has
one."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as portal
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committee.models import Attendance, Meeting
from committee.services import meetings
from committee.tests import work
from committee.tests.pages import Page
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_person

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
AT_TEN = {"held_on": TODAY, "begins_at": time(10, 30)}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """A meeting that begins in half an hour."""
    return work.a_notified(cast, **AT_TEN)


def door(meeting: Meeting, code: str | None = None) -> str:
    """What the code on the wall leads to."""
    shown = meetings.code_at(meeting, timezone.now()) if code is None else code
    return f"{reverse('committee:sign_in_to_meeting', args=[meeting.pk])}?code={shown}"


def scanned(meeting: Meeting, browser: Client) -> dict[str, str]:
    """The proof that the code was scanned, as the form carries it."""
    return {"scanned": Page(browser.get(door(meeting))).input("scanned")}


def status(login: Any) -> list[str]:
    """What the attendance lists say of somebody."""
    return list(Attendance.objects.filter(person=login.person).order_by("pk").values_list("status", flat=True))


def typed(login: Any, **values: str) -> dict[str, str]:
    """Name and digits as somebody types them."""
    return {"name": str(login), "digits": login.person.telephone[-4:], **values}


def test_name_and_last_four_digits_sign_in(meeting: Meeting, cast: Cast, client: Client) -> None:
    page = Page(client.post(door(meeting, ""), scanned(meeting, client) | typed(cast.liaison)))
    assert (page.status_code, page.main.first(kind="alert-success").text) == (200, "孙信息：出席。")
    assert (status(cast.liaison), status(cast.lead)) == (["present"], [""])
    told = Action.objects.get(verb="committee.sign_in_to_meeting")
    assert (told.by, told.outcome, told.after) == (None, "done", {"status": "present"})


def test_who_is_signed_in_to_the_portal_needs_one_press(meeting: Meeting, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.lead)
    page = Page(browser.get(door(meeting)))
    assert ("赵组长" in page.text, page.main.all("input", "form-control")) == (True, [])
    browser.post(door(meeting, ""), scanned(meeting, browser))
    assert status(cast.lead) == ["present"]
    assert Action.objects.get(verb="committee.sign_in_to_meeting").by == cast.lead


def test_who_is_signed_in_but_not_invited_signs_in_for_nobody(meeting: Meeting, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.inspector)
    answer = browser.post(door(meeting, ""), scanned(meeting, browser) | typed(cast.inspector))
    assert answer.status_code == 422
    assert set(Attendance.objects.values_list("status", flat=True)) == {""}


def test_who_comes_late_is_late_and_signing_in_twice_counts_once(meeting: Meeting, cast: Cast, client: Client) -> None:
    for moment, told in (("10:35:00", "出席"), ("10:36:00", "迟到")):
        login = cast.liaison if told == "出席" else cast.lead
        with time_machine.travel(f"2026-06-15 {moment}+08:00", tick=False):
            assert told in Page(client.post(door(meeting, ""), scanned(meeting, client) | typed(login))).text
    with time_machine.travel("2026-06-15 10:50+08:00", tick=False):
        again = Page(client.post(door(meeting, ""), scanned(meeting, client) | typed(cast.liaison)))
    assert again.main.first(kind="alert-success").text == "孙信息：出席。"
    assert status(cast.liaison) == ["present"]
    assert Action.objects.filter(verb="committee.sign_in_to_meeting").count() == 2


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"digits": "0000"}, {"": "姓名和号码与参会名单不符，请联系办公室登记。"}),
        ({"name": "没有此人"}, {"": "姓名和号码与参会名单不符，请联系办公室登记。"}),
        ({"name": ""}, {"name": "这个字段是必填项。"}),
        ({"digits": "12"}, {"digits": "请填写后四位数字。"}),
        ({"digits": "１２３４"}, {"digits": "请填写后四位数字。"}),
        ({"digits": "' or"}, {"digits": "请填写后四位数字。"}),
        ({"name": "<script>alert(1)</script>"}, {"": "姓名和号码与参会名单不符，请联系办公室登记。"}),
    ],
)
def test_which_of_the_two_is_wrong_is_not_said(
    wrong: dict[str, str], errors: dict[str, str], meeting: Meeting, cast: Cast, client: Client
) -> None:
    answer = client.post(door(meeting, ""), scanned(meeting, client) | typed(cast.liaison, **wrong))
    page = Page(answer)
    assert (page.status_code, page.errors) == (422, errors)
    assert page.input("name") == wrong.get("name", "孙信息")
    assert "<script>alert" not in answer.content.decode()
    assert set(Attendance.objects.values_list("status", flat=True)) == {""}


def test_two_of_a_name_are_told_apart_by_their_numbers(meeting: Meeting, cast: Cast, client: Client) -> None:
    twin = a_person(name="孙信息", telephone="13900001111")
    place = meetings.invite(meeting, by=None, person=twin)
    client.post(door(meeting, ""), scanned(meeting, client) | {"name": "孙信息", "digits": "1111"})
    place.refresh_from_db()
    assert (place.status, status(cast.liaison)) == ("present", [""])


def test_two_of_a_name_and_number_are_left_to_the_office(meeting: Meeting, cast: Cast, client: Client) -> None:
    twin = a_person(name="孙信息", telephone="139000" + cast.liaison.person.telephone[-5:])
    meetings.invite(meeting, by=None, person=twin)
    assert client.post(door(meeting, ""), scanned(meeting, client) | typed(cast.liaison)).status_code == 422


def test_a_code_lasts_a_minute_at_most_the_form_five(meeting: Meeting, cast: Cast, client: Client) -> None:
    with time_machine.travel("2026-06-15 10:00:00+08:00", tick=False):
        link, proof = door(meeting), scanned(meeting, client)
    codes = {}
    for second in (0, 29, 59, 60, 90):
        with time_machine.travel(f"2026-06-15 10:0{second // 60}:{second % 60:02}+08:00", tick=False):
            codes[second] = client.get(link).status_code
    assert codes == {0: 200, 29: 200, 59: 200, 60: 410, 90: 410}
    with time_machine.travel("2026-06-15 10:05:01+08:00", tick=False):
        late = client.post(door(meeting, ""), proof | typed(cast.liaison))
    assert (late.status_code, Page(late).title, status(cast.liaison)) == (410, "签到码已失效", [""])
    with time_machine.travel("2026-06-15 10:04:59+08:00", tick=False):
        assert client.post(door(meeting, ""), proof | typed(cast.liaison)).status_code == 200


@pytest.mark.parametrize("code", ["", "x", "长", "0" * 10, "%00", "'"])
def test_a_made_up_code_opens_nothing(code: str, meeting: Meeting, client: Client) -> None:
    assert client.get(door(meeting, code)).status_code in (400, 410)
    assert client.get(door(meeting)).status_code == 200


def test_the_code_and_the_proof_of_another_meeting_open_nothing(meeting: Meeting, cast: Cast, client: Client) -> None:
    other = work.a_notified(cast, **AT_TEN)
    assert client.get(door(meeting, meetings.code_at(other, timezone.now()))).status_code == 410
    answer = client.post(door(meeting, ""), scanned(other, client) | typed(cast.liaison))
    assert (answer.status_code, status(cast.liaison)) == (410, ["", ""])


def test_a_post_without_having_scanned_does_nothing_also_for_who_is_signed_in(
    meeting: Meeting, cast: Cast, as_user: Any
) -> None:
    browser = as_user(cast.lead)
    assert [browser.post(door(meeting), form).status_code for form in ({}, {"scanned": "x"})] == [410, 410]
    assert status(cast.lead) == [""]


@pytest.mark.parametrize("state", ["draft", "for_comment", "final", "cancelled"])
def test_a_meeting_that_is_not_on_has_no_door(state: str, meeting: Meeting, client: Client) -> None:
    link = door(meeting)
    assert client.get(link).status_code == 200
    Meeting.objects.update(state=state)
    assert client.get(link).status_code == 404


def test_too_early_is_told_in_words(cast: Cast, client: Client) -> None:
    meeting = work.a_notified(cast)
    answer = client.post(door(meeting, ""), scanned(meeting, client) | typed(cast.liaison))
    assert (answer.status_code, Page(answer).main.first(kind="alert-warning").text) == (
        422, "会议开始前一小时起方可登记出席情况。",
    )  # fmt: skip


def test_twenty_wrong_tries_from_one_address_close_the_door_of_that_meeting_for_ten_minutes(
    meeting: Meeting, cast: Cast, client: Client
) -> None:
    other, neighbour = work.a_notified(cast, **AT_TEN), Client(REMOTE_ADDR="10.0.0.9")

    def attempt(browser: Client, of: Meeting, digits: str = "") -> int:
        form = scanned(of, browser) | typed(cast.liaison) | ({"digits": digits} if digits else {})
        return browser.post(door(of, ""), form).status_code

    assert [attempt(client, meeting, "0000") for _try in range(20)] == [422] * 20
    assert (attempt(client, meeting), status(cast.liaison)) == (429, ["", ""])
    assert (attempt(client, other), attempt(neighbour, meeting)) == (200, 200)
    Attendance.objects.update(status="")
    with time_machine.travel(timezone.now() + timedelta(minutes=9, seconds=59), tick=False):
        assert attempt(client, meeting) == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1), tick=False):
        assert attempt(client, meeting) == 200


def test_nineteen_wrong_tries_leave_the_door_open(meeting: Meeting, cast: Cast, client: Client) -> None:
    for _try in range(19):
        client.post(door(meeting, ""), scanned(meeting, client) | typed(cast.liaison, digits="0000"))
    assert client.post(door(meeting, ""), scanned(meeting, client) | typed(cast.liaison)).status_code == 200


def test_one_press_is_not_stopped_by_the_tries_of_others_in_the_room(
    meeting: Meeting, cast: Cast, as_user: Any, client: Client
) -> None:
    for _try in range(20):
        client.post(door(meeting, ""), scanned(meeting, client) | typed(cast.liaison, digits="0000"))
    browser = as_user(cast.lead)
    assert browser.post(door(meeting, ""), scanned(meeting, browser)).status_code == 200


def test_the_page_is_kept_nowhere_and_speaks_english_to_who_asks_for_it(meeting: Meeting, client: Client) -> None:
    client.cookies[portal.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(door(meeting))
    assert "no-store" in answer["Cache-Control"]
    assert "I am here" in Page(answer).text
