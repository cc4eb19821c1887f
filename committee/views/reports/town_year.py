"""The town's year: every figure month by month, as a table and as charts, and as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committee.documents.town_reports import year_workbook
from committee.services import reports as services
from committee.views.papers import YEARS
from dayan_safety.history import record_action
from dayan_safety.import_pages import as_file
from dayan_safety.tables import Badge
from dayan_safety.views import Button, needs
from dayan_safety.views.parts import allowed
from dayan_safety.workdays import today
from dayan_safety.year_drawing import chart_of

VIEW, EXPORT = "committee.view_town_month", "committee.export_town_month"
ISSUED, STANDS = Badge(_("issued"), "success", "check-circle"), Badge(_("draft"), "warning", "pencil")
NONE = Badge(_("no report"), "secondary", "dash")


def year_asked(request: HttpRequest, year: int) -> services.Content:
    """The year's content; 404 for what is no year."""
    if year not in YEARS:
        raise Http404(str(year))
    return services.town_year(year, today())


@require_safe
@needs(VIEW)
def view_town_year(request: HttpRequest, year: int) -> HttpResponse:
    """Figures × months with the year by each figure's rule, and a chart of each."""
    content, known = year_asked(request, year), services.first_month()
    export = Button(
        EXPORT, reverse("committee:export_town_year", args=[year]), "file-earmark-excel", "file", _("Excel")
    )
    context = {
        "year": year,
        "title": title_of(year),
        "months": [_month(month) for month in content["months"]],
        "figures": [_figure(figure, content) for figure in content["figures"]],
        "buttons": allowed(request.user, [export], None),
        "before": year - 1 if known and known.year < year else None,
        "after": year + 1 if year < today().year else None,
    }
    return render(request, "committee/reports/town_year.html", context)


def title_of(year: int) -> str:
    """What the page is called."""
    return _("The town's figures of %(year)s") % {"year": year}


def month_name(first: date) -> str:
    """``6月``."""
    return _("month %(number)s") % {"number": first.month}


def _month(month: services.Content) -> dict[str, Any]:
    first = month["first"]
    badge = ISSUED if month["number"] else STANDS if month["counted"] else NONE
    url = (
        reverse("committee:view_town_month", args=[first.year, first.month]) if month["owed"] or month["number"] else ""
    )
    return {**month, "name": month_name(first), "url": url, "badge": badge}


def _figure(figure: services.Content, content: services.Content) -> dict[str, Any]:
    return {**figure, "chart": chart_of(figure["months"], [bool(month["number"]) for month in content["months"]])}


@require_safe
@needs(EXPORT)
def export_town_year(request: HttpRequest, year: int) -> HttpResponse:
    """The year as a workbook; history keeps who took it."""
    content = year_asked(request, year)
    book = year_workbook(title_of(year), [month_name(month["first"]) for month in content["months"]], content)
    name = f"{title_of(year)}.xlsx"
    record_action(EXPORT, by=request.user, after={"file": name})
    return as_file(book, name)


urlpatterns = [
    path("town-reports/<int:year>/", view_town_year, name="view_town_year"),
    path("town-reports/<int:year>/workbook/", export_town_year, name="export_town_year"),
]
