"""The big screen 大屏: a page without a login, opened by its address alone; numbers, units, nobody's name."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dayan_safety.middleware import client_address
from dayan_safety.overview.glance import for_wall
from dayan_safety.screens import MOST_SHOWN, SHOWN, screen_of
from dayan_safety.views.saying import say

CHINESE, ENGLISH = "zh-hans", "en"


@login_not_required
@never_cache
@require_safe
def view_screen(request: HttpRequest, key: str) -> HttpResponse:
    """The screen that ``key`` opens, in Chinese whatever the browser says; ``?language=en`` in English.

    404 for a key that is invented or was renewed, and while the screen is off.
    """
    screen = screen_of(key)
    if screen is None:
        raise Http404
    language = ENGLISH if request.GET.get("language") == ENGLISH else CHINESE
    with translation.override(language):
        if not SHOWN.take(client_address(request) or "", most=MOST_SHOWN, thing=screen):
            sentence = _("The screen was opened too often from this network. It comes back within an hour.")
            return say(request, _("Wait a little"), sentence, status=429, tone="warning")
        answer = render(request, "overview/screen.html", for_wall())
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


urlpatterns = [path("screen/<str:key>/", view_screen, name="view_screen")]
