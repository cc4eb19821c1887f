"""The sign-in lists of the experts' trainings in the demo town: people of the units that took part, and guests."""

from __future__ import annotations

from typing import Any

from campaigns.models import Event
from campaigns.services.attendees import adopt_list_count, enter_attendees
from campaigns.services.name_lists import Came
from committee.models import Person

GUESTS = tuple(
    Came(name, unit)
    for name, unit in (
        ("柳春生", "大安镇商会"),
        ("方玉洁", "镇卫生院"),
        ("石广田", "集镇个体工商户"),
        ("郝丽华", "集镇个体工商户"),
        ("季长青", "退休教师"),
    )
)
COUNTED = "安全社区业务培训"  # the other's head-count was estimated: its page asks to look again


def enter_list(event: Event, *, by: Any) -> None:
    """The people of the units that took part, whom the portal knows, and some whom it does not."""
    people = Person.objects.present().filter(unit__in=event.more_units.all()).select_related("unit").order_by("pk")
    known = [Came(person.name, person.unit.name) for person in people if person.unit]
    enter_attendees(event, by=by, people=[*known, *GUESTS])
    if event.theme == COUNTED:
        adopt_list_count(event, by=by)
