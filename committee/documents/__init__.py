"""What the committee prints and hands out: workbooks to fill in, official papers, and the calendar of a person."""

from committee.documents.calendar import calendar_of_committee
from committee.documents.fields import PAPERS
from committee.documents.lists import member_template, person_template, roster_template, roster_workbook, unit_template

__all__ = [
    "PAPERS",
    "calendar_of_committee",
    "member_template",
    "person_template",
    "roster_template",
    "roster_workbook",
    "unit_template",
]
