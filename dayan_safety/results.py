"""What became of earlier work, told to a joint meeting as its first item: every app adds its own.

An app lists functions ``(since, on) -> Result`` in its module ``results`` as ``RESULTS``; ``since`` is the day of the
meeting before, or ``None``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One thing: what is told, where it can be opened, and how it stands (``success``, ``warning``, ``danger``)."""

    text: str
    url: str = ""
    tone: str = "secondary"


@dataclass(frozen=True, slots=True)
class Result:
    """One kind of things: a title, a sentence that sums them up, and the things."""

    title: str
    summary: str
    lines: list[ResultLine]

    def as_dict(self) -> dict[str, Any]:
        """As a meeting keeps it."""
        return asdict(self)


Source = Callable[[date | None, date], Result | None]


@cache
def sources() -> tuple[Source, ...]:
    """The functions of every app."""
    modules = [f"{config.name}.results" for config in apps.get_app_configs() if not config.name.startswith("django.")]
    known = [import_module(name) for name in modules if find_spec(name)]
    return tuple(source for module in known for source in getattr(module, "RESULTS", ()))


def all_results(since: date | None, on: date) -> list[dict[str, Any]]:
    """What every app has to tell, in the shape a meeting keeps; what has nothing to tell is left out."""
    found = [source(since, on) for source in sources()]
    return [result.as_dict() for result in found if result is not None]
