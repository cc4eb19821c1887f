"""Telling people: rows in their inboxes, each once."""

from collections.abc import Iterable
from typing import Any

from dayan_safety.history import change
from dayan_safety.models import Notice


def notify(users: Iterable[Any], *, key: str, title: str, text: str = "", url: str = "") -> int:
    """Put one notice into the inbox of each of ``users``; who was told ``key`` before is not told again.

    ``url`` is a path of the portal. Returns the number of people newly told. Part of the caller's ``change()``.
    """
    with change():
        wanted = {user.pk: user for user in users}
        told = set(Notice.objects.filter(user__in=wanted, key=key).values_list("user_id", flat=True))
        fresh = [
            Notice(user=user, key=key, title=title, text=text, url=url) for pk, user in wanted.items() if pk not in told
        ]
        # Two at once: the second finds the row there and leaves it.
        Notice.objects.bulk_create(fresh, ignore_conflicts=True)
        return len(fresh)
