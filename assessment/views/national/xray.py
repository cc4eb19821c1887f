"""The page on which the file is looked through for what contradicts itself."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from assessment.models import SelfAssessment
from assessment.services.national.xray import xray_of
from dayan_safety.workdays import today


@require_safe
def show_xray(request: HttpRequest, pk: int) -> HttpResponse:
    """What contradicts itself in the records of the year; each is a link to where it is mended."""
    file = get_object_or_404(SelfAssessment.objects.all().visible_to(request.user), pk=pk)
    if not request.user.has_perm("assessment.show_xray", file):
        raise PermissionDenied("assessment.show_xray")
    rays = xray_of(file, today(), reader=request.user)
    return render(request, "assessment/national/xray.html", {"file": file, "rays": rays})


urlpatterns = [path("self-assessments/<int:pk>/x-ray/", show_xray, name="show_xray")]
