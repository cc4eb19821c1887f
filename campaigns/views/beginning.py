"""What a form on something done today begins with."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from campaigns.models import Campaign
from committee.models import Unit
from dayan_safety.views.beginning import only_one
from dayan_safety.workdays import today


def beginning_of(user: Any) -> dict[str, Any]:
    """``on``, ``unit``, ``place``, ``group_id``, ``campaign_id``: each where there is one and no other.

    A campaign that another group runs is none to begin with: who does not look would log for it.
    """
    groups, on = user.standing.groups, today()
    mine = only_one(user.standing.units)
    unit = Unit.objects.present().filter(pk=mine).first() if mine else None
    ours = Campaign.objects.present().running_on(on).filter(Q(group__isnull=True) | Q(group__in=groups))
    return {
        "on": on,
        "unit": unit,
        "place": unit.name if unit else "",
        "group_id": only_one(groups),
        "campaign_id": only_one(ours.values_list("pk", flat=True)),
    }
