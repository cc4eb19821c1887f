"""How meetings are read, and how the units stand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from committee.models import Meeting
from dayan_safety.tables import Badge, Column

State = Meeting.State
LOOKS = {
    State.DRAFT: ("secondary", "pencil"),
    State.NOTIFIED: ("info", "send"),
    State.UNDER_WAY: ("warning", "play-circle"),
    State.FOR_COMMENT: ("warning", "chat-left-text"),
    State.FINAL: ("success", "check-circle"),
    State.CANCELLED: ("secondary", "x-circle"),
}


def standing(meeting: Meeting) -> Badge:
    """Where a meeting stands."""
    return Badge(meeting.get_state_display(), *LOOKS[State(meeting.state)])


def came(meeting: Any) -> str:
    """How many of those invited came; nothing before it is held."""
    return "" if meeting.is_ahead or meeting.state == State.CANCELLED else f"{meeting.attended}/{meeting.invited}"


MEETINGS = (
    Column("title", _("Meeting"), order=("title",)),
    Column("held_on", _("Day"), order=("held_on", "begins_at"), kind="date"),
    Column("begins_at", _("Begins at"), lambda meeting: f"{meeting.begins_at:%H:%M}", order=("begins_at",)),
    Column("place", _("Place"), order=("place",)),
    Column("state", _("State"), standing, order=("state",)),
    Column("invited", _("Invited"), order=("invited",), kind="number"),
    Column("came", _("Came"), came, order=("attended",), kind="number"),
    Column("notice_number", _("Number of the notice"), order=("notice_number",), shown=False),
    Column("minutes_number", _("Number of the minutes"), order=("minutes_number",)),
)


def share(part: int, whole: int) -> str:
    """A part of a whole, in per cent and in numbers; nothing of nothing."""
    return f"{100 * part / whole:.0f}% ({part}/{whole})" if whole else ""


RATES = (
    Column("name", _("Unit"), order=("name",)),
    Column("kind", _("Kind"), lambda unit: unit.get_kind_display(), order=("kind",)),
    Column(
        "attendance",
        _("Attendance rate"),
        lambda unit: share(unit.attended, unit.invited),
        order=("attendance_rate",),
        kind="number",
    ),
    Column("invited", _("Invited"), order=("invited",), kind="number", shown=False),
    Column("attended", _("Came"), order=("attended",), kind="number", shown=False),
    Column("excused", _("Excused"), order=("excused",), kind="number"),
    Column("absent", _("Absent"), order=("absent",), kind="number"),
    Column(
        "on_time",
        _("Tasks on time"),
        lambda unit: share(unit.tasks_on_time, unit.tasks_due),
        order=("on_time_rate",),
        kind="number",
    ),
    Column("tasks_due", _("Tasks due"), order=("tasks_due",), kind="number", shown=False),
    Column("tasks_overdue", _("Tasks overdue now"), order=("tasks_overdue",), kind="number"),
)
