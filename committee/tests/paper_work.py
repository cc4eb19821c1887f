"""Meetings with something to say, for tests of papers."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from committee.models import Meeting
from committee.services import meetings
from committee.services.meetings import Mark, record_attendance
from committee.tests import work
from dayan_safety.testing import Cast, a_unit


def a_talk(cast: Cast, items: int = 1, people: int = 1) -> Meeting:
    """A meeting under way with so many topics, each with a decision, a note and two tasks, and so many guests."""
    meeting = work.an_open(cast, title="大安镇创安联席会议", place="三楼会议室", chair=cast.chair.person)
    for number in range(items):
        item = work.an_item(meeting, title=f"议题{number}", owner=cast.lead.person)
        meetings.write_item(item, by=None, state="done", discussion=f"第一段{number}。\n\n 第二段。")
        work.an_outcome(item, text="同意。")
        work.an_outcome(item, kind="note", text="备查。")
        for lead in (cast.village, cast.group):
            work.a_task_outcome(item, lead, helper_units=[cast.other_village, a_unit(name=f"单位{item.pk}{lead.pk}")])
    for number in range(people):
        meetings.invite(meeting, by=None, guest_name=f"周科长{number}", guest_unit="市安监局")
    meetings.mark_all_present(meeting, by=None)
    return meeting


def mark(meeting: Meeting, login: Any, status: str, substitute: str = "") -> None:
    """What the attendance list says of one person."""
    row = meeting.attendances.present().get(person=login.person)
    record_attendance(meeting, by=None, marks={row.pk: Mark(status, substitute)})


def final(meeting: Meeting) -> Meeting:
    """The meeting, its minutes final."""
    meetings.circulate_minutes(meeting, by=None)
    meetings.finalize_minutes(meeting, by=None)
    meeting.refresh_from_db()
    return meeting


def in_chinese(write: Any, *about: Any) -> Any:
    """The fields as a paper has them."""
    with translation.override("zh-hans"):
        return write(*about)


def shape(value: Any) -> Any:
    """The names in a paper's fields; of a list, those of its first line."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    return shape(value[0]) if isinstance(value, list) and value else {}
