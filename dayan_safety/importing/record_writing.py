"""Writing a list of plain records, and taking it back: a handful of statements for any number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from dayan_safety.bulk import insert_all, update_all
from dayan_safety.errors import RuleBroken
from dayan_safety.importing.batches import changed_meanwhile
from dayan_safety.importing.key_runs import as_runs, keys_of
from dayan_safety.importing.record_lists import Entry, RecordPlan
from dayan_safety.importing.way_back import Blocker, blocker, removals, touched, used, write_back
from dayan_safety.models import ImportBatch, Record


def field_of(model: type[Record], name: str) -> Any:
    """A plain column of the model."""
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found


def emptied(model: type[Record], names: Sequence[str]) -> tuple[str, ...]:
    """Those of ``names`` that may hold nothing at all: a ``None`` for them is a value."""
    return tuple(name for name in names if field_of(model, name).null)


def insert_records(model: type[Record], names: Sequence[str], plan: RecordPlan, derived: Sequence[str]) -> list[int]:
    """Insert the new records: the fields ``names``, and those ``derive()`` sets; returns their keys."""
    columns = [*names, *derived]
    rows = []
    for entry in plan.new:
        record = model(**entry.stated)
        record.derive()
        rows.append([getattr(record, name) for name in columns])
    return insert_all(model, columns, rows)


def edit_records(model: type[Record], names: Sequence[str], plan: RecordPlan, derived: Sequence[str]) -> list[int]:
    """Write what changes; returns the keys. Raises ``RuleBroken`` where somebody was faster."""
    empty = emptied(model, names)
    rows = [_edited(model, entry, names, derived, empty) for entry in plan.edited]
    if update_all(model, [*names, *derived], rows, emptying=empty) < len(rows):
        raise RuleBroken(changed_meanwhile())
    return [row[0] for row in rows]


def _edited(
    model: type[Record], entry: Entry, names: Sequence[str], derived: Sequence[str], empty: Sequence[str]
) -> list[Any]:
    """Key, version and values; ``None`` keeps what stands, but in a column that may hold nothing."""
    assert entry.known is not None
    record = model(**entry.changes)
    record.derive()
    values = {name: entry.changes.get(name, entry.known.values[name] if name in empty else None) for name in names}
    follows = [getattr(record, name) or None for name in derived]
    return [entry.known.pk, entry.known.version, *values.values(), *follows]


def way_back(plan: RecordPlan, names: Sequence[str], new: list[int]) -> dict[str, Any]:
    """Keys of what was registered, and what was edited as it was: key, version since then, values before."""
    edited = [
        [entry.known.pk, entry.known.version + 1, {name: _plain(entry.known.values[name]) for name in names}]
        for entry in plan.edited
        if entry.known
    ]
    return {"new": as_runs(new), "edited": edited}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else str(value)


def blockers(model: type[Record], batch: ImportBatch, own: dict[type[Any], Any]) -> list[Blocker]:
    """What was changed or used since."""
    new, edited = keys_of(batch.undo["new"]), batch.undo["edited"]
    versions = dict.fromkeys(new, 1) | {key: version for key, version, _values in edited}
    return [
        *blocker(_("Changed since: %(names)s."), touched(model, versions)),
        *blocker(_("Used elsewhere since: %(names)s."), used(model, new, own)),
    ]


def lock(model: type[Record], batch: ImportBatch) -> None:
    """Whoever refers to what was registered comes before this or waits for its end."""
    list(model._default_manager.filter(pk__in=keys_of(batch.undo.get("new", ()))).select_for_update().values_list("pk"))


def restore(model: type[Record], names: Sequence[str], batch: ImportBatch, derived: Sequence[str]) -> None:
    """What was registered is removed, what was edited says what it said before."""
    columns = [*names, *derived]
    rows = []
    for key, version, values in batch.undo["edited"]:
        record = model(**{name: field_of(model, name).to_python(value) for name, value in values.items()})
        record.derive()
        rows.append([key, version, *(getattr(record, name) for name in columns)])
    write_back(model, tuple(columns), rows, emptying=emptied(model, names))
    write_back(model, ("removed_at",), removals(keys_of(batch.undo["new"])))
