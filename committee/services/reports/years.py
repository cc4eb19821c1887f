"""The town's year in one table, made of the town's reports on its months.

Its content, as page and Excel read it: ``months`` (``first``, ``number`` of the report it was issued with, ``counted``
of ``owed`` reports that count) and ``figures`` (``code``, ``name``, ``unit``, ``months``: a text each, ``total``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from committee.models import Report, TownReport
from committee.services.reports.filling import plain
from committee.services.reports.periods import months_of
from committee.services.reports.rollup import Content, contents_of, over_months

Figures = Mapping[str, Mapping[str, Any]]


def town_year(year: int, on: date) -> Content:
    """Twelve months in one table: of each figure what each month's report says, and the year by the figure's rule.

    An issued month counts as it was issued, another one as it stands. Figures that no month adds up are left out.
    Three queries, whatever the number of months.
    """
    issued = _issued(year)
    now = contents_of([month for month in months_of(year) if month not in issued], on)
    contents = [issued[month].content if month in issued else now[month] for month in months_of(year)]
    told = [_figures_of(content) for content in contents]
    known: dict[str, Mapping[str, Any]] = {}
    for figures in told:
        known |= figures
    return {
        "year": year,
        "months": [
            _month(month, issued.get(month), content) for month, content in zip(months_of(year), contents, strict=True)
        ],
        "figures": [_figure(code, figure, told) for code, figure in known.items()],
    }


def _issued(year: int) -> dict[date, TownReport]:
    """The last edition of each month that has one."""
    editions = TownReport.objects.present().filter(first__year=year).order_by("edition")
    return {report.first: report for report in editions}


def _month(first: date, issued: TownReport | None, content: Content) -> dict[str, Any]:
    states = [group["state"] for group in content["groups"]]
    return {
        "first": first,
        "number": issued.number if issued else "",
        "counted": states.count(Report.State.ACCEPTED),
        "owed": len(states) - states.count(Report.State.EXCUSED),
    }


def _figures_of(content: Content) -> Figures:
    """The figures of a month that have a total, by their codes."""
    figures = (figure for section in content["sections"] for figure in section["figures"])
    return {figure["code"]: figure for figure in figures if figure["total"]}


def _figure(code: str, figure: Mapping[str, Any], months: list[Figures]) -> dict[str, Any]:
    told = [month[code]["total"] if code in month else "" for month in months]
    numbers = [Decimal(text) if text else None for text in told]
    return {
        "code": code,
        "name": figure["name"],
        "unit": figure["unit"],
        "months": told,
        "total": plain(over_months(numbers, figure["rule"])),
    }
