"""Calling a meeting and changing one that is ahead: the forms, two editors, and who hears of it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Attendance, Meeting
from committee.tests import work
from committee.tests.pages import Page, rows_of
from dayan_safety.models import Action, Notice
from dayan_safety.testing import Cast, a_meeting, a_person

pytestmark = pytest.mark.usefixtures("midsummer")
NEW = reverse("committee:create_meeting")
REQUIRED = "这个字段是必填项。"


def typed(cast: Cast, **values: Any) -> dict[str, Any]:
    """A form as the office fills it in."""
    given = {"committee": cast.committee.pk, "title": "紧急会议", "held_on": "2026/6/20", "begins_at": "14：30"}
    return given | values


def edit_url(meeting: Meeting) -> str:
    """Where the meeting is edited."""
    return reverse("committee:edit_meeting", args=[meeting.pk])


def as_it_comes(browser: Any, meeting: Meeting) -> dict[str, Any]:
    """The edit form, ready to be sent back."""
    form = browser.get(edit_url(meeting)).context["form"]
    return {field.html_name: field.value() for field in form if field.value() is not None}


def test_the_form_begins_with_the_committee_in_office(cast: Cast, as_user: Any) -> None:
    form = as_user(cast.office).get(NEW).context["form"]
    assert form["committee"].value() == cast.committee.pk
    assert form["begins_at"].value() == time(9)


def test_a_meeting_that_was_called_has_its_chair_its_people_and_its_first_topic(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).post(NEW, typed(cast, place="三楼"), follow=True))
    meeting = Meeting.objects.get()
    assert page.main.first(kind="alert-success").text == "已保存。"
    assert (page.title, page.status) == ("紧急会议", "草稿")
    assert (meeting.held_on, meeting.begins_at, meeting.chair) == (date(2026, 6, 20), time(14, 30), cast.chair.person)
    assert [item.is_results for item in meeting.items.all()] == [True]
    assert [str(row) for row in meeting.attendances.present()] == ["王主任", "钱所长", "李文员", "赵组长"]
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"title": ""}, {"title": REQUIRED}),
        ({"title": "长" * 101}, {"title": "确保该变量包含不超过 100 字符 (目前字符数 101)。"}),
        ({"held_on": "2026-2-30"}, {"held_on": "请按“2026-3-5”的样式填写日期。"}),
        ({"begins_at": "25:00"}, {"begins_at": "这不是时间，请写成14:30这样。"}),
        ({"committee": "99"}, {"committee": "选择一个有效的选项： 该选择不在可用的选项中。"}),
        ({"chair": "99"}, {"chair": "选择一个有效的选项： 该选择不在可用的选项中。"}),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_stays_typed(
    values: dict[str, str], errors: dict[str, str], cast: Cast, as_user: Any
) -> None:
    answer = as_user(cast.office).post(NEW, typed(cast, **values))
    assert (answer.status_code, Page(answer).errors) == (422, errors)
    bound = answer.context["form"]
    assert {name: bound[name].value() for name in values} == values
    assert not Meeting.objects.exists()


def test_sent_three_times_one_meeting_is_called(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    form = typed(cast) | {"once": Page(browser.get(NEW)).input("once")}
    led_to = {browser.post(NEW, form)["Location"] for _time in range(3)}
    assert led_to == {Meeting.objects.get().get_absolute_url()}
    assert Action.objects.filter(verb="committee.create_meeting").count() == 1


@pytest.mark.parametrize("role", ["chair", "lead", "member", "liaison", "outsider"])
def test_the_office_alone_calls_meetings(role: str, cast: Cast, as_user: Any) -> None:
    assert as_user(cast.office).get(NEW).status_code == 200
    assert as_user(getattr(cast, role)).post(NEW, typed(cast)).status_code == 403
    assert not Meeting.objects.exists()


def test_a_draft_is_moved_without_telling_anybody(cast: Cast, as_user: Any) -> None:
    meeting, browser = work.a_draft(cast), as_user(cast.office)
    browser.post(edit_url(meeting), as_it_comes(browser, meeting) | {"held_on": "2026.7.1"})
    meeting.refresh_from_db()
    assert (meeting.held_on, Notice.objects.count()) == (date(2026, 7, 1), 0)


def test_moving_a_meeting_says_who_was_told_of_it(cast: Cast, as_user: Any) -> None:
    meeting, browser = work.a_notified(cast), as_user(cast.office)
    Notice.objects.all().delete()
    form = as_it_comes(browser, meeting) | {"begins_at": "15:00", "place": "二楼"}
    page = Page(browser.post(edit_url(meeting), form, follow=True))
    assert page.main.first(kind="alert-success").text == "已保存。已通知孙信息、王主任、赵组长等 4 人。"
    assert set(Notice.objects.values_list("title", flat=True)) == {f"会议改期：{meeting}，2026-06-25 15:00 二楼"}
    Notice.objects.all().delete()
    page = Page(
        browser.post(edit_url(meeting), as_it_comes(browser, meeting) | {"requirements": "带台账"}, follow=True)
    )
    assert (page.main.first(kind="alert-success").text, Notice.objects.count()) == ("已保存。", 0)


def test_the_second_editor_sees_both_versions_and_may_write_over_knowingly(cast: Cast, as_user: Any) -> None:
    meeting, browser = work.a_draft(cast), as_user(cast.office)
    form = as_it_comes(browser, meeting)
    assert browser.post(edit_url(meeting), form | {"place": "甲", "held_on": "2026-7-1"}).status_code == 302
    page = Page(browser.post(edit_url(meeting), form | {"place": "乙"}))
    assert page.status_code == 409
    assert rows_of(page.main.first(kind="form-sheet")) == [["日期", "2026-07-01", "2026-06-25"], ["地点", "甲", "乙"]]
    meeting.refresh_from_db()
    assert meeting.place == "甲"
    again = form | {"place": "乙", "version": page.input("version")}
    assert browser.post(edit_url(meeting), again).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, meeting.held_on) == ("乙", date(2026, 6, 25))


@pytest.mark.parametrize("state", ["under_way", "for_comment", "final", "cancelled"])
def test_a_meeting_that_is_not_ahead_is_not_changed(state: str, cast: Cast, as_user: Any) -> None:
    meeting, browser = work.a_draft(cast), as_user(cast.office)
    form = as_it_comes(browser, meeting) | {"place": "乙"}
    Meeting.objects.update(state=state)
    page = Page(browser.post(edit_url(meeting), form))
    assert (page.status_code, page.errors) == (422, {"": "只能修改尚未召开的会议。"})
    meeting.refresh_from_db()
    assert meeting.place == ""


def test_the_committee_of_a_meeting_does_not_change(cast: Cast, as_user: Any) -> None:
    form = as_user(cast.office).get(edit_url(work.a_draft(cast))).context["form"]
    assert "committee" not in form.fields


def test_hostile_words_in_a_meeting_are_text_everywhere(cast: Cast, as_user: Any) -> None:
    evil = "<script>alert(1)</script>"
    meeting = a_meeting(cast.committee, title=evil, place=evil, requirements=evil, state="notified")
    person = a_person(name=evil[:20], position=evil)
    Attendance.objects.create(meeting=meeting, person=person, position=evil)
    browser = as_user(cast.office)
    pages = ["view_meeting", "edit_meeting", "show_projector", "print_sheet", "list_answer_links", "list_versions"]
    urls = [reverse(f"committee:{name}", args=[meeting.pk]) for name in pages]
    for url in (*urls, reverse("committee:list_meeting"), "/"):
        answer = browser.get(url)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode(), url
