"""Who is invited: by the rule in protocol order, by hand, as a guest; taken off again; and what they answer."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from committee.models import Attendance, Meeting
from committee.services import meetings
from committee.services.appointments import end_appointment
from committee.services.meetings import answer_invitation, invite, invite_by_rule, uninvite
from committee.tests.refusals import forbidden, history, refused
from committee.tests.work import a_draft, a_final, a_notified, an_invitation, an_open, called_off
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_group, a_meeting, a_person, a_unit, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")


def names(meeting: Meeting) -> list[str]:
    """Those on the list, in their order."""
    return [str(row) for row in meeting.attendances.present()]


# By the rule


def test_the_rule_invites_posts_of_committee_and_groups_in_protocol_order(cast: Cast) -> None:
    meeting = a_meeting(cast.committee)
    an_appointment(cast.committee, "executive_deputy", a_person(name="镇长"))
    an_appointment(a_group(name="别镇组"), "lead", a_person(name="外人"))
    assert invite_by_rule(meeting, by=cast.office) == 5
    assert names(meeting) == ["王主任", "镇长", "钱所长", "李文员", "赵组长"]
    assert history(meeting)[-1][3] == {"invited": "王主任、镇长、钱所长、李文员、赵组长"}
    row = meeting.attendances.get(person=cast.lead.person)
    assert (row.position, row.unit, row.basis) == ("消防安全组 组长", cast.lead.person.unit, "rule")


def test_twice_as_once_and_by_hand_stays_by_hand(cast: Cast) -> None:
    meeting = a_meeting(cast.committee)
    invite(meeting, by=None, person=cast.chair.person, position="嘉宾")
    assert [invite_by_rule(meeting, by=None) for _turn in range(2)] == [3, 0]
    row = meeting.attendances.get(person=cast.chair.person)
    assert (row.basis, row.position) == ("hand", "嘉宾")


def test_of_several_posts_the_highest_gives_the_place_and_all_are_told(cast: Cast) -> None:
    an_appointment(cast.group, "deputy_lead", cast.member.person)
    an_appointment(cast.supervision, "lead", cast.member.person)
    meeting = a_meeting(cast.committee)
    invite_by_rule(meeting, by=None)
    assert names(meeting) == ["王主任", "钱所长", "李文员", "赵组长"]
    assert meeting.attendances.get(person=cast.member.person).position == "成员、督查考核组 组长"


def test_the_day_of_the_meeting_counts_not_the_day_of_the_invitation(cast: Cast) -> None:
    end_appointment(cast.lead.person.appointments.get(), by=None, until=date(2026, 7, 7), reason="调离")
    an_appointment(cast.group, "lead", a_person(name="新组长"), since=date(2026, 7, 8))
    early, late = (a_meeting(cast.committee, held_on=date(2026, 7, day)) for day in (7, 8))
    for meeting in (early, late):
        invite_by_rule(meeting, by=None)
    assert ("赵组长" in names(early), "新组长" in names(early)) == (True, False)
    assert ("赵组长" in names(late), "新组长" in names(late)) == (False, True)


@pytest.mark.parametrize("gone", [{"left_on": date(2026, 6, 1)}, {"removed_at": timezone.now()}])
def test_who_has_left_is_not_invited_though_an_appointment_was_forgotten(cast: Cast, gone: dict[str, Any]) -> None:
    meeting = a_meeting(cast.committee)
    type(cast.member.person).objects.filter(pk=cast.member.person_id).update(**gone)
    invite_by_rule(meeting, by=None)
    assert names(meeting) == ["王主任", "李文员", "赵组长"]


def test_the_office_s_choice_of_posts_is_the_rule(cast: Cast) -> None:
    set_parameters({"committee.invited_posts": ["director", "group_member"]}, by=cast.office)
    meeting = a_meeting(cast.committee)
    invite_by_rule(meeting, by=None)
    assert names(meeting) == ["王主任", "吴督查"]


def test_inviting_costs_the_same_for_any_number(cast: Cast, query_count: Any) -> None:
    few = query_count(lambda: invite_by_rule(a_meeting(cast.committee), by=None))
    for _each in range(3):
        an_appointment(cast.committee, "member")
    assert query_count(lambda: invite_by_rule(a_meeting(cast.committee), by=None)) == few


def test_with_the_notice_come_those_who_came_into_a_post_and_go_those_who_left_one(cast: Cast) -> None:
    meeting = a_meeting(cast.committee)
    invite_by_rule(meeting, by=None)
    an_invitation(meeting, cast.liaison)
    end_appointment(cast.lead.person.appointments.get(), by=None, until=date(2026, 6, 14), reason="调离")
    an_appointment(cast.group, "lead", a_person(name="新组长"), since=date(2026, 6, 15))
    meetings.notify_meeting(meeting, by=cast.office)
    assert names(meeting) == ["王主任", "钱所长", "李文员", "新组长", "孙信息"]
    assert meeting.attendances.get(person=cast.lead.person).removed_at == timezone.now()


def test_who_left_a_post_but_was_invited_by_hand_or_has_answered_stays(cast: Cast) -> None:
    meeting = a_meeting(cast.committee)
    invite_by_rule(meeting, by=None)
    meeting.attendances.filter(person=cast.lead.person).update(answer="coming")
    meeting.attendances.filter(person=cast.member.person).update(basis="hand")
    for who in (cast.lead, cast.member):
        end_appointment(who.person.appointments.get(), by=None, until=date(2026, 6, 14), reason="调离")
    meetings.notify_meeting(meeting, by=cast.office)
    assert names(meeting) == ["王主任", "钱所长", "李文员", "赵组长"]


# By hand


def test_a_person_is_invited_by_hand_with_unit_and_position(cast: Cast) -> None:
    unit = a_unit(name="供电所", kind="agency")
    person = a_person(name="冯所长", unit=unit, position="所长")
    row = invite(a_draft(cast), by=cast.office, person=person)
    row.refresh_from_db()
    assert (row.person, row.unit, row.position, row.basis, row.order) == (person, unit, "所长", "hand", 1000)
    assert history(row.meeting)[-1] == ("invite", "李文员", {}, {"invited": "冯所长"}, "")


def test_a_guest_is_a_name(cast: Cast) -> None:
    row = invite(a_draft(cast), by=cast.office, guest_name="陈专家", guest_unit="支持中心", position="研究员")
    assert (str(row), row.person, row.unit, row.guest_unit, row.basis) == ("陈专家", None, None, "支持中心", "guest")


def test_two_guests_may_have_one_name_but_nobody_is_invited_twice(cast: Cast) -> None:
    meeting = a_draft(cast)
    for _each in range(2):
        invite(meeting, by=cast.office, guest_name="陈专家")
    with refused("此人已在参会名单中。"):
        invite(meeting, by=cast.office, person=cast.member.person)


def test_either_a_person_or_a_guest(cast: Cast) -> None:
    meeting = a_draft(cast)
    for given in ({}, {"person": cast.supervisor.person, "guest_name": "陈专家"}):
        with refused("请选择人员，或填写列席人员姓名。"):
            invite(meeting, by=cast.office, **given)


@pytest.mark.parametrize("build", [a_final, called_off])
def test_nobody_is_invited_to_what_is_over_nor_taken_off(cast: Cast, build: Any) -> None:
    meeting = build(cast)
    with refused(f"目前状态为“{meeting.get_state_display()}”，不能进行此操作。"):
        invite(meeting, by=cast.office, person=cast.supervisor.person)
    with refused(f"目前状态为“{meeting.get_state_display()}”，不能进行此操作。"):
        uninvite(meeting.attendances.first(), by=cast.office, reason="x")


def test_somebody_is_taken_off_once_with_the_reason_and_may_be_invited_again(cast: Cast) -> None:
    meeting = a_draft(cast)
    row = an_invitation(meeting, cast.liaison)
    uninvite(row, by=cast.office, reason="误邀")
    assert "孙信息" not in names(meeting)
    assert history(meeting)[-1] == ("uninvite", "李文员", {"invited": "孙信息"}, {}, "误邀")
    with refused("此人已移出名单。"):
        uninvite(row, by=cast.office, reason="再来")
    an_invitation(meeting, cast.liaison)
    assert names(meeting)[-1] == "孙信息"


def test_whose_attendance_is_recorded_stays_on_the_list(cast: Cast) -> None:
    meeting = an_open(cast)
    row = an_invitation(meeting, cast.lead)
    meetings.mark_all_present(meeting, by=None)
    assert row.status == ""
    with refused("已登记出席情况，请先更改。"):
        uninvite(row, by=cast.office, reason="x")


# Answering


def test_one_says_that_one_comes_or_not_and_the_last_answer_counts(cast: Cast) -> None:
    row = an_invitation(a_notified(cast), cast.lead)
    answer_invitation(row, by=cast.lead, answer="leave", leave_reason="培训", substitute="副组长")
    row.refresh_from_db()
    assert (row.answer, row.leave_reason, row.substitute, row.answered_at) == (
        "leave", "培训", "副组长", timezone.now(),
    )  # fmt: skip
    answer_invitation(row, by=cast.lead, answer="coming", leave_reason="培训", substitute="副组长")
    row.refresh_from_db()
    assert (row.answer, row.leave_reason, row.substitute) == ("coming", "", "")
    assert [(verb, before["answer"], after["answer"]) for verb, _by, before, after, _why in history(row)] == [
        ("answer_invitation", "", "leave"),
        ("answer_invitation", "leave", "coming"),
    ]


def test_leave_needs_a_reason(cast: Cast) -> None:
    row = an_invitation(a_notified(cast), cast.lead)
    with refused("请填写请假事由。"):
        answer_invitation(row, by=cast.lead, answer="leave", substitute="副组长")


@pytest.mark.parametrize("build", [a_draft, an_open, a_final, called_off])
def test_only_a_notice_is_answered(cast: Cast, build: Any) -> None:
    row = an_invitation(build(cast), cast.lead)
    with refused("会议已开始或已取消，不能再回复。"):
        answer_invitation(row, by=cast.lead, answer="coming")


@pytest.mark.parametrize(("moment", "allowed"), [("08:59:59", True), ("09:00:00", False)])
def test_it_is_answered_until_the_meeting_begins(cast: Cast, moment: str, allowed: bool) -> None:
    row = an_invitation(a_notified(cast, held_on=date(2026, 6, 25)), cast.lead)
    with time_machine.travel(f"2026-06-25 {moment}+08:00", tick=False):
        if allowed:
            answer_invitation(row, by=cast.lead, answer="coming")
        else:
            with refused("会议已开始或已取消，不能再回复。"):
                answer_invitation(row, by=cast.lead, answer="coming")


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "lead"])
def test_nobody_answers_for_another(cast: Cast, role: str) -> None:
    row = an_invitation(a_notified(cast), cast.lead)
    with forbidden():
        answer_invitation(row, by=getattr(cast, role), answer="coming")


def test_who_was_taken_off_no_longer_answers(cast: Cast) -> None:
    row = an_invitation(a_notified(cast), cast.lead)
    uninvite(Attendance.objects.get(pk=row.pk), by=cast.office, reason="误邀")
    with refused("此人已移出名单。"):
        answer_invitation(row, by=cast.lead, answer="coming")
