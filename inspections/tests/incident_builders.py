"""Incidents and injuries for tests, made through the services."""

from __future__ import annotations

from typing import Any

from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today
from inspections.models import Incident, Injury
from inspections.services import incidents as services


def a_new_incident(**given: Any) -> Incident:
    """One that nobody has written down yet."""
    about: dict[str, Any] = {"happened_on": today(), "place_kind": "road", "cause": "traffic", "text": "电动车侧翻"}
    about |= given
    about["unit"] = about.get("unit") or a_unit()
    return Incident(**about)


def an_incident(by: Any = None, **given: Any) -> Incident:
    """One on the road, today."""
    return services.create_incident(a_new_incident(**given), by=by)


def an_injury(incident: Incident | None = None, **given: Any) -> Injury:
    """Somebody broke a leg."""
    about = {"age": 66, "sex": "male", "nature": "fracture", "part": "leg", "severity": "moderate"} | given
    return services.create_injury(incident or an_incident(), by=None, **{"outcome": "in_hospital", **about})


def in_every_state(cast: Cast) -> None:
    """One with people hurt, and an accident at work, at the liaison's village; some that others wrote down."""
    an_injury(an_incident(unit=cast.village))
    an_injury(an_incident(unit=cast.village, is_production=True, loss=2), severity="serious")
    for role in ("inspector", "lead", "supervisor"):
        an_injury(an_incident(getattr(cast, role), unit=cast.village))
