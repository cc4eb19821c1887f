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
        """The address of the records."""
        return reverse(self.page) + (f"?{self.query}" if self.query else "")
