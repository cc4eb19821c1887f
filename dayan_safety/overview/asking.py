"""Who asks, and for which days: the same numbers for the chair's page and for the wall."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from committee.roles import Standing
from dayan_safety.parameters import parameters
from dayan_safety.workdays import today

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Town:
    """Who the big screen reads as: nobody in particular, who finds the records the office finds."""

    standing: Standing = field(default_factory=lambda: Standing(roles=frozenset({"office"})))
    person_id: None = None
    pk: None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """``reader`` reads on the day ``on``; ``set``: the office's parameters."""

    reader: Any
    on: date
    set: Mapping[str, Any]

    @classmethod
    def by(cls, reader: Any) -> Asked:
        """Today; one query."""
        return cls(reader, today(), parameters())

    @property
    def firsts(self) -> list[date]:
        """The first days of the last twelve months, that of ``on`` the last."""
        number = self.on.year * 12 + self.on.month - 1
        return [date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]

    @property
    def year_days(self) -> tuple[date, date]:
        """The first and the last day of the year."""
        return date(self.on.year, 1, 1), date(self.on.year, 12, 31)

    def rows(self, model: Any) -> Any:
        """What exists of ``model`` for the reader."""
        return model.objects.all().visible_to(self.reader)

    def of_house(self, name: str) -> Any:
        """A parameter of the glance."""
        return self.set[f"dayan_safety.{name}"]


def end_of(first: date) -> date:
    """The last day of the month that begins with ``first``."""
    return first.replace(day=monthrange(first.year, first.month)[1])
