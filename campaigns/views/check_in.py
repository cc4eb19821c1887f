"""Signing in to an event: the code on the wall, and the page without a login that it leads to.

The public page shows the event and nothing else: nobody's name, no number.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.forms.attendees import CheckInForm
from campaigns.models import Event
from campaigns.services import check_in as services
from dayan_safety.codes import drawing_of
from dayan_safety.errors import RuleBroken
from dayan_safety.limits import Limit
from dayan_safety.middleware import client_address
from dayan_safety.parameters import parameter
from dayan_safety.views.saying import say

SHOW = "campaigns.show_check_in"
TRIES = Limit("campaigns.check_in", timedelta(hours=1))


@require_safe
def show_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The code, large, for the wall or a sheet; the number of who came renews itself."""
    event = get_object_or_404(Event.objects.all().visible_to(request.user), pk=pk)
    if not request.user.has_perm(SHOW, event):
        raise PermissionDenied(SHOW)
    context: dict[str, Any] = {"event": event, "came": event.attendees.present().count(), "code": ""}
    if event.check_in_code:
        address = request.build_absolute_uri(reverse("check_in", args=[event.check_in_code]))
        context |= {"code": drawing_of(address), "address": address, "opens_at": services.opens_at(event)}
    return render(request, "campaigns/check_in_wall.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """Sign in by name and unit, once however often it is sent. A code of yesterday answers as one that never was."""
    event = services.event_of(code, timezone.now())
    if event is None:
        sentence = _("Nobody can sign in by this code. It works on the day of the event alone: ask the people there.")
        return say(request, _("Code not valid"), sentence, status=404, tone="warning")
    if request.method != "POST":
        return _form(request, event, CheckInForm(user=request.user))
    if not TRIES.take(client_address(request) or "", most=parameter("campaigns.from_one_network"), thing=event):
        sentence = _("Too many tries from here. Wait some minutes, or ask the people there to write you down.")
        return say(request, _("Wait a little"), sentence, status=429, tone="warning")
    form = CheckInForm(request.POST, user=request.user)
    return _signed_in(request, event, form) if form.is_valid() else _form(request, event, form, 422)


def _signed_in(request: HttpRequest, event: Event, form: CheckInForm) -> HttpResponse:
    try:
        is_new = services.check_in(event, by=None, **form.cleaned_data)
    except RuleBroken as broken:
        return say(request, _("Not possible now"), str(broken), status=422, tone="warning")
    told = {"name": form.cleaned_data["name"], "event": event}
    if is_new:
        return say(request, _("Signed in"), _("%(name)s, thank you for coming: %(event)s.") % told, tone="success")
    return say(request, _("Already signed in"), _("%(name)s is on the list already: %(event)s.") % told)


def _form(request: HttpRequest, event: Event, form: CheckInForm, status: int = 200) -> HttpResponse:
    return render(request, "campaigns/check_in.html", {"event": event, "form": form}, status=status)


urlpatterns = [path("events/<int:pk>/check-in/", show_check_in, name="show_check_in")]
