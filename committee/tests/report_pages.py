"""The page of a report as tests read it: its notes, its figures and texts, its panels."""

from __future__ import annotations

from datetime import date
from typing import Any

from committee.models import Report
from committee.tests import reporting
from committee.tests.pages import Node, Page
from committee.tests.reporting import a_report, an_accepted
from dayan_safety.testing import Cast

CLOSED = {"due_on": date(2026, 6, 10), "lock_on": date(2026, 6, 12)}
STILL_OPEN = {"due_on": date(2026, 6, 20), "lock_on": date(2026, 6, 29)}  # an earlier month that is written today
WHAT, SAID, FILINGS = "填报内容", "意见与退回原因", "历次上报"
CHANGED, RECORDS = "较上次上报的修改", "报告与系统记录不一致"


def a_past(cast: Cast, *numbers: int) -> None:
    """Months from January on with so many drills each, accepted."""
    for month, number in enumerate(numbers, start=1):
        an_accepted(cast, a_report(cast, first=date(2026, month, 1), **STILL_OPEN), drills=str(number))


def fresh(report: Report, **values: Any) -> Report:
    """The report with values that no verb would set, as the database has it."""
    Report.objects.filter(pk=report.pk).update(**values)
    return Report.objects.get(pk=report.pk)


def page_of(browser: Any, report: Report) -> Page:
    """The report's page."""
    return Page(browser.get(report.get_absolute_url()))


def line_of(page: Page, report: Report, code: str) -> Node:
    """A figure or text on the page."""
    key = f"field-{reporting.field_of(report, code).pk}"
    return next(node for node in page.panels[WHAT].all("li") if node.attributes.get("id") == key)


def notes(page: Page) -> list[str]:
    """What stands above the facts."""
    return [node.text for node in page.main.all("div", "note")]
