"""Which rows of the committee exist for whom, and the questions asked of them."""

from committee.querysets.helping import helper_names
from committee.querysets.meetings import (
    AgendaItemQuerySet,
    AttendanceQuerySet,
    MeetingQuerySet,
    OfItemQuerySet,
    OfMeetingQuerySet,
)
from committee.querysets.organisation import (
    INSIDERS,
    TOWN_WIDE,
    AppointmentQuerySet,
    CommitteeQuerySet,
    LiaisonPostQuerySet,
    PersonQuerySet,
    UnitQuerySet,
    UserQuerySet,
    WorkingGroupQuerySet,
    held,
    held_bodies,
    held_posts,
    is_held,
)
from committee.querysets.reports import (
    FormFieldQuerySet,
    OfReportQuerySet,
    ReportFormQuerySet,
    ReportQuerySet,
    TownReportQuerySet,
)
from committee.querysets.scopes import READ_ALL, OfUnitQuerySet, SharedQuerySet
from committee.querysets.tasks import ExtensionQuerySet, OfTaskQuerySet, TaskQuerySet

__all__ = [
    "INSIDERS",
    "READ_ALL",
    "TOWN_WIDE",
    "AgendaItemQuerySet",
    "AppointmentQuerySet",
    "AttendanceQuerySet",
    "CommitteeQuerySet",
    "ExtensionQuerySet",
    "FormFieldQuerySet",
    "LiaisonPostQuerySet",
    "MeetingQuerySet",
    "OfItemQuerySet",
    "OfMeetingQuerySet",
    "OfReportQuerySet",
    "OfTaskQuerySet",
    "OfUnitQuerySet",
    "PersonQuerySet",
    "ReportFormQuerySet",
    "ReportQuerySet",
    "SharedQuerySet",
    "TaskQuerySet",
    "TownReportQuerySet",
    "UnitQuerySet",
    "UserQuerySet",
    "WorkingGroupQuerySet",
    "held",
    "held_bodies",
    "held_posts",
    "helper_names",
    "is_held",
]
