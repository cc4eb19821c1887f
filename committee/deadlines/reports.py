"""What falls due of reports: writing them, and the office's review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from committee.models import Remark, Report
from committee.services.hearers import Hearers
from dayan_safety.deadlines import NOBODY, Due, Wording
from dayan_safety.notice_kinds import NoticeKind
from dayan_safety.parameters import parameter
from dayan_safety.workdays import Calendar, day_of

State = Report.State
ASKED_FOR = timedelta(days=60)
RETURNED_AT = Max("remarks__created_at", filter=Q(remarks__kind=Remark.Kind.RETURN))
REPORT_KINDS = (
    NoticeKind("committee.report_news", _("Reports handed in, sent back, accepted; the town's report"), urgent=True),
    NoticeKind("committee.report_due", _("Reports that fall due")),
    NoticeKind("committee.report_review", _("Reports to review")),
)
WRITING = Wording(
    _("Report due in %(days)s days: %(thing)s"),
    _("Report due today: %(thing)s"),
    _("Report overdue by %(days)s days: %(thing)s"),
)
REVIEW = Wording("", _("To be reviewed by today: %(thing)s"), _("Waiting for the review since %(day)s: %(thing)s"))


def writing(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Reports to write, also what was sent back: those who lead the group or answer for the unit.

    Once it is closed the writers are no longer asked, for only the office can open it again; office and deputies hear
    of what never came for ``ASKED_FOR`` more.
    """
    today = day_of(now)
    office, deputies = hearers.of_role("office"), hearers.deputies
    reports = Report.objects.present().writable().filter(lock_on__gte=today - ASKED_FOR)
    for report in reports.with_reporters().annotate(returned_at=RETURNED_AT):
        came = report.handed_in_on is not None
        writers = hearers.answering([report.unit_id], [report.group_id])
        yield Due(
            kind="committee.report_due",
            thing=report,
            name=str(report),
            due_on=report.lock_on if came else report.due_on,
            since=day_of(report.returned_at or report.created_at),
            wording=WRITING,
            recipients=NOBODY if report.is_locked_on(today) else writers,
            office=office,
            deputies=deputies,
        )


def reviews(now: datetime, hearers: Hearers) -> Iterator[Due]:
    """Reports to review: the office, and the deputies when it stays so."""
    today = day_of(now)
    days = parameter("committee.check_days")
    calendar = Calendar.around(today, days)
    for report in Report.objects.present().filter(state=State.SUBMITTED).with_reporters():
        since = day_of(report.submitted_at or report.updated_at)
        yield Due(
            kind="committee.report_review",
            thing=report,
            name=str(report),
            due_on=calendar.working_days_after(since, days),
            since=since,
            wording=REVIEW,
            recipients=hearers.of_role("office"),
            deputies=hearers.deputies,
        )


REPORT_DEADLINES = (writing, reviews)
