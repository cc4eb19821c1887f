"""The three verbs every noun has: create, edit, remove. Each with its right, its history and its guard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.errors import EditedMeanwhile, RuleBroken
from dayan_safety.history import change, record_action, snapshot
from dayan_safety.models import Record
from dayan_safety.permissions import require

RecordType = TypeVar("RecordType", bound=Record)
Several = Mapping[str, Iterable[Any]]  # fields that hold several records, and which


def verb_name(action: str, model: type[Record]) -> str:
    """``create`` and ``Unit`` give ``committee.create_unit``."""
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


def create_record(record: RecordType, *, by: Any, right: str = "", several: Several | None = None) -> RecordType:
    """Save a new record and write its history; ``right`` is a door's own right, where it has one."""
    verb = verb_name("create", type(record))
    require(by, right or verb)
    with change():
        _save(record)
        chosen = _exchange(record, several or {})
        record_action(verb, record, by=by, after=_filled(snapshot(record) | {name: new for name, _old, new in chosen}))
    return record


def _save(record: Record, **kwargs: Any) -> None:
    """Save; two people entering the same thing at once is the second one's broken rule, not an accident."""
    try:
        record.save(**kwargs)
    except IntegrityError as twice:
        raise RuleBroken(_("Such a record exists already: look for it in the list.")) from twice


def edit_record(
    record: RecordType,
    names: list[str],
    *,
    by: Any,
    version: int | None = None,
    right: str = "",
    several: Several | None = None,
) -> RecordType:
    """Write the fields ``names`` of ``record``, and ``several``, and the difference into history.

    ``version`` is the one the editor saw: when somebody saved meanwhile, raises ``EditedMeanwhile`` with the record as
    it is now and writes nothing. An edit that changes nothing leaves no trace. ``right`` as for ``create_record``.
    """
    verb = verb_name("edit", type(record))
    with change():
        current = type(record)._default_manager.select_for_update().get(pk=record.pk)
        require(by, right or verb, current)  # as it is kept: nobody takes another's over by saying it is theirs
        if version is not None and current.version != version:
            raise EditedMeanwhile(current)
        changed = [name for name in names if getattr(current, name) != getattr(record, name)]
        exchanged = _exchange(record, several or {})
        if changed or exchanged:
            record.version = current.version + 1
            _save(record, update_fields=[*changed, "version", "updated_at"])
            before = snapshot(current, changed) | {name: old for name, old, _new in exchanged}
            after = snapshot(record, changed) | {name: new for name, _old, new in exchanged}
            record_action(verb, record, by=by, before=before, after=after)
    return record


def _exchange(record: Record, several: Several) -> list[tuple[str, str, str]]:
    """Make each field hold what it is to hold; the names of those that held something else, with before and after."""
    found = []
    for name, wanted in several.items():
        kept, chosen = getattr(record, name), list(wanted)
        before = list(kept.all())
        if set(before) != set(chosen):
            kept.set(chosen)
            found.append((name, _listed(before), _listed(chosen)))
    return found


def _listed(things: Iterable[Any]) -> str:
    return "、".join(map(str, things))


def remove_record(record: Record, *, by: Any, reason: str) -> None:
    """Take a record out of sight, with the reason; the row and its history stay."""
    verb = verb_name("remove", type(record))
    require(by, verb, record)
    with change():
        rows = type(record)._default_manager.filter(pk=record.pk, removed_at__isnull=True)
        if rows.update(removed_at=timezone.now(), version=F("version") + 1):
            record_action(verb, record, by=by, before=_filled(snapshot(record)), reason=reason)


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
