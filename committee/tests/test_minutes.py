"""Minutes: out for comment, final with their tasks handed out once, opened again with the version kept, read."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from committee.models import Attendance, Meeting, MinutesVersion, Outcome, Task
from committee.services import meetings
from committee.tests.refusals import history, refused
from committee.tests.work import (
    a_draft,
    a_final,
    a_minuted,
    a_notified,
    a_task_outcome,
    an_invitation,
    an_item,
    an_open,
    called_off,
)
from dayan_safety.calendars import mark_day
from dayan_safety.models import Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
STATE = Meeting.State
TODAY = date(2026, 6, 15)


def with_tasks(cast: Cast, number: int = 2) -> Meeting:
    """Minutes out for comment with tasks for the village."""
    meeting = an_open(cast)
    for each in range(number):
        a_task_outcome(meeting.items.first(), cast.village, text=f"第{each + 1}件\n详情")
    meetings.circulate_minutes(meeting, by=None)
    return meeting


# Out for comment


@pytest.mark.parametrize(("days", "until"), [(0, date(2026, 6, 15)), (2, date(2026, 6, 17)), (5, date(2026, 6, 24))])
def test_minutes_are_out_for_as_many_working_days_as_the_office_has_set(cast: Cast, days: int, until: date) -> None:
    mark_day(date(2026, 6, 19), by=None, is_working=False, name="端午节")
    mark_day(date(2026, 6, 22), by=None, is_working=False, name="端午节")
    set_parameters({"committee.comment_days": days}, by=None)
    meeting = an_open(cast)
    since = Notice.objects.count()
    meetings.circulate_minutes(meeting, by=cast.office)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.comments_until) == (STATE.FOR_COMMENT, until)
    assert history(meeting)[-1] == ("circulate_minutes", "李文员", {}, {"comments_until": str(until)}, "")
    assert {row.user.person.name for row in Notice.objects.order_by("pk")[since:]} == {
        "王主任", "赵组长", "钱所长", "孙信息",
    }  # fmt: skip


def test_a_comment_is_kept_with_who_made_it(cast: Cast) -> None:
    meeting = a_minuted(cast)
    comment = meetings.comment_minutes(meeting, by=cast.lead, text="第二项写得不对")
    comment.refresh_from_db()
    assert (comment.meeting, comment.by, comment.text, str(comment)) == (
        meeting, cast.lead, "第二项写得不对", "第二项写得不对",
    )  # fmt: skip
    assert history(meeting)[-1] == ("comment_minutes", "赵组长", {}, {"comment": "第二项写得不对"}, "")


@pytest.mark.parametrize("build", [a_draft, a_notified, an_open, a_final, called_off])
def test_comments_are_made_only_while_the_minutes_are_out(cast: Cast, build: Any) -> None:
    meeting = build(cast)
    with refused(f"目前状态为“{meeting.get_state_display()}”，不能进行此操作。"):
        meetings.comment_minutes(meeting, by=cast.lead, text="x")


def test_minutes_made_final_meanwhile_take_no_comment(cast: Cast) -> None:
    meeting = a_minuted(cast)
    as_read = Meeting.objects.get(pk=meeting.pk)
    meetings.finalize_minutes(meeting, by=None)
    with refused("目前状态为“纪要定稿”，不能进行此操作。"):
        meetings.comment_minutes(as_read, by=cast.lead, text="x")


# Final


def test_final_minutes_have_a_number_and_hand_their_tasks_out(cast: Cast) -> None:
    meeting = with_tasks(cast)
    assert meetings.finalize_minutes(meeting, by=cast.chair) == 2
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes_number) == (STATE.FINAL, "大安创纪〔2026〕1号")
    assert (meeting.finalized_at, history(meeting)[-1][3]) == (
        timezone.now(), {"minutes_number": "大安创纪〔2026〕1号", "handed_out": "2"},
    )  # fmt: skip
    assert list(Task.objects.order_by("pk").values_list("number", "title", "text", "source", "source_note")) == [
        ("大安督〔2026〕1号", "第1件", "详情", "meeting", meeting.title),
        ("大安督〔2026〕2号", "第2件", "详情", "meeting", meeting.title),
    ]
    assert [(task.lead, task.due_on, task.state) for task in Task.objects.all()] == [
        (cast.village, TODAY + timedelta(days=10), "assigned")
    ] * 2
    assert [outcome.task.source_record for outcome in Outcome.objects.all()] == list(Outcome.objects.all())


def test_a_task_s_doers_hear_of_it_and_those_invited_of_the_minutes(cast: Cast) -> None:
    meeting = with_tasks(cast, 1)
    since = Notice.objects.count()
    meetings.finalize_minutes(meeting, by=cast.office)
    told = sorted((row.user.person.name, row.title) for row in Notice.objects.order_by("pk")[since:])
    final, task = f"纪要已定稿：{meeting.title}", "新交办：大安督〔2026〕1号 第1件，2026-06-25 前办结"
    assert told == [("孙信息", task), ("孙信息", final), ("王主任", final), ("赵组长", final), ("钱所长", final)]


def test_a_task_takes_its_helpers_along(cast: Cast) -> None:
    meeting = an_open(cast)
    a_task_outcome(meeting.items.first(), cast.group, helper_units=[cast.village], helper_groups=[cast.supervision])
    meetings.circulate_minutes(meeting, by=None)
    meetings.finalize_minutes(meeting, by=None)
    task = Task.objects.get()
    assert (task.lead, list(task.helper_units.all()), list(task.helper_groups.all())) == (
        cast.group, [cast.village], [cast.supervision],
    )  # fmt: skip


def test_what_lacks_a_lead_or_a_last_day_is_told_beforehand_and_waits(cast: Cast) -> None:
    meeting = an_open(cast)
    item = meeting.items.first()
    waiting = a_task_outcome(item, cast.village, due_on=None)
    meetings.circulate_minutes(meeting, by=None)
    assert "任务缺少主办或期限：清理通道" in meetings.warnings_of(meeting)
    assert meetings.finalize_minutes(meeting, by=None) == 0
    meetings.reopen_minutes(meeting, by=None, reason="补期限")
    given = {"kind": "task", "text": "清理通道", "lead_unit": cast.village, "due_on": date(2026, 6, 30)}
    meetings.edit_outcome(Outcome.objects.get(pk=waiting.pk), by=None, **given)
    assert meetings.finalize_minutes(meeting, by=None) == 1


def test_a_task_whose_day_has_gone_by_stops_the_minutes_and_is_named(cast: Cast, time_machine: Any) -> None:
    meeting = with_tasks(cast, 1)
    time_machine.move_to("2026-06-26 09:00+08:00", tick=False)
    with refused(f"{Outcome.objects.get()}：期限已过，请选择今天或之后的日期。"):
        meetings.finalize_minutes(meeting, by=cast.office)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes_number) == (STATE.FOR_COMMENT, "")


def test_numbers_of_minutes_have_no_gaps(cast: Cast) -> None:
    numbers = []
    for _each in range(3):
        meeting = a_final(cast)
        numbers.append(meeting.minutes_number)
        with refused("目前状态为“纪要定稿”，不能进行此操作。"):
            meetings.finalize_minutes(meeting, by=cast.chair)
    assert numbers == [f"大安创纪〔2026〕{n}号" for n in (1, 2, 3)]


def test_minutes_made_final_twice_hand_out_once(cast: Cast) -> None:
    meeting = with_tasks(cast)
    as_read = Meeting.objects.get(pk=meeting.pk)
    meetings.finalize_minutes(meeting, by=cast.office)
    with refused("目前状态为“纪要定稿”，不能进行此操作。"):
        meetings.finalize_minutes(as_read, by=cast.chair)
    assert Task.objects.count() == 2


@pytest.mark.parametrize("build", [a_draft, a_notified, an_open, called_off])
def test_only_what_was_out_for_comment_becomes_final(cast: Cast, build: Any) -> None:
    meeting = build(cast)
    with refused(f"目前状态为“{meeting.get_state_display()}”，不能进行此操作。"):
        meetings.finalize_minutes(meeting, by=cast.chair)


def test_what_one_should_know_beforehand(cast: Cast) -> None:
    meeting = an_open(cast)
    Meeting.objects.filter(pk=meeting.pk).update(chair=None)
    meeting.refresh_from_db()
    an_item(meeting, title="没谈到")
    assert meetings.warnings_of(meeting) == [
        "尚未登记任何人出席。",
        "有 5 名参会人员未登记出席情况。",
        "未填写主持人。",
        "将结转下次会议：消防通道；没谈到",
    ]


def test_of_complete_minutes_there_is_nothing_to_know(cast: Cast) -> None:
    assert meetings.warnings_of(a_minuted(cast, chair=cast.chair.person)) == []


# Opened again


def test_opened_again_the_version_that_was_final_is_kept_with_the_reason(cast: Cast) -> None:
    meeting = a_final(cast)
    before, since = meetings.content_of(meeting), meeting.finalized_at
    version = meetings.reopen_minutes(meeting, by=cast.chair, reason="笔误")
    version.refresh_from_db()
    meeting.refresh_from_db()
    assert (version.number, version.content, version.finalized_at, version.reason) == (1, before, since, "笔误")
    assert (meeting.state, meeting.finalized_at) == (STATE.FOR_COMMENT, None)
    assert history(meeting)[-1] == ("reopen_minutes", "王主任", {}, {"kept_version": "1"}, "笔误")
    assert str(version) == f"{meeting.title} 1"


def test_a_kept_version_says_what_the_minutes_said(cast: Cast) -> None:
    meeting = an_open(cast, title="六月会议", place="三楼", chair=cast.chair.person, recorder=cast.office.person)
    item = meeting.items.first()
    meetings.write_item(item, by=None, discussion="讨论", state="done")
    a_task_outcome(item, cast.village, helper_units=[cast.other_village])
    rows = {str(row): row.pk for row in meeting.attendances.present()}
    marks = {"王主任": ("present",), "李文员": ("late",), "赵组长": ("substitute", "副组长"), "钱所长": ("excused",)}
    given = {rows[name]: meetings.Mark(*mark) for name, mark in marks.items()}
    meetings.record_attendance(meeting, by=None, marks=given)
    meetings.circulate_minutes(meeting, by=None)
    meetings.finalize_minutes(meeting, by=None)
    assert meetings.content_of(meeting) == {
        "title": "六月会议", "number": "大安创纪〔2026〕1号", "held_on": "2026-06-15", "begins_at": "09:00",
        "place": "三楼", "chair": "王主任", "recorder": "李文员", "results": [],
        "items": [
            {
                "kind": "协调解决问题", "title": "消防通道", "carried": 0, "discussion": "讨论",
                "outcomes": [
                    {
                        "kind": "task", "text": "清理通道", "lead": "东风村", "helpers": ["西河村"],
                        "due_on": "2026-06-25", "number": "大安督〔2026〕1号",
                    }
                ],
            }
        ],
        "attendance": {
            "present": ["王主任"], "late": ["李文员"], "substitute": ["副组长（代赵组长）"], "excused": ["钱所长"],
            "absent": [],
        },
    }  # fmt: skip


def test_the_number_stays_and_versions_are_counted(cast: Cast) -> None:
    meeting = a_final(cast)
    number = meeting.minutes_number
    for _turn in range(2):
        meetings.reopen_minutes(meeting, by=cast.chair, reason="更正")
        meetings.finalize_minutes(meeting, by=cast.chair)
    assert (meeting.minutes_number, list(MinutesVersion.objects.values_list("number", flat=True))) == (number, [2, 1])
    assert Meeting.objects.all().with_versions().get(pk=meeting.pk).versions_kept == 2
    assert a_final(cast).minutes_number == "大安创纪〔2026〕2号"


@pytest.mark.parametrize("build", [a_draft, a_notified, an_open, a_minuted, called_off])
def test_only_final_minutes_are_opened_again(cast: Cast, build: Any) -> None:
    meeting = build(cast)
    with refused(f"目前状态为“{meeting.get_state_display()}”，不能进行此操作。"):
        meetings.reopen_minutes(meeting, by=cast.chair, reason="x")


# Read


def test_one_confirms_having_read_once_and_again_after_they_changed(cast: Cast, time_machine: Any) -> None:
    meeting = a_final(cast)
    row = an_invitation(meeting, cast.lead)
    first = timezone.now()
    meetings.acknowledge_minutes(row, by=cast.lead)
    time_machine.move_to("2026-06-15 11:00+08:00", tick=False)
    meetings.acknowledge_minutes(row, by=cast.lead)
    row.refresh_from_db()
    assert (row.read_at, len(history(row))) == (first, 1)
    meetings.reopen_minutes(meeting, by=None, reason="更正")
    assert not Attendance.objects.exclude(read_at=None).exists()
    meetings.finalize_minutes(meeting, by=None)
    meetings.acknowledge_minutes(row, by=cast.lead)
    assert len(history(row)) == 2


@pytest.mark.parametrize("build", [a_notified, an_open, a_minuted, called_off])
def test_only_final_minutes_are_read(cast: Cast, build: Any) -> None:
    row = an_invitation(build(cast), cast.lead)
    with refused(f"目前状态为“{row.meeting.get_state_display()}”，不能进行此操作。"):
        meetings.acknowledge_minutes(row, by=cast.lead)


# What it costs


def test_the_content_costs_the_same_for_any_number_of_topics_and_outcomes(cast: Cast, query_count: Any) -> None:
    meeting = with_tasks(cast, 1)
    few = query_count(lambda: meetings.content_of(meeting))
    bigger = an_open(cast)
    for each in range(3):
        item = an_item(bigger, title=f"议题{each}")
        a_task_outcome(item, cast.group, helper_units=[cast.village, cast.other_village])
    assert query_count(lambda: meetings.content_of(bigger)) == few


def test_making_final_costs_a_fixed_number_for_each_task(cast: Cast, query_count: Any) -> None:
    meetings.finalize_minutes(with_tasks(cast, 1), by=None)  # the first of a year begins the rows of its numbers
    several = [with_tasks(cast, number) for number in (1, 2, 3)]
    costs = [query_count(lambda meeting=meeting: meetings.finalize_minutes(meeting, by=None)) for meeting in several]
    assert costs[2] - costs[1] == costs[1] - costs[0] <= 28
