"""A number the town reads, with the records behind it; several counted in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse


def counts_of(several: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each has, in their order; one query for all of them, of whatever models."""
    counts = [
        rows.order_by().values(of_several=Value(place)).annotate(how_many=Count("pk"))
        for place, rows in enumerate(several)
    ]
    if not counts:
        return []
    found = dict(counts[0].union(*counts[1:], all=True).values_list("of_several", "how_many"))
    return [found.get(place, 0) for place in range(len(several))]


@dataclass(frozen=True, slots=True)
class Figure:
    """``key`` names it for machines, ``label`` for people; ``page`` and ``query`` lead to exactly its records."""

    key: str
    label: Any
    value: int
    page: str
    query: str = ""

    @property
    def url(self) -> str:
        """The address of the records; lists remember how they were left, so all of them must be asked for."""
        return f"{reverse(self.page)}?{self.query or 'reset=1'}"
