"""Roles: what a login is entitled to follows from the posts its person holds on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

OF_POST = {
    "director": "chair",
    "executive_deputy": "chair",
    "deputy_director": "chair",
    "member": "member",
    "office_director": "office",
    "office_staff": "office",
    "lead": "lead",
    "deputy_lead": "lead",
    "group_member": "group_member",
    "liaison": "liaison",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Roles on a day, the groups led and the units served as a liaison (primary keys)."""

    roles: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()

    def is_one_of(self, *roles: str) -> bool:
        """Whether any of ``roles`` is held."""
        return not self.roles.isdisjoint(roles)


def standing_of(user: Any, on: date) -> Standing:
    """The standing of ``user`` on the day ``on``: one query, none for administrators and auditors.

    Who has left, or was removed as a person, has none, even while an appointment was forgotten to be ended.
    """
    if user.duty != "posts":
        return Standing(roles=frozenset({user.duty}))
    if user.person is None or not user.person.is_active_on(on):
        return Standing()
    held = list(user.person.appointments.held_on(on).select_related("group", "liaison_post"))
    return Standing(
        roles=frozenset(_roles(user.person, held)),
        groups=frozenset(a.group_id for a in held if OF_POST[a.post] == "lead"),
        units=frozenset(a.liaison_post.unit_id for a in held if a.liaison_post),
    )


def _roles(person: Any, held: list[Any]) -> set[str]:
    roles = {OF_POST[appointment.post] for appointment in held}
    if any(a.group and a.group.is_supervision for a in held):
        roles.add("supervisor")
    if person.unit and person.unit.kind == "agency":
        roles.add("inspector")
    return roles
