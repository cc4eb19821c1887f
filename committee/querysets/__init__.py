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
from committee.querysets.tasks import ExtensionQuerySet, OfTaskQuerySet, TaskQuerySet

__all__ = [
    "INSIDERS",
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
    "PersonQuerySet",
    "ReportFormQuerySet",
    "ReportQuerySet",
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
