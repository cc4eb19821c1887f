"""A meeting on the wall: the agenda and what comes of it, large, and the code that people scan to sign in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from committee.models import Attendance, Meeting
from committee.services import meetings as services
from dayan_safety.codes import drawing_of

SHOW = "committee.show_projector"
SHOWN_IN = (Meeting.State.NOTIFIED, Meeting.State.UNDER_WAY)


def _shown(request: HttpRequest, pk: int) -> Meeting:
    meeting = get_object_or_404(Meeting.objects.all().visible_to(request.user), pk=pk)
    if not request.user.has_perm(SHOW, meeting):
        raise PermissionDenied(SHOW)
    return meeting


@require_safe
def show_projector(request: HttpRequest, pk: int) -> HttpResponse:
    """The page for the wall; its parts renew themselves."""
    meeting = _shown(request, pk)
    return render(request, "committee/projector.html", _agenda(meeting) | _code(request, meeting))


@require_safe
def show_wall_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda alone, for the page to renew."""
    return render(request, "committee/_wall_agenda.html", _agenda(_shown(request, pk)))


@require_safe
def show_wall_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code alone, and how many have signed in, for the page to renew."""
    return render(request, "committee/_wall_code.html", _code(request, _shown(request, pk)))


def _agenda(meeting: Meeting) -> dict[str, Any]:
    items = services.items_with_outcomes(meeting)
    return {"meeting": meeting, "items": items, "results": services.results_of(meeting)}


def _code(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """``code`` is a picture, or nothing when the meeting is over; of those ``invited`` so many ``came``."""
    there = meeting.attendances.present()
    counts = {"came": there.filter(status__in=Attendance.ATTENDED).count(), "invited": there.count()}
    if meeting.state not in SHOWN_IN:
        return {"meeting": meeting, "code": "", **counts}
    place = reverse("committee:sign_in_to_meeting", args=[meeting.pk])
    address = request.build_absolute_uri(f"{place}?code={services.code_at(meeting, timezone.now())}")
    return {"meeting": meeting, "code": drawing_of(address), **counts}
