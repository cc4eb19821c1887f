"""Verbs on meetings, for walks through their states: what each needs, and what it may lead to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from committee.models import AgendaItem, Attendance, Meeting, Outcome
from committee.services import meetings

Act = Callable[[Meeting, Any], Any]


def at_the_start(cast: Any, state: str = "draft") -> Meeting:
    """A meeting of half an hour from now in a state: a topic with an outcome, the cast at the table."""
    now = timezone.localtime() + timedelta(minutes=30)
    meeting = Meeting.objects.create(
        committee=cast.committee, title="会", held_on=now.date(), begins_at=now.time(), state=state
    )
    item = AgendaItem.objects.create(meeting=meeting, kind="solve", title="消防通道")
    Outcome.objects.create(item=item, kind="note", text="记录")
    people = [getattr(cast, role).person for role in TABLE]
    Attendance.objects.bulk_create(Attendance(meeting=meeting, person=person, basis="hand") for person in people)
    return meeting


def _topic(meeting: Meeting) -> AgendaItem:
    return meeting.items.present().on_agenda().filter(is_results=False).select_related("meeting").latest("pk")


def _place(meeting: Meeting, by: Any) -> Attendance:
    rows = meeting.attendances.present()
    return rows.filter(person=by.person_id).first() or rows.latest("pk")


def _outcome(meeting: Meeting) -> Outcome:
    return Outcome.objects.present().filter(item__meeting=meeting).latest("pk")


def _edit(meeting: Meeting, by: Any) -> None:
    meeting.title += "改"
    meetings.edit_meeting(meeting, ["title"], by=by)


VERBS: dict[str, Act] = {
    "notify": lambda m, by: meetings.notify_meeting(m, by=by),
    "begin": lambda m, by: meetings.begin_meeting(m, by=by),
    "cancel": lambda m, by: meetings.cancel_meeting(m, by=by, reason="防汛"),
    "circulate": lambda m, by: meetings.circulate_minutes(m, by=by),
    "finalize": lambda m, by: meetings.finalize_minutes(m, by=by),
    "reopen": lambda m, by: meetings.reopen_minutes(m, by=by, reason="更正"),
    "edit": _edit,
    "add_item": lambda m, by: meetings.add_item(m, by=by, kind="solve", title="议题"),
    "propose": lambda m, by: meetings.propose_item(m, by=by, kind="solve", title="路灯"),
    "write_item": lambda m, by: meetings.write_item(_topic(m), by=by, discussion="议定", state="done"),
    "add_outcome": lambda m, by: meetings.add_outcome(_topic(m), by=by, kind="note", text="记录"),
    "remove_outcome": lambda m, by: meetings.remove_outcome(_outcome(m), by=by, reason="误"),
    "invite": lambda m, by: meetings.invite(m, by=by, guest_name="专家"),
    "attend": lambda m, by: meetings.mark_all_present(m, by=by),
    "sign_in": lambda m, by: meetings.sign_in(_place(m, by), by=by),
    "answer": lambda m, by: meetings.answer_invitation(_place(m, by), by=by, answer="coming"),
    "comment": lambda m, by: meetings.comment_minutes(m, by=by, text="更正"),
    "acknowledge": lambda m, by: meetings.acknowledge_minutes(_place(m, by), by=by),
}

AHEAD, MINUTED = ("draft", "notified"), ("under_way", "for_comment")
# verb → state → state; what is not here is refused.
_STAYS = {
    **dict.fromkeys(("edit", "propose"), AHEAD),
    **dict.fromkeys(("add_item", "invite"), (*AHEAD, *MINUTED)),
    **dict.fromkeys(("write_item", "add_outcome", "remove_outcome"), MINUTED),
    "attend": ("notified", *MINUTED),
    "sign_in": ("notified", "under_way"),
    "answer": ("notified",),
    "comment": ("for_comment",),
    "acknowledge": ("final",),
}
LEADS_TO: dict[str, dict[str, str]] = {
    "notify": {"draft": "notified"},
    "begin": dict.fromkeys(AHEAD, "under_way"),
    "cancel": dict.fromkeys(AHEAD, "cancelled"),
    "circulate": {"under_way": "for_comment"},
    "finalize": {"for_comment": "final"},
    "reopen": {"final": "for_comment"},
    **{verb: {state: state for state in states} for verb, states in _STAYS.items()},
}

TABLE = ("chair", "lead", "liaison", "member", "office")
_OFFICE = (
    "notify", "begin", "circulate", "edit", "add_item", "write_item", "add_outcome", "remove_outcome", "invite",
    "attend",
)  # fmt: skip
_DECIDERS = ("cancel", "finalize", "reopen")
_OWN = ("sign_in", "answer", "acknowledge")
WHO: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_OFFICE, ("office",)),
    **dict.fromkeys(_DECIDERS, ("chair", "office")),
    **dict.fromkeys(_OWN, TABLE),
    "propose": ("chair", "lead", "member", "office", "supervisor"),
    "comment": ("chair", "inspector", "lead", "liaison", "member", "office", "supervisor"),
}
