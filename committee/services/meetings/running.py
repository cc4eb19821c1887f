"""A meeting from its draft to its end: notified, opened, moved, called off."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from zlib import crc32

from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import AgendaItem, Meeting, User
from committee.services.hearers import Hearers, logins
from committee.services.meetings.inviting import renew_invitations
from committee.services.meetings.opening import carry_to_next
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.notices import notify
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.records import edit_record
from dayan_safety.results import all_results
from dayan_safety.states import lock_state, move_state, require_state
from dayan_safety.workdays import today

State = Meeting.State


def told_of(meeting: Meeting) -> list[User]:
    """The logins of those invited; who is on leave hears of another day, and of the minutes, too."""
    invited = meeting.attendances.present().values_list("person", flat=True)
    return logins(Hearers.on(today()).people(invited))


def tell_invited(meeting: Meeting, key: str, title: str, *, by: Any, text: str = "") -> int:
    """Tell those invited; each version of the meeting once."""
    users = [user for user in told_of(meeting) if user != by]
    url, once = meeting.get_absolute_url(), f"meeting:{meeting.pk}:{meeting.version}:{key}"
    return notify(users, key=once, title=title, text=text, url=url, kind="committee.meeting_news", about=meeting)


@verb("committee.notify_meeting")
def notify_meeting(meeting: Meeting, *, by: Any) -> int:
    """Send the notice: numbered within the year, to whoever holds a post of the rule by now, and those invited by hand.

    Returns how many inboxes it reached.
    """
    if meeting.begins <= timezone.now():
        raise RuleBroken(_("The day of the meeting has gone by: move it to a later day first."))
    number = document_number("meeting_notice", parameter("committee.notice_prefix"), meeting.held_on.year)
    move_state(meeting, of=(State.DRAFT,), to=State.NOTIFIED, notified_at=timezone.now(), notice_number=number)
    record_action("committee.notify_meeting", meeting, by=by, after={"notice_number": number})
    renew_invitations(meeting, by=by)
    title = _("Invitation: %(meeting)s") % {"meeting": when(meeting)}
    return _tell_agenda(meeting, title, by=by)


@verb("committee.send_agenda")
def send_agenda(meeting: Meeting, *, by: Any) -> int:
    """Send the agenda as it is now to those invited who have not had it, by the notice or since.

    Returns how many inboxes it reached.
    """
    require_state(meeting, (State.NOTIFIED,))
    record_action("committee.send_agenda", meeting, by=by)
    return _tell_agenda(meeting, _("Agenda: %(meeting)s") % {"meeting": when(meeting)}, by=by)


def _tell_agenda(meeting: Meeting, title: str, *, by: Any) -> int:
    """The same agenda reaches an inbox once, whatever it comes with."""
    text = agenda_text(meeting)
    return tell_invited(meeting, f"agenda:{crc32(text.encode())}", title, by=by, text=text)


def agenda_text(meeting: Meeting) -> str:
    """The topics, a line each, with who presents them."""
    topics = meeting.items.present().on_agenda().select_related("owner")
    lines = [f"{number}. {topic.title}{_by(topic)}" for number, topic in enumerate(topics, start=1)]
    return "\n".join(lines)


def _by(topic: AgendaItem) -> str:
    return f"（{topic.owner}）" if topic.owner else ""


def when(meeting: Meeting) -> str:
    """Title, day and time in one line."""
    return f"{meeting.title}，{meeting.held_on:%Y-%m-%d} {meeting.begins_at:%H:%M} {meeting.place}".strip()


def edit_meeting(
    meeting: Meeting, names: list[str], *, by: Any, version: int | None = None, right: str = ""
) -> Meeting:
    """Change a meeting that is ahead; who was told of it hears of another day, time or place."""
    with change():
        before = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if not before.is_ahead:
            raise RuleBroken(_("Only a meeting that is ahead can be changed."))
        if before.held_on != meeting.held_on:
            meeting.follows_rule, names = False, [*names, "follows_rule"]
        edit_record(meeting, names, by=by, version=version, right=right)
        if before.state == State.NOTIFIED and _place_of(before) != _place_of(meeting):
            tell_invited(meeting, "moved", _("Moved: %(meeting)s") % {"meeting": when(meeting)}, by=by)
    return meeting


def _place_of(meeting: Meeting) -> tuple[date, time, str]:
    return meeting.held_on, meeting.begins_at, meeting.place


@verb("committee.begin_meeting")
def begin_meeting(meeting: Meeting, *, by: Any) -> None:
    """Open the meeting on its day, also when people were told without a notice; keeps what the first item tells now."""
    if meeting.held_on > today():
        raise RuleBroken(_("The meeting is on %(day)s: move it to today if it is held now.") % {"day": meeting.held_on})
    lock_state(meeting)
    untold = meeting.state == State.DRAFT
    move_state(meeting, of=Meeting.AHEAD, to=State.UNDER_WAY, results=results_of(meeting))
    record_action("committee.begin_meeting", meeting, by=by)
    if untold:
        renew_invitations(meeting, by=by)


def results_of(meeting: Meeting) -> list[dict[str, Any]]:
    """What the first item tells: as it was kept when the meeting began, as it is now before that."""
    if not meeting.is_ahead:
        return list(meeting.results)
    held = Meeting.objects.present().held().filter(committee=meeting.committee_id, held_on__lt=meeting.held_on)
    last = held.order_by("-held_on").values_list("held_on", flat=True).first()
    return all_results(last, today())


@verb("committee.cancel_meeting")
def cancel_meeting(meeting: Meeting, *, by: Any, reason: str) -> None:
    """Call a meeting off, with the reason; those told of it are told, its topics go to the next one."""
    lock_state(meeting)
    was_told = meeting.state == State.NOTIFIED
    move_state(meeting, of=Meeting.AHEAD, to=State.CANCELLED)
    record_action("committee.cancel_meeting", meeting, by=by, reason=reason)
    carry_to_next(meeting)
    if was_told:
        title = _("Called off: %(meeting)s") % {"meeting": when(meeting)}
        tell_invited(meeting, "cancelled", title, by=by, text=reason)
