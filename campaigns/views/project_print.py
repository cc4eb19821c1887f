"""A promotion project on one page of A4, as an evaluator asks for it: always in Chinese, as papers are."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import override
from django.views.decorators.http import require_safe

from campaigns.models import Project
from campaigns.tables.projects import light_of, project_standing
from campaigns.tables.words import listed
from campaigns.views.project_panels import by_kind, effect_context, steps_of

VIEW = "campaigns.view_project"


@require_safe
def print_project(request: HttpRequest, pk: int) -> HttpResponse:
    """From the diagnosis to what is improved next; three queries of its own however much the project holds."""
    project = get_object_or_404(Project.objects.all().visible_to(request.user).with_names(), pk=pk)
    if not request.user.has_perm(VIEW, project):
        raise PermissionDenied(VIEW)
    with override("zh-hans"):
        kinds = [
            (label, [(step, light_of(step)) for step in steps]) for _kind, label, steps in by_kind(steps_of(project))
        ]
        context = {
            "project": project,
            "status": project_standing(project),
            "audiences": listed("audiences")(project),
            "helpers": listed("helpers")(project),
            "kinds": kinds[:-1],
            "milestones": kinds[-1][1],
            "effect": effect_context(project),
        }
        return render(request, "campaigns/project_print.html", context)


urlpatterns = [path("projects/<int:pk>/print/", print_project, name="print_project")]
