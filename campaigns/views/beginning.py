"""What a form on something done today begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Q
from django.http import HttpRequest

from campaigns.models import Campaign
from committee.models import Unit
from dayan_safety.filters import key_asked
from dayan_safety.models import Record
from dayan_safety.workdays import today

Named = TypeVar("Named", bound=Record)


def only_one(keys: Iterable[int]) -> int | None:
    """The key, where there is one and no other."""
    found = list(keys)
    return found[0] if len(found) == 1 else None


def asked_for(model: type[Named], request: HttpRequest, name: str) -> Named | None:
    """The record that the address names by ``name``, if it exists for the reader; no query where it names none."""
    key = key_asked(request.GET, name)
    rows: Any = model._default_manager.all()
    return rows.visible_to(request.user).filter(pk=key).first() if key else None


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
