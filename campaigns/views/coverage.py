"""The coverage map: units × themes of a year; empty cells become next month's plan."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from campaigns.forms.coverage import PlanEventsForm
from campaigns.models import Event
from campaigns.services.coverage import PLAN, Cell, Coverage, coverage_of, next_month, plan_events
from committee.models import Unit, WorkingGroup
from dayan_safety.errors import RuleBroken
from dayan_safety.filters import year_asked
from dayan_safety.once import carry_out_once
from dayan_safety.views import needs
from dayan_safety.workdays import today

KINDS = (Unit.Kind.VILLAGE, Unit.Kind.ENTERPRISE, Unit.Kind.SCHOOL)


def kind_asked(request: HttpRequest) -> Unit.Kind:
    """The kind of units in the address; villages where it names none."""
    return next((kind for kind in KINDS if kind == request.GET.get("kind")), KINDS[0])


def coverage_asked(request: HttpRequest, year: int) -> Coverage:
    """The map of the units and groups that exist for the reader; three queries."""
    user, on = request.user, today()
    units = Unit.objects.all().visible_to(user).valid_on(on).filter(kind=kind_asked(request))
    groups = WorkingGroup.objects.all().visible_to(user).of_committee_in_office(on)
    return coverage_of(year, on, units, groups, Event.objects.all().visible_to(user))


def plannable(user: Any, year: int) -> frozenset[int] | None:
    """The groups whose empty cells the user may plan in ``year``: nothing means all of them."""
    if next_month(today()).year != year or not user.has_perm(PLAN):
        return frozenset()
    return None if user.standing.is_one_of("office") else frozenset(user.standing.groups)


@require_safe
@needs("campaigns.view_coverage")
def view_coverage(request: HttpRequest) -> HttpResponse:
    """Units of a kind × working groups; what was held, what is planned, what is empty."""
    return _page(request, PlanEventsForm(user=request.user))


def _page(request: HttpRequest, form: PlanEventsForm, status: int = 200) -> HttpResponse:
    on = today()
    year = min(year_asked(request.GET), on.year + 1)
    coverage, own = coverage_asked(request, year), plannable(request.user, year)
    query: dict[str, Any] = {"year": year, "kind": kind_asked(request).value}
    context = {
        "year": year,
        "form": form,
        "kinds": [(kind.label, f"?{urlencode(query | {'kind': kind.value})}", kind == query["kind"]) for kind in KINDS],
        "groups": [_column(group, coverage, own) for group in coverage.groups],
        "rows": [_row(unit, coverage, own, year) for unit in coverage.units],
        "may_plan": own is None or bool(own),
        "month": next_month(on),
        "share": f"{coverage.all_reached}/{coverage.whole}",
        "percent": 100 * coverage.all_reached // (coverage.whole or 1),
        "plan_url": f"{reverse('campaigns:plan_events')}?{urlencode(query)}",
        "once": request.POST.get("once") or uuid.uuid4().hex,
        "years": [
            (each, f"?{urlencode(query | {'year': each})}") for each in (year - 1, year + 1) if each <= on.year + 1
        ],
    }
    return render(request, "campaigns/coverage.html", context, status=status)


def _column(group: WorkingGroup, coverage: Coverage, own: frozenset[int] | None) -> dict[str, Any]:
    may = own is None or group.pk in own
    empty = len(coverage.empty_of(group)) if may else 0
    return {"group": group, "reached": f"{coverage.reached(group)}/{len(coverage.units)}", "empty": empty}


def _row(unit: Unit, coverage: Coverage, own: frozenset[int] | None, year: int) -> dict[str, Any]:
    return {
        "unit": unit,
        "themes": f"{coverage.themes_of(unit)}/{len(coverage.groups)}",
        "cells": [_cell(unit, group, coverage.of(unit, group), own, year) for group in coverage.groups],
    }


def _cell(unit: Unit, group: WorkingGroup, cell: Cell, own: frozenset[int] | None, year: int) -> dict[str, Any]:
    asked: dict[str, Any] = {"unit": unit.pk, "group": group.pk, "since": f"{year}-01-01", "until": f"{year}-12-31"}
    return {
        "cell": cell,
        "group": group,
        "url": "" if cell.is_empty else f"{reverse('campaigns:list_event')}?{urlencode(asked)}",
        "key": f"{unit.pk}-{group.pk}" if cell.is_empty and (own is None or group.pk in own) else "",
    }


@require_POST
@needs(PLAN)
def plan_events_view(request: HttpRequest) -> HttpResponse:
    """The ticked cells, or all empty ones of a theme, become next month's events; then the map shows them."""
    year = min(year_asked(request.GET), today().year + 1)
    coverage, form = coverage_asked(request, year), PlanEventsForm(request.POST, user=request.user)
    back = f"{reverse('campaigns:view_coverage')}?{request.GET.urlencode()}"
    if not form.is_valid():
        return _page(request, form, status=422)
    made: list[Event] = []

    def act() -> str:
        pairs = form.pairs(coverage)
        made.extend(plan_events(pairs, by=request.user, kind=form.cleaned_data["kind"], on=today()))
        return back

    try:
        url = carry_out_once(request.POST.get("once", ""), request.user, act)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return _page(request, form, status=422)
    messages.success(request, _told(len(made)))
    return HttpResponseRedirect(url)


def _told(number: int) -> str:
    told = ngettext(
        "%(number)s event is planned for next month.", "%(number)s events are planned for next month.", number
    )
    return told % {"number": number}


urlpatterns = [
    path("coverage/", view_coverage, name="view_coverage"),
    path("coverage/plan/", plan_events_view, name="plan_events"),
]
