"""The address of the big screen: who gives it, what it opens, what ends it, and what stays in the history."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.signing import Signer

from dayan_safety import screens
from dayan_safety.models import Action, Screen
from dayan_safety.screens import SIGNER, close_screen, open_screen, renew_screen, screen_key, screen_now, screen_of
from dayan_safety.testing import Cast

VERBS = (open_screen, renew_screen, close_screen)


def opened() -> str:
    """The address of the screen, which is on."""
    return screen_key(open_screen(None, by=None))


def test_a_screen_that_was_never_switched_on_opens_for_nobody(db: None) -> None:
    assert (screen_now().is_on, screen_of(SIGNER.sign_object([0])), Screen.objects.count()) == (False, None, 0)


def test_the_address_opens_it_until_it_is_renewed(db: None) -> None:
    old = opened()
    assert screen_of(old) is not None
    new = screen_key(renew_screen(None, by=None))
    assert (screen_of(old), screen_of(new) is not None, old != new) == (None, True, True)


def test_switched_off_nothing_opens_and_old_addresses_stay_dead_for_ever(db: None) -> None:
    first = opened()
    close_screen(None, by=None)
    assert screen_of(first) is None
    second = opened()
    assert (screen_of(first), screen_of(second) is not None) == (None, True)


def test_without_the_serial_an_old_address_would_live_on(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = opened()
    monkeypatch.setattr(screens, "_given_address", lambda screen, name, by: screen)
    renew_screen(None, by=None)
    assert screen_of(old) is not None


INVENTED = ["x", "1:1", "a" * 200, Signer(salt="another").sign_object([1]), SIGNER.sign_object("text")]
INVENTED += [SIGNER.sign_object([1, 1]), SIGNER.sign_object([]), SIGNER.sign_object([10**30]), SIGNER.sign_object(1)]
INVENTED += [SIGNER.sign_object([0]), SIGNER.sign_object([2]), SIGNER.sign_object(["1"])]


@pytest.mark.parametrize("key", INVENTED)
def test_an_invented_address_opens_nothing(key: str, db: None) -> None:
    assert screen_of(opened()) is not None
    assert screen_of(key) is None


def test_one_letter_changed_opens_nothing(db: None) -> None:
    key = opened()
    assert screen_of(key[:-1] + ("A" if key[-1] != "A" else "B")) is None


def test_what_changes_it_is_written_down_and_what_changes_nothing_is_not(cast: Cast) -> None:
    for act in (renew_screen, close_screen, open_screen, open_screen, renew_screen, close_screen, close_screen):
        act(None, by=cast.office)
    told = Action.objects.filter(verb__endswith="_screen").order_by("number")
    assert [(row.verb.partition(".")[2], row.by) for row in told] == [
        ("open_screen", cast.office),
        ("renew_screen", cast.office),
        ("close_screen", cast.office),
    ]


def test_the_history_does_not_hold_the_address(cast: Cast) -> None:
    key = screen_key(open_screen(None, by=cast.office))
    row = Action.objects.get(verb="dayan_safety.open_screen")
    assert key not in f"{row.before}{row.after}{row.thing_name}{row.reason}"


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "office"])
@pytest.mark.parametrize("act", VERBS)
def test_nobody_but_the_office_keeps_it(act: Any, role: str, cast: Cast) -> None:
    key = opened()
    with pytest.raises(PermissionDenied):
        act(None, by=getattr(cast, role))
    assert screen_of(key) is not None
