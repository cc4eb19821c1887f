"""Clock doors of the committee."""

from celery import shared_task

from committee.services import meetings, reports
from dayan_safety.workdays import today


@shared_task
def open_joint_meetings() -> int:
    """See that the month has its joint meeting; returns how many were opened: asked every hour, one a month."""
    return len(meetings.open_joint_meetings(today()))


@shared_task
def open_reports() -> int:
    """See that the reports of every open period are there; returns how many were opened."""
    return reports.open_reports(today())
