"""Official papers handed out as Word files: notices, minutes, slips; history keeps who took them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committee.models import Meeting, Slip
from dayan_safety.papers import all_papers
from dayan_safety.papers.pages import handed_out
from dayan_safety.states import state_refused
from dayan_safety.views import needs

State = Meeting.State
NOTICED = (State.DRAFT, State.NOTIFIED, *Meeting.HELD)
YEARS = range(1990, 2200)


@require_safe
def download_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice of a meeting; before it is sent, as a draft."""
    return _of_meeting(request, pk, "meeting_notice", "committee.download_notice", NOTICED)


@require_safe
def download_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting; before they are final, as a draft."""
    return _of_meeting(request, pk, "meeting_minutes", "committee.download_minutes", Meeting.HELD)


def _of_meeting(request: HttpRequest, pk: int, kind: str, verb: str, states: tuple[State, ...]) -> HttpResponse:
    meetings = Meeting.objects.all().visible_to(request.user).select_related("chair", "recorder")
    meeting = get_object_or_404(meetings, pk=pk)
    _require(request, verb, meeting)
    if meeting.state not in states:
        messages.error(request, state_refused(meeting))
        return HttpResponseRedirect(meeting.get_absolute_url())
    name = f"{meeting} {all_papers()[kind].label}"
    return handed_out(request, meeting, verb, kind, name, meeting)


@require_safe
def download_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """A supervision slip in its colour."""
    slips = Slip.objects.all().visible_to(request.user)
    about = slips.select_related("task__lead_unit", "task__lead_group", "issued_by__person", "signed_by__person")
    slip = get_object_or_404(about, pk=pk)
    _require(request, "committee.download_slip", slip)
    return handed_out(request, slip.task, "committee.download_slip", "supervision_slip", str(slip), slip)


@require_safe
@needs("committee.export_minutes")
def export_minutes(request: HttpRequest, year: int) -> HttpResponse:
    """The final minutes of a year in one file, as far as the meetings exist for the user."""
    if year not in YEARS:
        raise Http404(year)
    meetings = Meeting.objects.in_year(year).filter(state=State.FINAL).visible_to(request.user)
    in_order = meetings.select_related("chair", "recorder").order_by("held_on", "pk")
    name = _("Minutes of %(year)s") % {"year": year}
    back = reverse("committee:list_meeting")
    return handed_out(request, None, "committee.export_minutes", "year_minutes", name, year, in_order, back=back)


def _require(request: HttpRequest, verb: str, thing: Any) -> None:
    if not request.user.has_perm(verb, thing):
        raise PermissionDenied(verb)
