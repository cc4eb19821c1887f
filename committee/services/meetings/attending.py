"""Who came: all present, then the exceptions; or each by signing in with a code that changes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Attendance, Meeting
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.states import lock_state, require_state, state_refused

Answer, Status = Attendance.Answer, Attendance.Status
CODE_SECONDS, CODE_LENGTH = 30, 10
BEFORE = timedelta(hours=1)  # from then on one may sign in


class Mark(NamedTuple):
    """What the attendance list says of one person."""

    status: str
    substitute: str = ""


@verb("committee.record_attendance")
def record_attendance(meeting: Meeting, *, by: Any, marks: Mapping[int, Mark]) -> int:
    """Write the attendance list: ``marks`` by the key of the attendance; returns how many changed.

    A substitute needs a name. Raises ``RuleBroken`` before the meeting and once its minutes are final.
    """
    _check_day(meeting)
    rows = list(meeting.attendances.present().select_related("person").filter(pk__in=marks))
    changed = [row for row in rows if Mark(row.status, row.substitute) != marks[row.pk]]
    before = {str(row): _told(row) for row in changed}
    for row in changed:
        row.status, row.substitute = marks[row.pk]
        if row.status == Status.SUBSTITUTE and not row.substitute:
            raise RuleBroken(_("Write who came instead of %(person)s.") % {"person": row})
        row.version += 1
    Attendance.objects.bulk_update(changed, ["status", "substitute", "version"])
    if changed:
        after = {str(row): _told(row) for row in changed}
        record_action("committee.record_attendance", meeting, by=by, before=before, after=after)
    return len(changed)


@verb("committee.record_attendance")
def mark_all_present(meeting: Meeting, *, by: Any) -> int:
    """All who are not marked yet are present, but those on leave: they are excused, or their substitute came."""
    unmarked = meeting.attendances.present().filter(status="")
    return record_attendance(meeting, by=by, marks={row.pk: usual(row) for row in unmarked})


def usual(attendance: Attendance) -> Mark:
    """What one expects of somebody after their answer."""
    if attendance.answer != Answer.LEAVE:
        return Mark(Status.PRESENT)
    if attendance.substitute:
        return Mark(Status.SUBSTITUTE, attendance.substitute)
    return Mark(Status.EXCUSED)


def _told(row: Attendance) -> str:
    """Nothing of who is not marked: the substitute is then only announced."""
    return " ".join(part for part in (str(row.get_status_display()), row.substitute) if part) if row.status else ""


def is_open_for_marks(meeting: Meeting) -> bool:
    """Whether attendance may be written: from an hour before the meeting until its minutes are final."""
    return meeting.is_minuted or (meeting.state == Meeting.State.NOTIFIED and timezone.now() >= meeting.begins - BEFORE)


def _check_day(meeting: Meeting) -> None:
    lock_state(meeting)
    if is_open_for_marks(meeting):
        return
    if meeting.state == Meeting.State.NOTIFIED:
        raise RuleBroken(_("Attendance is written from one hour before the meeting begins."))
    raise RuleBroken(state_refused(meeting))


def code_at(meeting: Meeting, moment: datetime) -> str:
    """The sign-in code of ``moment``; it changes every half minute."""
    step = int(moment.timestamp()) // CODE_SECONDS
    return hmac.new(meeting.secret.encode(), str(step).encode(), hashlib.sha256).hexdigest()[:CODE_LENGTH]


def is_code(meeting: Meeting, code: str, moment: datetime) -> bool:
    """Whether ``code`` is that of ``moment`` or the one before: scanning takes a while."""
    before = moment - timedelta(seconds=CODE_SECONDS)
    return any(hmac.compare_digest(code.encode(), code_at(meeting, at).encode()) for at in (moment, before))


@verb("committee.sign_in_to_meeting")
def sign_in(attendance: Attendance, *, by: Any) -> str:
    """Mark oneself present, or late some minutes after the beginning (parameter ``committee.late_after``).

    Signing in twice counts once, and what the office has marked stays. ``by`` is ``None`` for somebody who signs in by
    name and number. Returns the status. Raises ``RuleBroken`` also once the meeting has ended.
    """
    meeting, now = attendance.meeting, timezone.now()
    _check_day(meeting)
    require_state(meeting, (Meeting.State.NOTIFIED, Meeting.State.UNDER_WAY))
    late = now > meeting.begins + timedelta(minutes=parameter("committee.late_after"))
    status = Status.LATE if late else Status.PRESENT
    own = Attendance.objects.present().filter(pk=attendance.pk)
    if own.filter(status="").update(status=status, arrived_at=now, version=F("version") + 1):
        record_action("committee.sign_in_to_meeting", attendance, by=by, after={"status": str(status)})
    attendance.status = own.values_list("status", flat=True).first() or ""
    if not attendance.status:
        raise RuleBroken(_("This person was taken off the list already."))
    return attendance.status
