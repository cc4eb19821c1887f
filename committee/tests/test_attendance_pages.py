"""The attendance list on one page: all present, then the exceptions; the sheet to sign, and the links to answer."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.models import Attendance, Meeting
from committee.services import meetings
from committee.services.meetings import Mark
from committee.tests import work
from committee.tests.pages import Page, rows_of
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_person, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
SUBSTITUTE = "李四 村主任"


def address(name: str, meeting: Meeting) -> str:
    """A page of the meeting."""
    return reverse(f"committee:{name}", args=[meeting.pk])


def marks(meeting: Meeting) -> dict[str, tuple[str, str]]:
    """What the list says of each, as the database has it."""
    rows = meeting.attendances.present().select_related("person")
    return {str(row): (row.status, row.substitute) for row in rows}


def sent(meeting: Meeting, **of: Any) -> dict[str, str]:
    """The form, filled in by name: a status, or a status and who came instead."""
    form = {}
    for row in meeting.attendances.present().select_related("person"):
        status, substitute = of.get(str(row), ("", ""))
        form |= {f"status-{row.pk}": status, f"substitute-{row.pk}": substitute}
    return {name: value for name, value in form.items() if value}


def checked(page: Page) -> dict[str, str]:
    """The marks that are set on the page, by field."""
    boxes = [node.attributes for node in page.main.all("input") if "checked" in node.attributes]
    return {str(box["name"]): str(box["value"]) for box in boxes}


def kept(verb: str = "record_attendance") -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """What history keeps of it."""
    done = Action.objects.filter(verb=f"committee.{verb}", outcome=Action.Outcome.DONE).order_by("number")
    return [(row.by_name, row.before, row.after) for row in done]


def test_everybody_stands_on_one_page_with_their_unit_and_their_answer(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    place = work.an_invitation(meeting, cast.liaison)
    meetings.answer_invitation(place, by=cast.liaison, answer="leave", leave_reason="培训", substitute=SUBSTITUTE)
    meetings.invite(meeting, by=None, guest_name="陈教授", guest_unit="济南支持中心", position="专家")
    Meeting.objects.update(held_on=TODAY)
    page = Page(as_user(cast.office).get(address("record_attendance", meeting)))
    assert [line.text for line in page.main.all(kind="who")] == [
        "王主任 安监站",
        "李文员 安监站",
        "赵组长 安监站",
        "钱所长 安监站",
        "孙信息 东风村 请假：培训",
        "陈教授 济南支持中心 专家",
    ]
    assert page.input(f"substitute-{place.pk}") == SUBSTITUTE


def test_all_present_leaves_out_who_is_on_leave(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    for login, substitute in ((cast.liaison, SUBSTITUTE), (cast.member, "")):
        place = work.an_invitation(meeting, login)
        meetings.answer_invitation(place, by=login, answer="leave", leave_reason="培训", substitute=substitute)
    Meeting.objects.update(held_on=TODAY)
    browser = as_user(cast.office)
    answer = browser.post(address("mark_all_present", meeting))
    assert answer["Location"] == address("record_attendance", meeting)
    assert marks(meeting) == {
        "王主任": ("present", ""),
        "李文员": ("present", ""),
        "赵组长": ("present", ""),
        "钱所长": ("excused", ""),
        "孙信息": ("substitute", SUBSTITUTE),
    }
    page = Page(browser.get(answer["Location"]))
    assert page.main.first(kind="alert-success").text == "已登记 5 人，请再登记例外情况。"
    assert list(checked(page).values()) == ["present", "present", "present", "excused", "substitute"]


def test_exceptions_are_kept_and_history_has_those_alone(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    meetings.mark_all_present(meeting, by=None)
    form = sent(
        meeting, 王主任=("late", ""), 李文员=("present", ""), 赵组长=("absent", ""), 钱所长=("substitute", "副所长")
    )
    page = Page(as_user(cast.office).post(address("record_attendance", meeting), form, follow=True))
    assert page.main.first(kind="alert-success").text == "出席情况已保存。"
    assert marks(meeting) == {
        "王主任": ("late", ""),
        "李文员": ("present", ""),
        "赵组长": ("absent", ""),
        "钱所长": ("substitute", "副所长"),
        "孙信息": ("present", ""),
    }
    assert kept()[-1] == (
        "李文员",
        {"王主任": "出席", "赵组长": "出席", "钱所长": "出席"},
        {"王主任": "迟到", "赵组长": "缺席", "钱所长": "代会 副所长"},
    )


def test_a_substitute_without_a_name_is_refused_and_every_mark_stays_typed(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    form = sent(meeting, 王主任=("late", ""), 赵组长=("substitute", ""), 钱所长=("substitute", "副所长"))
    page = Page(as_user(cast.office).post(address("record_attendance", meeting), form))
    assert (page.status_code, page.main.first(kind="alert-danger").text) == (422, "请填写代赵组长参会的人。")
    assert set(marks(meeting).values()) == {("", "")}
    assert checked(page) == {name: value for name, value in form.items() if name.startswith("status")}
    assert [page.input(name) for name in form if name.startswith("substitute")] == ["副所长"]


def test_a_name_beside_who_came_in_person_is_not_kept(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    as_user(cast.office).post(address("record_attendance", meeting), sent(meeting, 王主任=("present", "某人")))
    assert marks(meeting)["王主任"] == ("present", "")


def test_who_signed_in_while_the_page_was_open_is_not_written_over(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    form = sent(meeting, 王主任=("present", ""))
    meetings.sign_in(work.an_invitation(meeting, cast.lead), by=cast.lead)
    as_user(cast.office).post(address("record_attendance", meeting), form)
    assert (marks(meeting)["王主任"][0], marks(meeting)["赵组长"][0]) == ("present", "late")


def test_sent_three_times_it_is_written_once(cast: Cast, as_user: Any) -> None:
    meeting, browser = work.an_open(cast), as_user(cast.office)
    once = Page(browser.get(address("record_attendance", meeting))).input("once")
    form = sent(meeting, 王主任=("present", "")) | {"once": once}
    answers = [browser.post(address("record_attendance", meeting), form) for _time in range(3)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, meeting.get_absolute_url())}
    assert len(kept()) == 1


@pytest.mark.parametrize("status", ["x", "", "PRESENT", "<b>", "present\x01"])
def test_what_is_no_mark_is_left_out(status: str, cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    form = sent(meeting, 李文员=("present", "")) | {f"status-{work.an_invitation(meeting, cast.chair).pk}": status}
    assert as_user(cast.office).post(address("record_attendance", meeting), form).status_code == 302
    assert (marks(meeting)["王主任"][0], marks(meeting)["李文员"][0]) == ("", "present")


def test_marks_for_another_meeting_change_nothing(cast: Cast, as_user: Any) -> None:
    meeting, other = work.an_open(cast), work.an_open(cast)
    as_user(cast.office).post(address("record_attendance", meeting), sent(other, 王主任=("absent", "")))
    assert set(marks(other).values()) == set(marks(meeting).values()) == {("", "")}


def test_hostile_names_are_text_and_end_at_a_hundred_characters(cast: Cast, as_user: Any) -> None:
    meeting, browser = work.an_open(cast), as_user(cast.office)
    form = sent(
        meeting, 王主任=("substitute", "<script>alert(1)</script>" + "长" * 500), 李文员=("substitute", "ａ\u3000 b\t")
    )
    assert browser.post(address("record_attendance", meeting), form).status_code == 302
    assert (len(marks(meeting)["王主任"][1]), marks(meeting)["李文员"][1]) == (100, "a b")
    for page in (address("record_attendance", meeting), meeting.get_absolute_url(), address("print_sheet", meeting)):
        assert "<script>alert" not in browser.get(page).content.decode()


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        ("draft", "目前状态为“草稿”，不能进行此操作。"),
        ("final", "目前状态为“纪要定稿”，不能进行此操作。"),
        ("cancelled", "目前状态为“已取消”，不能进行此操作。"),
    ],
)
def test_a_list_that_is_not_open_is_refused_with_the_state(state: str, answer: str, cast: Cast, as_user: Any) -> None:
    meeting, browser = work.an_open(cast), as_user(cast.office)
    Meeting.objects.update(state=state)
    page = Page(browser.post(address("record_attendance", meeting), sent(meeting, 王主任=("present", ""))))
    assert (page.status_code, page.main.first(kind="alert-danger").text) == (422, answer)
    page = Page(browser.post(address("mark_all_present", meeting), follow=True))
    assert page.main.first(kind="alert-danger").text == answer
    assert set(marks(meeting).values()) == {("", "")}


def test_the_list_opens_an_hour_before_the_meeting(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast, held_on=TODAY, begins_at=time(16))
    browser, form = as_user(cast.office), sent(meeting, 王主任=("present", ""))
    for moment, status in ((datetime(2026, 6, 15, 14, 59, 59), 422), (datetime(2026, 6, 15, 15), 302)):
        with time_machine.travel(f"{moment:%Y-%m-%d %H:%M:%S}+08:00", tick=False):
            assert browser.post(address("record_attendance", meeting), form).status_code == status
    assert marks(meeting)["王主任"] == ("present", "")


@pytest.mark.parametrize("name", ["record_attendance", "mark_all_present", "print_sheet", "list_answer_links"])
def test_only_the_office_keeps_the_list(name: str, cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    codes = {}
    for role in Cast.ROLES:
        browser = as_user(getattr(cast, role))
        send = browser.post if name == "mark_all_present" else browser.get
        codes[role] = send(address(name, meeting)).status_code
    assert codes["office"] in (200, 302)
    assert {role: codes[role] for role in ("chair", "lead", "liaison", "outsider")} == {
        "chair": 403, "lead": 403, "liaison": 403, "outsider": 404,
    }  # fmt: skip
    assert set(marks(meeting).values()) <= {("", ""), ("present", "")}


def test_the_sheet_to_sign_is_in_protocol_order_with_who_is_on_leave(cast: Cast, as_user: Any) -> None:
    an_appointment(cast.committee, "executive_deputy", a_person(name="镇长某"))
    an_appointment(cast.committee, "deputy_director", a_person(name="副书记"))
    meeting = Meeting(committee=cast.committee, title="例会", held_on=TODAY, begins_at=time(16), place="三楼")
    meetings.create_meeting(meeting, by=None)
    meetings.invite(meeting, by=None, guest_name="陈教授", guest_unit="济南支持中心", position="专家")
    meetings.notify_meeting(meeting, by=None)
    member = work.an_invitation(meeting, cast.member)
    meetings.answer_invitation(member, by=cast.member, answer="leave", leave_reason="生病", substitute="副所长")
    page = Page(as_user(cast.office).get(address("print_sheet", meeting)))
    assert (page.title, page.head.first("p").text) == ("例会 签到表", "2026年6月15日 16:00 三楼")
    assert page.rows == [
        ["1", "王主任", "安监站", "主任", "", ""],
        ["2", "镇长某", "", "常务副主任", "", ""],
        ["3", "副书记", "", "副主任", "", ""],
        ["4", "钱所长", "安监站", "成员", "", "请假 · 副所长"],
        ["5", "李文员", "安监站", "办公室工作人员", "", ""],
        ["6", "赵组长", "安监站", "消防安全组 组长", "", ""],
        ["7", "陈教授", "济南支持中心", "专家", "", ""],
    ]
    assert "生病" not in page.text


def test_a_meeting_without_people_has_an_empty_sheet_that_says_so(cast: Cast, as_user: Any) -> None:
    meeting = work.an_open(cast)
    Attendance.objects.all().delete()
    for name in ("print_sheet", "record_attendance", "list_answer_links"):
        assert "尚未邀请任何人。" in Page(as_user(cast.office).get(address(name, meeting))).text
    assert rows_of(Page(as_user(cast.office).get(address("print_sheet", meeting))).main) == [["尚未邀请任何人。"]]


def test_the_page_of_the_meeting_counts_by_answer_first_and_by_mark_afterwards(cast: Cast, as_user: Any) -> None:
    def sums(meeting: Meeting, login: Any) -> str:
        page = Page(as_user(login).get(meeting.get_absolute_url()))
        return page.panels["人员"].first("dl").text

    meeting = work.a_notified(cast)
    meetings.answer_invitation(work.an_invitation(meeting, cast.lead), by=cast.lead, answer="coming")
    assert sums(meeting, cast.member) == "邀请 5 参加 1 未回复 4"
    Meeting.objects.update(held_on=TODAY)
    meeting.refresh_from_db()
    meetings.begin_meeting(meeting, by=None)
    marked = {
        work.an_invitation(meeting, cast.lead).pk: Mark("late"),
        work.an_invitation(meeting, cast.chair).pk: Mark("present"),
    }
    meetings.record_attendance(meeting, by=None, marks=marked)
    assert sums(meeting, cast.member) == "邀请 5 出席 1 迟到 1 未登记 3"


def test_why_somebody_is_on_leave_is_read_by_who_keeps_the_list_alone(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    place = work.an_invitation(meeting, cast.liaison)
    meetings.answer_invitation(place, by=cast.liaison, answer="leave", leave_reason="住院", substitute=SUBSTITUTE)
    told = {
        role: "住院" in as_user(getattr(cast, role)).get(meeting.get_absolute_url()).content.decode()
        for role in ("office", "liaison", "chair", "lead", "member")
    }
    assert told == {"office": True, "liaison": True, "chair": False, "lead": False, "member": False}


def test_links_to_answer_are_for_people_and_open_the_page_of_each(cast: Cast, as_user: Any, client: Any) -> None:
    meeting = work.a_notified(cast)
    meetings.invite(meeting, by=None, guest_name="陈教授")
    page = Page(as_user(cast.office).get(address("list_answer_links", meeting)))
    urls = [str(node.attributes["value"]) for node in page.main.all("input", "link-field")]
    greeted = [Page(client.get(url)).text for url in urls]
    people = ["王主任", "李文员", "赵组长", "钱所长", "孙信息"]
    assert [[name for name in people if name in text] for text in greeted] == [[name] for name in people]
    assert "陈教授" not in page.text
