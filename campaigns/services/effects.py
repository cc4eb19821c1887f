"""What a promotion project changed: one computation of the change and of whether the target is reached."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from campaigns.models.figures import trimmed

TENTH = Decimal("0.1")
PERCENT = ("%", "％")  # a figure that is a share changes by points, not by percent of percent


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure beside its baseline and its target; nothing where there is none of them."""

    value: Decimal
    baseline: Decimal | None = None
    target: Decimal | None = None
    measure: str = ""

    @property
    def change(self) -> Decimal | None:
        """By how much it differs from the baseline; below nought it went down."""
        return None if self.baseline is None else trimmed(self.value - self.baseline)

    @property
    def percent(self) -> Decimal | None:
        """The change in percent of the baseline, to a tenth, halves away from nought.

        Nothing where that would say nothing: from a baseline of nought, of a share, of a change below half a tenth.
        """
        if not self.baseline or not self.change or self.measure in PERCENT:
            return None
        share = (self.change * 100 / abs(self.baseline)).quantize(TENTH, ROUND_HALF_UP)
        return trimmed(share) if share else None

    @property
    def is_reached(self) -> bool | None:
        """Whether the value is as far as the target or further, seen from the baseline; nothing without a target.

        A target that is the baseline itself asks for no change.
        """
        if self.baseline is None or self.target is None:
            return None
        if self.target == self.baseline:
            return self.value == self.target
        return self.value <= self.target if self.target < self.baseline else self.value >= self.target


def in_measure(number: Decimal | None, measure: str) -> str:
    """``number`` with what it is counted in; nothing is an empty text."""
    return "" if number is None else f"{trimmed(number)} {measure}".strip()


def change_in_words(effect: Effect) -> str:
    """By how much in percent where that says something, else in what is counted; without a sign."""
    if effect.percent is not None:
        return f"{abs(effect.percent)} %"
    number = abs(effect.change or Decimal(0))
    return _("%(number)s percentage points") % {"number": number} if _is_share(effect) else _absolute(effect, number)


def _is_share(effect: Effect) -> bool:
    return effect.measure in PERCENT


def _absolute(effect: Effect, number: Decimal) -> str:
    return in_measure(number, effect.measure)


def sentence_of(effect: Effect) -> str:
    """What came of it in one sentence, without its full stop; the value itself where there is no baseline."""
    if effect.change is None:
        return in_measure(effect.value, effect.measure)
    told = {"change": _direction(effect) % {"amount": change_in_words(effect)}}
    if effect.is_reached is None:
        return told["change"]
    reached = _("%(change)s, the target is reached") if effect.is_reached else _("%(change)s, short of the target")
    return reached % told


def _direction(effect: Effect) -> str:
    if not effect.change:
        return _("as at the baseline")
    return _("down %(amount)s from the baseline") if effect.change < 0 else _("up %(amount)s from the baseline")
