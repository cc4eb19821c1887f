"""What a new record's form begins with: what its address names, or the only thing there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.http import HttpRequest

from dayan_safety.filters import key_asked
from dayan_safety.models import Record

Named = TypeVar("Named", bound=Record)


def only_one(keys: Iterable[int]) -> Any:
    """The key, where there is one and no other; None otherwise, also for a field that will have to be filled in."""
    found = list(keys)
    return found[0] if len(found) == 1 else None


def asked_for(model: type[Named], request: HttpRequest, name: str) -> Named | None:
    """The record that the address names by ``name``, if it exists for the reader; no query where it names none."""
    key = key_asked(request.GET, name)
    rows: Any = model._default_manager.all()
    return rows.visible_to(request.user).filter(pk=key).first() if key else None
