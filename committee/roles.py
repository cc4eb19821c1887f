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


ANSWER_FOR_UNIT = ("member", "inspector")


HELD = ("post", "group", "group__is_supervision", "liaison_post__unit")  # what a standing is read from


@dataclass(frozen=True, slots=True)
class Standing:
    """Roles on a day; primary keys of the groups led, the groups one is in, the units served as a liaison, and the
    units one answers for: those, and as a member of the committee or of an agency the own one.
    """

    roles: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    in_groups: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    answers_for: frozenset[int] = frozenset()

    def is_one_of(self, *roles: str) -> bool:
        """Whether any of ``roles`` is held."""
        return not self.roles.isdisjoint(roles)


def standing_of(user: Any, on: date) -> Standing:
    """The standing of ``user`` on the day ``on``: one query, none for logins that are for no post.

    Who has left, or was removed as a person, has none, even while an appointment was forgotten to be ended.
    """
    if user.duty != "posts":
        return Standing(roles=frozenset({user.duty}))
    if user.person is None or not user.person.is_active_on(on):
        return Standing()
    held = list(user.person.appointments.held_on(on).values_list(*HELD, named=True))
    roles = frozenset(_roles(user.person, held))
    units = frozenset(a.liaison_post__unit for a in held if a.liaison_post__unit)
    own = {user.person.unit_id} if not roles.isdisjoint(ANSWER_FOR_UNIT) and user.person.unit_id else set()
    return Standing(
        roles=roles,
        groups=frozenset(a.group for a in held if OF_POST[a.post] == "lead"),
        in_groups=frozenset(a.group for a in held if a.group),
        units=units,
        answers_for=units | own,
    )


def _roles(person: Any, held: list[Any]) -> set[str]:
    roles = {OF_POST[appointment.post] for appointment in held}
    if any(a.group__is_supervision for a in held):
        roles.add("supervisor")
    if person.unit and person.unit.kind == "agency":
        roles.add("inspector")
    return roles
