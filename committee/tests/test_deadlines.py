"""What falls due of meetings and tasks, and who hears of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from committee.deadlines import meetings as of_meetings
from committee.deadlines import tasks as of_tasks
from committee.models import User
from committee.services import meetings, tasks
from committee.services.appointments import end_appointment
from committee.services.hearers import Hearers
from committee.tests import work
from dayan_safety.calendars import mark_day
from dayan_safety.deadlines import Due
from dayan_safety.delivery import deliver_notices
from dayan_safety.models import Delivery, Notice
from dayan_safety.reminders import remind_people
from dayan_safety.testing import Cast, a_group, a_meeting, a_person, a_task, a_unit, a_user, an_appointment
from dayan_safety.workdays import today


@pytest.fixture(autouse=True)
def a_monday(time_machine: Any) -> None:
    """Monday 9 March 2026, nine in the morning; no holidays near."""
    time_machine.move_to("2026-03-09T09:00:00+08:00", tick=False)


def dues(declare: Any) -> list[Due]:
    return list(declare(timezone.now(), Hearers.on(today())))


def reminded(user: Any) -> list[str]:
    """What the clock has told ``user``, oldest first: kind and rung."""
    rows = Notice.objects.filter(user=user).exclude(rung="").order_by("pk").values_list("kind", "rung")
    return [f"{kind.removeprefix('committee.')} {rung}" for kind, rung in rows]


def on_day(time_machine: Any, day: date, hour: int = 9) -> None:
    """Move to a day and let the clock run."""
    time_machine.move_to(timezone.make_aware(datetime(day.year, day.month, day.day, hour)), tick=False)
    remind_people()


# Who hears.


def test_liaisons_members_and_agencies_answer_for_units_and_leaders_for_groups(cast: Cast) -> None:
    agency = a_unit(name="交警大队", kind="agency")
    officer, deputy = a_user(a_person(unit=agency)), a_user(a_person())
    an_appointment(cast.group, "deputy_lead", deputy.person)
    an_appointment(cast.group, "group_member", cast.outsider.person)
    hearers = Hearers.on(today())
    units = {cast.village: [cast.liaison], cast.other_village: [], agency: [officer]}
    units |= {cast.member.person.unit: [cast.member], cast.inspector.person.unit: [cast.inspector]}
    groups = {cast.group: [cast.lead, deputy], cast.supervision: []}
    for unit, users in units.items():
        assert hearers.answering([unit.pk], []) == {user.pk for user in users}
    for group, users in groups.items():
        assert hearers.answering([], [group.pk]) == {user.pk for user in users}
    assert (hearers.of_role("chair"), hearers.of_role("office")) == ({cast.chair.pk}, {cast.office.pk})
    assert hearers.answering([cast.village.pk, None], [cast.group.pk]) == {cast.liaison.pk, cast.lead.pk, deputy.pk}


def test_who_has_left_or_cannot_sign_in_hears_nothing(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village)
    assert [due.recipients for due in dues(of_tasks.work)] == [{cast.liaison.pk}]
    cast.liaison.person.left_on = today() - timedelta(days=1)
    cast.liaison.person.save()
    assert [due.recipients for due in dues(of_tasks.work)] == [set()]
    work.made_overdue(task)
    remind_people()
    assert reminded(cast.liaison) == []


def test_the_next_holder_of_a_post_hears_the_newest_rung(cast: Cast, time_machine: Any) -> None:
    tasks.receive_task(a_task(lead_unit=cast.village, due_on=date(2026, 3, 17)), by=None)
    on_day(time_machine, date(2026, 3, 10))
    assert reminded(cast.liaison) == ["task_due days7"]
    held = cast.liaison.person.appointments.get()
    end_appointment(held, by=None, until=today() - timedelta(days=1), reason="调动")
    successor = a_user(a_person(unit=cast.village))
    an_appointment(held.liaison_post, "liaison", successor.person, since=today())
    remind_people()
    assert reminded(successor) == ["task_due days7"]
    on_day(time_machine, date(2026, 3, 14))
    assert (reminded(cast.liaison), reminded(successor)) == (["task_due days7"], ["task_due days7", "task_due days3"])


def test_two_queries_find_all_who_hear(cast: Cast, query_count: Any) -> None:
    assert query_count(lambda: Hearers.on(today())) == 2


# Tasks.


def test_a_task_is_told_of_on_its_rungs_and_every_day_while_overdue(cast: Cast, time_machine: Any) -> None:
    tasks.receive_task(a_task(lead_unit=cast.village, due_on=date(2026, 3, 19)), by=cast.liaison)
    told: dict[int, int] = {}
    for day in range(9, 23):
        before = len(reminded(cast.liaison))
        on_day(time_machine, date(2026, 3, day))
        remind_people()
        told[day] = len(reminded(cast.liaison)) - before
    assert {day for day, count in told.items() if count} == {12, 16, 18, 19, 20, 21, 22}
    assert set(told.values()) == {0, 1}
    rungs = ["days7", "days3", "days1", "days0", "late1", "late2", "late3"]
    assert reminded(cast.liaison) == [f"task_due {rung}" for rung in rungs]


def test_helpers_hear_until_the_day_and_not_of_what_the_lead_has_left_undone(cast: Cast, time_machine: Any) -> None:
    a_task(lead_unit=cast.other_village, helper_units=[cast.village], due_on=date(2026, 3, 12))
    on_day(time_machine, date(2026, 3, 12))
    assert len(reminded(cast.liaison)) == 1
    on_day(time_machine, date(2026, 3, 13))
    assert len(reminded(cast.liaison)) == 1


def test_what_stays_overdue_goes_to_the_office_and_then_to_the_deputies(cast: Cast, time_machine: Any) -> None:
    deputy = a_user(a_person(name="副主任"))
    an_appointment(cast.committee, "deputy_director", deputy.person)
    task = a_task(lead_unit=cast.village, due_on=date(2026, 3, 12))
    tasks.receive_task(task, by=None)
    heard = {}
    for day in range(13, 24):
        on_day(time_machine, date(2026, 3, day))
        heard[day] = (len(reminded(cast.office)), len(reminded(deputy)), len(reminded(cast.chair)))
    assert [day for day in heard if heard[day][0]] == list(range(17, 24))  # Friday and Monday were the two days
    assert [day for day in heard if heard[day][1]] == list(range(20, 24))
    assert heard[23] == (1, 1, 0)


def test_shifted_working_days_count_for_escalation(cast: Cast, time_machine: Any) -> None:
    mark_day(date(2026, 3, 13), by=None, is_working=False, name="休")
    mark_day(date(2026, 3, 14), by=None, is_working=True, name="班")
    a_task(lead_unit=cast.village, due_on=date(2026, 3, 12))
    on_day(time_machine, date(2026, 3, 16))
    assert reminded(cast.office) == []
    on_day(time_machine, date(2026, 3, 17))
    assert len(reminded(cast.office)) == 1


@pytest.mark.parametrize("end", ["closed", "cancelled", "reported", "moved"])
def test_what_is_settled_called_off_or_moved_falls_silent(cast: Cast, time_machine: Any, end: str) -> None:
    task = a_task(lead_unit=cast.village, due_on=date(2026, 3, 12))
    tasks.receive_task(task, by=None)
    on_day(time_machine, date(2026, 3, 11))
    before = len(reminded(cast.liaison))
    assert before > 0
    if end == "moved":
        tasks.move_task(task, by=None, due_on=date(2026, 6, 1), reason="改期")
    elif end == "cancelled":
        tasks.cancel_task(task, by=None, reason="不办了")
    else:
        tasks.report_done(task, by=cast.liaison, text="已完成。")
        if end == "closed":
            tasks.close_task(task, by=cast.office)
    for day in (12, 13, 14):
        on_day(time_machine, date(2026, 3, day))
    assert len(reminded(cast.liaison)) == before


def test_a_receipt_is_asked_for_after_a_working_day_until_it_is_signed(cast: Cast, time_machine: Any) -> None:
    task = a_task(lead_unit=cast.village, due_on=date(2026, 4, 30))
    assert [due.due_on for due in dues(of_tasks.receipts)] == [date(2026, 3, 10)]
    on_day(time_machine, date(2026, 3, 10))
    on_day(time_machine, date(2026, 3, 11))
    assert reminded(cast.liaison) == ["task_receipt days0", "task_receipt late1"]
    tasks.receive_task(task, by=cast.liaison)
    assert dues(of_tasks.receipts) == []


def test_the_office_is_reminded_to_check_and_the_chair_to_decide(cast: Cast, time_machine: Any) -> None:
    reported = work.a_reported(cast)
    task = a_task(lead_unit=cast.village, due_on=date(2026, 3, 20))
    tasks.ask_extension(task, by=cast.liaison, wanted_on=date(2026, 4, 1), reason="天气")
    assert [(due.thing, due.due_on, due.recipients) for due in dues(of_tasks.checks)] == [
        (reported, date(2026, 3, 12), {cast.office.pk})
    ]
    [asked] = dues(of_tasks.extensions)
    assert (asked.due_on, asked.recipients) == (date(2026, 3, 20), {cast.chair.pk})
    tasks.close_task(reported, by=cast.office)
    tasks.decide_extension(task.extensions.get(), by=cast.chair, granted=True)
    assert (dues(of_tasks.checks), dues(of_tasks.extensions)) == ([], [])


def test_one_task_or_thirty_the_same_queries(cast: Cast, query_count: Any) -> None:
    a_task(lead_unit=cast.village, helper_groups=[a_group(cast.committee)])
    remind_people()
    few = query_count(remind_people)
    for _number in range(30):
        a_task(lead_unit=cast.village)
    assert query_count(remind_people) == few


# Meetings.


def test_a_meeting_is_told_of_before_on_the_day_and_two_hours_ahead(cast: Cast, time_machine: Any) -> None:
    meeting = work.a_notified(cast, held_on=date(2026, 3, 19))
    meetings.answer_invitation(work.an_invitation(meeting, cast.liaison), by=cast.liaison, answer="coming")
    heard = []
    for day, hour in ((12, 9), (16, 9), (18, 9), (19, 0), (19, 6), (19, 7), (19, 9), (20, 9)):
        before = len(reminded(cast.liaison))
        on_day(time_machine, date(2026, 3, day), hour)
        if len(reminded(cast.liaison)) > before:
            heard.append((day, hour))
    assert heard == [(12, 9), (16, 9), (18, 9), (19, 0), (19, 7)]
    assert Notice.objects.filter(user=cast.liaison, urgent=True).exclude(rung="").count() == 1


def test_who_is_on_leave_or_told_nothing_hears_nothing_and_a_cancelled_meeting_is_silent(cast: Cast) -> None:
    meeting = work.a_notified(cast, held_on=date(2026, 3, 12))
    place = work.an_invitation(meeting, cast.liaison)
    assert cast.liaison.pk in dues(of_meetings.coming)[0].recipients
    meetings.answer_invitation(place, by=cast.liaison, answer="leave", leave_reason="出差")
    assert cast.liaison.pk not in dues(of_meetings.coming)[0].recipients
    meetings.cancel_meeting(meeting, by=None, reason="改期")
    assert (dues(of_meetings.coming), dues(of_meetings.invitations)) == ([], [])


def test_only_those_without_an_answer_are_asked_for_it(cast: Cast, time_machine: Any) -> None:
    meeting = work.a_notified(cast, held_on=date(2026, 3, 19))
    meetings.answer_invitation(work.an_invitation(meeting, cast.lead), by=cast.lead, answer="coming")
    [due] = dues(of_meetings.invitations)
    assert due.due_on == date(2026, 3, 18)
    assert due.recipients == {getattr(cast, role).pk for role in ("chair", "office", "member", "liaison")}


def test_the_office_is_told_to_send_the_notice_three_working_days_ahead(cast: Cast, time_machine: Any) -> None:
    meeting = a_meeting(cast.committee, held_on=date(2026, 3, 18))
    assert [(due.due_on, due.recipients) for due in dues(of_meetings.notices)] == [
        (date(2026, 3, 13), {cast.office.pk})
    ]
    on_day(time_machine, date(2026, 3, 13))
    assert reminded(cast.office) == ["meeting_notice days0"]
    meetings.notify_meeting(meeting, by=None)
    assert dues(of_meetings.notices) == []


def test_minutes_are_to_be_commented_on_and_then_made_final(cast: Cast, time_machine: Any) -> None:
    meeting = work.a_minuted(cast)
    meetings.comment_minutes(meeting, by=cast.lead, text="更正")
    [due] = dues(of_meetings.comments)
    assert due.due_on == meeting.comments_until == date(2026, 3, 11)
    assert cast.lead.pk not in due.recipients and cast.liaison.pk in due.recipients
    assert dues(of_meetings.minutes) == []
    on_day(time_machine, date(2026, 3, 12))
    assert [due.recipients for due in dues(of_meetings.minutes)] == [{cast.office.pk}]
    meetings.finalize_minutes(meeting, by=None)
    assert (dues(of_meetings.comments), dues(of_meetings.minutes)) == ([], [])


def test_a_reminder_settled_before_the_digest_does_not_leave_the_house(
    cast: Cast, time_machine: Any, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.MAIL_IS_ON = True
    User.objects.filter(pk=cast.liaison.pk).update(email="sun@example.org")
    kept, settled = (a_task(lead_unit=cast.village, due_on=date(2026, 3, 12)) for _twice in range(2))
    time_machine.move_to("2026-03-09T09:01:00+08:00", tick=False)
    deliver_notices()
    mailoutbox.clear()
    on_day(time_machine, date(2026, 3, 11), 1)
    deliver_notices()
    tasks.report_done(settled, by=cast.liaison, text="已完成。")
    time_machine.move_to("2026-03-11T08:31:00+08:00", tick=False)
    deliver_notices()
    [letter] = mailoutbox
    assert kept.number in letter.body and settled.number not in letter.body
    states = Delivery.objects.filter(channel="email", notice__rung="days1").values_list("notice__thing_id", "state")
    assert dict(states) == {kept.pk: "sent", settled.pk: "silent"}
