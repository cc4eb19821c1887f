"""Pictures of a year's findings, and of what one agency found and what became of it; each number opens its records."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from committee.models import Unit
from committee.querysets import READ_ALL
from dayan_safety.filters import year_asked
from dayan_safety.views import needs
from dayan_safety.workdays import today
from dayan_safety.year_drawing import chart_of
from inspections.models import Finding, Inspection
from inspections.services import pictures

VIEW = "inspections.view_finding"


def _of_year(request: HttpRequest, year: int, **of: Any) -> Any:
    """The findings of the year that exist for the reader, without those that were none."""
    rows = Finding.objects.all().visible_to(request.user).exclude(state=Finding.State.WITHDRAWN)
    return rows.filter(found_on__range=(date(year, 1, 1), date(year, 12, 31)), **of)


def _charts(rows: Any, closed: Any, year: int) -> list[dict[str, Any]]:
    """Found and closed, month by month; months that have not begun have no bar."""
    begun = 12 if year < today().year else today().month
    told = (("found", _("found"), rows, "found_on"), ("closed", _("closed"), closed, "closed_on"))
    return [_chart(code, name, pictures.months_of(of, year, day), begun) for code, name, of, day in told]


def _chart(code: str, name: Any, months: list[int], begun: int) -> dict[str, Any]:
    texts = [str(number) if place < begun else "" for place, number in enumerate(months)]
    drawn = chart_of(texts, [True] * 12)
    return {"code": code, "name": name, "total": sum(months), "chart": drawn, "months": months}


def _turn(year: int) -> dict[str, Any]:
    return {"year": year, "before": year - 1, "after": year + 1 if year < today().year else None}


def _shown(request: HttpRequest, year: int, agency: Unit | None = None) -> dict[str, Any]:
    of = {"agency": agency} if agency else {}
    rows = _of_year(request, year, **of)
    closed = Finding.objects.all().visible_to(request.user).filter(state=Finding.State.CLOSED, **of)
    sees_agencies = agency is None and request.user.standing.is_one_of(*READ_ALL)
    drawn = pictures.pictures_of(rows, today(), with_agencies=sees_agencies)
    whose = f"agency={agency.pk}&" if agency else ""
    return _turn(year) | {
        "sums": pictures.together(line.sums for line in drawn[0].lines),
        "pictures": [picture for picture in drawn if picture.lines],
        "charts": _charts(rows, closed, year),
        "list_url": reverse("inspections:list_finding"),
        "span": f"{whose}since={year}-01-01&until={year}-12-31",
    }


@require_safe
@needs(VIEW)
def view_picture(request: HttpRequest) -> HttpResponse:
    """What was found in a year in the whole town, or at the reader's own units."""
    return render(request, "inspections/picture.html", _shown(request, year_asked(request.GET)))


@require_safe
def view_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """What an agency inspected and found in a year, and what became of it."""
    agencies = Unit.objects.all().visible_to(request.user).filter(kind=Unit.Kind.AGENCY)
    agency, year = get_object_or_404(agencies, pk=pk), year_asked(request.GET)
    made = Inspection.objects.all().visible_to(request.user).done().filter(agency=agency, made_on__year=year)
    inspected = f"{reverse('inspections:list_inspection')}?agency={agency.pk}&since={year}-01-01&until={year}-12-31"
    shown = {"agency": agency, "inspections": made.count(), "inspections_url": inspected}
    return render(request, "inspections/picture.html", _shown(request, year, agency) | shown)


urlpatterns = [
    path("picture/", view_picture, name="view_picture"),
    path("agencies/<int:pk>/", view_agency, name="view_agency"),
]
