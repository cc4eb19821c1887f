"""My account: who one is here, how one signs in, and where one is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dayan_safety.feeds import feed_address
from dayan_safety.models import SecondFactor
from dayan_safety.second_factor import codes_left, should_have_one
from dayan_safety.sessions import devices_of, end_sessions


@require_safe
def view_account(request: HttpRequest) -> HttpResponse:
    """The own login; nothing on it can be changed by looking."""
    user: Any = request.user
    days = timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)
    return render(
        request,
        "accounts/account.html",
        {
            "password_until": user.password_changed_at + days if days else None,
            "devices": devices_of(user),
            "here": request.session.session_key,
            "feed": feed_address(request) if user.person_id else "",
            **_second_factor(user),
        },
    )


def _second_factor(user: Any) -> dict[str, Any]:
    """What the page says of the second factor; nothing where it is not in use."""
    if settings.SECOND_FACTOR == "off":
        return {"second_factor": None}
    factor = SecondFactor.objects.filter(user=user).first()
    required = settings.SECOND_FACTOR == "required" and should_have_one(user)
    left = codes_left(user) if factor else 0
    return {"second_factor": {"factor": factor, "required": required, "left": left}}


@require_POST
def end_sessions_view(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user: Any = request.user
    ended = end_sessions(user, by=user, but=str(request.session.session_key))
    text = ngettext("Signed out on %(ended)d other device.", "Signed out on %(ended)d other devices.", ended)
    messages.success(request, text % {"ended": ended} if ended else _("You are signed in nowhere else."))
    return redirect("view_account")


urlpatterns = [
    path("account/", view_account, name="view_account"),
    path("account/sessions/end/", end_sessions_view, name="end_sessions"),
]
