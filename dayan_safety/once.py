"""A form sent three times, or sent again after a lost answer, is carried out once."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError

from dayan_safety.history import change
from dayan_safety.models import OnceToken


def carry_out_once(token: str, user: Any, act: Callable[[], str]) -> str:
    """Run ``act``, which returns where to go next, unless ``token`` was used by ``user``: then say where that went.

    A second sender waits for the first on the token's unique key. Without a token it simply runs.
    """
    if not token:
        return act()
    try:
        with change():
            row = OnceToken.objects.create(token=token[:64], user=user)
            row.url = act()
            row.save(update_fields=["url"])
            return row.url
    except IntegrityError:
        if not (url := where_it_led(token, user)):
            raise
        return url


def where_it_led(token: str, user: Any) -> str:
    """Where the form with ``token`` led when ``user`` sent it before; nothing if it was not carried out yet."""
    done = OnceToken.objects.filter(token=token[:64], user=user).first() if token else None
    return done.url if done else ""
