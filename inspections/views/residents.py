"""The pages without a login: report a danger, follow it by its number, read what became of all of them.

They show no name, no telephone number and nobody's report but by its number.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from committee.models import Unit
from dayan_safety.limits import Limit
from dayan_safety.middleware import client_address
from dayan_safety.parameters import parameter
from dayan_safety.views.saying import say
from dayan_safety.workdays import today
from inspections.forms.residents import HazardForm
from inspections.models import HazardReport
from inspections.services import residents as services

SENT = Limit("inspections.create_hazardreport", timedelta(hours=1))
MISSED = Limit("inspections.follow_report", timedelta(hours=1))
MOST_MISSED = 20  # numbers that nobody has, an hour and network: a number cannot be found by trying


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_hazard(request: HttpRequest, unit: int = 0) -> HttpResponse:
    """Report a danger; ``unit`` is the village whose code was scanned. Who sends too often is told to wait first."""
    where = _unit_of(unit)
    if request.method != "POST":
        return _sheet(request, where, HazardForm())
    address = client_address(request) or ""
    if not SENT.take(address, most=parameter("inspections.reports_from_one_network")):
        sentence = _("Too many reports came from this network. Please try again in an hour, or call the office.")
        return say(request, _("Wait a little"), sentence, status=429, tone="warning")
    form = HazardForm(request.POST, request.FILES)
    if not form.is_valid():
        return _sheet(request, where, form, status=422)
    photos = form.cleaned_data["photos"]
    report = services.send_report(form.report(where), by=None, uploads=photos, once=form.number)
    return render(request, "inspections/hazard_sent.html", {"report": report, "refused": form.refused})


def _unit_of(key: int) -> Unit | None:
    """The village or enterprise whose code was scanned; one that left the town is none."""
    if not key:
        return None
    unit = Unit.objects.present().filter(pk=key, kind__in=Unit.WITH_LIAISONS).first()
    if unit is None or not unit.is_valid_on(today()):
        raise Http404
    return unit


def _sheet(request: HttpRequest, unit: Unit | None, form: HazardForm, status: int = 200) -> HttpResponse:
    return render(request, "inspections/report_hazard.html", {"unit": unit, "form": form}, status=status)


@login_not_required
@never_cache
@require_safe
def follow_report(request: HttpRequest) -> HttpResponse:
    """How far a report is, by its number. Who tries many numbers that nobody has is told to wait."""
    typed, address = request.GET.get("number", "").strip()[:20], client_address(request) or ""
    if not typed:
        return _progress(request)
    if MISSED.is_used_up(address, most=MOST_MISSED):
        sentence = _("Too many numbers were tried from this network. Please try again in an hour.")
        return say(request, _("Wait a little"), sentence, status=429, tone="warning")
    report = services.report_of(typed)
    if report is None:
        MISSED.take(address, most=MOST_MISSED)
    return _progress(request, typed=typed, report=report, status=200 if report else 404)


def _progress(
    request: HttpRequest, typed: str = "", report: HazardReport | None = None, status: int = 200
) -> HttpResponse:
    told: dict[str, Any] = {"typed": typed, "report": report}
    told["progress"] = services.progress_of(report) if report else ""
    return render(request, "inspections/follow_report.html", told, status=status)


@login_not_required
@require_safe
def show_hazard_figures(request: HttpRequest) -> HttpResponse:
    """How many reports came and what became of them, by weeks: numbers alone."""
    return render(request, "inspections/hazard_figures.html", {"weeks": services.weeks_before(today())})
