"""How reporting stands: reporters × periods, rates of a year, and what reporting costs those who report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, F, Q

from committee.models import Report, ReportValue

ON_TIME, LATE, MISSING, WAITING, EXCUSED = "on_time", "late", "missing", "waiting", "excused"


def standing_of(report: Report, on: date) -> str:
    """One of the five: came in time, came late, was due and never came, not due yet, not needed."""
    if report.state == Report.State.EXCUSED:
        return EXCUSED
    if report.handed_in_on:
        return ON_TIME if report.was_on_time else LATE
    return MISSING if report.due_on < on else WAITING


@dataclass(slots=True)
class Rates:
    """How many reports were owed by now, came, came in time; ``None`` where nothing was owed."""

    owed: int = 0
    came: int = 0
    on_time: int = 0

    def add(self, report: Report, on: date) -> None:
        """Count a report: what is not due yet and has not come does not count."""
        standing = standing_of(report, on)
        if standing in (EXCUSED, WAITING):
            return
        self.owed += 1
        self.came += standing != MISSING
        self.on_time += standing == ON_TIME

    @property
    def completeness(self) -> Decimal | None:
        """The share that came 上报率."""
        return Decimal(self.came) / self.owed if self.owed else None

    @property
    def timeliness(self) -> Decimal | None:
        """The share that came in time 及时率."""
        return Decimal(self.on_time) / self.owed if self.owed else None


@dataclass(slots=True)
class Row:
    """A reporter with its reports by the first day of their periods."""

    reporter: Any
    reports: dict[date, Report] = field(default_factory=dict)
    rates: Rates = field(default_factory=Rates)


@dataclass(slots=True)
class Board:
    """Reporters in protocol order, the rates of each period by its first day, and those of all together."""

    rows: list[Row]
    of_periods: dict[date, Rates]
    total: Rates


def board_of(reports: Iterable[Report], on: date) -> Board:
    """How ``reports``, of one kind of period, stand on ``on``. No query of its own: they come with their reporters."""
    rows: dict[tuple[int | None, int | None], Row] = {}
    of_periods: dict[date, Rates] = defaultdict(Rates)
    total = Rates()
    for report in reports:
        row = rows.setdefault((report.group_id, report.unit_id), Row(report.reporter))
        row.reports[report.first] = report
        for rates in (row.rates, of_periods[report.first], total):
            rates.add(report, on)
    return Board(sorted(rows.values(), key=_protocol), dict(of_periods), total)


def _protocol(row: Row) -> tuple[int, int]:
    order = getattr(row.reporter, "number", None)
    return (row.reporter.order if order is None else order), row.reporter.pk


@dataclass(slots=True)
class Burden:
    """What reporting cost: figures handed in and how many of them the portal had filled in; minutes from first opening
    to first handing in."""

    figures: int = 0
    filled: int = 0
    minutes: list[int] = field(default_factory=list)

    @property
    def share(self) -> Decimal | None:
        """The share of figures that nobody had to type."""
        return Decimal(self.filled) / self.figures if self.figures else None

    @property
    def usual_minutes(self) -> int | None:
        """The median of the minutes."""
        return round(median(self.minutes)) if self.minutes else None

    def add(self, other: Burden) -> None:
        """Both together."""
        self.figures += other.figures
        self.filled += other.filled
        self.minutes += other.minutes


def burden_of(reports: Any, *by: str) -> dict[Any, Burden]:
    """What the reports that came cost, by ``by`` (``group``, ``first``): a key or a tuple of keys; two queries.

    A figure counts as filled in where it stands as the portal counted it. Nil reports have no figures.
    """
    found: dict[Any, Burden] = defaultdict(Burden)
    came = reports.handed_in().order_by()
    for *keys, started_at, handed_in_at in came.values_list(*by, "started_at", "handed_in_at"):
        burden = found[_key(keys)]
        if started_at and handed_in_at:
            burden.minutes.append(max(round((handed_in_at - started_at).total_seconds() / 60), 1))
    written = ReportValue.objects.filter(report__in=came.filter(is_nil=False), number__isnull=False).order_by()
    by_report = [f"report__{name}" for name in by]
    as_counted = Count("pk", filter=Q(number=F("filled")))
    for *keys, figures, filled in (
        written.values(*by_report).annotate(n=Count("pk"), f=as_counted).values_list(*by_report, "n", "f")
    ):
        burden = found[_key(keys)]
        burden.figures, burden.filled = figures, filled
    return dict(found)


def _key(keys: list[Any]) -> Any:
    return keys[0] if len(keys) == 1 else tuple(keys)


def burden_by(found: Mapping[Any, Burden], key_of: Callable[[Any], Any]) -> dict[Any, Burden]:
    """Burdens put together by another key, made of the one they are found under."""
    together: dict[Any, Burden] = defaultdict(Burden)
    for key, burden in found.items():
        together[key_of(key)].add(burden)
    return dict(together)
