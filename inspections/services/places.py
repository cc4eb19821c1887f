"""Where somebody may find or inspect something, and for which agency."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from committee.models import Appointment, LiaisonPost, Unit
from dayan_safety.errors import RuleBroken
from dayan_safety.workdays import today

EVERYWHERE = ("office", "inspector", "supervisor", "lead")  # whoever else looks at something looks at the own unit
SEE_TO_IT = (LiaisonPost.Role.PATROL_INSPECTOR, LiaisonPost.Role.COORDINATOR, LiaisonPost.Role.INFORMATION_OFFICER)


def check_place(thing: Any, by: Any) -> None:
    """Raise ``RuleBroken`` for another unit's site, and for a unit that ``by`` does not look at.

    ``thing``: a finding or an inspection.
    """
    if thing.site is not None and thing.site.unit_id != thing.unit_id:
        raise RuleBroken(_("This site belongs to another unit: choose one of the unit, or none."))
    if not looks_at(thing.unit_id, by):
        raise RuleBroken(_("Choose your own unit: others write down what they find themselves."))


def looks_at(unit: int, by: Any) -> bool:
    """Whether what happens at the unit with the key ``unit`` is for ``by`` to write down; all of it for the clock."""
    return by is None or by.standing.is_one_of(*EVERYWHERE) or unit in by.standing.answers_for


def agency_of(by: Any) -> int | None:
    """The agency that an inspector comes from."""
    return by.person.unit_id if by is not None and by.standing.is_one_of("inspector") else None


def responsible_of(unit: Unit) -> str:
    """The liaison who has to see to dangers at ``unit``: its patrol inspector, else another one; one query."""
    held = Appointment.objects.held_on(today()).filter(liaison_post__unit=unit).select_related("person", "liaison_post")
    found = {post.liaison_post.role: post.person.name for post in held}
    return next((found[role] for role in SEE_TO_IT if role in found), "")
