"""The past of a figure: a small drawing, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from committee.models import Report
from committee.services.reports import Past, plain, range_of

BAR_HEIGHT, BAR_STEP = 30, 10


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure of the past as it is drawn: where, how high, and in words."""

    x: int
    y: int
    height: int
    words: str


def past_in_words(past: Sequence[Past]) -> str:
    """The range of the past, and the last figure."""
    found = range_of(past)
    if found is None:
        return ""
    told = {"least": plain(found[0]), "most": plain(found[1]), "last": plain(past[-1].number)}
    if len(past) == 1:
        return _("Before: %(last)s") % told
    return (
        _("Before: always %(last)s") if len(set(found)) == 1 else _("Before: %(least)s to %(most)s, last %(last)s")
    ) % told


def bars_of(report: Report, past: Sequence[Past]) -> list[Bar]:
    """A bar for each figure of the past, the highest as high as the drawing; of a nought a line is seen."""
    numbers = [max(float(each.number), 0) for each in past]
    most = max(numbers, default=0) or 1
    heights = [max(1, round(BAR_HEIGHT * number / most)) for number in numbers]
    names = [Report(period=report.period, first=each.first).period_name + _(": ") for each in past]
    return [
        Bar(place * BAR_STEP, BAR_HEIGHT - height, height, name + plain(each.number))
        for place, (height, name, each) in enumerate(zip(heights, names, past, strict=True))
    ]
