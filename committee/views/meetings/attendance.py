"""The attendance list: kept on one page, printed as a sheet to sign, answered by link."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committee.models import Attendance, Meeting
from committee.services.meetings import Mark, mark_all_present, record_attendance
from committee.services.meetings.links import answer_link
from dayan_safety.errors import RuleBroken
from dayan_safety.names import tidy
from dayan_safety.once import carry_out_once, where_it_led

KEEP = "committee.record_attendance"
SUBSTITUTE_LENGTH = 100


def _meeting(request: HttpRequest, pk: int, right: str) -> Meeting:
    """The meeting, if it exists for the user and they have the right."""
    meeting = get_object_or_404(Meeting.objects.all().visible_to(request.user), pk=pk)
    if not request.user.has_perm(right, meeting):
        raise PermissionDenied(right)
    return meeting


@require_http_methods(["GET", "HEAD", "POST"])
def record_attendance_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody on one page with what was marked; what is sent is kept once."""
    if url := where_it_led(request.POST.get("once", ""), request.user):
        return HttpResponseRedirect(url)
    meeting = _meeting(request, pk, KEEP)
    rows = _rows(meeting)
    marks = read_marks(request.POST, rows) if request.method == "POST" else {}
    if request.method == "POST":

        def act() -> str:
            record_attendance(meeting, by=request.user, marks=marks)
            return meeting.get_absolute_url()

        try:
            url = carry_out_once(request.POST.get("once", ""), request.user, act)
        except RuleBroken as broken:
            return _page(request, meeting, rows, marks, str(broken))
        messages.success(request, _("The attendance list is kept."))
        return HttpResponseRedirect(url)
    return _page(request, meeting, rows, marks)


def _rows(meeting: Meeting) -> list[Attendance]:
    return list(meeting.attendances.present().select_related("person", "unit"))


def _page(
    request: HttpRequest, meeting: Meeting, rows: list[Attendance], marks: dict[int, Mark], error: str = ""
) -> HttpResponse:
    lines = [{"row": row, "mark": marks.get(row.pk, Mark(row.status, row.substitute))} for row in rows]
    context = {
        "meeting": meeting,
        "here": _("Attendance"),
        "lines": lines,
        "choices": Attendance.Status.choices,
        "error": error,
        "once": request.POST.get("once") or uuid.uuid4().hex,
    }
    return render(request, "committee/attendance.html", context, status=422 if error else 200)


def read_marks(posted: Any, rows: list[Attendance]) -> dict[int, Mark]:
    """The marks sent for ``rows``; what is no mark, and who was not marked, is left out."""
    told = {row.pk: posted.get(f"status-{row.pk}", "") for row in rows}
    return {
        pk: Mark(status, _substitute(posted, pk) if status == Attendance.Status.SUBSTITUTE else "")
        for pk, status in told.items()
        if status in Attendance.Status.values
    }


def _substitute(posted: Any, pk: int) -> str:
    return tidy(posted.get(f"substitute-{pk}", ""))[:SUBSTITUTE_LENGTH]


@require_POST
def mark_all_present_view(request: HttpRequest, pk: int) -> HttpResponse:
    """All who are not marked are present, and one goes on with the exceptions."""
    meeting = _meeting(request, pk, KEEP)
    try:
        number = mark_all_present(meeting, by=request.user)
        messages.success(request, _("%(number)s marked. Now mark the exceptions.") % {"number": number})
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return HttpResponseRedirect(f"{meeting.get_absolute_url()}record/")


@require_safe
def print_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet people sign on paper, in protocol order."""
    meeting = _meeting(request, pk, KEEP)
    return render(
        request, "committee/sheet.html", {"meeting": meeting, "here": _("Sign-in sheet"), "rows": _rows(meeting)}
    )


@require_safe
def list_answer_links(request: HttpRequest, pk: int) -> HttpResponse:
    """A link for each person invited, to be sent to those who do not sign in; it ends when the meeting begins."""
    meeting = _meeting(request, pk, "committee.invite")
    rows = [row for row in _rows(meeting) if row.person_id]
    lines = [{"row": row, "url": request.build_absolute_uri(answer_link(row))} for row in rows]
    context = {"meeting": meeting, "here": _("Links to answer"), "lines": lines}
    return render(request, "committee/answer_links.html", context)
