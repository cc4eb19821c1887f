"""Who of a unit is told what about its commitments and its entries."""

from __future__ import annotations

from typing import Any

from committee.services.hearers import answering
from dayan_safety.notices import notify


def tell_unit(thing: Any, kind: str, title: str, *, by: Any, text: str = "") -> int:
    """Put it into the inboxes of those who answer for the unit; the version makes each step a notice of its own."""
    return notify(
        [user for user in answering([thing.unit_id]) if user != by],
        key=f"{kind}:{thing.pk}:{thing.version}",
        title=title,
        text=text,
        url=thing.get_absolute_url(),
        kind=kind,
        about=thing,
    )


def person_of(by: Any) -> Any:
    """The person behind a login; nobody behind the clock."""
    return by.person if by is not None else None
