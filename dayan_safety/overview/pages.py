"""The chair's page, and the buttons by which the office keeps the big screen."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from dayan_safety.models import Screen
from dayan_safety.once import carry_out_once
from dayan_safety.overview.glance import for_reader
from dayan_safety.screens import KEEP, close_screen, open_screen, renew_screen, screen_key, screen_now
from dayan_safety.views import needs

VIEW = "dayan_safety.view_overview"


@require_safe
@needs(VIEW)
def view_overview(request: HttpRequest) -> HttpResponse:
    """The town at a glance; for the office also the address of the big screen."""
    shown = for_reader(request.user)
    screen = _screen(request, screen_now()) if request.user.has_perm(KEEP) else None
    return render(request, "overview/overview.html", shown | {"screen": screen})


def _screen(request: HttpRequest, screen: Screen) -> dict[str, Any]:
    place = reverse("view_screen", args=[screen_key(screen)]) if screen.is_on else ""
    return {"address": request.build_absolute_uri(place) if place else "", "once": uuid.uuid4().hex}


def button(act: Callable[..., Screen], sentence: Any) -> Callable[[HttpRequest], HttpResponse]:
    """The door of a verb of the screen: pressed twice it is carried out once."""

    @require_POST
    def press(request: HttpRequest) -> HttpResponse:
        def carry_out() -> str:
            act(None, by=request.user)
            return reverse("view_overview")

        url = carry_out_once(request.POST.get("once", ""), request.user, carry_out)
        messages.success(request, sentence)
        return redirect(f"{url}#screen")

    return press


urlpatterns = [
    path("overview/", view_overview, name="view_overview"),
    path(
        "overview/screen/open/",
        button(open_screen, _("The big screen is on: open its address on the wall.")),
        name="open_screen",
    ),
    path(
        "overview/screen/renew/",
        button(renew_screen, _("The big screen has a new address. The old one shows nothing any more.")),
        name="renew_screen",
    ),
    path(
        "overview/screen/close/",
        button(close_screen, _("The big screen is off. Its address shows nothing any more.")),
        name="close_screen",
    ),
]
