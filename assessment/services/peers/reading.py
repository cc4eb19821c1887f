"""What mutual evaluation says of every unit, for a score."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from assessment.models import Rated, Round, RulebookItem
from assessment.scoring import WHOLE, Reading
from assessment.services.indicators import Readings


def peers_of(item: RulebookItem, first: date, last: date, on: date) -> tuple[Readings, None]:
    """The mean marks of rounds that ended in the period and were published by ``on``; one query for any units.

    A round belongs to the item of its number, whichever edition of the year's rulebook it was set up by. Whoever had
    too few raters has no mean: nothing is known. Several rounds weigh the same.
    """
    of_item = {"item__number": item.number, "item__rulebook__year": item.rulebook.year}
    rounds = Round.objects.all().published_by(on).filter(last_on__range=(first, last), **of_item)
    rows = Rated.objects.filter(round__in=rounds, mean__isnull=False, unit__removed_at__isnull=True).order_by()
    means: dict[int, list[Decimal]] = defaultdict(list)
    for unit, mean in rows.values_list("unit", "mean"):
        means[unit].append(mean or Decimal(0))
    return {unit: Reading(sum(several, Decimal(0)), WHOLE * len(several)) for unit, several in means.items()}, None
