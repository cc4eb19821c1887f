"""Who is told what about a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from committee.models import Report, User
from committee.services.hearers import answering
from dayan_safety.notices import notify


def writers_of(report: Report) -> list[User]:
    """The logins of those who lead the group, or answer for the unit, today."""
    return answering([report.unit_id], [report.group_id])


def tell(users: Iterable[User], report: Report, *, by: Any, key: str, title: str, text: str = "") -> int:
    """Put it into their inboxes, but not into that of who did it; the version makes each step a notice of its own."""
    others = [user for user in users if user != by]
    once = f"report:{report.pk}:{report.version}:{key}"
    where = report.get_absolute_url()
    return notify(others, key=once, title=title, text=text, url=where, kind="committee.report_news", about=report)
