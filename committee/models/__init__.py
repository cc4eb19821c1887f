"""Who we are and how we work together: logins, people, units, bodies and posts; meetings, tasks and reports."""

from committee.models.appointments import Appointment, LiaisonPost
from committee.models.attendance import Attendance
from committee.models.bodies import Committee, WorkingGroup
from committee.models.meetings import AgendaItem, Meeting, Outcome
from committee.models.minutes import MinutesComment, MinutesVersion
from committee.models.people import Person
from committee.models.report_forms import FormField, Period, ReportForm
from committee.models.reports import Filing, Remark, Report, ReportValue
from committee.models.tasks import Extension, Progress, Slip, Task
from committee.models.town_reports import TownReport
from committee.models.units import Unit, UnitAlias
from committee.models.users import User
from committee.models.words import Word

__all__ = [
    "AgendaItem",
    "Appointment",
    "Attendance",
    "Committee",
    "Extension",
    "Filing",
    "FormField",
    "LiaisonPost",
    "Meeting",
    "MinutesComment",
    "MinutesVersion",
    "Outcome",
    "Period",
    "Person",
    "Progress",
    "Remark",
    "Report",
    "ReportForm",
    "ReportValue",
    "Slip",
    "Task",
    "TownReport",
    "Unit",
    "UnitAlias",
    "User",
    "Word",
    "WorkingGroup",
]
