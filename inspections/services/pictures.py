"""What was found in a year and what became of it, by kind, unit, agency, month: as many queries for any number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.models import Finding

State = Finding.State
HOT_SPOTS = 12
LABELS = {"kind": ("kind__name",), "unit": ("unit__name",), "agency": ("agency__name",)}
Label = Callable[[Any], Any]
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Sums:
    """How many were ``found``; of these ``open``, ``overdue``, ``closed``, ``in_time``; days they took together."""

    found: int = 0
    open: int = 0
    overdue: int = 0
    closed: int = 0
    in_time: int = 0
    took: int = 0

    @property
    def days(self) -> Decimal | None:
        """Mean days until it was closed, to a tenth; nothing where none was closed."""
        return (Decimal(self.took) / self.closed).quantize(TENTH, ROUND_HALF_UP) if self.closed else None

    @property
    def share(self) -> Decimal | None:
        """Of a hundred that were closed, those closed in time, to a tenth; nothing where none was closed."""
        return (Decimal(100 * self.in_time) / self.closed).quantize(TENTH, ROUND_HALF_UP) if self.closed else None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a picture: what it is about, its sums, the filter of the list that finds its records, its own page."""

    label: Any
    sums: Sums
    query: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of one property."""

    title: Any
    lines: list[Line]


def sums_on(on: date) -> dict[str, Any]:
    """The sums as the database computes them on ``on``."""
    is_closed = Q(state=State.CLOSED)
    return {
        "found": Count("pk"),
        "open": Count("pk", filter=Q(state__in=Finding.OPEN)),
        "overdue": Count("pk", filter=Q(state__in=Finding.TO_DO, due_on__lt=on)),
        "closed": Count("pk", filter=is_closed),
        "in_time": Count("pk", filter=is_closed & Q(asked_on__lte=F("due_on"))),
        "took": Coalesce(Sum("took", filter=is_closed), 0),
    }


NAMES = ("found", "open", "overdue", "closed", "in_time", "took")


def sums_of(row: dict[str, Any]) -> Sums:
    """A group's sums."""
    return Sums(**{name: row[name] for name in NAMES})


def together(sums: Iterable[Sums]) -> Sums:
    """Several groups as one."""
    several = list(sums)
    return Sums(**{name: sum(getattr(each, name) for each in several) for name in NAMES})


def picture(title: Any, rows: QuerySet[Any], on: date, name: str, label: Label, page: str = "") -> Picture:
    """By the column ``name``, which is the list's filter too, the most frequent first; ``page``: whose each line is.

    One query.
    """
    told = rows.order_by().values(name, *LABELS.get(name, ())).annotate(**sums_on(on))
    lines = [
        Line(label(row), sums_of(row), f"{name}={row[name]}", reverse(page, args=[row[name]]) if page else "")
        for row in told
        if row[name] is not None
    ]
    return Picture(title, sorted(lines, key=lambda line: -line.sums.found))


def _named(name: str) -> Label:
    return lambda row: row[f"{name}__name"]


def _worded(name: str, words: Iterable[tuple[Any, Any]]) -> Label:
    known = dict(words)
    return lambda row: known.get(row[name], row[name])


def pictures_of(rows: QuerySet[Any], on: date, *, with_agencies: bool) -> list[Picture]:
    """By kind, level, agency, source and hot spot; a query each. ``with_agencies``: each has its page."""
    page = "inspections:view_agency" if with_agencies else ""
    hot = picture(_("Hot spots"), rows, on, "unit", _named("unit"))
    return [
        picture(_("By kind of danger"), rows, on, "kind", _named("kind")),
        picture(_("By level"), rows, on, "level", _worded("level", Finding.Level.choices)),
        picture(_("By agency"), rows, on, "agency", _named("agency"), page),
        picture(_("By source"), rows, on, "source", _worded("source", Finding.Source.choices)),
        Picture(hot.title, hot.lines[:HOT_SPOTS]),
    ]


def months_of(rows: QuerySet[Any], year: int, name: str) -> list[int]:
    """How many in each month of the year by the day ``name`` (``found_on``, ``closed_on``); one query."""
    within = {f"{name}__range": (date(year, 1, 1), date(year, 12, 31))}
    days = rows.filter(**within).order_by().values(name).annotate(number=Count("pk"))
    counted = [0] * 12
    for row in days:
        counted[row[name].month - 1] += row["number"]
    return counted
