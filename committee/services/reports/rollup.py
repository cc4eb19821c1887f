"""The town's report on a month, made of what the working groups handed in; and its year.

Content, as it is kept (``TownReport.content``) and as page, Word and Excel read it::

    {"month": "2026-11-01", "groups": [{"key", "name", "standing", "state", "report": 7, "nil": false}],
     "missing": ["…"],
     "sections": [{"title", "figures": [{"code", "name", "unit", "rule", "total": "12", "of": {"<group key>": "3"}}],
                   "texts": [{"name", "parts": [{"key", "group", "text"}]}]}]}

Numbers are texts without noughts behind them. Only reports that have been accepted count; the others are named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Min

from committee.models import FormField, Period, Report, ReportValue
from committee.services.reports.board import standing_of
from committee.services.reports.filling import plain

Content = dict[str, Any]
CENT = Decimal("0.01")
Total = FormField.Total


def added_up(numbers: Iterable[Decimal], total: str) -> Decimal | None:
    """One figure of those of several groups, by the field's rule (half up at the second place); ``None``: none."""
    values = list(numbers)
    if not values or total == Total.NONE:
        return None
    whole = sum(values, Decimal(0))
    if total == Total.MEAN:
        return (whole / len(values)).quantize(CENT, ROUND_HALF_UP) + 0  # what rounds to -0.00 is 0
    return whole


def over_months(numbers: Iterable[Decimal | None], total: str) -> Decimal | None:
    """One figure of those of several months, the first one first: a stock is what the last month has."""
    values = [number for number in numbers if number is not None]
    return (values[-1] if values else None) if total == Total.STOCK else added_up(values, total)


def first_month() -> date | None:
    """The first month that has reports; one query."""
    first: date | None = Report.objects.present().of_groups().aggregate(first=Min("first"))["first"]
    return first


def town_month(first: date, on: date) -> Content:
    """The town's report on the month of ``first`` from the reports as they are; two queries."""
    return contents_of([first], on)[first]


def contents_of(months: Collection[date], on: date) -> dict[date, Content]:
    """The same of several months; two queries, however many."""
    owed = Report.objects.present().of_groups().filter(period=Period.MONTH, first__in=months)
    reports = list(owed.with_reporters().order_by("group__number", "group_id"))
    lines = _lines([report for report in reports if report.state == Report.State.ACCEPTED])
    return {
        month: _content(month, [r for r in reports if r.first == month], lines.get(month, []), on) for month in months
    }


def _content(month: date, reports: list[Report], lines: list[_Line], on: date) -> Content:
    return {
        "month": month.isoformat(),
        "groups": [_group(report, on) for report in reports],
        "missing": [str(report.group) for report in reports if report.state in Report.OPEN],
        "sections": [_section(title, found) for title, found in _by_section(lines).items()],
    }


def _group(report: Report, on: date) -> dict[str, Any]:
    return {
        "key": str(report.group_id),
        "name": str(report.group),
        "standing": standing_of(report, on),
        "state": report.state,
        "report": report.pk,
        "nil": report.is_nil,
    }


@dataclass(frozen=True, slots=True)
class _Line:
    field: FormField
    key: str
    group: str
    number: Decimal | None
    text: str


def _lines(reports: list[Report]) -> dict[date, list[_Line]]:
    """What was handed in of each month, in the order of the forms, then of the groups; one query."""
    place = {report.pk: number for number, report in enumerate(reports)}
    values = ReportValue.objects.filter(report__in=[report.pk for report in reports if not report.is_nil])
    rows = sorted(values.select_related("field"), key=lambda value: (value.field.order, place[value.report_id]))
    found: dict[date, list[_Line]] = defaultdict(list)
    for value in rows:
        report = reports[place[value.report_id]]
        if not value.is_empty:
            line = _Line(value.field, str(report.group_id), str(report.group), value.number, value.text)
            found[report.first].append(line)
    return found


def _by_section(lines: list[_Line]) -> dict[str, list[_Line]]:
    """A figure that forms have in different sections stands in the first of them, whole."""
    found: dict[str, list[_Line]] = defaultdict(list)
    place: dict[str, str] = {}
    for line in lines:
        found[place.setdefault(line.field.code, line.field.section)].append(line)
    return found


def _section(title: str, lines: list[_Line]) -> dict[str, Any]:
    figures: dict[str, list[_Line]] = defaultdict(list)
    texts: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        (figures if line.field.is_figure else texts)[line.field.code].append(line)
    return {
        "title": title,
        "figures": [_figure(code, found) for code, found in figures.items()],
        "texts": [{"name": found[0].field.name, "parts": [_part(line) for line in found]} for found in texts.values()],
    }


def _part(line: _Line) -> dict[str, str]:
    return {"key": line.key, "group": line.group, "text": line.text}


def _figure(code: str, lines: list[_Line]) -> dict[str, Any]:
    field = lines[0].field
    numbers = [line.number for line in lines if line.number is not None]
    return {
        "code": code,
        "name": field.name,
        "unit": field.unit,
        "rule": field.total,
        "total": plain(added_up(numbers, field.total)),
        "of": {line.key: plain(line.number) for line in lines},
    }


def says_something(content: Content) -> bool:
    """Whether a report has been accepted, be it one with nothing to report."""
    return any(group["state"] == Report.State.ACCEPTED for group in content["groups"])
