"""What falls due in the committee, and who must hear."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from committee.deadlines.links import answer_links
from committee.deadlines.meetings import MEETING_DEADLINES, MEETING_KINDS
from committee.deadlines.reports import REPORT_DEADLINES, REPORT_KINDS
from committee.deadlines.tasks import TASK_DEADLINES, TASK_KINDS
from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due
from dayan_safety.workdays import day_of

KINDS = (*MEETING_KINDS, *TASK_KINDS, *REPORT_KINDS)


def committee_dues(now: datetime) -> Iterator[Due]:
    """All that is unsettled at ``now``; who hears is found once for all of it."""
    hearers = Hearers.on(day_of(now))
    for declare in (*MEETING_DEADLINES, *TASK_DEADLINES, *REPORT_DEADLINES):
        yield from declare(now, hearers)


DEADLINES = (committee_dues,)
LINKS = (answer_links,)

__all__ = ["DEADLINES", "KINDS", "LINKS"]
