"""What people type in the committee's pages."""

from committee.forms.organisation import (
    AliasForm,
    AppointForm,
    CommitteeForm,
    EndAppointmentForm,
    HandOverForm,
    PersonForm,
    RosterFileForm,
    UnitForm,
    WorkingGroupForm,
)

__all__ = [
    "AliasForm",
    "AppointForm",
    "CommitteeForm",
    "EndAppointmentForm",
    "HandOverForm",
    "PersonForm",
    "RosterFileForm",
    "UnitForm",
    "WorkingGroupForm",
]
