"""Inspection records, rectification notices and re-inspection opinions as Word files; history keeps who took them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_safe

from dayan_safety.papers.pages import handed_out
from dayan_safety.permissions import require
from inspections.models import Inspection, RectificationNotice, Reinspection


@require_safe
def download_rectification(request: HttpRequest, pk: int) -> HttpResponse:
    """A rectification notice."""
    notices = RectificationNotice.objects.all().visible_to(request.user).select_related("unit", "issued_by__person")
    notice = get_object_or_404(notices, pk=pk)
    require(request.user, "inspections.download_rectification", notice)
    finding = notice.findings.present().first()
    return handed_out(
        request, finding, "inspections.download_rectification", "rectification_notice", notice.number, notice
    )


@require_safe
def download_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """A re-inspection opinion."""
    rows = Reinspection.objects.all().visible_to(request.user).select_related("finding__unit", "step", "by__person")
    seen = get_object_or_404(rows, pk=pk)
    require(request.user, "inspections.download_opinion", seen)
    return handed_out(request, seen.finding, "inspections.download_opinion", "reinspection_opinion", seen.number, seen)


@require_safe
def download_inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of a finished inspection."""
    rows = Inspection.objects.all().visible_to(request.user).done().with_names()
    made = get_object_or_404(rows, pk=pk)
    require(request.user, "inspections.download_inspection", made)
    return handed_out(request, made, "inspections.download_inspection", "inspection_record", made.number, made)


urlpatterns = [
    path("inspections/<int:pk>/word/", download_inspection, name="download_inspection"),
    path("rectification-notices/<int:pk>/word/", download_rectification, name="download_rectification"),
    path("reinspections/<int:pk>/word/", download_opinion, name="download_opinion"),
]
