"""Who is told what about a finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from committee.models import User
from committee.services.hearers import Hearers, answering, logins
from dayan_safety.notices import notify
from dayan_safety.workdays import today
from inspections.models import Finding


def rectifiers_of(finding: Finding) -> list[User]:
    """The logins that answer for the unit today."""
    return answering([finding.unit_id])


def finders_of(finding: Finding) -> list[User]:
    """Who looks at it again: the agency that found it, or else the office; and who found it, as long as they are in."""
    hearers = Hearers.on(today())
    agency = hearers.answering([finding.agency_id], [])
    finder = hearers.people([finding.found_by.person_id]) if finding.found_by else frozenset[int]()
    return logins((agency or hearers.of_role("office")) | finder)


def labels(names: Iterable[str]) -> str:
    """The words of a finding's fields, for sentences."""
    fields: Any = Finding._meta
    return "、".join(str(fields.get_field(name).verbose_name) for name in names)


def tell(users: list[User], finding: Finding, *, by: Any, key: str, title: str, text: str = "") -> int:
    """Put it into their inboxes, but not into that of who did it; the version makes each step a notice of its own."""
    others = [user for user in users if user != by]
    once = f"finding:{finding.pk}:{finding.version}:{key}"
    where = finding.get_absolute_url()
    return notify(others, key=once, title=title, text=text, url=where, kind="inspections.finding_news", about=finding)
