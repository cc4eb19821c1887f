"""What a broken rule leaves behind: its sentence, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action, Notice, Parameter, YearlyNumber
from dayan_safety.tests.filled import filled

APPS = ("committee", "campaigns", "inspections", "assessment")


@cache
def _tables() -> tuple[str, ...]:
    models = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return tuple(model._meta.db_table for model in (*models, Action, Notice, Parameter, YearlyNumber))


def written() -> dict[str, list[Any]]:
    """Every row of the apps, of history, inboxes and numbers, with all that stands in it, by table."""
    with connection.cursor() as cursor:
        return {name: _rows(cursor, name) for name in filled(_tables())}


def _rows(cursor: Any, name: str) -> list[Any]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)} ORDER BY 1")  # noqa: S608  a name of our own
    return list(cursor.fetchall())


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
