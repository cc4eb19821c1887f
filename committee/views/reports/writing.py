"""A report is written: the sheet, each field saved by itself, and the records behind a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committee.models import FormField, Report, ReportValue
from committee.services import reports as services
from committee.services.reports import completeness
from committee.services.reports.filling import LONGEST_TEXT
from committee.tables.reports import state_of
from committee.views.reports.sending import conflict_in_words, number_in, save_changed
from committee.views.reports.sheet import Sheet, sheet_of
from committee.views.reports.told_of_values import saved_of, theirs_of
from dayan_safety.errors import EditedMeanwhile, RuleBroken
from dayan_safety.workdays import today

VIEW, WRITE = "committee.view_report", "committee.write_report"
RECORDS_SHOWN = 200
STATES = ("saving", "saved", "unsaved", "restored", "invalid", "conflict", "closed")  # of a field, while it is written


def _report(request: HttpRequest, pk: int, right: str) -> Report:
    """The report, if it exists for the user and they have the right."""
    report = get_object_or_404(Report.objects.all().visible_to(request.user).with_reporters(), pk=pk)
    if not request.user.has_perm(right, report):
        raise PermissionDenied(right)
    return report


def _asked(report: Report, field: int) -> FormField:
    """The field, if the report's form asks for it."""
    return get_object_or_404(FormField, form=report.form_id, pk=field)


# The sheet


@require_http_methods(["GET", "HEAD", "POST"])
def write_report_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Opened, what the portal counts is filled in; what is sent without a script is saved, all fields at once.

    A report that nobody writes in now leads to its page, which says so.
    """
    report = _report(request, pk, WRITE)
    if request.method == "POST":
        return _sent(request, report)
    try:
        services.begin_report(report, by=request.user)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
        return HttpResponseRedirect(report.get_absolute_url())
    return _page(request, sheet_of(report))


def _page(request: HttpRequest, sheet: Sheet, status: int = 200) -> HttpResponse:
    context = {
        "sheet": sheet,
        "report": sheet.report,
        "status": state_of(sheet.report),
        "is_checked": "check" in request.GET,
        "longest": LONGEST_TEXT,
        "states": STATES,
        "check_url": f"{_write_url(sheet.report)}?check=1#check",
        "submit_url": reverse("committee:submit_report", args=[sheet.report.pk]),
    }
    return render(request, "committee/reports/write.html", context, status=status)


def _write_url(report: Report) -> str:
    return reverse("committee:write_report", args=[report.pk])


def _sent(request: HttpRequest, report: Report) -> HttpResponse:
    """Save what was changed, then go where the button leads; what could not be saved stands there as it was typed."""
    faults = save_changed(report, request.POST, by=request.user)
    if faults:
        is_conflict = any(fault.theirs for fault in faults.values())
        return _page(request, sheet_of(report, faults), status=409 if is_conflict else 422)
    if copied := request.POST.get("copy"):
        _copy(request, report, number_in(copied))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_where(report, request.POST.get("then", "")))


def _where(report: Report, then: str) -> str:
    if then == "submit":
        return reverse("committee:submit_report", args=[report.pk])
    return f"{_write_url(report)}?check=1#check" if then == "check" else _write_url(report)


def _copy(request: HttpRequest, report: Report, field: int) -> None:
    try:
        services.copy_text(report, by=request.user, field=_asked(report, field))
    except RuleBroken as broken:
        messages.error(request, str(broken))


# Field by field


@require_POST
def save_report_value_view(request: HttpRequest, pk: int, field: int) -> JsonResponse:
    """Save one field: 200 with how it was understood, 409 with what somebody else wrote, 422 with what is wrong.

    ``writer`` is who opened the page: on a shared computer nobody's text goes under another name.
    """
    report = _report(request, pk, WRITE)
    asked, posted = _asked(report, field), request.POST
    if posted.get("writer", "") not in ("", str(request.user.pk)):
        raise PermissionDenied(WRITE)
    text, why, version = posted.get("text", ""), posted.get("why", ""), number_in(posted.get("version", ""))
    about: dict[str, Any] = {"text": text, "why": why, "version": version}
    return _answered(report, lambda: services.save_value(report, by=request.user, field=asked, **about))


@require_POST
def copy_report_text_view(request: HttpRequest, pk: int, field: int) -> JsonResponse:
    """Take over the text of the report before; answers as saving does."""
    report = _report(request, pk, WRITE)
    asked = _asked(report, field)
    return _answered(report, lambda: services.copy_text(report, by=request.user, field=asked))


def _answered(report: Report, act: Callable[[], ReportValue]) -> JsonResponse:
    try:
        value = act()
    except RuleBroken as broken:
        is_closed = not report.is_writable or report.is_locked_on(today())
        return JsonResponse({"error": str(broken), "closed": is_closed}, status=422)
    except EditedMeanwhile as other:
        theirs = theirs_of(other.current) | _stand(report, other.current)
        return JsonResponse({"error": conflict_in_words(), "theirs": theirs}, status=409)
    return JsonResponse(saved_of(value) | _stand(report, value))


def _stand(report: Report, value: ReportValue) -> dict[str, Any]:
    """Whether the figure is out of the usual, and how complete the report is now, also by section; three queries."""
    lines = services.lines_of(report)
    sections: dict[str, list[services.Line]] = {}
    for line in lines:
        sections.setdefault(line.field.section, []).append(line)
    done, of = completeness(lines)
    return {
        "unusual": services.is_unusual(value.number, services.past_of(report).get(value.field.code, ())),
        "saved_at": timezone.localtime().strftime("%H:%M"),
        "done": done,
        "of": of,
        "sections": [completeness(each) for each in sections.values()],
    }


# What is behind a figure


@require_safe
def show_report_records(request: HttpRequest, pk: int, field: int) -> HttpResponse:
    """The records that the portal counts for a figure, as far as the reader may see them."""
    report = _report(request, pk, VIEW)
    asked = _asked(report, field)
    records: Any = services.records_behind(report, asked)
    if records is None:
        raise Http404
    total, seen = records.count(), records.visible_to(request.user)
    number = seen.count()
    context = {
        "report": report,
        "field": asked,
        "total": total,
        "hidden": total - number,
        "left_out": max(0, number - RECORDS_SHOWN),
        "records": [(str(each), each.get_absolute_url()) for each in seen[:RECORDS_SHOWN]],
    }
    return render(request, "committee/reports/records.html", context)


urlpatterns = [
    path("reports/<int:pk>/write/", write_report_view, name="write_report"),
    path("reports/<int:pk>/values/<int:field>/", save_report_value_view, name="save_report_value"),
    path("reports/<int:pk>/values/<int:field>/copy/", copy_report_text_view, name="copy_report_text"),
    path("reports/<int:pk>/records/<int:field>/", show_report_records, name="show_report_records"),
]
