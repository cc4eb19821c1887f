"""What stands in the cells of the reporting board, and around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committee.models import Period, Report
from committee.services.reports import Board, Burden, Rates, Row, Span, burden_by, standing_of
from committee.tables.reports import STANDINGS

Key = tuple[int | None, int | None, date]
FITS = 12  # periods beside each other on a desk
HOUR, DAY = 60, 1440  # minutes
FEW_MINUTES, FEW_HOURS = 100, 48 * HOUR

# What each measure is called, and what it counts.
MEASURES = [
    (gettext_lazy("Reporting rate"), gettext_lazy("Reports that came, of those owed so far")),
    (
        gettext_lazy("In-time rate"),
        gettext_lazy("Reports that came on the day they were due or before, of those owed so far"),
    ),
    (
        gettext_lazy("Filled in by itself"),
        gettext_lazy("Figures handed in as the portal had counted them: nobody typed them"),
    ),
    (gettext_lazy("Usual time"), gettext_lazy("From first opening a report to handing it in; half of them took less")),
]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: in per cent, and in numbers."""

    percent: str
    numbers: str


NONE = Share("—", "")


def share(part: int, whole: int) -> Share:
    """Rounded down: a hundred is all of them."""
    return Share(f"{100 * part // whole}%", f"{part}/{whole}") if whole else NONE


def duration(minutes: int | None) -> Share:
    """In minutes, of a hundred or more in hours, of two days or more in days."""
    if minutes is None:
        return NONE
    if minutes < FEW_MINUTES:
        return Share(_("%(number)s min") % {"number": minutes}, "")
    if minutes < FEW_HOURS:
        return Share(_("%(number)s h") % {"number": round(minutes / HOUR)}, "")
    return Share(_("%(number)s d") % {"number": round(minutes / DAY)}, "")


def shares(rates: Rates, burden: Burden) -> list[Share]:
    """Came, came in time, filled in by the portal, usual time: the four measures."""
    return [
        share(rates.came, rates.owed),
        share(rates.on_time, rates.owed),
        share(burden.filled, burden.figures),
        duration(burden.usual_minutes),
    ]


@dataclass(frozen=True, slots=True)
class Column:
    """A period at the head of the table: short, in full, and where its report of the town is, if it has any reports."""

    label: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A report: where it is, how it stands (a key of ``STANDINGS``) with its tone, icon and word, and what is told."""

    url: str
    standing: str
    tone: str
    icon: str
    word: str
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """A reporter with its measures and its cells; ``None`` where nothing is owed."""

    reporter: Any
    measures: list[Share]
    cells: list[Cell | None]


def table_of(spans: list[Span], board: Board, burdens: Mapping[Key, Burden], on: date) -> dict[str, Any]:
    """The board's table: ``years`` above ``columns``, then ``lines``; ``feet`` are the measures of each period."""
    total = shares(board.total, burden_by(burdens, lambda key: None).get(None, Burden()))
    return {
        "measures": MEASURES,
        "total": list(zip(MEASURES, total, strict=True)),
        "years": [(year, len(list(group))) for year, group in groupby(spans, key=lambda span: span.first.year)],
        "columns": [column_of(span, span.first in board.of_periods) for span in spans],
        "lines": _lines(spans, board, burdens, on),
        "feet": list(zip(MEASURES, total, zip(*_of_periods(spans, board, burdens), strict=True), strict=True)),
        "is_long": len(spans) > FITS,
    }


def column_of(span: Span, has_reports: bool) -> Column:
    """The head of a period."""
    number = {Period.MONTH: span.first.month, Period.QUARTER: (span.first.month + 2) // 3}
    labels = {Period.MONTH: _("month %(number)s"), Period.QUARTER: _("Q%(number)s"), Period.YEAR: str(span.first.year)}
    kind = Period(span.kind)
    is_month = has_reports and kind == Period.MONTH
    url = reverse("committee:view_town_month", args=[span.first.year, span.first.month]) if is_month else ""
    return Column(labels[kind] % {"number": number.get(kind)}, Report(period=kind, first=span.first).period_name, url)


def _lines(spans: list[Span], board: Board, burdens: Mapping[Key, Burden], on: date) -> list[Line]:
    of_reporters = burden_by(burdens, lambda key: key[:2])
    names = {span.first: Report(period=span.kind, first=span.first).period_name for span in spans}
    looks = {name: (badge.tone, badge.icon, str(badge)) for name, badge in STANDINGS.items()}
    due, came, nil = _("due %(day)s"), _("handed in %(day)s"), _("nothing to report")

    def cell(report: Report | None) -> Cell | None:
        if report is None:
            return None
        standing = standing_of(report, on)
        tone, icon, word = looks[standing]
        told = [names[report.first], word, due % {"day": report.due_on}]
        told += [came % {"day": report.handed_in_on}] if report.handed_in_on else []
        told += [nil] if report.is_nil else []
        return Cell(report.get_absolute_url(), standing, tone, icon, word, " · ".join(told))

    return [_line(row, of_reporters, [cell(row.reports.get(span.first)) for span in spans]) for row in board.rows]


def _line(row: Row, of_reporters: Mapping[Any, Burden], cells: list[Cell | None]) -> Line:
    report = next(iter(row.reports.values()))
    burden = of_reporters.get((report.group_id, report.unit_id), Burden())
    return Line(row.reporter, shares(row.rates, burden), cells)


def _of_periods(spans: list[Span], board: Board, burdens: Mapping[Key, Burden]) -> list[list[Share]]:
    of_periods = burden_by(burdens, lambda key: key[2])
    return [shares(board.of_periods.get(span.first, Rates()), of_periods.get(span.first, Burden())) for span in spans]
