"""The home page: what to do first, then the town's figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.todos import assessment_todos
from campaigns.month import month_of_campaigns
from campaigns.todos import campaign_todos
from committee.models import LiaisonPost, Unit
from committee.todos import committee_todos, month_of_committee, report_todos, work_todos
from committee.views.posts import post_lines
from dayan_safety.delivery_pages import delivery_todos
from dayan_safety.figures import figures
from dayan_safety.month import month_for
from dayan_safety.rollover import rollover_todos
from dayan_safety.workdays import today
from inspections.todos import inspection_todos

TODO_SOURCES = (
    work_todos,
    report_todos,
    inspection_todos,
    campaign_todos,
    assessment_todos,
    committee_todos,
    delivery_todos,
    rollover_todos,
)
MONTH_SOURCES = (month_of_committee, month_of_campaigns)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To-dos with something in them, the figures for those who run the town, the own unit for a liaison."""
    on = today()
    todos = [todo for source in TODO_SOURCES for todo in source(request.user, on) if todo.count]
    context = {
        "todos": todos,
        "figures": figures(on.year, on) if request.user.has_perm("committee.view_figures") else [],
        "sees_glance": request.user.has_perm("dayan_safety.view_overview"),
        "unit_panels": _own_units(request.user, on),
        "month": month_for(request.user, on, MONTH_SOURCES),
        "on": on,
    }
    return render(request, "home.html", context)


def _own_units(user: Any, on: Any) -> list[dict[str, Any]]:
    own = user.standing.units
    units = list(Unit.objects.filter(pk__in=own).visible_to(user)) if own else []
    posts = LiaisonPost.objects.filter(unit__in=units).visible_to(user).with_holder(on) if units else []
    return [
        {"unit": unit, "url": unit.get_absolute_url(), "posts": post_lines([p for p in posts if p.unit == unit], user)}
        for unit in units
    ]
