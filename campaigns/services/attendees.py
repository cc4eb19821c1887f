"""Who came to an event: entered from paper, signed in by a code, taken off, counted. No name goes into history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Attendee, Event
from campaigns.services.events import edit_event
from campaigns.services.name_lists import Came
from committee.models import Person, Unit
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb

MOST_LISTED = 5000  # a door without a lock must not fill the house
Way = Attendee.Way


@verb("campaigns.enter_attendees")
def enter_attendees(event: Event, *, by: Any, people: Sequence[Came]) -> list[Attendee]:
    """Enter who came from a list; whoever is on it already is not entered again. Returns who is new.

    Raises ``RuleBroken`` before the day of the event.
    """
    held = lock_event(event)
    if held.held_on > timezone.localdate():
        raise RuleBroken(_("The event lies ahead: enter who came once it was held."))
    entered = list_people(held, people, way=Way.LIST)
    if entered:
        told = {"new": str(len(entered)), "unchanged": str(len(people) - len(entered))}
        record_action("campaigns.enter_attendees", event, by=by, after=told)
    return entered


@verb("campaigns.remove_attendee")
def remove_attendee(attendee: Attendee, *, by: Any, reason: str) -> None:
    """Take somebody off the list, with the reason; the row stays, out of sight."""
    lock_event(attendee.event)
    rows = Attendee.objects.present().filter(pk=attendee.pk)
    if rows.update(removed_at=timezone.now(), version=F("version") + 1):
        record_action("campaigns.remove_attendee", attendee, by=by, reason=reason)


@verb("campaigns.adopt_list_count")
def adopt_list_count(event: Event, *, by: Any) -> None:
    """The head-count of the event becomes the number of names. Raises ``RuleBroken`` where there are none."""
    held = lock_event(event)
    held.head_count = held.attendees.present().count()
    if not held.head_count:
        raise RuleBroken(_("Nobody is on the list yet: enter it first."))
    edit_event(held, ["head_count"], by=by)


def listed_already(event: Event, people: Iterable[Came]) -> set[Came]:
    """Those of ``people`` who are on the list by the same name and unit; one query."""
    wanted = set(people)
    rows = event.attendees.present().filter(name__in={each.name for each in wanted})
    return wanted & {Came(*row) for row in rows.values_list("name", "from_unit")}


def lock_event(event: Event) -> Event:
    """The event as it is; until the caller's ``change()`` is done nobody else enters a name."""
    held: Event = Event.objects.select_for_update().get(pk=event.pk)
    return held


def list_people(
    event: Event, people: Iterable[Came], *, way: Attendee.Way, came_at: datetime | None = None
) -> list[Attendee]:
    """Write down those of ``people`` who are not on the list of the locked ``event``; five queries for any number."""
    wanted = dict.fromkeys(people)
    there = listed_already(event, wanted)
    fresh = [each for each in wanted if each not in there]
    if event.attendees.present().count() + len(fresh) > MOST_LISTED:
        raise RuleBroken(_("The list is full: no event has more than %(most)s names.") % {"most": MOST_LISTED})
    units = _units_called({each.from_unit for each in fresh})
    persons = _persons_called(fresh, units)
    rows = [
        Attendee(
            event=event,
            name=each.name,
            from_unit=each.from_unit,
            unit_id=units.get(each.from_unit),
            person_id=persons.get((each.name, units.get(each.from_unit))),
            came_at=came_at,
            way=way,
        )
        for each in fresh
    ]
    return Attendee.objects.bulk_create(rows)


def _units_called(names: set[str]) -> dict[str, int]:
    """Name → unit; no two present units have the same."""
    return dict(Unit.objects.present().filter(name__in=names).values_list("name", "pk"))


def _persons_called(people: Iterable[Came], units: dict[str, int]) -> dict[tuple[str, int | None], int]:
    """Name and unit → person, where one at the unit is called so and no other; without a unit nobody is known."""
    names = {each.name for each in people if each.from_unit in units}
    found = Person.objects.present().filter(name__in=names, unit__in=units.values())
    rows = list(found.values_list("name", "unit_id", "pk"))
    times = Counter((name, unit) for name, unit, _pk in rows)
    return {(name, unit): pk for name, unit, pk in rows if times[name, unit] == 1}
