"""Reminding the late ones by hand: who will hear, of what; then it is sent at once, and history keeps who was told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Meeting, Report, Task, User
from committee.services.hearers import Hearers, Logins
from dayan_safety.deadlines import BY_HAND
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.notices import notify
from dayan_safety.permissions import verb
from dayan_safety.workdays import today

T = TypeVar("T")


@dataclass
class Reminder:
    """One thing that is late: the sentence, who will hear it, and the names of those who cannot be reached."""

    thing: Task | Meeting | Report
    kind: str
    due_on: Any
    title: str
    users: list[User] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)


def late_tasks(user: Any) -> Any:
    """The overdue tasks that exist for ``user`` and wait for those who do them."""
    return Task.objects.all().visible_to(user).to_do().overdue(today()).with_leads()


def reminders_of_tasks(tasks: Iterable[Task]) -> list[Reminder]:
    """What each lead of an overdue task will hear; three queries."""
    return reminders_of(tasks, Hearers.leading, _of_task)


def reminders_of(
    things: Iterable[T], heard_by: Callable[[Hearers, T], Logins], told: Callable[[T, list[User]], Reminder]
) -> list[Reminder]:
    """What those who do ``things`` today will hear, as ``told`` puts it; three queries."""
    rows, hearers = list(things), Hearers.on(today())
    keys = [sorted(heard_by(hearers, thing)) for thing in rows]
    wanted = {key for of_thing in keys for key in of_thing}
    known = User.objects.filter(pk__in=wanted).select_related("person").in_bulk()
    return [told(thing, [known[key] for key in of_thing]) for thing, of_thing in zip(rows, keys, strict=True)]


def _of_task(task: Task, users: list[User]) -> Reminder:
    days = (today() - task.due_on).days
    title = _("Overdue by %(days)s days: %(thing)s") % {"days": days, "thing": task}
    return Reminder(task, "committee.task_due", task.due_on, title, users, [] if users else [str(task.lead)])


def reminder_of_meeting(meeting: Meeting) -> Reminder:
    """What those will hear who have not answered the invitation; three queries."""
    places = list(meeting.attendances.present().filter(answer="", person__isnull=False).select_related("person"))
    hearers = Hearers.on(today())
    users = User.objects.filter(pk__in=hearers.people(place.person_id for place in places)).select_related("person")
    title = _("Please answer: %(thing)s") % {"thing": f"{meeting} {meeting.held_on:%m-%d} {meeting.begins_at:%H:%M}"}
    unreached = [str(place) for place in places if place.person_id not in hearers.of_people]
    return Reminder(meeting, "committee.invitation", meeting.held_on, title, list(users.order_by("pk")), unreached)


def remind_late_tasks(tasks: Iterable[Task], *, by: Any, text: str = "") -> list[User]:
    """Remind the leads of ``tasks``, with a word of one's own; returns who was told. Raises ``RuleBroken``: nobody."""
    return remind_each(reminders_of_tasks(tasks), _remind_task, by=by, text=text)


def remind_each(reminders: list[Reminder], remind: Callable[..., None], *, by: Any, text: str) -> list[User]:
    """Do the verb ``remind`` to the thing of each; all or none. Returns who was told; ``RuleBroken``: nobody."""
    with change():
        for reminder in reminders:
            remind(reminder.thing, by=by, reminder=reminder, text=text)
    return _told(reminders)


@verb("committee.remind_task")
def _remind_task(_task: Any, *, by: Any, reminder: Reminder, text: str) -> None:
    send_reminder(reminder, "committee.remind_task", by=by, text=text)


@verb("committee.remind_meeting")
def remind_meeting(meeting: Meeting, *, by: Any, text: str = "") -> list[User]:
    """Remind those who have not answered; returns who was told. ``RuleBroken``: it has begun; nobody is left."""
    if meeting.state != Meeting.State.NOTIFIED or meeting.begins <= timezone.now():
        raise RuleBroken(_("The meeting has begun or was called off: it can no longer be answered."))
    reminder = reminder_of_meeting(meeting)
    told = _told([reminder])
    send_reminder(reminder, "committee.remind_meeting", by=by, text=text)
    return told


def _told(reminders: Iterable[Reminder]) -> list[User]:
    users = {user.pk: user for reminder in reminders for user in reminder.users}
    if not users:
        raise RuleBroken(_("There is nobody left to remind."))
    return list(users.values())


def send_reminder(reminder: Reminder, name: str, *, by: Any, text: str) -> None:
    """Tell those whom it reaches, if any, and keep who was told in the history under the verb ``name``.

    By a key of its own: somebody may press the button again tomorrow.
    """
    if not reminder.users:
        return
    thing = reminder.thing
    key = f"{reminder.kind}:{thing.pk}:{reminder.due_on}:{BY_HAND}{timezone.now():%Y%m%d%H%M%S%f}"
    notify(
        reminder.users,
        key=key,
        title=reminder.title,
        text=text,
        url=thing.get_absolute_url(),
        kind=reminder.kind,
        about=thing,
        urgent=True,
        rung=BY_HAND,
        due_on=reminder.due_on,
    )
    told = "、".join(map(str, reminder.users))
    record_action(name, thing, by=by, after={"told": told}, reason=text)
