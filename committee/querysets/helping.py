"""Who helps with tasks, by name, for pages that show several."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import IntegerField, Value


def helper_names(model: Any, keys: Collection[int]) -> dict[int, list[str]]:
    """The names of the helping units, then groups, of the tasks or outcomes ``keys``; one query, none without keys."""
    if not keys:
        return {}
    name = model._meta.model_name
    units, groups = (
        getattr(model, field)
        .through.objects.filter(**{f"{name}__in": keys})
        .values_list(f"{name}_id", Value(place, IntegerField()), f"{column}__name")
        for place, (field, column) in enumerate((("helper_units", "unit"), ("helper_groups", "workinggroup")))
    )
    found: dict[int, list[str]] = {}
    for key, _place, helper in sorted(units.union(groups, all=True)):
        found.setdefault(key, []).append(helper)
    return found
