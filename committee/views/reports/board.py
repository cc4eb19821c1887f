"""The reporting board: who reported for which period, rates, and what reporting costs those who report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from committee.models import Period, Report
from committee.services import reports as services
from committee.services.reports import Span
from committee.services.reports.reminding import can_be_reminded, late_reports
from committee.tables.reports import STANDINGS
from committee.views.reports import board_cells as cells
from dayan_safety.filters import year_asked
from dayan_safety.forms import read_day
from dayan_safety.views import Button, needs
from dayan_safety.workdays import today

REMIND = "committee.remind_report"
MOST_YEARS = 10
RANGES = (1, 3, 5)
KINDS = {
    Period.MONTH: gettext_lazy("Monthly"),
    Period.QUARTER: gettext_lazy("Quarterly"),
    Period.YEAR: gettext_lazy("Yearly"),
}
LEGEND = {
    "on_time": gettext_lazy("came on the day it was due or before"),
    "late": gettext_lazy("came after the day it was due"),
    "missing": gettext_lazy("was due and has not come"),
    "waiting": gettext_lazy("need not have come yet"),
    "excused": gettext_lazy("does not count"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The periods asked for: all of ``kind`` from the one that ``first`` lies in to the one that ``last`` lies in.

    ``years`` up to the last one, 0 where it was asked from one month to another.
    """

    kind: str
    first: date
    last: date
    years: int = 0

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Asked:
        """From an address: ``kind``; ``since`` and ``until`` (months), or ``year`` and how many ``years`` up to it.

        What makes no sense counts as not asked for: then it is the months of this year. Next year is the last one.
        """
        kind = params.get("kind", "")
        kind = kind if kind in Period.values else Period.MONTH.value
        newest = date(today().year + 1, 12, 31)
        since, until = (_day(params.get(name, "")) for name in ("since", "until"))
        if since and until and since <= until <= newest and until.year - since.year < MOST_YEARS:
            return cls(kind, since, until)
        year, years = min(year_asked(params), newest.year), _years(params.get("years", ""))
        return cls(kind, date(year - years + 1, 1, 1), date(year, 12, 31), years)

    @property
    def spans(self) -> list[Span]:
        """The periods, the earliest first."""
        first, last = (services.span_of(self.kind, day) for day in (self.first, self.last))
        return list(services.spans_between(first, last))

    @property
    def as_query(self) -> dict[str, Any]:
        """As the board asks for them."""
        if self.years:
            return {"kind": self.kind, "year": self.last.year, "years": self.years}
        return {"kind": self.kind, "since": f"{self.first:%Y-%m}", "until": f"{self.last:%Y-%m}"}

    @property
    def as_filter(self) -> dict[str, Any]:
        """As the list of reports asks for them."""
        spans = self.spans
        return {"period": self.kind, "since": spans[0].first, "until": spans[-1].first}

    @property
    def words(self) -> str:
        """``2026``, ``2022 – 2026``, ``2025-07 – 2026-06``."""
        first, last = (f"{day:%Y}" if self.years else f"{day:%Y-%m}" for day in (self.first, self.last))
        return last if first == last else f"{first} – {last}"


def _day(text: str) -> date | None:
    """A day of the month that was written as a month or as a day."""
    for written in (f"{text}-01", text):
        try:
            return read_day(written)
        except ValueError:
            continue
    return None


def _years(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_YEARS))
    return min(max(int(text), 1), MOST_YEARS) if is_number else 1


def address(name: str, query: Mapping[str, Any]) -> str:
    """A page of the committee with what is asked of it."""
    url = reverse(f"committee:{name}")
    return f"{url}?{urlencode(query)}" if query else url


@require_safe
@needs("committee.view_board")
def view_board(request: HttpRequest) -> HttpResponse:
    """Reporters × the months, quarters or years asked for; three queries of its own for any number of them."""
    asked, on = Asked.of(request.GET), today()
    spans = asked.spans
    reports = Report.objects.all().visible_to(request.user).filter(period=asked.kind)
    reports = reports.filter(first__range=(spans[0].first, spans[-1].first))
    shown = list(reports.for_board().order_by())
    board, burdens = services.board_of(shown, on), services.burden_of(reports, "group", "unit", "first")
    context = {
        "on": on,
        "asked": asked,
        "title": KINDS[Period(asked.kind)],
        **_switches(asked),
        "legend": [{"name": name, "badge": STANDINGS[name], "text": text} for name, text in LEGEND.items()],
        **cells.table_of(spans, board, burdens, on),
        "buttons": _buttons(request.user, asked, sum(can_be_reminded(report, on) for report in shown)),
    }
    return render(request, "committee/reports/board.html", context)


def _switches(asked: Asked) -> dict[str, Any]:
    """The ways to other kinds and years; later years than this one have nothing yet."""
    year, query = asked.last.year, asked.as_query
    of_years = {"kind": asked.kind, "year": year, "years": asked.years or 1}
    beside = [year - 1, *([year + 1] if year < today().year else [])]
    return {
        "kinds": [
            (label, address("view_board", query | {"kind": kind}), kind == asked.kind) for kind, label in KINDS.items()
        ],
        "ranges": [
            (number, address("view_board", of_years | {"years": number}), number == asked.years) for number in RANGES
        ],
        "beside": [(other, address("view_board", of_years | {"year": other}), other > year) for other in beside],
    }


def _buttons(user: Any, asked: Asked, late: int) -> list[Button]:
    """Reminding of what is late on the board, and the same reports as a list."""
    listed = Button("committee.view_report", address("list_report", asked.as_filter), "list-ul", text=_("As a list"))
    return [*_reminding(user, late, asked.as_filter | {"from": "board"}, "primary"), listed]


def _reminding(user: Any, late: int, query: Mapping[str, Any], kind: str = "secondary") -> list[Button]:
    """The button with the number, for those who may, if anything is late."""
    if not late or not user.has_perm(REMIND):
        return []
    text = ngettext("Remind of %(number)s late report", "Remind of %(number)s late reports", late) % {"number": late}
    return [Button(REMIND, address("remind_report", query), "bell", kind, text)]


def reminding_of_all(user: Any) -> list[Button]:
    """The same for everything that is late; a query for those who may remind, none for others."""
    return _reminding(user, late_reports(user).count() if user.has_perm(REMIND) else 0, {})


def reminding_of_one(report: Report) -> list[Button]:
    """Reminding of one report while it is late."""
    url = address("remind_report", {"report": report.pk})
    return [Button(REMIND, url, "bell")] if can_be_reminded(report, today()) else []


urlpatterns = [path("reports/board/", view_board, name="view_board")]
