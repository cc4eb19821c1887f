"""Who holds a post and is not in the list. Ended when somebody says so, never by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from committee.services.rosters.posts import DAY, Shift
from committee.services.rosters.seats import Held, PostKey
from committee.services.rosters.town import Town
from dayan_safety.importing import Absent


def told(town: Town, missing: Iterable[Held], told_post: Callable[[PostKey], str]) -> list[Absent]:
    """For people: the post, and who holds it since when."""
    return [
        Absent(str(held.pk), told_post(held.post), f"{town.name_of(held.person_id)} {held.since.isoformat()}")
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
