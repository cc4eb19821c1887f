"""Reminding by hand of reports that are late, while they can still be handed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from committee.models import Report, User
from committee.services.hearers import Hearers, Logins
from committee.services.reminding import Reminder, remind_each, reminders_of, send_reminder
from dayan_safety.permissions import verb
from dayan_safety.workdays import today


def can_be_reminded(report: Report, on: date) -> bool:
    """Whether it is missing and not closed: nobody is asked for what only the office can open again."""
    return report.is_missing_on(on) and not report.is_locked_on(on)


def missing_reports(user: Any) -> Any:
    """Those that exist for ``user``, the oldest first."""
    found = Report.objects.all().visible_to(user).missing(today())
    return found.with_reporters().order_by("first", "group__number", "unit__order", "pk")


def late_reports(user: Any) -> Any:
    """Those of them of which somebody can be reminded."""
    return missing_reports(user).filter(lock_on__gte=today())


def reminders_of_reports(reports: Iterable[Report]) -> list[Reminder]:
    """What those who are to write each report will hear; three queries."""
    return reminders_of(reports, _writers, _of_report)


def _writers(hearers: Hearers, report: Report) -> Logins:
    return hearers.answering([report.unit_id], [report.group_id])


def _of_report(report: Report, users: list[User]) -> Reminder:
    days = (today() - report.due_on).days
    title = _("Report overdue by %(days)s days: %(thing)s") % {"days": days, "thing": report}
    unreached = [] if users else [str(report.reporter)]
    return Reminder(report, "committee.report_due", report.due_on, title, users, unreached)


def remind_late_reports(reports: Iterable[Report], *, by: Any, text: str = "") -> list[User]:
    """Remind those who are to write ``reports``, with a word of one's own; returns who was told.

    Raises ``RuleBroken`` when that is nobody.
    """
    return remind_each(reminders_of_reports(reports), _remind_report, by=by, text=text)


@verb("committee.remind_report")
def _remind_report(_report: Report, *, by: Any, reminder: Reminder, text: str) -> None:
    send_reminder(reminder, "committee.remind_report", by=by, text=text)
