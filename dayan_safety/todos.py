"""Something to do, as the home page lists it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from dayan_safety.counting import counts_of


@dataclass(frozen=True, slots=True)
class Todo:
    """How many of what, where to do it; ``tone`` is danger (today), warning (soon) or info."""

    label: Any
    count: int
    url: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Records that wait for somebody, as a ``Todo`` that is not counted yet."""

    label: Any
    rows: QuerySet[Any]
    url: str
    tone: str
    icon: str


def list_url(app: str, noun: str, query: str) -> str:
    """The list of a noun of ``app``, as ``query`` narrows it."""
    return f"{reverse(f'{app}:list_{noun}')}?{query}"


def counted(several: Sequence[Waiting]) -> list[Todo]:
    """Each with its number; one query for all of them."""
    counts = counts_of([waiting.rows for waiting in several])
    return [
        Todo(waiting.label, count, waiting.url, waiting.tone, waiting.icon)
        for waiting, count in zip(several, counts, strict=True)
    ]
