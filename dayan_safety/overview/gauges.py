"""A figure with its target, a light and the last twelve months; no query here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Badge
from dayan_safety.year_drawing import Chart, chart_of

TENTH = Decimal("0.1")
REACHED = Badge(_("on target"), "success", "check-circle")
NEAR = Badge(_("close to the target"), "warning", "exclamation-triangle")
MISSED = Badge(_("off target"), "danger", "exclamation-octagon")
UNKNOWN = Badge(_("nothing known"), "secondary", "dash-circle")
GRAVITY = (UNKNOWN, REACHED, NEAR, MISSED)


def light_of(value: Decimal | int | None, target: Decimal | int, near: int, *, most: bool = False) -> Badge:
    """Green where the target is reached, yellow where at most ``near`` is missing, red beyond; ``most``: a number that
    is not to be exceeded."""
    if value is None:
        return UNKNOWN
    missing = value - target if most else target - value
    return REACHED if missing <= 0 else NEAR if missing <= near else MISSED


def worse(one: Badge, other: Badge) -> Badge:
    """The graver of two lights."""
    return max(one, other, key=GRAVITY.index)


def share(part: int, whole: int) -> Decimal | None:
    """``part`` in per cent of ``whole``, to a tenth; nothing of nothing."""
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def told(number: Decimal | int | None) -> str:
    """As people read it: without a nought behind the point; empty where nothing is known."""
    return "" if number is None else f"{Decimal(number).normalize():f}"


@dataclass(frozen=True, slots=True)
class Beside:
    """A second number of a figure, with its own light and records."""

    label: Any
    value: int
    light: Badge
    url: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure: ``unit`` stands behind the number, ``note`` says what it is made of, ``target`` in words; ``url`` leads
    to its records; ``months``: the number by the first day of each month."""

    key: str
    label: Any
    value: Decimal | int | None
    unit: Any
    note: str
    target: str
    light: Badge
    url: str
    months: Mapping[date, Decimal | int | None] = field(default_factory=dict)
    line: Decimal | int | None = None
    besides: Sequence[Beside] = ()

    @property
    def text(self) -> str:
        """The number."""
        return told(self.value)

    @property
    def rows(self) -> list[tuple[date, str]]:
        """The months with their numbers, as the table has them."""
        return [(first, told(number)) for first, number in self.months.items()]

    @property
    def chart(self) -> Chart:
        """The months as bars, the target as a line where the months have the same one."""
        texts = [text for _first, text in self.rows]
        line = None if self.line is None else Decimal(self.line)
        return chart_of(texts, [True] * len(texts), months=[first.month for first in self.months], target=line)
