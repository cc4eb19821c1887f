"""The year of outreach: every number of the source month by month, each opening its records."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.figures import ALL_EVENTS, ENTRIES, MEASURES, PEOPLE, SEED, Measure, Tally, tally
from campaigns.models import Event, StockEntry
from committee.models import Period
from committee.services.reports import span_of
from dayan_safety.filters import year_asked
from dayan_safety.views import needs
from dayan_safety.workdays import today
from dayan_safety.year_drawing import chart_of

YEARS_BESIDE = 5
DRAWN = (*SEED, ALL_EVENTS, PEOPLE)


@require_safe
@needs("campaigns.view_outreach")
def view_outreach(request: HttpRequest) -> HttpResponse:
    """Numbers × months of the year asked for, and the years before it; two queries of its own for any of them."""
    on = today()
    year = min(year_asked(request.GET), on.year + 1)
    years = range(year - YEARS_BESIDE + 1, year + 1)
    counted = tally(
        Event.objects.all().visible_to(request.user).held_by(on),
        StockEntry.objects.all().visible_to(request.user),
        date(years[0], 1, 1),
        date(year, 12, 31),
    )
    context = {
        "year": year,
        "months": [_("month %(number)s") % {"number": number} for number in range(1, 13)],
        "years": years,
        "lines": [_line(measure, counted, year, years) for measure in MEASURES],
        "charts": [_chart(measure, counted, year, on) for measure in DRAWN],
        "entered": _("%(number)s of the five entries") % {"number": counted.entries_of(year)},
        "before": year - 1,
        "after": year + 1 if year < on.year else None,
    }
    return render(request, "campaigns/year.html", context)


def _line(measure: Measure, counted: Tally, year: int, years: range) -> dict[str, Any]:
    """A number's row; the five entries stand together below the others."""
    months = [(counted.of_month(measure, year, month), *_month(year, month)) for month in range(1, 13)]
    beside = [(counted.of_year(measure, each), date(each, 1, 1), date(each, 12, 31)) for each in years]
    return {
        "key": measure.key,
        "name": measure.label,
        "is_entry": measure in ENTRIES,
        "is_first_entry": measure == ENTRIES[0],
        "months": [_cell(measure, *about) for about in months],
        "years": [_cell(measure, *about) for about in beside],
    }


def _month(year: int, month: int) -> tuple[date, date]:
    span = span_of(Period.MONTH, date(year, month, 1))
    return span.first, span.last


def _cell(measure: Measure, number: int, first: date, last: date) -> dict[str, Any]:
    """A number, and where its records are if there are any."""
    return {"number": number, "url": measure.url(first, last) if number else ""}


def _chart(measure: Measure, counted: Tally, year: int, on: date) -> dict[str, Any]:
    """A number's twelve bars; months that have not begun have none."""
    begun = [number for number in range(1, 13) if date(year, number, 1) <= on]
    texts = [str(counted.of_month(measure, year, number)) if number in begun else "" for number in range(1, 13)]
    total = counted.of_year(measure, year)
    return {"code": measure.key, "name": measure.label, "total": total, "chart": chart_of(texts, [True] * 12)}


urlpatterns = [path("outreach/", view_outreach, name="view_outreach")]
