"""Something to do, as the home page lists it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Todo:
    """How many of what, where to do it; ``tone`` is danger (today), warning (soon) or info."""

    label: Any
    count: int
    url: str
    tone: str
    icon: str
