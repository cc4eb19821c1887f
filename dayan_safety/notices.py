"""Telling people: rows in their inboxes, each once; other ways out of the house follow from the rows (``delivery``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from dayan_safety.history import change
from dayan_safety.models import Notice
from dayan_safety.notice_kinds import GENERAL
from dayan_safety.parameters import parameter

LONGEST = 200

NAMED = 3  # so many are named, of the others it is said how many they are
listening: ContextVar[list[Any] | None] = ContextVar("listening", default=None)


def is_urgent(kind: str) -> bool:
    """Whether notices of ``kind`` leave the house at once, as the office has set it; one query."""
    return kind in parameter("dayan_safety.urgent_kinds")


def notify(
    users: Iterable[Any],
    *,
    key: str,
    title: str,
    text: str = "",
    url: str = "",
    kind: str = GENERAL.name,
    about: models.Model | None = None,
    urgent: bool | None = None,
    **clock: Any,
) -> int:
    """Put one notice into the inbox of each of ``users``; who was told ``key`` before is not told again.

    ``url`` is a path of the portal; ``about`` what it is about, on whose page it is told who heard. ``urgent`` says
    whether it leaves the house at once, else its kind decides; ``clock`` are ``rung`` and ``due_on`` of a reminder.
    Returns the number of people newly told. Part of the caller's ``change()``.
    """
    with change():
        wanted = {user.pk: user for user in users}
        told = set(Notice.objects.filter(user__in=wanted, key=key).values_list("user_id", flat=True))
        fresh = [pk for pk in wanted if pk not in told]
        at_once = is_urgent(kind) if urgent is None and fresh else bool(urgent)
        said = {"key": key, "title": title[:LONGEST], "text": text, "url": url, "kind": kind, "urgent": at_once}
        rows = [Notice(user_id=pk, **said, **thing_fields(about), **clock) for pk in fresh]
        # Two at once: the second finds the row there and leaves it.
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        if (heard := listening.get()) is not None:
            heard += [wanted[pk] for pk in fresh]
        return len(fresh)


def thing_fields(thing: models.Model | None) -> dict[str, Any]:
    """The columns of a notice that say what it is about."""
    return {} if thing is None else {"thing_type": thing._meta.label_lower, "thing_id": thing.pk}


@contextmanager
def told_within() -> Iterator[list[Any]]:
    """The users whom ``notify`` tells inside the block: the page says so to who told them."""
    heard: list[Any] = []
    token = listening.set(heard)
    try:
        yield heard
    finally:
        listening.reset(token)


def with_told(sentence: str, users: Iterable[Any]) -> str:
    """``sentence``, and after it who was told; the sentence alone where nobody was."""
    several = list(dict.fromkeys(users))
    if not several:
        return sentence
    told = {"done": sentence, "names": "、".join(str(user) for user in several[:NAMED]), "number": len(several)}
    if len(several) > NAMED:
        return _("%(done)s Told were %(names)s and others, %(number)s people in all.") % told
    return _("%(done)s Told: %(names)s.") % told
