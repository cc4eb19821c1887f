"""What happens in a month and soon, as the home page's strip shows it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What happens on a day: its name, its page, its icon."""

    day: date
    label: str
    url: str = ""
    icon: str = "calendar-event"


Source = Callable[[Any, date, date], Iterable[Entry]]


def span_of(on: date) -> tuple[date, date]:
    """The month of ``on``, and the two weeks that follow where they reach beyond it."""
    last = on.replace(day=monthrange(on.year, on.month)[1])
    return on.replace(day=1), max(last, on + AHEAD)


def month_for(user: Any, on: date, sources: Iterable[Source]) -> list[Entry]:
    """What ``span_of(on)`` holds for ``user``, in the order of its days."""
    first, last = span_of(on)
    return sorted(entry for source in sources for entry in source(user, first, last))
