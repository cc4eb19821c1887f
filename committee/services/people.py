"""People and their numbers."""

from __future__ import annotations

from typing import Any

from committee.models import Person
from dayan_safety.history import record_action
from dayan_safety.permissions import verb


@verb("committee.reveal_person")
def reveal_person(person: Person, *, by: Any) -> dict[str, str]:
    """The full telephone and identity number; history keeps who looked, not what was seen."""
    record_action("committee.reveal_person", person, by=by)
    return {"telephone": person.telephone, "identity_number": person.identity_number}
