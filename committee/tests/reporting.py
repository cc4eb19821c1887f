"""Forms and reports in each of their states, as the tests of reports build them through the services."""

from __future__ import annotations

from datetime import date
from typing import Any

from committee.models import FormField, Report, ReportForm, ReportValue
from committee.services import reports
from committee.tests.work import in_one_change
from dayan_safety.records import create_record
from dayan_safety.testing import Cast

SINCE = date(2026, 1, 1)
JUNE = date(2026, 6, 1)
FAR = date(2099, 12, 31)
FIELDS: dict[str, dict[str, Any]] = {
    "drills": {"name": "应急演练", "unit": "次", "required": True, "section": "宣教培训"},
    "tasks_done": {"name": "办结督办事项", "unit": "件", "source": "committee.tasks_done", "section": "工作落实"},
    "text": {"name": "本月工作", "kind": "text", "required": True, "section": "文字情况"},
}


def a_field(form: ReportForm, code: str, **values: Any) -> FormField:
    """One field more, last."""
    given = {"name": code, "section": "其他", "order": reports.next_order(form), **values}
    return reports.create_field(FormField(form=form, code=code, **given), by=None)


@in_one_change
def a_form(fields: dict[str, dict[str, Any]] | None = None, **values: Any) -> ReportForm:
    """A monthly form of all groups from January on: drills by hand, tasks done by the portal, a text."""
    form = create_record(ReportForm(**{"name": "工作组月报", "since": SINCE, **values}), by=None)
    for code, about in (FIELDS if fields is None else fields).items():
        a_field(form, code, **about)
    return form


@in_one_change
def a_report(cast: Cast, form: ReportForm | None = None, first: date = JUNE, **values: Any) -> Report:
    """The report of the cast's group for June, being written; due on 25 June, closed after 29 June (28 is a Sunday)."""
    span = reports.span_of("month", first)
    given = {"period": "month", "first": span.first, "last": span.last, "group": cast.group}
    days = {"due_on": first.replace(day=25), "lock_on": first.replace(day=29 if first == JUNE else 28)}
    return Report.objects.create(form=form or known_form(), **{**given, **days, **values})


def known_form() -> ReportForm:
    """The form there is, or a new one."""
    return ReportForm.objects.present().first() or a_form()


def a_quarterly(cast: Cast, unit: Any = None, **values: Any) -> Report:
    """An enterprise's report on the first quarter, on a form of its own."""
    form = ReportForm.objects.filter(period="quarter").first() or a_form(
        name="企业季报", audience="enterprises", period="quarter"
    )
    span = reports.span_of("quarter", SINCE)
    days = {"first": span.first, "last": span.last, "due_on": date(2026, 6, 20), "lock_on": date(2026, 6, 30)}
    given = {"form": form, "period": "quarter", "unit": unit or cast.village, **days}
    return Report.objects.create(**{**given, **values})


def field_of(report: Report, code: str) -> FormField:
    """The field of the report's form."""
    return FormField.objects.get(form=report.form_id, code=code)


@in_one_change
def a_filled(cast: Cast, report: Report | None = None, **values: str) -> Report:
    """A report with all that is compulsory: 3 drills and a text."""
    report = report or a_report(cast)
    reports.begin_report(report, by=cast.lead)
    for code, text in {"drills": "3", "text": "开展消防检查", **values}.items():
        reports.save_value(report, by=cast.lead, field=field_of(report, code), text=text)
    return Report.objects.get(pk=report.pk)


@in_one_change
def a_submitted(cast: Cast, report: Report | None = None, **values: str) -> Report:
    """Handed in by the lead."""
    report = a_filled(cast, report, **values)
    reports.submit_report(report, by=cast.lead)
    return report


@in_one_change
def a_returned(cast: Cast, report: Report | None = None, of_fields: Any = None) -> Report:
    """Sent back by the office."""
    report = a_submitted(cast, report)
    reports.return_report(report, by=cast.office, reason="请补充", of_fields=of_fields)
    return report


@in_one_change
def an_accepted(cast: Cast, report: Report | None = None, **values: str) -> Report:
    """Accepted by the office."""
    report = a_submitted(cast, report, **values)
    reports.accept_report(report, by=cast.office)
    return report


@in_one_change
def an_excused(cast: Cast, report: Report | None = None) -> Report:
    """Found not to be needed."""
    report = report or a_report(cast)
    reports.excuse_report(report, by=cast.office, reason="本月撤并")
    return report


def write(report: Report, code: str, text: str, **about: Any) -> ReportValue:
    """Write one field, by the clock where nobody else is named."""
    return reports.save_value(report, field=field_of(report, code), text=text, **{"by": None, **about})


def value_of(report: Report, code: str) -> ReportValue:
    """What stands in a field, read anew."""
    return ReportValue.objects.get(report=report, field__code=code)


def line_of(report: Report, code: str) -> reports.Line:
    """The line of a field."""
    return next(each for each in reports.lines_of(report) if each.field.code == code)
