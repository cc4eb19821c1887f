"""The reporting board of five years, beside a question for every cell and the bare rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import Row
from bench.measuring import browser, medians
from committee.models import FormField, Report, ReportForm, ReportValue, WorkingGroup
from committee.services.reports import span_of, spans_between
from dayan_safety.testing import build_cast
from dayan_safety.workdays import today

GROUPS, YEARS, FIGURES = 11, 5, 20
MOST_QUERIES = 12
BARE = "SELECT id, group_id, first, state, due_on, handed_in_on FROM committee_report ORDER BY first"


def build(months: int) -> Any:
    """Eleven groups that handed in ``months`` reports of twenty figures, half of them as the portal counted."""
    cast = build_cast()
    groups = WorkingGroup.objects.bulk_create(
        WorkingGroup(name=f"工作组{number}", number=number, committee=cast.committee) for number in range(GROUPS)
    )
    form = ReportForm.objects.create(name="工作组月报", since=date(2000, 1, 1))
    fields = FormField.objects.bulk_create(
        FormField(form=form, code=f"figure{number}", name=f"指标{number}", section="其他") for number in range(FIGURES)
    )
    reports = Report.objects.bulk_create(_report(form, group, span) for span in last_months(months) for group in groups)
    ReportValue.objects.bulk_create(
        (
            ReportValue(report=report, field=field, number=3, filled=3 + field.pk % 2)
            for report in reports
            for field in fields
        ),
        batch_size=5000,
    )
    return cast


def last_months(number: int) -> list[Any]:
    """The months of this year and of the years before, so many of them."""
    newest = span_of("month", today().replace(month=12))
    return list(spans_between(span_of("month", date(today().year - YEARS + 1, 1, 1)), newest))[-number:]


def _report(form: ReportForm, group: WorkingGroup, span: Any) -> Report:
    due_on = span.first.replace(day=25)
    days = {"first": span.first, "last": span.last, "due_on": due_on, "lock_on": span.last}
    return Report(form=form, group=group, period="month", state="accepted", handed_in_on=due_on, **days)


def bare_rows() -> list[Any]:
    """The cells by raw SQL: the least that any board costs."""
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        return cursor.fetchall()


def cell_by_cell() -> list[Any]:
    """The usual way: each cell asks for its report."""
    groups, spans = list(WorkingGroup.objects.all()), last_months(YEARS * 12)
    return [Report.objects.filter(group=group, first=span.first).first() for group in groups for span in spans]


def measure(months: int = YEARS * 12) -> list[Row]:
    """The board's page."""
    office, url = browser(build(months).office), f"{reverse('committee:view_board')}?years={YEARS}"
    office.get(url)  # what is asked once a process is not the page's
    with CaptureQueriesContext(connection) as asked:
        assert office.get(url).status_code == 200
    queries = len(asked)
    ours, peer, limit = medians(lambda: office.get(url), cell_by_cell, bare_rows, rounds=9)
    name = f"reporting board, {GROUPS} groups × {months} months, {queries} queries"
    met = queries <= MOST_QUERIES and ours <= peer
    goal = f"≤ {MOST_QUERIES} queries, ≤ a question a cell"
    return [Row(name, ours * 1000, peer * 1000, limit * 1000, goal, "ms", met)]
