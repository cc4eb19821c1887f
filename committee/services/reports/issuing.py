"""Issuing the town's monthly report: frozen as it stands, numbered; a correction is another edition."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from committee.models import Period, Report, TownReport
from committee.services.hearers import Hearers, logins
from committee.services.reports.rollup import Content, says_something, town_month
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.notices import notify
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.workdays import today


def issue_town_report(first: date, *, by: Any, reason: str = "") -> TownReport:
    """Issue the report on the month of ``first`` as it stands now, numbered in this year; the committee is told.

    Once there is an edition, another one needs its ``reason``. Raises ``RuleBroken`` while nothing was accepted.
    """
    return _issue(None, by=by, first=first.replace(day=1), reason=reason.strip())


@verb("committee.issue_town_report")
def _issue(_thing: None, *, by: Any, first: date, reason: str) -> TownReport:
    _hold_reports(first)
    before = TownReport.objects.latest_of(first)
    content = town_month(first, today())
    if not says_something(content):
        raise RuleBroken(_("No report of this month has been accepted yet."))
    if before and not reason:
        raise RuleBroken(_("It was issued before: say why there is another edition."))
    report = TownReport.objects.create(
        first=first,
        edition=before.edition + 1 if before else 1,
        number=document_number("town_report", parameter("committee.town_report_prefix"), today().year),
        content=content,
        issued_on=today(),
        reason=reason,
        by=by,
    )
    told = {"number": report.number, "edition": str(report.edition)}
    record_action("committee.issue_town_report", report, by=by, after=told, reason=reason)
    _tell(report, by=by)
    return report


def _hold_reports(first: date) -> None:
    """Nobody writes, accepts or opens a report of the month until it is issued; who issues second waits here, too."""
    reports = Report.objects.select_for_update().of_groups().filter(period=Period.MONTH, first=first)
    list(reports.order_by("pk").values_list("pk", flat=True))


def _tell(report: TownReport, *, by: Any) -> None:
    hearers = Hearers.on(today())
    users = logins(hearers.of_role("chair") | hearers.of_role("member") | hearers.of_role("lead"))
    notify(
        [user for user in users if user != by],
        key=f"town_report:{report.pk}",
        title=_("Issued: %(report)s") % {"report": report},
        text=report.number,
        url=report.get_absolute_url(),
        kind="committee.report_news",
        about=report,
    )


def is_unchanged(issued: TownReport, content: Content) -> bool:
    """Whether another edition with ``content`` would say nothing new."""
    return _said(issued.content) == _said(content)


def _said(content: Content) -> tuple[Any, Any]:
    return content["sections"], [(group["key"], group["state"], group["nil"]) for group in content["groups"]]
