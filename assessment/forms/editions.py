"""The edition that a record belongs to, in its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dayan_safety.forms import RecordForm


def fix_edition(form: RecordForm, name: str, offered: Callable[[Any], Any]) -> None:
    """A new record begins in one of the editions ``offered``; one that is there stays in its own, in whatever state."""
    field: Any = form.fields[name]
    own = getattr(form.instance, f"{name}_id")
    field.disabled = bool(form.instance.pk)
    field.queryset = field.queryset.filter(pk=own) if field.disabled else offered(field.queryset)
