"""What falls due of meetings: notice, answers, the meeting itself, comments on the minutes, the final minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from committee.models import Attendance, Meeting, MinutesComment
from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.notice_kinds import NoticeKind
from dayan_safety.parameters import parameter
from dayan_safety.workdays import Calendar, day_of

State = Meeting.State
A_DAY = timedelta(days=1)
MEETING_KINDS = (
    NoticeKind("committee.meeting_news", _("Invitations, moved and cancelled meetings, minutes"), urgent=True),
    NoticeKind("committee.meeting_coming", _("Meetings ahead")),
    NoticeKind("committee.invitation", _("Invitations to answer")),
    NoticeKind("committee.comments", _("Minutes to comment on")),
    NoticeKind("committee.meeting_notice", _("Notices of meetings to send")),
    NoticeKind("committee.minutes", _("Minutes to make final")),
)
COMING = Wording(_("In %(days)s days: %(thing)s"), _("Today: %(thing)s"))
ANSWER = Wording(
    _("Please answer within %(days)s days: %(thing)s"),
    _("Please answer today: %(thing)s"),
    _("Not answered yet: %(thing)s"),
)
COMMENT = Wording(
    _("Comments on the minutes until %(day)s: %(thing)s"), _("Comments on the minutes until today: %(thing)s")
)
NOTICE = Wording(
    _("The notice is to be sent within %(days)s days: %(thing)s"),
    _("The notice is to be sent today: %(thing)s"),
    _("The notice was to be sent by %(day)s: %(thing)s"),
)
MINUTES = Wording(
    "", _("The minutes can be final: %(thing)s"), _("The minutes could be final since %(day)s: %(thing)s")
)


def coming(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Meetings ahead that people were told of: all invited who are not on leave."""
    meetings = _ahead(State.NOTIFIED, now)
    invited = _people(meetings, Attendance.objects.exclude(answer="leave"))
    for meeting in meetings:
        yield Due(
            kind="committee.meeting_coming",
            thing=meeting,
            name=f"{meeting} {meeting.held_on:%m-%d} {meeting.begins_at:%H:%M} {meeting.place}".strip(),
            due_on=meeting.held_on,
            since=_told_on(meeting),
            wording=COMING,
            recipients=hearers.people(invited[meeting.pk]),
            at=meeting.begins,
        )


def invitations(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Invitations without an answer, some working days before the meeting: who has not answered."""
    today = day_of(now)
    days = parameter("committee.answer_days")
    meetings, calendar = _ahead(State.NOTIFIED, now), Calendar.around(today, days)
    unanswered = _people(meetings, Attendance.objects.filter(answer=""))
    for meeting in meetings:
        yield Due(
            kind="committee.invitation",
            thing=meeting,
            name=f"{meeting} {meeting.held_on:%m-%d}",
            due_on=calendar.working_days_before(meeting.held_on, days),
            since=_told_on(meeting),
            wording=ANSWER,
            recipients=hearers.people(unanswered[meeting.pk]),
        )


def notices(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Notices that are not sent yet, some working days before the meeting: the office."""
    today = day_of(now)
    days, office = parameter("committee.notice_days"), hearers.of_role("office")
    calendar = Calendar.around(today, days)
    for meeting in _ahead(State.DRAFT, now):
        yield Due(
            kind="committee.meeting_notice",
            thing=meeting,
            name=f"{meeting} {meeting.held_on:%m-%d}",
            due_on=calendar.working_days_before(meeting.held_on, days),
            since=day_of(meeting.created_at),
            wording=NOTICE,
            recipients=office,
        )


def comments(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Minutes out for comment: all invited who have said nothing about them, until the last day."""
    meetings = list(Meeting.objects.present().filter(state=State.FOR_COMMENT, comments_until__isnull=False))
    invited, said = _people(meetings, Attendance.objects.all()), _commented(meetings)
    for meeting in meetings:
        assert meeting.comments_until
        yield Due(
            kind="committee.comments",
            thing=meeting,
            name=str(meeting),
            due_on=meeting.comments_until,
            since=meeting.held_on,
            wording=COMMENT,
            recipients=hearers.people(invited[meeting.pk]) - said[meeting.pk],
        )


def minutes(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Minutes whose time for comments is over: the office, the deputies when they stay so."""
    for meeting in Meeting.objects.present().filter(state=State.FOR_COMMENT, comments_until__lt=day_of(now)):
        assert meeting.comments_until
        yield Due(
            kind="committee.minutes",
            thing=meeting,
            name=str(meeting),
            due_on=meeting.comments_until + A_DAY,
            since=meeting.comments_until,
            wording=MINUTES,
            recipients=hearers.of_role("office"),
            deputies=hearers.deputies,
        )


def _ahead(state: str, now: datetime) -> list[Meeting]:
    """The meetings in ``state`` that have not begun."""
    rows = Meeting.objects.present().filter(state=state, held_on__gte=day_of(now))
    return [meeting for meeting in rows if meeting.begins > now]


def _told_on(meeting: Meeting) -> date:
    return day_of(meeting.notified_at or meeting.created_at)


def _people(meetings: Iterable[Meeting], rows: Any) -> dict[int, set[int]]:
    """The people of each meeting's attendances among ``rows``; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    places = rows.filter(removed_at__isnull=True, meeting__in=[meeting.pk for meeting in meetings])
    for meeting, person in places.filter(person__isnull=False).values_list("meeting", "person"):
        found[meeting].add(person)
    return found


def _commented(meetings: Iterable[Meeting]) -> dict[int, set[int]]:
    """The logins that have commented on each meeting's minutes; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = MinutesComment.objects.present().filter(meeting__in=[meeting.pk for meeting in meetings])
    for meeting, user in rows.values_list("meeting", "by"):
        found[meeting].add(user)
    return found


MEETING_DEADLINES = (coming, invitations, notices, comments, minutes)
