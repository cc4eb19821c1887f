"""Sessions: when they begin, what ends them, what the history keeps of their end, and on which devices one is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model, logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.history import change, record_action, source
from dayan_safety.permissions import verb

VERIFIED = "second_factor"  # in the session of a user who has shown a code
WRITE_EVERY = 60  # seconds between two writes of the session's last use
BROWSERS = {
    "MicroMessenger": "WeChat", "DingTalk": "DingTalk", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome",
    "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "HarmonyOS": "HarmonyOS", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows",
    "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Device:
    """Where a user is signed in: ``browser`` is empty when it does not say what it is."""

    key: str
    since: datetime
    seen: datetime
    address: str
    browser: str


def begin_session(request: HttpRequest) -> None:
    """Start both clocks of a session, at sign-in, and note the device."""
    now = timezone.now().timestamp()
    device = {"address": source.get().address, "browser": browser_of(request.headers.get("User-Agent", ""))}
    request.session.update({"since": now, "seen": now, **device})


def browser_of(agent: str) -> str:
    """``Chrome · Windows``: what people recognise in what a browser says of itself."""
    found = (next((name for mark, name in names.items() if mark in agent), "") for names in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, found))


def why_over(request: HttpRequest) -> str:
    """Why the session of ``request`` is over, as a sentence; empty when it goes on, and then its use is noted."""
    if SESSION_KEY not in request.session:
        return ""
    if not request.user.is_authenticated:
        return _why_nobody(request)
    if not request.user.is_open_on(timezone.localdate()):
        return _("This login is closed. Ask the administrator if you still need it.")
    if "since" not in request.session:
        begin_session(request)
    return why_late(request.session) or _note_use(request)


def _why_nobody(request: HttpRequest) -> str:
    # Django empties a session whose password has changed, and keeps one whose login was closed.
    if SESSION_KEY in request.session:
        return _("This login is closed. Ask the administrator if you still need it.")
    return _("Your password was changed elsewhere. Please sign in with the new one.")


def why_late(kept: Mapping[str, Any]) -> str:
    """Why the time of the session that keeps ``kept`` is up, as a sentence; empty when it is not."""
    now = timezone.now().timestamp()
    if now - kept.get("since", now) >= settings.SESSION_ABSOLUTE.total_seconds():
        return _("You were signed in for a long time. Please sign in again.")
    if now - kept.get("seen", now) >= settings.SESSION_IDLE.total_seconds():
        return _("You were away for a while. Please sign in again.")
    return ""


def _note_use(request: HttpRequest) -> str:
    now = timezone.now().timestamp()
    if now - request.session["seen"] >= WRITE_EVERY:
        request.session["seen"] = now
    return ""


def end_session(request: HttpRequest, reason: str) -> None:
    """End the session of ``request`` and tell its user why; a time-out is told to the history."""
    if request.user.is_authenticated and (late := why_late(request.session)):
        _time_out(request.session.session_key, request.user, late)
    logout(request)
    messages.warning(request, reason)


def _time_out(key: str | None, user: Any, reason: str) -> bool:
    """Write down that the session ended by itself; of several requests that notice, the first one does."""
    with change():
        first = Session.objects.filter(pk=key).delete()[0] == 1
        if first:
            record_action("dayan_safety.time_out", user, by=user, reason=reason)
    return first


def time_out_forgotten() -> int:
    """End the sessions whose time is up and that nobody came back to; returns how many the history was told of."""
    kept = ((row.session_key, row.get_decoded()) for row in Session.objects.iterator(chunk_size=500))
    over = [(key, said[SESSION_KEY], late) for key, said in kept if SESSION_KEY in said and (late := why_late(said))]
    users = get_user_model()._default_manager.in_bulk({int(pk) for _key, pk, _late in over})
    return sum(_time_out(key, users[int(pk)], late) for key, pk, late in over if int(pk) in users)


def devices_of(user: Any) -> list[Device]:
    """Where ``user`` is signed in, last used first. Reads every session there is: for a page rarely opened."""
    rows = Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=500)
    found = [_device(row.session_key, kept) for row in rows if _is_of(user, kept := row.get_decoded())]
    return sorted(found, key=lambda device: device.seen, reverse=True)


def _is_of(user: Any, kept: Mapping[str, Any]) -> bool:
    return (
        kept.get(SESSION_KEY) == str(user.pk)
        and kept.get(HASH_SESSION_KEY) == user.get_session_auth_hash()
        and "since" in kept
        and not why_late(kept)
    )


def _device(key: str, kept: Mapping[str, Any]) -> Device:
    since, seen = (datetime.fromtimestamp(kept[name], UTC) for name in ("since", "seen"))
    return Device(key, since, seen, kept.get("address", ""), kept.get("browser", ""))


def forget_sessions(user: Any, but: str = "") -> int:
    """End every session of ``user`` except ``but`` at once; returns how many. Part of the caller's ``change()``."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = [device.key for device in devices_of(user) if device.key != but]
    for key in ended:
        store(key).delete()
    return len(ended)


@verb("dayan_safety.end_sessions")
def end_sessions(user: Any, *, by: Any, but: str) -> int:
    """Sign ``user`` out everywhere except in the session ``but``; returns in how many places. History."""
    ended = forget_sessions(user, but)
    record_action("dayan_safety.end_sessions", user, by=by, after={"sessions": str(ended)})
    return ended
