"""What the minutes say, as plain values: what a kept version shows, and what papers are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from committee.models import AgendaItem, Attendance, Meeting, Outcome
from committee.querysets import helper_names


def all_topics(meeting: Meeting) -> list[Any]:
    """Every topic in order, also those only proposed, each with presenter, proposer and its ``shown_outcomes``.

    An outcome has its leads and its task at hand, and the names of its helpers as ``helpers``. Three queries, one while
    the meeting is ahead.
    """
    topics: list[Any] = list(meeting.items.present().select_related("owner", "proposed_by__person"))
    outcomes = [] if meeting.is_ahead else _outcomes_of(meeting)
    for topic in topics:
        topic.meeting = meeting
        topic.shown_outcomes = [outcome for outcome in outcomes if outcome.item_id == topic.pk]
    return topics


def _outcomes_of(meeting: Meeting) -> list[Any]:
    standing = Outcome.objects.present().filter(item__meeting=meeting).order_by("pk")
    outcomes: list[Any] = list(standing.select_related("lead_unit", "lead_group", "task"))
    names = helper_names(Outcome, [outcome.pk for outcome in outcomes])
    for outcome in outcomes:
        outcome.helpers = names.get(outcome.pk, [])
    return outcomes


def items_with_outcomes(meeting: Meeting) -> list[Any]:
    """``all_topics`` that are on the agenda."""
    return [topic for topic in all_topics(meeting) if topic.state in AgendaItem.ON_AGENDA]


def content_of(meeting: Meeting) -> dict[str, Any]:
    """The minutes as plain values: what a kept version shows, and what papers are made of."""
    attendances = list(meeting.attendances.present().select_related("person", "unit"))
    return {
        "title": meeting.title,
        "number": meeting.minutes_number,
        "held_on": meeting.held_on.isoformat(),
        "begins_at": f"{meeting.begins_at:%H:%M}",
        "place": meeting.place,
        "chair": str(meeting.chair or ""),
        "recorder": str(meeting.recorder or ""),
        "results": meeting.results,
        "items": [_told_item(item) for item in items_with_outcomes(meeting)],
        "attendance": {status: _names(attendances, status) for status in Attendance.Status.values},
    }


def _told_item(item: Any) -> dict[str, Any]:
    return {
        "kind": str(item.get_kind_display()),
        "title": item.title,
        "carried": item.carried,
        "discussion": item.discussion,
        "outcomes": [_told_outcome(outcome) for outcome in item.shown_outcomes],
    }


def _told_outcome(outcome: Any) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "text": outcome.text,
        "lead": str(outcome.lead or ""),
        "helpers": outcome.helpers,
        "due_on": outcome.due_on.isoformat() if outcome.due_on else "",
        "number": outcome.task.number if outcome.task else "",
    }


def _names(attendances: Iterable[Attendance], status: str) -> list[str]:
    """Names with the position; of a substitute, for whom."""
    found = []
    for row in attendances:
        if row.status == status:
            name = str(row)
            if status == Attendance.Status.SUBSTITUTE:
                name = _("%(substitute)s (for %(person)s)") % {"substitute": row.substitute, "person": row}
            found.append(name)
    return found
