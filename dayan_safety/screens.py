"""The address of the big screen: made, renewed and switched off by the office; whoever has it may look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature, Signer

from dayan_safety.history import record_action
from dayan_safety.limits import Limit
from dayan_safety.models import Screen
from dayan_safety.permissions import verb

SIGNER = Signer(salt="dayan_safety.screen")
ROW = 1
KEEP, OPEN, RENEW, CLOSE = (f"dayan_safety.{name}_screen" for name in ("keep", "open", "renew", "close"))
SHOWN = Limit("dayan_safety.view_screen", timedelta(hours=1))
MOST_SHOWN = 240  # an hour and network: twenty screens that ask every five minutes


def screen_now() -> Screen:
    """How it stands; one that was never switched on is off. One query."""
    return Screen.objects.filter(pk=ROW).first() or Screen(pk=ROW)


def screen_key(screen: Screen) -> str:
    """What stands in the address while it is on."""
    return SIGNER.sign_object([screen.serial])


def screen_of(key: str) -> Screen | None:
    """The screen that ``key`` opens; none when it is invented, was renewed, or the screen is off."""
    try:
        [serial] = SIGNER.unsign_object(key)
    except (BadSignature, ValueError, TypeError):
        return None
    screen = screen_now()
    return screen if screen.is_on and screen.serial == serial else None


@verb(OPEN)
def open_screen(_thing: None, /, *, by: Any) -> Screen:
    """Switch it on by a new address; one that is on stays as it is. History."""
    screen = _locked()
    return screen if screen.is_on else _given_address(screen, OPEN, by)


@verb(RENEW)
def renew_screen(_thing: None, /, *, by: Any) -> Screen:
    """Give it a new address, the one before opens nothing any more; one that is off stays off. History."""
    screen = _locked()
    return _given_address(screen, RENEW, by) if screen.is_on else screen


@verb(CLOSE)
def close_screen(_thing: None, /, *, by: Any) -> Screen:
    """Switch it off: no address opens it, also none of those given before, whenever it is on again. History."""
    screen = _locked()
    if screen.is_on:
        screen.is_on = False
        screen.save()
        record_action(CLOSE, screen, by=by)
    return screen


def _locked() -> Screen:
    return Screen.objects.select_for_update().get_or_create(pk=ROW)[0]


def _given_address(screen: Screen, name: str, by: Any) -> Screen:
    screen.serial, screen.is_on = screen.serial + 1, True
    screen.save()
    record_action(name, screen, by=by)
    return screen
