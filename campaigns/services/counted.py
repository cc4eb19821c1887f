"""What the portal itself counts that may show the effect of a project: while it lasts, and as long before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from campaigns.models import Project
from dayan_safety.sources import all_sources

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of the days from ``first`` to ``last``, and of as many days ``before``."""

    label: Any
    first: date
    last: date
    now: Decimal
    before: Decimal


def counted_for(project: Project, on: date) -> list[Counted]:
    """The figures up to ``on``, for the project's group; none before it has begun. Two queries a figure."""
    first, last = project.first_on, min(project.last_on, on)
    if last < first:
        return []
    begin = first - (last - first) - DAY
    return [
        Counted(
            source.label,
            first,
            last,
            source.count(project.group, first, last),
            source.count(project.group, begin, first - DAY),
        )
        for source in all_sources().values()
        if source.shows_effect
    ]
