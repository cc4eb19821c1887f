"""How the committee's lists are narrowed."""

from committee.filters.organisation import (
    AppointmentFilter,
    GroupFilter,
    PersonFilter,
    RosterFilter,
    UnitFilter,
)

__all__ = [
    "AppointmentFilter",
    "GroupFilter",
    "PersonFilter",
    "RosterFilter",
    "UnitFilter",
]
