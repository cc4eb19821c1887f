"""Who is told what about a task."""

from __future__ import annotations

from typing import Any

from committee.models import Task, User
from committee.services.hearers import answering
from dayan_safety.notices import notify


def doers_of(task: Task) -> list[User]:
    """The logins of those who answer for the lead and the helpers today, and of the leads of their groups."""
    units = [task.lead_unit_id, *task.helper_units.values_list("pk", flat=True)]
    groups = [task.lead_group_id, *task.helper_groups.values_list("pk", flat=True)]
    return answering(units, groups)


def tell(users: list[User], task: Task, *, by: Any, key: str, title: str, text: str = "") -> int:
    """Put it into their inboxes, but not into that of who did it; the version makes each step a notice of its own."""
    others = [user for user in users if user != by]
    where = task.get_absolute_url()
    once = f"task:{task.pk}:{task.version}:{key}"
    return notify(others, key=once, title=title, text=text, url=where, kind="committee.task_news", about=task)
