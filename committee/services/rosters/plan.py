"""What an import of a list of people would write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from committee.services.rosters.people import Somebody
from committee.services.rosters.posts import Shift
from committee.services.rosters.seats import PostKey, Seats
from dayan_safety.personal import digest_of_all


class Beginning(NamedTuple):
    """An appointment that begins: what stays of a ``Start`` when the lines are no longer needed."""

    post: PostKey
    person: Somebody
    since: date


@dataclass(slots=True)
class Plan:
    """People to register and to edit, posts to open, appointments to end, to correct and to begin."""

    people: list[Somebody] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    starts: list[Beginning] = field(default_factory=list)
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
        return [start.post for start in self.starts if start.post not in self.posts]

    def fingerprint(self) -> str:
        """A keyed digest of everything that would be written, with the versions it stands on."""
        return digest_of_all(map(repr, self._signs()))

    def _signs(self) -> Iterator[Any]:
        yield from (person.sign() for person in self.people if person.known is None or person.changes)
        yield from ((shift.held.pk, shift.held.version, shift.since, shift.until) for shift in self.shifts)
        yield from ((start.post, start.person.key, start.since) for start in self.starts)
        yield from self.missing_posts
