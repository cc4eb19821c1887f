"""Taking a whole import back, for a week and while nobody has touched what it wrote."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from committee.models import Appointment, LiaisonPost, Person
from committee.querysets import AppointmentQuerySet
from committee.services.rosters.plan import Plan
from committee.services.rosters.seats import GROUPS, LIAISONS
from dayan_safety.importing.key_runs import as_runs, keys_of
from dayan_safety.importing.way_back import Blocker, blocker, removals, touched, used, write_back
from dayan_safety.models import ImportBatch

RESTORED = ("sex", "telephone", "position", "identity_number", "identity_digest", "unit_id")
Undo = dict[str, list[Any]]  # as ``way_back`` gives it and the batch keeps it


def way_back(plan: Plan, *, people: list[int], posts: list[int], begun: list[int]) -> Undo:
    """What an import must remember to be taken back: keys of what it registered, and what it changed as it was.

    ``edited``: key, version since then, and the values before, nothing where they stay. An identity number is only
    ever added to a person, so that none has to be remembered. ``moved``: key, version, first and last day before.
    """
    return {
        "people": as_runs(people),
        "posts": as_runs(posts),
        "begun": as_runs(begun),
        "edited": [_before(person) for person in plan.edited_people],
        "moved": [
            [held.pk, held.version + 1, held.since.isoformat(), held.until and held.until.isoformat()]
            for held in (shift.held for shift in plan.shifts)
        ],
    }


def _before(person: Any) -> list[Any]:
    known, changes = person.known, person.changes
    values = {name: getattr(known, name, "") for name in ("sex", "telephone", "position")}
    values |= {"identity_number": "", "identity_digest": "", "unit_id": known.unit_id}
    names = {*changes, *(["identity_digest"] if "identity_number" in changes else [])}
    return [known.pk, known.version + 1, *(values[name] if name in names else None for name in RESTORED)]


def blockers(batch: ImportBatch) -> list[Blocker]:
    """Why an import cannot be taken back; none: it can. The number of queries is that of the tables."""
    undo: Undo = batch.undo
    people, posts, begun = (dict.fromkeys(keys_of(undo[name]), 1) for name in ("people", "posts", "begun"))
    changed = [
        *touched(Person, people | {row[0]: row[1] for row in undo["edited"]}),
        *touched(Appointment, begun | {row[0]: row[1] for row in undo["moved"]}),
        *touched(LiaisonPost, posts),
    ]
    own = {Appointment: begun}
    return [
        *blocker(_("Changed since: %(names)s."), changed),
        *blocker(_("Used elsewhere since: %(names)s."), [*used(Person, people, own), *used(LiaisonPost, posts, own)]),
        *blocker(_("Left, or appointed elsewhere since: %(names)s."), _busy(batch, undo)),
        *blocker(_("Held by others since: %(names)s."), _taken(undo)),
    ]


def _busy(batch: ImportBatch, undo: Undo) -> list[Person]:
    """Those who would get a post back and have left since, or were appointed to another one."""
    moved = [row[0] for row in undo["moved"]]
    people = Person.objects.filter(appointments__in=moved)
    left = people.filter(left_on__isnull=False)
    later = people.filter(appointments__created_at__gt=batch.imported_at)
    others = Appointment.objects.filter(created_at__gt=batch.imported_at).exclude(pk__in=keys_of(undo["begun"]))
    appointed = later.filter(appointments__in=others)
    return list((left | appointed).distinct())


def _taken(undo: Undo) -> list[Any]:
    """Posts that would have two holders, or are gone: somebody else was appointed after the import had ended them."""
    days = {row[0]: (_day(row[2]), _day(row[3])) for row in undo["moved"]}
    moved = list(_with_bodies(Appointment.objects.filter(pk__in=days)))
    others: dict[Any, list[Appointment]] = defaultdict(list)
    standing = Appointment.objects.present().filter(_of_bodies(moved), post__in=Appointment.SINGLE)
    for other in _with_bodies(standing.exclude(pk__in=[*days, *keys_of(undo["begun"])])):
        others[other.body, other.post].append(other)
    return [held.body for held in moved if _is_gone(held) or _meets(others[held.body, held.post], days[held.pk])]


def _with_bodies(appointments: AppointmentQuerySet) -> AppointmentQuerySet:
    return appointments.select_related("liaison_post__unit", "group", "committee")


def _of_bodies(moved: list[Appointment]) -> Q:
    posts = [held.liaison_post_id for held in moved if held.liaison_post_id]
    return Q(liaison_post__in=posts) | Q(group__in=[held.group_id for held in moved if held.group_id])


def _is_gone(held: Appointment) -> bool:
    return held.body is not None and held.body.removed_at is not None


def _meets(others: list[Appointment], days: tuple[date | None, date | None]) -> bool:
    return any(_overlap(days, (other.since, other.until)) for other in others)


def _overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two spans of days meet; an end that is open lasts."""
    first, last = (max(span[0] or date.min for span in (one, other)), min(span[1] or date.max for span in (one, other)))
    return first <= last


def lock(batch: ImportBatch) -> None:
    """Whoever appoints to these posts, or refers to these people, comes before this or waits for its end."""
    keys = batch.report.get("touched", {})
    bodies = [
        seats.model._default_manager.filter(pk__in=keys_of(keys.get(seats.table, ()))) for seats in (GROUPS, LIAISONS)
    ]
    for rows in (*bodies, Person.objects.filter(pk__in=keys_of(batch.undo.get("people", ())))):
        list(rows.order_by("pk").select_for_update().values_list("pk"))


def restore(batch: ImportBatch) -> None:
    """What was registered is removed, what was changed is as it was: five statements.

    Who began goes before who comes back: a post has one holder at a time.
    """
    undo: Undo = batch.undo
    moved = [[*row[:2], _day(row[2]), _day(row[3])] for row in undo["moved"]]
    write_back(Appointment, ("removed_at",), removals(keys_of(undo["begun"])))
    write_back(Appointment, ("since", "until"), moved, emptying=("until",))
    write_back(Person, RESTORED, undo["edited"])
    write_back(Person, ("removed_at",), removals(keys_of(undo["people"])))
    write_back(LiaisonPost, ("removed_at",), removals(keys_of(undo["posts"])))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
