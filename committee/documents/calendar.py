"""The meetings a person is invited to, and the last days of their tasks, for the person's own calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from committee.models import Meeting, Task
from dayan_safety.feeds import FeedEntry

LASTS = timedelta(hours=2)
KEPT = timedelta(days=400)  # a year back is enough for any calendar


def calendar_of_committee(user: Any, on: date) -> list[FeedEntry]:
    """What a calendar of ``user`` shows on ``on``, called-off meetings included so that calendars strike them out.

    Nothing of drafts, nothing that does not exist for the user. Two queries.
    """
    return [*_meetings(user, on - KEPT), *_last_days(user, on - KEPT)]


def _meetings(user: Any, since: date) -> list[FeedEntry]:
    if user.person_id is None:
        return []
    told = Meeting.objects.all().visible_to(user).invited(user.person_id).exclude(state=Meeting.State.DRAFT)
    return [_entry(meeting) for meeting in told.filter(notified_at__isnull=False, held_on__gte=since)]


def _entry(meeting: Meeting) -> FeedEntry:
    return FeedEntry(
        key=f"meeting-{meeting.pk}",
        title=meeting.title,
        begins=meeting.begins,
        ends=meeting.begins + LASTS,
        place=meeting.place,
        text=meeting.requirements,
        url=meeting.get_absolute_url(),
        is_cancelled=meeting.state == Meeting.State.CANCELLED,
        version=meeting.version,
        changed_at=meeting.updated_at,
    )


def _last_days(user: Any, since: date) -> list[FeedEntry]:
    if not (user.standing.answers_for or user.standing.groups):
        return []
    tasks = Task.objects.all().visible_to(user).led_by(user).to_do().filter(due_on__gte=since)
    return [
        FeedEntry(
            key=f"task-{task.pk}",
            title=_("Last day: %(title)s") % {"title": task.title},
            begins=task.due_on,
            ends=task.due_on + timedelta(days=1),
            url=task.get_absolute_url(),
            version=task.version,
            changed_at=task.updated_at,
        )
        for task in tasks
    ]
