"""What a broken rule leaves behind: its sentence, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from dayan_safety.counting import counts_of
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action, Notice, Parameter, YearlyNumber


def written() -> list[Any]:
    """Every row of the apps, of history, inboxes and numbers, with all that stands in it."""
    apps_asked = map(apps.get_app_config, ("committee", "campaigns", "inspections", "assessment"))
    kept = [model for app in apps_asked for model in app.get_models()]
    tables = [table.objects.order_by("pk") for table in (*kept, Action, Notice, Parameter, YearlyNumber)]
    filled = counts_of(tables)  # most are empty: asked for together
    return [list(rows.values()) if number else [] for rows, number in zip(tables, filled, strict=True)]


@contextmanager
def refused(sentence: str) -> Iterator[None]:
    """The block breaks a rule; people read ``sentence``, and nothing is written."""
    before = written()
    with pytest.raises(RuleBroken) as broken:
        yield
    assert str(broken.value) == sentence
    assert written() == before


@contextmanager
def forbidden() -> Iterator[None]:
    """The block asks for what its actor may not do, and nothing is written."""
    before = written()
    with pytest.raises(PermissionDenied):
        yield
    assert written() == before


def history(thing: Any) -> list[tuple[str, str, dict[str, str], dict[str, str], str]]:
    """What history keeps of a thing, oldest first: verb, actor, before, after, reason."""
    rows = Action.objects.filter(thing_type=thing._meta.label_lower, thing_id=str(thing.pk)).order_by("number")
    return [(row.verb.removeprefix("committee."), row.by_name, row.before, row.after, row.reason) for row in rows]
