"""The effect of a project over time: a line from the baseline through its figures, and the target it goes for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.models.figures import trimmed

WIDTH, HEIGHT = 360, 160
LEFT, RIGHT, TOP, GROUND = 30, 330, 24, 130  # between them lie the points; above and below stand numbers and days
FOR_NUMBER, FOR_DAY = 36, 64  # so wide are their texts
ABOVE, BELOW = -4, 11  # from a line to the words about it

Row = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Point:
    """A figure: where it stands, what it says; what has no room has no text."""

    x: int
    y: int
    text: str
    day: str

    @property
    def text_at(self) -> int:
        """The line its number stands on."""
        return self.y - 8


@dataclass(frozen=True, slots=True)
class EffectChart:
    """The points by time, where nought lies, and where the target does (nothing: there is none)."""

    points: list[Point]
    ground: int
    target: int | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    day_at: int = HEIGHT - 10

    @property
    def target_text_at(self) -> int:
        """The line the target's words stand on: on the far side of it, seen from the first point."""
        target = self.target or 0
        return target + (BELOW if target > self.points[0].y else ABOVE)

    @property
    def line(self) -> str:
        """The points as SVG's ``polyline`` takes them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def effect_chart(rows: Sequence[Row], target: Decimal | None) -> EffectChart:
    """The chart of ``rows``, the earliest first and at least one; nought is always on it."""
    seen = [Decimal(0), *(value for _day, value in rows), *([] if target is None else [target])]
    highest, lowest = max(seen), min(seen)
    scale = (GROUND - TOP) / ((highest - lowest) or Decimal(1))

    def height(value: Decimal) -> int:
        return TOP + round((highest - value) * scale)

    places = [_across(day, rows[0][0], rows[-1][0]) for day, _value in rows]
    told, days = _apart(places, FOR_NUMBER), _apart(places, FOR_DAY)
    points = [
        Point(x, height(value), f"{trimmed(value)}" if place in told else "", f"{day}" if place in days else "")
        for place, (x, (day, value)) in enumerate(zip(places, rows, strict=True))
    ]
    return EffectChart(points, height(Decimal(0)), None if target is None else height(target))


def _across(day: date, first: date, last: date) -> int:
    """Where a day stands; one alone in the middle."""
    if first == last:
        return (LEFT + RIGHT) // 2
    return LEFT + round((RIGHT - LEFT) * (day - first).days / (last - first).days)


def _apart(places: Sequence[int], room: int) -> set[int]:
    """Which points say something so wide: the first, the last, and what has room between them."""
    told, before = {0, len(places) - 1}, places[0]
    for number, x in enumerate(places[1:-1], start=1):
        if x - before >= room and places[-1] - x >= room:
            told.add(number)
            before = x
    return told
