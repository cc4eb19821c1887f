"""A meeting from its notice to its end: who is told of what, what the first item tells, moved and called off."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from committee.models import AgendaItem, Meeting, User
from committee.services import meetings, tasks
from committee.tests.refusals import history, refused
from committee.tests.work import (
    a_draft,
    a_final,
    a_notified,
    an_invitation,
    an_item,
    an_open,
    called_off,
    made_overdue,
)
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.models import Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_person, a_task, a_unit, a_user

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
STATE = Meeting.State
TABLE = ["李文员", "王主任", "孙信息", "赵组长", "钱所长"]


def told(since: int = 0) -> list[tuple[str, str]]:
    """Whose inboxes got what after the ``since`` first notices."""
    rows = Notice.objects.order_by("pk").select_related("user__person")[since:]
    return sorted((row.user.person.name, row.title) for row in rows)


def names_told(since: int = 0) -> set[str]:
    """Whose inboxes got something."""
    return {name for name, _title in told(since)}


# The notice


def test_the_notice_is_numbered_and_reaches_all_invited_but_its_sender(cast: Cast) -> None:
    meeting = a_draft(cast, title="六月会议", place="三楼", held_on=date(2026, 6, 25))
    assert meetings.notify_meeting(meeting, by=cast.office) == 4
    meeting.refresh_from_db()
    assert (meeting.state, meeting.notice_number) == (STATE.NOTIFIED, "大安创办〔2026〕1号")
    assert (meeting.notified_at, meeting.version) == (timezone.now(), 2)
    assert names_told() == {"王主任", "孙信息", "赵组长", "钱所长"}
    assert {title for _name, title in told()} == {"会议通知：六月会议，2026-06-25 09:00 三楼"}
    assert Notice.objects.first().url == meeting.get_absolute_url()
    assert history(meeting)[-1][:4] == ("notify_meeting", "李文员", {}, {"notice_number": "大安创办〔2026〕1号"})


def test_the_notice_carries_the_agenda_with_who_presents(cast: Cast) -> None:
    meeting = a_draft(cast)
    an_item(meeting, title="通报消防检查", owner=cast.lead.person)
    an_item(meeting, title="布置下月")
    a_proposed = an_item(meeting, title="待定")
    AgendaItem.objects.filter(pk=a_proposed.pk).update(state="proposed")
    meetings.notify_meeting(meeting, by=cast.office)
    assert {notice.text for notice in Notice.objects.all()} == {"1. 消防通道\n2. 通报消防检查（赵组长）\n3. 布置下月"}


# The agenda


def test_an_agenda_that_changed_goes_to_all_invited_once_each(cast: Cast) -> None:
    meeting = a_notified(cast, title="六月例会")
    Notice.objects.filter(user=cast.office).delete()
    topic = an_item(meeting, title="通报")
    assert meetings.send_agenda(meeting, by=cast.office) == 4
    assert told(since=4) == [
        (name, "会议议程：六月例会，2026-06-25 09:00") for name in sorted(TABLE) if name != "李文员"
    ]
    assert {notice.text for notice in Notice.objects.order_by("pk")[4:]} == {"1. 消防通道\n2. 通报"}
    AgendaItem.objects.filter(pk=topic.pk).update(title="通报检查")
    assert meetings.send_agenda(meeting, by=cast.office) == 4
    assert [row[0] for row in history(meeting)[-2:]] == ["send_agenda"] * 2


def test_who_had_the_agenda_with_the_notice_does_not_get_it_twice(cast: Cast) -> None:
    meeting = a_notified(cast)
    assert [meetings.send_agenda(meeting, by=cast.office) for _turn in range(2)] == [0, 0]
    late = a_user(a_person(name="后来"))
    meetings.invite(meeting, by=cast.office, person=late.person)
    Notice.objects.filter(user=late).delete()
    assert (meetings.send_agenda(meeting, by=cast.office), names_told(since=5)) == (1, {"后来"})


@pytest.mark.parametrize(("build", "word"), [(a_draft, "草稿"), (an_open, "进行中"), (a_final, "纪要定稿")])
def test_an_agenda_goes_out_between_notice_and_beginning_alone(cast: Cast, build: Any, word: str) -> None:
    meeting = build(cast)
    with refused(f"目前状态为“{word}”，不能进行此操作。"):
        meetings.send_agenda(meeting, by=cast.office)


def test_notices_are_numbered_within_the_year_of_their_meeting(cast: Cast) -> None:
    days = [date(2026, 7, 8), date(2026, 8, 12), date(2027, 1, 13), date(2026, 9, 9)]
    numbers = [a_notified(cast, held_on=day).notice_number for day in days]
    assert numbers == [f"大安创办〔{year}〕{n}号" for year, n in ((2026, 1), (2026, 2), (2027, 1), (2026, 3))]


def test_a_notice_that_is_refused_uses_up_no_number(cast: Cast) -> None:
    sent = a_notified(cast)
    for _turn in range(2):
        with refused("目前状态为“已通知”，不能进行此操作。"):
            meetings.notify_meeting(sent, by=cast.office)
    set_parameters({"committee.notice_prefix": "大安委办"}, by=cast.office)
    assert a_notified(cast).notice_number == "大安委办〔2026〕2号"


@pytest.mark.parametrize(("begins_at", "allowed"), [(time(10, 1), True), (time(10), False), (time(9), False)])
def test_no_notice_is_sent_of_what_has_begun(cast: Cast, begins_at: time, allowed: bool) -> None:
    meeting = a_draft(cast, held_on=TODAY, begins_at=begins_at)
    if allowed:
        assert meetings.notify_meeting(meeting, by=None) == 5
    else:
        with refused("会议日期已过，请先改到之后的日期。"):
            meetings.notify_meeting(meeting, by=None)


def test_who_cannot_sign_in_or_has_left_is_not_told(cast: Cast) -> None:
    meeting = a_draft(cast)
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    User.objects.filter(pk=cast.chair.pk).update(valid_until=TODAY - timedelta(days=1))
    type(cast.liaison.person).objects.filter(pk=cast.liaison.person_id).update(left_on=TODAY - timedelta(days=1))
    assert meetings.notify_meeting(meeting, by=cast.office) == 1
    assert names_told() == {"赵组长"}


# Changed


@pytest.mark.parametrize(
    ("field", "value"), [("held_on", date(2026, 6, 26)), ("begins_at", time(14, 30)), ("place", "四楼")]
)
def test_those_told_hear_of_another_day_time_or_place(cast: Cast, field: str, value: Any) -> None:
    meeting = a_notified(cast, held_on=date(2026, 6, 25))
    since = Notice.objects.count()
    setattr(meeting, field, value)
    meetings.edit_meeting(meeting, [field], by=cast.office)
    meeting.refresh_from_db()
    assert getattr(meeting, field) == value
    assert names_told(since) == {"王主任", "孙信息", "赵组长", "钱所长"}
    assert all(title.startswith("会议改期：") for _name, title in told(since))


def test_other_changes_are_nobody_s_concern_and_of_a_draft_nobody_hears(cast: Cast) -> None:
    notified, draft = a_notified(cast), a_draft(cast)
    since = Notice.objects.count()
    notified.title, draft.place = "新标题", "四楼"
    meetings.edit_meeting(notified, ["title"], by=cast.office)
    meetings.edit_meeting(draft, ["place"], by=cast.office)
    assert told(since) == []


def test_moved_twice_it_is_told_twice(cast: Cast) -> None:
    meeting = a_notified(cast)
    for day in (26, 29):
        since = Notice.objects.count()
        meeting.held_on = date(2026, 6, day)
        meetings.edit_meeting(meeting, ["held_on"], by=cast.office)
        assert len(told(since)) == 4


@pytest.mark.parametrize("build", [an_open, a_final, called_off])
def test_only_what_is_ahead_is_changed(cast: Cast, build: Any) -> None:
    meeting = build(cast)
    meeting.title = "新标题"
    with refused("只能修改尚未召开的会议。"):
        meetings.edit_meeting(meeting, ["title"], by=cast.office)


def test_a_meeting_begun_meanwhile_is_no_longer_changed(cast: Cast) -> None:
    meeting = a_draft(cast, held_on=TODAY)
    as_read = Meeting.objects.get(pk=meeting.pk)
    meetings.begin_meeting(meeting, by=cast.office)
    as_read.title = "新标题"
    with refused("只能修改尚未召开的会议。"):
        meetings.edit_meeting(as_read, ["title"], by=cast.office)


def test_the_second_editor_sees_the_first_one_s_version(cast: Cast) -> None:
    meeting = a_draft(cast)
    as_read = Meeting.objects.get(pk=meeting.pk)
    meeting.title = "第一个"
    meetings.edit_meeting(meeting, ["title"], by=cast.office, version=1)
    as_read.title = "第二个"
    with pytest.raises(EditedMeanwhile) as both:
        meetings.edit_meeting(as_read, ["title"], by=cast.office, version=1)
    assert both.value.current.title == "第一个"


# Begun


def test_a_meeting_is_opened_on_its_day_or_later(cast: Cast) -> None:
    meeting = a_notified(cast, held_on=date(2026, 6, 16))
    with refused("会议定于 2026-06-16 召开；如现在召开，请先改到今天。"):
        meetings.begin_meeting(meeting, by=cast.office)
    with time_machine.travel("2026-06-17 08:00+08:00", tick=False):
        meetings.begin_meeting(meeting, by=cast.office)
    meeting.refresh_from_db()
    assert (meeting.state, history(meeting)[-1][:2]) == (STATE.UNDER_WAY, ("begin_meeting", "李文员"))


def test_opened_without_a_notice_it_has_those_in_the_posts_by_now(cast: Cast) -> None:
    meeting = Meeting.objects.create(committee=cast.committee, title="临时会议", held_on=TODAY)
    meetings.begin_meeting(meeting, by=None)
    assert {str(row) for row in meeting.attendances.present()} == {"王主任", "钱所长", "李文员", "赵组长"}


def test_after_a_notice_the_list_stays_as_it_was_sent(cast: Cast) -> None:
    meeting = a_notified(cast, held_on=TODAY, begins_at=time(11))
    meetings.uninvite(an_invitation(meeting, cast.lead), by=None, reason="另有任务")
    meetings.begin_meeting(meeting, by=None)
    assert "赵组长" not in {str(row) for row in meeting.attendances.present()}


# What the first item tells


def test_before_it_begins_the_first_item_tells_what_is_and_afterwards_what_was(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village, title="清淤", due_on=date(2026, 7, 1))
    meeting = a_draft(cast, held_on=TODAY)
    assert meetings.results_of(meeting)[0]["summary"] == "已销号 0 项，在办 1 项，逾期 0 项"
    meetings.begin_meeting(meeting, by=None)
    tasks.report_done(task, by=cast.liaison, text="已完成")
    tasks.close_task(task, by=cast.office)
    (kept,) = meetings.results_of(Meeting.objects.get(pk=meeting.pk))
    assert kept == {
        "title": "任务",
        "summary": "已销号 0 项，在办 1 项，逾期 0 项",
        "lines": [{"text": "清淤（东风村）：正常", "url": task.get_absolute_url(), "tone": "success"}],
    }


def test_closed_tasks_are_told_since_the_meeting_before(cast: Cast) -> None:
    before = an_open(cast)
    Meeting.objects.filter(pk=before.pk).update(held_on=date(2026, 5, 13))
    old, new = (a_task(lead_unit=cast.village, title=title) for title in ("旧", "新"))
    for task, day in ((old, date(2026, 5, 12)), (new, date(2026, 5, 13))):
        type(task).objects.filter(pk=task.pk).update(state="closed", closed_on=day, done_on=day)
    late = made_overdue(a_task(lead_unit=a_unit(name="西村"), title="迟"), 3)
    (result,) = meetings.results_of(a_draft(cast))
    assert result["summary"] == "已销号 1 项，在办 0 项，逾期 1 项"
    assert [line["text"] for line in result["lines"]] == ["迟（西村）：逾期 3 天", "新（东风村）：按期销号"]
    assert [line["tone"] for line in result["lines"]] == ["danger", "secondary"]
    assert late.is_overdue_on(TODAY)


def test_before_the_first_meeting_the_year_s_are_told_and_nothing_where_there_is_nothing(cast: Cast) -> None:
    meeting = a_draft(cast)
    assert meetings.results_of(meeting) == []
    for title, day in (("去年", date(2025, 12, 31)), ("今年", date(2026, 1, 1))):
        task = a_task(lead_unit=cast.village, title=title)
        type(task).objects.filter(pk=task.pk).update(state="closed", closed_on=day, done_on=day)
    assert [line["text"][:2] for line in meetings.results_of(meeting)[0]["lines"]] == ["今年"]


def test_the_first_item_costs_the_same_for_any_number_of_tasks(cast: Cast, query_count: Any) -> None:
    meeting = a_draft(cast)
    a_task(lead_unit=cast.village)
    few = query_count(lambda: meetings.results_of(meeting))
    for _each in range(3):
        a_task(lead_group=cast.group)
    assert query_count(lambda: meetings.results_of(meeting)) == few == 3


# Called off


def test_called_off_those_told_of_it_hear_why(cast: Cast) -> None:
    meeting = a_notified(cast)
    meetings.answer_invitation(an_invitation(meeting, cast.liaison), by=None, answer="leave", leave_reason="培训")
    since = Notice.objects.count()
    meetings.cancel_meeting(meeting, by=cast.chair, reason="防汛")
    meeting.refresh_from_db()
    assert (meeting.state, history(meeting)[-1][4]) == (STATE.CANCELLED, "防汛")
    assert names_told(since) == {"李文员", "孙信息", "赵组长", "钱所长"}
    assert set(Notice.objects.order_by("pk")[since:].values_list("text", flat=True)) == {"防汛"}


def test_of_a_draft_called_off_nobody_ever_hears(cast: Cast) -> None:
    meeting = a_draft(cast)
    meetings.cancel_meeting(meeting, by=cast.chair, reason="合并")
    assert told() == []
    assert not Meeting.objects.all().visible_to(cast.liaison).exists()
    assert Meeting.objects.all().visible_to(cast.lead).get() == meeting
