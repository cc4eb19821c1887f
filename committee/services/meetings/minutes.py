"""Minutes: out for comment, final, opened again with the version kept, read."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import AgendaItem, Attendance, Meeting, MinutesComment, MinutesVersion, Outcome
from committee.services.meetings.content import content_of
from committee.services.meetings.opening import carry_to_next
from committee.services.meetings.outcomes import hand_out_tasks, outcomes_of
from committee.services.meetings.running import tell_invited
from dayan_safety.history import record_action
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.states import move_state, require_state
from dayan_safety.workdays import Calendar

State, ItemState, Kind = Meeting.State, AgendaItem.State, Outcome.Kind


@verb("committee.circulate_minutes")
def circulate_minutes(meeting: Meeting, *, by: Any) -> None:
    """End the meeting and send the minutes out for comment, for as many working days as the office has set."""
    today = timezone.localdate()
    days = parameter("committee.comment_days")
    until = Calendar.around(today, days).working_days_after(today, days) if days else today
    move_state(meeting, of=(State.UNDER_WAY,), to=State.FOR_COMMENT, comments_until=until)
    record_action("committee.circulate_minutes", meeting, by=by, after={"comments_until": str(until)})
    title = _("Minutes for comment until %(day)s: %(meeting)s") % {"meeting": meeting, "day": until}
    tell_invited(meeting, "comment", title, by=by)


@verb("committee.comment_minutes")
def comment_minutes(meeting: Meeting, *, by: Any, text: str) -> MinutesComment:
    """Say what should be changed, while the minutes are out for comment."""
    require_state(meeting, (State.FOR_COMMENT,))
    comment = MinutesComment.objects.create(meeting=meeting, text=text, by=by)
    record_action("committee.comment_minutes", meeting, by=by, after={"comment": text})
    return comment


def warnings_of(meeting: Meeting) -> list[str]:
    """What one should know before the minutes are final."""
    there = meeting.attendances.present()
    unmarked = there.filter(status="").count()
    tasks = outcomes_of(meeting).filter(kind=Kind.TASK, task=None)
    lacking = [outcome for outcome in tasks if not outcome.can_be_handed_out]
    back = [item.title for item in meeting.items.present().on_agenda() if will_come_back(item)]
    found = [
        _("Nobody is marked present.") if not there.filter(status__in=Attendance.ATTENDED).exists() else "",
        _("%(number)s of those invited are not marked.") % {"number": unmarked} if unmarked else "",
        _("Not chosen: who chaired the meeting.") if meeting.chair_id is None else "",
        *(_("A task without lead or last day: %(text)s") % {"text": outcome.text} for outcome in lacking),
        _("Will come back at the next meeting: %(titles)s") % {"titles": "；".join(back)} if back else "",
    ]
    return [sentence for sentence in found if sentence]


def will_come_back(item: AgendaItem) -> bool:
    """Whether a topic is unfinished: said so, or nothing was said about it and nothing came of it."""
    if item.is_results or item.state == ItemState.DONE:
        return False
    return item.state == ItemState.UNFINISHED or not (item.discussion or item.outcomes.present().exists())


@verb("committee.finalize_minutes")
def finalize_minutes(meeting: Meeting, *, by: Any) -> int:
    """Make the minutes final: numbered within the year, tasks handed out, unfinished topics carried over.

    Returns how many tasks were handed out. A number once given stays with the meeting.
    """
    mark = parameter("committee.minutes_prefix")
    number = meeting.minutes_number or document_number("meeting_minutes", mark, meeting.held_on.year)
    move_state(meeting, of=(State.FOR_COMMENT,), to=State.FINAL, minutes_number=number, finalized_at=timezone.now())
    _settle_items(meeting)
    tasks = hand_out_tasks(meeting, by=by)
    carry_to_next(meeting)
    told = {"minutes_number": number, "handed_out": str(len(tasks))}
    record_action("committee.finalize_minutes", meeting, by=by, after=told)
    tell_invited(meeting, "final", _("Minutes final: %(meeting)s") % {"meeting": meeting}, by=by)
    return len(tasks)


def _settle_items(meeting: Meeting) -> None:
    for item in meeting.items.present().filter(state=ItemState.OPEN):
        state = ItemState.UNFINISHED if will_come_back(item) else ItemState.DONE
        AgendaItem.objects.filter(pk=item.pk).update(state=state, version=F("version") + 1)


@verb("committee.reopen_minutes")
def reopen_minutes(meeting: Meeting, *, by: Any, reason: str) -> MinutesVersion:
    """Open final minutes again, with the reason; the version that was final is kept."""
    content = content_of(meeting)
    before = meeting.finalized_at
    number = meeting.versions.count() + 1
    move_state(meeting, of=(State.FINAL,), to=State.FOR_COMMENT, finalized_at=None)
    version = MinutesVersion.objects.create(
        meeting=meeting, number=number, content=content, finalized_at=before, reason=reason
    )
    meeting.attendances.update(read_at=None)
    record_action("committee.reopen_minutes", meeting, by=by, reason=reason, after={"kept_version": str(number)})
    return version


@verb("committee.acknowledge_minutes")
def acknowledge_minutes(attendance: Attendance, *, by: Any) -> None:
    """Confirm having read the final minutes, once."""
    require_state(attendance.meeting, (State.FINAL,))
    unread = Attendance.objects.filter(pk=attendance.pk, read_at__isnull=True)
    if unread.update(read_at=timezone.now()):
        record_action("committee.acknowledge_minutes", attendance, by=by)
