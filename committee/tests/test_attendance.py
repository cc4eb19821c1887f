"""Who came: all present, then the exceptions; each by signing in; and nobody once the minutes are final."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from committee.models import Attendance, Meeting
from committee.services import meetings
from committee.services.meetings import Mark, mark_all_present, record_attendance, sign_in
from committee.tests.refusals import forbidden, history, refused
from committee.tests.work import a_draft, a_final, a_minuted, a_notified, an_invitation, an_open, called_off
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
STATUS = Attendance.Status
TOO_EARLY = "会议开始前一小时起方可登记出席情况。"
DAY = date(2026, 6, 25)


def marks(meeting: Meeting) -> dict[str, tuple[str, str]]:
    """What the list says, by name."""
    return {str(row): (row.status, row.substitute) for row in meeting.attendances.present()}


def on_leave(meeting: Meeting, login: Any, substitute: str = "") -> None:
    """The login's person is on leave."""
    row = an_invitation(meeting, login)
    meetings.answer_invitation(row, by=None, answer="leave", leave_reason="培训", substitute=substitute)


def a_notified_then_open(cast: Cast) -> Meeting:
    """A meeting of this afternoon to which two said they are on leave, one with a substitute."""
    meeting = a_notified(cast, held_on=date(2026, 6, 15), begins_at=time(15))
    on_leave(meeting, cast.member)
    on_leave(meeting, cast.liaison, "老孙")
    meetings.begin_meeting(meeting, by=None)
    return meeting


# All present, then the exceptions


def test_all_are_present_but_those_on_leave(cast: Cast) -> None:
    meeting = a_notified_then_open(cast)
    assert mark_all_present(meeting, by=cast.office) == 5
    assert marks(meeting) == {
        "王主任": ("present", ""),
        "李文员": ("present", ""),
        "赵组长": ("present", ""),
        "钱所长": ("excused", ""),
        "孙信息": ("substitute", "老孙"),
    }
    verb, by, before, after, _reason = history(meeting)[-1]
    assert (verb, by, before["孙信息"], after["孙信息"]) == ("record_attendance", "李文员", "", "代会 老孙")


def test_then_come_the_exceptions_and_what_was_marked_stays(cast: Cast) -> None:
    meeting = a_notified_then_open(cast)
    row = {str(row): row.pk for row in meeting.attendances.present()}
    record_attendance(meeting, by=cast.office, marks={row["王主任"]: Mark(STATUS.LATE), row["赵组长"]: Mark("absent")})
    assert mark_all_present(meeting, by=cast.office) == 3
    assert marks(meeting)["王主任"] == ("late", "")
    assert marks(meeting)["赵组长"] == ("absent", "")
    assert mark_all_present(meeting, by=cast.office) == 0


def test_only_what_changes_is_written_and_told(cast: Cast) -> None:
    meeting = an_open(cast)
    mark_all_present(meeting, by=None)
    told = len(history(meeting))
    row = an_invitation(meeting, cast.lead)
    given = {each.pk: Mark(STATUS.PRESENT) for each in meeting.attendances.present()} | {row.pk: Mark(STATUS.LATE)}
    assert record_attendance(meeting, by=cast.office, marks=given) == 1
    assert history(meeting)[-1] == ("record_attendance", "李文员", {"赵组长": "出席"}, {"赵组长": "迟到"}, "")
    assert record_attendance(meeting, by=cast.office, marks=given) == 0
    assert len(history(meeting)) == told + 1
    row.refresh_from_db()
    assert row.version == 3


def test_a_substitute_has_a_name(cast: Cast) -> None:
    meeting = an_open(cast)
    row = an_invitation(meeting, cast.lead)
    with refused("请填写代赵组长参会的人。"):
        record_attendance(meeting, by=cast.office, marks={row.pk: Mark(STATUS.SUBSTITUTE)})
    record_attendance(meeting, by=cast.office, marks={row.pk: Mark(STATUS.SUBSTITUTE, "副组长")})
    assert marks(meeting)["赵组长"] == ("substitute", "副组长")


def test_places_of_another_meeting_and_those_taken_off_are_not_marked(cast: Cast) -> None:
    meeting, other = an_open(cast), an_open(cast)
    gone = an_invitation(meeting, cast.liaison)
    meetings.uninvite(gone, by=None, reason="x")
    elsewhere = an_invitation(other, cast.lead)
    assert record_attendance(meeting, by=None, marks={row.pk: Mark("present") for row in (gone, elsewhere)}) == 0
    assert set(Attendance.objects.values_list("status", flat=True)) == {""}


@pytest.mark.parametrize(
    ("row", "mark"),
    [
        ({}, Mark("present")),
        ({"answer": "coming"}, Mark("present")),
        ({"answer": "leave"}, Mark("excused")),
        ({"answer": "leave", "substitute": "老孙"}, Mark("substitute", "老孙")),
    ],
)
def test_what_one_expects_after_an_answer(row: dict[str, str], mark: Mark) -> None:
    assert meetings.attending.usual(Attendance(**row)) == mark


@pytest.mark.parametrize("status", ["", *STATUS.values])
def test_late_and_by_substitute_is_there_too(status: str) -> None:
    assert Attendance(status=status).has_attended is (status in ("present", "late", "substitute"))


@pytest.mark.parametrize(("moment", "allowed"), [("07:59:59", False), ("08:00:00", True), ("09:30:00", True)])
def test_the_list_is_written_from_an_hour_before_the_beginning_on(cast: Cast, moment: str, allowed: bool) -> None:
    meeting = a_notified(cast, held_on=DAY)
    with time_machine.travel(f"{DAY} {moment}+08:00", tick=False):
        if allowed:
            assert mark_all_present(meeting, by=cast.office) == 5
        else:
            with refused(TOO_EARLY):
                mark_all_present(meeting, by=cast.office)


@pytest.mark.parametrize("build", [a_draft, a_notified, a_final, called_off])
def test_nobody_is_marked_long_before_or_once_the_minutes_are_final(cast: Cast, build: Any) -> None:
    meeting = build(cast)
    row = an_invitation(meeting, cast.lead)
    for act in (
        lambda: record_attendance(meeting, by=cast.office, marks={row.pk: Mark("absent")}),
        lambda: mark_all_present(meeting, by=cast.office),
        lambda: sign_in(row, by=cast.lead),
    ):
        in_state = f"目前状态为“{meeting.get_state_display()}”，不能进行此操作。"
        with refused(TOO_EARLY if build is a_notified else in_state):
            act()


def test_while_the_minutes_are_out_the_list_is_put_right_but_nobody_signs_in_any_more(cast: Cast) -> None:
    meeting = a_minuted(cast)
    row = an_invitation(meeting, cast.lead)
    assert record_attendance(meeting, by=cast.office, marks={row.pk: Mark("")}) == 1
    row.refresh_from_db()
    with refused("目前状态为“征求意见”，不能进行此操作。"):
        sign_in(row, by=cast.lead)


def test_recording_costs_the_same_for_any_number(cast: Cast, query_count: Any) -> None:
    meeting = an_open(cast)
    rows = [row.pk for row in meeting.attendances.present()]
    one, three = rows[:1], rows[1:4]
    counts = [
        query_count(lambda keys=keys: record_attendance(meeting, by=None, marks=dict.fromkeys(keys, Mark("late"))))
        for keys in (one, three)
    ]
    assert counts[0] == counts[1]


# Signing in


@pytest.mark.parametrize(
    ("after", "status"),
    [(-60 * 60, "present"), (0, "present"), (5 * 60, "present"), (5 * 60 + 1, "late"), (3600, "late")],
)
def test_one_signs_in_and_is_late_after_some_minutes(cast: Cast, after: int, status: str) -> None:
    row = an_invitation(a_notified(cast, held_on=DAY), cast.lead)
    with time_machine.travel(row.meeting.begins + timedelta(seconds=after), tick=False):
        assert sign_in(row, by=cast.lead) == status
        row.refresh_from_db()
        assert (row.status, row.arrived_at, row.version) == (status, timezone.now(), 2)
    assert history(row) == [("sign_in_to_meeting", "赵组长", {}, {"status": status}, "")]


def test_how_many_minutes_is_the_office_s_to_say(cast: Cast) -> None:
    set_parameters({"committee.late_after": 15}, by=cast.office)
    row = an_invitation(a_notified(cast, held_on=DAY), cast.lead)
    with time_machine.travel(row.meeting.begins + timedelta(minutes=15), tick=False):
        assert sign_in(row, by=cast.lead) == "present"


def test_signing_in_twice_counts_once(cast: Cast) -> None:
    row = an_invitation(a_notified(cast, held_on=DAY), cast.lead)
    as_read = Attendance.objects.get(pk=row.pk)
    with time_machine.travel(row.meeting.begins, tick=False) as clock:
        sign_in(row, by=cast.lead)
        clock.shift(600)
        assert sign_in(row, by=cast.lead) == sign_in(as_read, by=cast.lead) == "present"
    row.refresh_from_db()
    assert row.arrived_at == row.meeting.begins
    assert len(history(row)) == 1


def test_what_the_office_marked_meanwhile_stays_and_is_told(cast: Cast) -> None:
    meeting = an_open(cast)
    row = an_invitation(meeting, cast.lead)
    record_attendance(meeting, by=cast.office, marks={row.pk: Mark("absent")})
    assert row.status == ""
    assert sign_in(row, by=cast.lead) == "absent"
    assert history(row) == []


def test_who_was_taken_off_the_list_does_not_sign_in(cast: Cast) -> None:
    row = an_invitation(an_open(cast), cast.lead)
    meetings.uninvite(Attendance.objects.get(pk=row.pk), by=None, reason="误邀")
    with refused("此人已移出名单。"):
        sign_in(row, by=cast.lead)


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "lead"])
def test_nobody_signs_in_for_another(cast: Cast, role: str) -> None:
    row = an_invitation(an_open(cast), cast.lead)
    with forbidden():
        sign_in(row, by=getattr(cast, role))
