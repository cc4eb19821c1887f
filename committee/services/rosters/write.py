"""Writing what a check of a list of people planned, in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from committee.models import Appointment, LiaisonPost, Person
from committee.services.rosters.columns import STATED
from committee.services.rosters.people import Somebody
from committee.services.rosters.plan import Plan
from committee.services.rosters.seats import Seats
from committee.services.rosters.undo import Undo, way_back
from dayan_safety.bulk import insert_all, update_all
from dayan_safety.errors import RuleBroken
from dayan_safety.importing.batches import changed_meanwhile

NEW = ("name", "initials", "unit_id", "sex", "telephone", "position", "identity_number", "identity_digest")
EDITED = ("sex", "telephone", "position", "identity_number", "identity_digest", "unit_id")


def write(plan: Plan) -> tuple[dict[str, list[int]], Undo]:
    """Write a plan; returns the keys touched by table, and the way back. Five statements for any number of rows."""
    new = insert_all(Person, NEW, _new_people(plan))
    for somebody, key in zip(plan.new_people, new, strict=True):
        somebody.pk = key
    _edit_people(plan)
    missing = plan.missing_posts
    opened = insert_all(LiaisonPost, ("unit", "role"), missing)
    plan.posts.update(zip(missing, opened, strict=True))  # no copy: a long list knows a hundred thousand
    _move_appointments(plan)
    begun = _begin(plan)
    undo = way_back(plan, people=new, posts=opened, begun=begun)
    people = [*new, *(person.known.pk for person in plan.edited_people if person.known)]
    return {"person": sorted(people)} | _touched_posts(plan, begun), undo


def _touched_posts(plan: Plan, begun: list[int]) -> dict[str, list[int]]:
    """Keys of the bodies and appointments that were written, by table."""
    if plan.seats is None:
        return {}
    touched = chain((start.post for start in plan.starts), (shift.held.post for shift in plan.shifts))
    return {
        plan.seats.table: sorted(plan.posts[post] for post in touched),
        "appointment": sorted([*begun, *(shift.held.pk for shift in plan.shifts)]),
    }


def _new_people(plan: Plan) -> Iterator[list[Any]]:
    """The columns of new people; one instance, used again and again, derives what follows from the others."""
    person = Person()
    for somebody in plan.new_people:
        for name in STATED:
            setattr(person, name, somebody.stated.get(name, ""))
        person.name, person.unit_id = somebody.name, somebody.unit_id
        person.derive()
        yield [getattr(person, name) for name in NEW]


def _edit_people(plan: Plan) -> None:
    rows = [_edited(somebody) for somebody in plan.edited_people]
    if update_all(Person, EDITED, rows) < len(rows):
        raise RuleBroken(changed_meanwhile())


def _edited(somebody: Somebody) -> list[Any]:
    """Key, version and the fields that change; ``None`` stays as it is."""
    assert somebody.known is not None
    edited = Person(**somebody.changes)
    edited.derive()
    values = [getattr(edited, name) or None for name in EDITED]
    return [somebody.known.pk, somebody.known.version, *values]


def _move_appointments(plan: Plan) -> None:
    """Ends come before beginnings: a post has one holder at a time."""
    rows = [[shift.held.pk, shift.held.version, shift.since, shift.until] for shift in plan.shifts]
    if update_all(Appointment, ("since", "until"), rows) < len(rows):
        raise RuleBroken(changed_meanwhile())


def _begin(plan: Plan) -> list[int]:
    if plan.seats is None:
        return []
    names = ("person", "post", plan.seats.column, "since")
    return insert_all(Appointment, names, _beginnings(plan, plan.seats))


def _beginnings(plan: Plan, seats: Seats) -> Iterator[tuple[Any, ...]]:
    for start in plan.starts:
        known = start.person.known
        person = known.pk if known else start.person.pk
        yield person, seats.post_of(start.post[1]), plan.posts[start.post], start.since
