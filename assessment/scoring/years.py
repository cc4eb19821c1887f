"""The year: the mean of its months, its end, bonus and penalty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.scoring.points import NONE, WHOLE, rounded, within


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rewards and penalties of a year, each as a sum that is not negative, with its cap."""

    bonus: Decimal = NONE
    penalty: Decimal = NONE
    bonus_cap: Decimal = Decimal(5)
    penalty_cap: Decimal = Decimal(20)

    @property
    def net(self) -> Decimal:
        """What is added to the score."""
        return min(self.bonus, self.bonus_cap) - min(self.penalty, self.penalty_cap)


def mean_of(scores: Sequence[Decimal | None]) -> Decimal | None:
    """The mean of what is known, exactly; ``None`` where nothing is."""
    known = [score for score in scores if score is not None]
    return sum(known, NONE) / len(known) if known else None


def shares_of_year(mean: Decimal | None, end: Decimal | None, month_share: Decimal) -> tuple[Decimal, Decimal]:
    """How many per cent the mean of the months and the year's end make; where one is missing, the other is all."""
    if mean is None or end is None:
        return NONE if mean is None else WHOLE, NONE if end is None else WHOLE
    return month_share, WHOLE - month_share


def year_score(
    months: Sequence[Decimal | None], end: Decimal | None, *, month_share: Decimal, ledger: Ledger
) -> Decimal | None:
    """``month_share`` per cent of the mean of the monthly scores, the rest from the year's end, and the ledger.

    Months of which nothing is known are left out. Where one side is missing altogether, the other one stands alone;
    where both are, there is no score. Never below 0, never above 100 and the bonus cap.
    """
    mean = mean_of(months)
    if mean is None and end is None:
        return None
    of_months, of_end = shares_of_year(mean, end, month_share)
    base = (of_months * (mean or NONE) + of_end * (end or NONE)) / WHOLE
    return rounded(within(base + ledger.net, NONE, WHOLE + ledger.bonus_cap))
