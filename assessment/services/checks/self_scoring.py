"""Self scores: what a unit gives itself, item by item, until the check is closed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Check, CheckedUnit, SelfScore
from assessment.services.checks.lines import items_checked
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import require_state

Given = Mapping[int, tuple[Decimal, str]]  # by the key of the item: points and note


@verb("assessment.write_self_scores")
def write_self_scores(checked: CheckedUnit, *, by: Any, given: Given) -> None:
    """Keep what the unit gives itself for each of its items, in place of what it gave before.

    It stands beside the assessed points and changes nothing of them. Raises ``RuleBroken`` unless the check is open,
    and for an item without points or with more than its full mark.
    """
    require_state(checked.in_check, (Check.State.OPEN,))
    items = items_checked(checked.in_check.rulebook, checked.unit.kind)
    for item in items:
        if item.pk not in given or not 0 <= given[item.pk][0] <= item.full_mark:
            told = {"item": item, "full": item.full_mark}
            raise RuleBroken(_("%(item)s: give yourself 0 to %(full)s points.") % told)
    names = {item.pk: str(item) for item in items}
    before = {names[old.item_id]: str(old.points) for old in checked.self_scores.present()}
    for item in items:
        points, note = given[item.pk]
        SelfScore.objects.update_or_create(checked=checked, item=item, defaults={"points": points, "note": note})
    after = {str(item): f"{given[item.pk][0]:.2f}" for item in items}
    total = sum((given[item.pk][0] for item in items), Decimal(0))
    CheckedUnit.objects.filter(pk=checked.pk).update(self_score=total)
    record_action("assessment.write_self_scores", checked, by=by, before=before, after=after)
