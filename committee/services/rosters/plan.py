"""What an import of a list of people would write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from committee.services.rosters.people import Somebody
from committee.services.rosters.posts import Shift, Start
from committee.services.rosters.seats import PostKey, Seats
from dayan_safety.personal import digest_of


@dataclass(slots=True)
class Plan:
    """People to register and to edit, posts to open, appointments to end, to correct and to begin."""

    people: list[Somebody] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    posts: dict[PostKey, int] = field(default_factory=dict)
    seats: Seats | None = None

    @property
    def new_people(self) -> list[Somebody]:
        """People the town does not know yet."""
        return [person for person in self.people if person.known is None]

    @property
    def edited_people(self) -> list[Somebody]:
        """Known people of whom the list says something new."""
        return [person for person in self.people if person.known and person.changes]

    @property
    def missing_posts(self) -> list[PostKey]:
        """Posts to be filled that were never opened."""
        return [start.wanted.post for start in self.starts if start.wanted.post not in self.posts]

    def fingerprint(self) -> str:
        """A keyed digest of everything that would be written, with the versions it stands on."""
        parts: list[Any] = [person.sign() for person in self.people if person.known is None or person.changes]
        parts += [(shift.held.pk, shift.held.version, shift.since, shift.until) for shift in self.shifts]
        parts += [(start.wanted.post, start.person.key, start.since) for start in self.starts]
        return digest_of(repr(parts) + repr(self.missing_posts))
