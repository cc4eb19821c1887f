"""Who holds a post and is not in the list. Ended when somebody says so, never by itself."""

from __future__ import annotations

from collections.abc import Iterable, Set

from committee.models import LiaisonPost
from committee.services.rosters.plan import Plan
from committee.services.rosters.posts import DAY, Shift
from committee.services.rosters.town import Held, PostKey, Town
from dayan_safety.importing import Absent


def missing_holders(town: Town, posts: Set[PostKey], plan: Plan) -> list[Held]:
    """Holders of today of posts the list is silent about, at the units and in the roles it does name.

    A list of one village says nothing of the others, and a list of coordinators nothing of inspectors.
    """
    units, roles = {unit for unit, _role in posts}, {role for _unit, role in posts}
    moved = {shift.held.pk for shift in plan.shifts}
    silent = [post for post in town.held if post not in posts and post[0] in units and post[1] in roles]
    return [held for post in silent for held in town.standing(post) if held.since <= town.on and held.pk not in moved]


def told(town: Town, missing: Iterable[Held]) -> list[Absent]:
    """For people: the post, and who holds it since when."""
    roles = dict(LiaisonPost.Role.choices)
    return [
        Absent(
            str(held.pk),
            f"{town.units[held.unit_id].name} {roles[held.role]}",
            f"{town.name_of(held.person_id)} {held.since.isoformat()}",
        )
        for held in missing
    ]


def endings(town: Town, missing: Iterable[Held], said: Iterable[str]) -> list[Shift]:
    """The appointments somebody said shall end: yesterday was their last day, today where they began today."""
    wanted = set(said)
    return [
        Shift(held, held.since, max(held.since, town.on - DAY))
        for held in missing
        if str(held.pk) in wanted and held.until is None
    ]
