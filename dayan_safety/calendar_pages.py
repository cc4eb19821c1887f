"""The own calendar: subscribed to by its secret address, which its owner may renew."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from committee.documents import calendar_of_committee
from dayan_safety.feeds import default_name, owner_of, renew_feed, written
from dayan_safety.workdays import today

SOURCES = (calendar_of_committee,)


@login_not_required
@require_safe
def view_feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar that ``key`` opens; calendars do not sign in, so whoever has the address may read it.

    404 for a key that is invented, was renewed, or whose login is closed.
    """
    on = today()
    owner = owner_of(key, get_user_model()._default_manager.select_related("person"))
    if owner is None or not owner.is_open_on(on):
        raise Http404
    entries = [entry for source in SOURCES for entry in source(owner, on)]
    base = request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(written(entries, name=default_name(), base=base), content_type="text/calendar; charset=utf-8")


@require_POST
def renew_feed_view(request: HttpRequest) -> HttpResponse:
    """A new address for the own calendar."""
    user: Any = request.user
    renew_feed(user, by=user)
    messages.success(request, _("Your calendar has a new address. The old one shows nothing any more."))
    return redirect("view_account")


urlpatterns = [
    path("calendar/<str:key>.ics", view_feed, name="view_feed"),
    path("account/calendar/renew/", renew_feed_view, name="renew_feed"),
]
