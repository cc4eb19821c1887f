"""One more record of each kind that periodic reports keep, with relations of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from committee.models import Filing, Remark, Report, ReportForm, ReportValue, TownReport
from committee.services import reports
from committee.tests.reporting import FAR, a_form, a_quarterly
from dayan_safety.testing import Cast, a_group, a_person, a_user
from dayan_safety.workdays import today

NUMBERS = count(1)


def a_login() -> Any:
    """A login of a person of its own."""
    return a_user(a_person())


def own_form(cast: Cast) -> ReportForm:
    """The form of a group of its own; its code is no word, for pages of the administration show it."""
    asked = {"f1": {"name": "应急演练", "section": "宣教培训", "least": 0}}
    return a_form(asked, name=f"专项月报{next(NUMBERS)}", group=a_group(cast.committee))


def own_report(cast: Cast) -> Report:
    """The report of this month of a group of its own, being written."""
    form, span = own_form(cast), reports.span_of("month", today())
    days = {"first": span.first, "last": span.last, "due_on": FAR, "lock_on": FAR}
    return Report.objects.create(form=form, group=form.group, period="month", submitted_by=a_login(), **days)


def of_report(cast: Cast) -> dict[str, Any]:
    """A report with a field of it, and somebody."""
    report = own_report(cast)
    return {"report": report, "field": report.form.fields.get(), "by": a_login()}


def a_filing(cast: Cast) -> Filing:
    """A report as it was handed in."""
    return Filing.objects.create(report=own_report(cast), number=1, values={"f1": "3"}, by=a_login())


def a_town_report(cast: Cast) -> TownReport:
    """The town's report on a month of long ago."""
    number = next(NUMBERS)
    first = date(2000 + number // 12, number % 12 + 1, 1)
    about = {"number": f"大安创报〔{first.year}〕{number}号", "content": reports.town_month(first, today())}
    return TownReport.objects.create(first=first, issued_on=today(), by=a_login(), **about)


ONE_MORE: dict[str, Callable[[Cast], Any]] = {
    "committee.filing": a_filing,
    "committee.formfield": lambda cast: own_form(cast).fields.get(),
    "committee.remark": lambda cast: Remark.objects.create(text="数字请核对", **of_report(cast)),
    "committee.report": own_report,
    "committee.reportform": own_form,
    "committee.reportvalue": lambda cast: ReportValue.objects.create(number=3, **of_report(cast)),
    "committee.townreport": a_town_report,
}


def of_quarter(cast: Cast, back: int, **values: Any) -> Report:
    """What the liaison's village owes for the quarter so many before this one, open for long."""
    span = reports.span_of("quarter", today())
    for _each in range(back):
        span = reports.span_of("quarter", span.first - timedelta(days=1))
    days = {"first": span.first, "last": span.last, "due_on": FAR, "lock_on": FAR}
    return a_quarterly(cast, **{**days, **values})


def handed_in(cast: Cast, back: int) -> Report:
    """With nothing to report."""
    report = of_quarter(cast, back)
    reports.submit_report(report, by=cast.liaison, is_nil=True)
    return report


def quarterly_form() -> ReportForm:
    """What enterprises are asked: one figure, which the portal counts."""
    asked = {"f1": {"name": "办结督办事项", "section": "工作落实", "source": "committee.tasks_done"}}
    return a_form(asked, name="企业季报", audience="enterprises", period="quarter")


def in_every_state(cast: Cast) -> None:
    """Reports of the liaison's village on which each verb may be done; something was counted for the first. A group has
    reported on this month.
    """
    of_group = own_report(cast)
    reports.submit_report(of_group, by=None, is_nil=True)
    reports.accept_report(of_group, by=cast.office)
    quarterly_form()
    reports.begin_report(of_quarter(cast, 0), by=cast.liaison)
    of_quarter(cast, 1, due_on=today() - timedelta(days=1))
    handed_in(cast, 2)
    reports.accept_report(handed_in(cast, 3), by=cast.office)
    reports.return_report(handed_in(cast, 4), by=cast.office, reason="请补充")
    reports.excuse_report(of_quarter(cast, 5), by=cast.office, reason="停产")
