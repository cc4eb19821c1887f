"""Sites for tests, made through the services."""

from __future__ import annotations

from itertools import count
from typing import Any

from dayan_safety.records import create_record
from dayan_safety.testing import a_unit
from inspections.models import Site

NUMBERS = count(1)


def a_site(**given: Any) -> Site:
    """A small place of a village."""
    about: dict[str, Any] = {"name": f"小超市{next(NUMBERS)}", "kind": Site.Kind.SMALL_PLACE, **given}
    about["unit"] = about.get("unit") or a_unit()
    return create_record(Site(**about), by=None)
