"""A number the town reads, with the records behind it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


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
