"""The year of outreach: every number of the source month by month, each opening its records."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.documents import archive_of
from campaigns.figures import ALL_EVENTS, ENTRIES, MEASURES, PEOPLE, SEED, Measure, Tally, add_displays, tally
from campaigns.models import Campaign, Display, Event, StockEntry
from committee.models import Period
from committee.services.reports import span_of
from dayan_safety.filters import year_asked
from dayan_safety.history import record_action
from dayan_safety.permissions import require
from dayan_safety.views import needs
from dayan_safety.workdays import today
from dayan_safety.year_drawing import chart_of

YEARS_BESIDE = 5
YEARS = range(1990, 2200)
EXPORT = "campaigns.export_outreach"
DRAWN = (*SEED, ALL_EVENTS, PEOPLE)


@require_safe
@needs("campaigns.view_outreach")
def view_outreach(request: HttpRequest) -> HttpResponse:
    """Numbers × months of the year asked for, and the years before it; three queries of its own for any of them."""
    on = today()
    year = min(year_asked(request.GET), on.year + 1)
    years = range(year - YEARS_BESIDE + 1, year + 1)
    user, days = request.user, (date(years[0], 1, 1), date(year, 12, 31))
    entries = StockEntry.objects.all().visible_to(user)
    counted = tally(Event.objects.all().visible_to(user).held_by(on), entries, *days)
    add_displays(counted, Display.objects.all().visible_to(user).put_up_by(on), *days)
    context = {
        "year": year,
        "months": [_("month %(number)s") % {"number": number} for number in range(1, 13)],
        "years": years,
        "lines": [_line(measure, counted, year, years) for measure in MEASURES],
        "charts": [_chart(measure, counted, year, on) for measure in DRAWN],
        "entered": _("%(number)s of the five entries") % {"number": counted.entries_of(year)},
        "export_url": reverse("campaigns:export_outreach", args=[year]) if request.user.has_perm(EXPORT) else "",
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


@require_safe
@needs(EXPORT)
def export_outreach(request: HttpRequest, year: int) -> FileResponse:
    """The events of a year with their files."""
    if year not in YEARS:
        raise Http404(str(year))
    return _archive(request, {"year": year}, _("Outreach in %(year)s") % {"year": year})


@require_safe
def export_campaign_files(request: HttpRequest, pk: int) -> FileResponse:
    """The events of a campaign with their files."""
    campaign = get_object_or_404(Campaign.objects.all().visible_to(request.user), pk=pk)
    require(request.user, EXPORT, campaign)
    return _archive(request, {"campaign": campaign}, str(campaign))


def _archive(request: HttpRequest, of: dict[str, Any], name: str) -> FileResponse:
    """As a ZIP file; history keeps who took it."""
    events = Event.objects.all().visible_to(request.user).held_by(today()).with_names()
    found = events.in_year(of["year"]) if "year" in of else events.filter(**of)
    archive = archive_of(found.order_by("held_on", "pk"), request.user)
    record_action(EXPORT, of.get("campaign"), by=request.user, after={"file": f"{name}.zip"})
    return FileResponse(archive, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")


urlpatterns = [
    path("outreach/", view_outreach, name="view_outreach"),
    path("outreach/<int:year>/files/", export_outreach, name="export_outreach"),
    path("campaigns/<int:pk>/files/", export_campaign_files, name="export_campaign_files"),
]
