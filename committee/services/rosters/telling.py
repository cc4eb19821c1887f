"""How a check speaks of people: with masked numbers, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from committee.services.rosters.town import PersonRow
from dayan_safety import personal

NAMES_TOLD = 20


def understood(names: dict[str, str]) -> list[str]:
    """A note of the names that were recognised though they are written otherwise."""
    pairs = [f"{written} → {meant}" for written, meant in names.items()]
    more = ["…"] if len(pairs) > NAMES_TOLD else []
    return [_("Recognised: %(names)s.") % {"names": _(", ").join(pairs[:NAMES_TOLD] + more)}] if pairs else []


def told_person(row: PersonRow | None, since: date | None, stated: Mapping[str, str]) -> str:
    """A person in one line: name, masked telephone, position, first day, last four of a new identity number."""
    said = {"name": row.name, "telephone": row.telephone, "position": row.position, **stated} if row else stated
    number, identity = said.get("telephone", ""), said.get("identity_number", "")
    parts = (
        said.get("name", ""),
        personal.mask_telephone(number) if number else "",
        said.get("position", ""),
        f"*{identity[-4:]}" if identity else "",
        since.isoformat() if since else "",
    )
    return " ".join(filter(None, parts))
