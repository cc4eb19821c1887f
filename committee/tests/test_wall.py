"""The meeting on the wall, its code that changes, and the earlier versions of its minutes."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from urllib.parse import unquote

import pytest
import segno
import time_machine
from django.urls import reverse
from django.utils import timezone

from committee.models import Meeting
from committee.services import meetings
from committee.services.meetings import Mark
from committee.tests import work
from committee.tests.pages import Node, Page, Reader
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
PAGE, AGENDA, CODE = "show_projector", "show_wall_agenda", "show_wall_code"


def address(name: str, meeting: Meeting) -> str:
    """A page of the meeting."""
    return reverse(f"committee:{name}", args=[meeting.pk])


def part(answer: Any) -> Node:
    """A part of a page, without the page."""
    reader = Reader()
    reader.feed(answer.content.decode())
    return reader.open[0]


def picture(browser: Any, meeting: Meeting) -> str:
    """The code that is on the wall now."""
    return str(part(browser.get(address(CODE, meeting))).first("img").attributes.get("src", ""))


def drawn(url: str) -> str:
    """The picture that leads to ``url``."""
    return segno.make(url, error="m", micro=False).svg_data_uri(scale=8, border=2, light="#fff")


def test_the_wall_shows_topics_outcomes_and_results_large(cast: Cast, as_user: Any) -> None:
    a_task(title="清理集市", lead_unit=cast.village)
    meeting = Meeting(committee=cast.committee, title="例会", held_on=TODAY, begins_at=time(9), place="三楼")
    meetings.create_meeting(meeting, by=None)
    item = work.an_item(meeting, title="消防通道", owner=cast.lead.person)
    meetings.begin_meeting(meeting, by=None)
    work.an_outcome(item, text="同意。")
    work.a_task_outcome(item, cast.group, text="划线")
    page = Page(as_user(cast.chair).get(address(PAGE, meeting)))
    topics = [line.text for line in page.main.first("ol").children if isinstance(line, Node)]
    assert topics[0] == (
        "前期议定事项落实情况 督查进度 · 10 分钟 任务：已销号 0 项，在办 1 项，逾期 0 项 清理集市（东风村）：正常"
    )
    assert topics[1] == "消防通道 协调解决问题 · 赵组长 · 10 分钟 决定 同意。 任务 划线 消防安全组 · 2026-06-25 止"
    assert page.main.first("aside").text == "扫码签到 已签到 0 人，应到 4 人"


def test_the_parts_that_renew_themselves_say_the_same_as_the_page(cast: Cast, as_user: Any) -> None:
    meeting, browser = work.an_open(cast), as_user(cast.office)
    page = Page(browser.get(address(PAGE, meeting)))
    assert page.main.first("section").text == part(browser.get(address(AGENDA, meeting))).text
    assert page.main.first("aside").text == part(browser.get(address(CODE, meeting))).text
    work.an_item(meeting, title="新的一项")
    meetings.sign_in(work.an_invitation(meeting, cast.lead), by=None)
    assert "新的一项" in part(browser.get(address(AGENDA, meeting))).text
    assert "已签到 1 人，应到 5 人" in part(browser.get(address(CODE, meeting))).text
    renewed = {node.attributes.get("hx-get") for node in page.main.all() if "hx-get" in node.attributes}
    assert renewed == {address(AGENDA, meeting), address(CODE, meeting)}


def test_only_who_came_counts_as_signed_in(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    logins = (cast.chair, cast.office, cast.lead, cast.member, cast.liaison)
    marks = ("present", "late", "substitute", "excused", "absent")
    by_key = {
        work.an_invitation(meeting, login).pk: Mark(mark, "某") for login, mark in zip(logins, marks, strict=True)
    }
    meetings.record_attendance(meeting, by=None, marks=by_key)
    assert part(as_user(cast.chair).get(address(CODE, meeting))).first("p", "came").text == "已签到 3 人，应到 5 人"


def test_the_code_leads_to_the_door_and_changes_every_half_minute(cast: Cast, as_user: Any, client: Any) -> None:
    meeting, browser, seen = work.an_open(cast), as_user(cast.office), []
    for second in (0, 29, 30, 59):
        with time_machine.travel(f"2026-06-15 10:00:{second:02}+08:00", tick=False):
            seen.append(picture(browser, meeting))
            code = meetings.code_at(meeting, timezone.now())
            url = f"{address('sign_in_to_meeting', meeting)}?code={code}"
            assert seen[-1] == drawn(f"http://testserver{url}")
            assert client.get(url).status_code == 200
    assert seen[0] == seen[1] != seen[2] == seen[3]


@pytest.mark.parametrize(
    ("state", "has_code"),
    [("draft", False), ("notified", True), ("under_way", True), ("for_comment", False), ("final", False)],
)
def test_there_is_a_code_while_one_may_sign_in(state: str, has_code: bool, cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    Meeting.objects.update(state=state)
    assert bool(picture(as_user(cast.office), meeting)) is has_code


def test_no_wall_shows_personal_data(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    place = work.an_invitation(meeting, cast.liaison)
    place.leave_reason, place.answer = "住院", "leave"
    place.save()
    browser = as_user(cast.office)
    for name in (PAGE, AGENDA, CODE):
        shown = unquote(browser.get(address(name, meeting)).content.decode())
        numbers = [row.person.telephone for row in meeting.attendances.select_related("person") if row.person]
        assert [word for word in (*numbers, "住院", "孙信息", meeting.secret) if word in shown] == []


@pytest.mark.parametrize("name", [PAGE, AGENDA, CODE])
def test_the_wall_is_shown_by_chair_and_office_alone(name: str, cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    codes = {role: as_user(getattr(cast, role)).get(address(name, meeting)).status_code for role in Cast.ROLES}
    assert [role for role, code in codes.items() if code == 200] == ["chair", "office"]
    assert codes["lead"] == codes["liaison"] == 403
    assert codes["outsider"] == codes["auditor"] == 404


def test_hostile_topics_are_text_on_the_wall(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    item = work.an_item(meeting, title="<script>alert(1)</script>")
    work.an_outcome(item, text="<img src=x onerror=a()>")
    for name in (PAGE, AGENDA):
        shown = as_user(cast.office).get(address(name, meeting)).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


# --- earlier versions of the minutes ----------------------------------------------------------------------------------


def reopened(cast: Cast) -> Meeting:
    """A meeting whose minutes were final with the decision 同意。, opened again, changed and made final anew."""
    meeting = work.a_final(cast)
    meetings.reopen_minutes(meeting, by=cast.chair, reason="漏记")
    outcome = meeting.items.get().outcomes.get()
    meetings.edit_outcome(outcome, by=None, kind="decision", text="不同意。")
    meetings.finalize_minutes(meeting, by=None)
    return meeting


def test_the_page_of_a_meeting_leads_to_earlier_versions_once_there_are_some(cast: Cast, as_user: Any) -> None:
    plain, changed = work.a_final(cast), reopened(cast)
    browser = as_user(cast.lead)
    assert "历史版本" not in Page(browser.get(plain.get_absolute_url())).facts
    page = Page(browser.get(changed.get_absolute_url()))
    assert page.facts["历史版本"] == "1"
    assert page.main.first("dl", "facts").all("a")[-1].attributes["href"] == address("list_versions", changed)


def test_an_earlier_version_is_read_as_it_was(cast: Cast, as_user: Any) -> None:
    meeting = reopened(cast)
    meetings.reopen_minutes(meeting, by=None, reason="再改")
    cards = Page(as_user(cast.liaison).get(address("list_versions", meeting))).main.all("section", "card")
    assert [card.first("h2").text for card in cards] == [
        f"版本 2 · {meeting.title} 大安创纪〔2026〕1号",
        f"版本 1 · {meeting.title} 大安创纪〔2026〕1号",
    ]
    assert [card.first("ul", "outcomes").text for card in cards] == ["不同意。", "同意。"]
    assert cards[1].first(kind="alert").text == "此版纪要于 2026-06-15 10:00 重新打开：漏记"
    assert cards[0].first("dl").text == "出席 王主任、李文员、赵组长、钱所长、孙信息"


def test_a_version_of_topics_alone_does_not_speak_of_results(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.lead).get(address("list_versions", reopened(cast))))
    assert "尚未交办任何事项" not in page.text


def test_the_numbers_of_a_meeting_stay_when_it_is_final_again(cast: Cast, as_user: Any) -> None:
    meeting = reopened(cast)
    facts = Page(as_user(cast.lead).get(meeting.get_absolute_url())).facts
    assert facts["纪要文号"] == "大安创纪〔2026〕1号"
    assert work.a_final(cast).minutes_number == "大安创纪〔2026〕2号"
