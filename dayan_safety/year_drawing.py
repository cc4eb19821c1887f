"""Twelve bars for a figure's months, as whole numbers on a drawing of ``WIDTH`` × ``HEIGHT``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

SLOT, BAR = 21, 13
WIDTH, HEIGHT = SLOT * 12, 132
TOP, PLOT = 14, 100  # room for numbers above the bars; the bars' own
YEAR = range(1, 13)
SHORT = 3  # numbers of so many characters have room above each bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: where its bar stands, how high it is, what it says (``text`` empty: no number, no bar)."""

    month: int
    middle: int
    left: int
    top: int
    height: int
    text: str
    is_issued: bool
    is_told: bool

    @property
    def text_at(self) -> int:
        """The line its number stands on, above the bar."""
        return self.top - 3


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, where nought lies, the line of a target (where there is one), and the line the months stand on."""

    bars: list[Bar]
    ground: int
    target_at: int | None = None
    width: int = WIDTH
    height: int = HEIGHT
    month_at: int = HEIGHT - 4


def chart_of(
    texts: Sequence[str], issued: Sequence[bool], *, months: Sequence[int] = YEAR, target: Decimal | None = None
) -> Chart:
    """The chart of a figure's months; a nought has a bar of one point, what lies below nought hangs from it."""
    numbers = [Decimal(text) if text else None for text in texts]
    known = [number for number in (*numbers, target) if number is not None]
    highest, lowest = max([Decimal(0), *known]), min([Decimal(0), *known])
    scale = PLOT / ((highest - lowest) or Decimal(1))
    ground = TOP + round(highest * scale)
    all_told = all(len(text) <= SHORT for text in texts)
    ends = [TOP + round((highest - (number or 0)) * scale) for number in numbers]
    best = max([Decimal(0), *(number for number in numbers if number is not None)])
    told = [number is not None and (all_told or number == best) for number in numbers]
    bars = [_bar(place, *row, ground) for place, row in enumerate(zip(months, texts, ends, issued, told, strict=True))]
    return Chart(bars, ground, None if target is None else TOP + round((highest - target) * scale))


def _bar(place: int, month: int, text: str, end: int, is_issued: bool, is_told: bool, ground: int) -> Bar:
    middle = SLOT * place + SLOT // 2
    top, height = min(end, ground), max(abs(end - ground), 1)
    return Bar(month, middle, middle - BAR // 2, top, height, text, is_issued, is_told)
