"""Guessing stopped: names locked at an address, addresses that try many names, guesses at somebody's open page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.history import record_action
from dayan_safety.middleware import client_address
from dayan_safety.models import Action


def locked_page(request: HttpRequest, until: datetime) -> HttpResponse:
    """Until when nothing is tried here, and nothing about any name."""
    return render(request, "accounts/locked.html", {"until": until}, status=429)


def locked_out(request: HttpRequest, original: Any = None, credentials: Any = None) -> HttpResponse:
    """What django-axes answers while a name is locked at an address."""
    name = (credentials or {}).get("username")
    tries = AccessAttempt.objects.filter(username=name, ip_address=client_address(request))
    last = tries.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    return locked_page(request, last + settings.AXES_COOLOFF_TIME)


def address_locked_until(address: str | None) -> datetime | None:
    """The moment ``address`` may sign in again, after failing with too many names; nothing when it may now.

    One password tried on every login never locks a login. Names are counted, not failures, and not those that came in
    afterwards: an office behind one address may mistype as it likes.
    """
    most = settings.SIGN_IN_NAMES_PER_ADDRESS
    if not most or not address:
        return None
    window = {"ip_address": address, "attempt_time__gt": timezone.now() - settings.AXES_COOLOFF_TIME}
    failed, came_in = (
        dict(log.objects.filter(**window).values_list("username").annotate(last=Max("attempt_time")))
        for log in (AccessFailureLog, AccessLog)
    )
    lasts = sorted(last for name, last in failed.items() if name not in came_in or came_in[name] < last)
    return lasts[-most] + settings.AXES_COOLOFF_TIME if len(lasts) >= most else None


def led_out(request: HttpRequest, right: str) -> HttpResponse | None:
    """After a wrong password at an open page: the way to the door, once it was wrong as often as the door allows.

    Whoever sits at somebody else's open page gets as many guesses as at the door.
    """
    user: Any = request.user
    record_action(right, user, by=user, outcome=Action.Outcome.REFUSED)
    request.session["wrong_passwords"] = request.session.get("wrong_passwords", 0) + 1
    if request.session["wrong_passwords"] < settings.SIGN_IN_FAILURES:
        return None
    logout(request)
    messages.error(request, _("The password was wrong too often. Please sign in again."))
    return redirect(settings.LOGIN_URL)
