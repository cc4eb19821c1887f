"""Thousands of rows in a statement: sent as one JSON text, unpacked by the database, in portions that fit in memory.

Django's ``bulk_create`` cuts a list into portions of 999 values on SQLite and ``bulk_update`` writes a CASE a row; here
a portion has ``PORTION`` rows, and no model instance is made for a row. Plain columns
only: text, numbers, days, moments, truth values, keys and JSON, each given as the column's own Python type.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from dayan_safety.models import Record

PORTION = 5000  # rows a statement: some megabytes of JSON
Column: TypeAlias = "models.Field[Any, Any]"


@contextmanager
def collector_paused() -> Iterator[None]:
    """Python's search for cyclic garbage waits: among millions of new objects in use it finds none and takes a third
    of the time. What nobody refers to any more is freed as ever.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def insert_all(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    """Insert rows of ``model``, each the values of the fields ``names``; returns their keys in the order of ``rows``.

    Other columns take their defaults, moments of creation and change included, the same for every row. ``save()`` and
    signals do not run: what they derive is the caller's to give.
    """
    given = [_field(model, name) for name in names]
    others = [f for f in model._meta.local_concrete_fields if not f.primary_key and f not in given]
    constants = [(field, _prepared(field, field.pre_save(model(), True))) for field in others]
    return [key for some in _portions(rows) for key in _insert(model, given, _packed(given, some), constants)]


def _portions(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    waiting = iter(rows)
    while some := list(islice(waiting, PORTION)):
        yield some


def _insert(
    model: type[models.Model], columns: Sequence[Column], packed: str, constants: Sequence[tuple[Column, Any]]
) -> list[int]:
    """Keys are given in the order of insertion on both databases, so sorting the answer restores the order."""
    others = [field for field, _value in constants]
    names = ", ".join(_quoted(field.column) for field in [*columns, *others])
    values = ", ".join([*map(_value, range(len(columns))), *map(_constant, others)])
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    insert = f"INSERT INTO {table} ({names}) SELECT {values} FROM {_unpacked(columns)} ORDER BY place RETURNING {key}"  # noqa: S608 names of the model
    with _connection().cursor() as cursor:
        cursor.execute(insert, [*(value for _field, value in constants), packed])
        return sorted(key for (key,) in cursor.fetchall())


def update_all(
    model: type[Record], names: Sequence[str], rows: Sequence[Sequence[Any]], *, emptying: Collection[str] = ()
) -> int:
    """Set the fields ``names`` of many records; returns how many rows were written.

    A row is ``(key, version, *values)``: it is written only where the version is still that one, and the version grows
    by one. A value of ``None`` leaves the column as it is, but empties a column named in ``emptying``. Comparing the
    answer with ``len(rows)`` tells whether somebody else was faster.
    """
    number = models.BigIntegerField()
    emptied = {_field(model, name) for name in emptying}
    columns: list[Column] = [number, number, *(_field(model, name) for name in names)]
    return sum(_update(model, columns, _packed(columns, some), emptied) for some in _portions(rows))


def _update(model: type[Record], columns: Sequence[Column], packed: str, emptying: Collection[Column]) -> int:
    """``columns``: key and version, then those to be set."""
    table = _quoted(model._meta.db_table)
    settings = []
    for place, field in enumerate(columns[2:], start=2):
        name, value = _quoted(field.column), _value(place)
        settings.append(f"{name} = {value}" if field in emptying else f"{name} = COALESCE({value}, {table}.{name})")
    settings += [f"version = {table}.version + 1", "updated_at = %s"]
    update = (
        f"UPDATE {table} SET {', '.join(settings)} FROM {_unpacked(columns)} "  # noqa: S608 names of the model
        f"WHERE {table}.id = {_value(0)} AND {table}.version = {_value(1)}"
    )
    with _connection().cursor() as cursor:
        cursor.execute(update, [_prepared(models.DateTimeField(), timezone.now()), packed])
        return int(cursor.rowcount)


def _connection() -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]


def _field(model: type[models.Model], name: str) -> Column:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def _prepared(field: Column, value: Any) -> Any:
    return field.get_db_prep_save(value, _connection())


def _packed(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> str:
    """The rows as JSON; Django's plain fields would hand the values on as they are, so only others are asked."""
    special = [(place, _preparer(field)) for place, field in enumerate(columns) if not _is_plain(field)]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
    lines = [list(row) for row in rows]
    for place, prepare in special:
        for line in lines:
            if line[place] not in (None, ""):
                line[place] = prepare(line[place])
    names = [f"c{place}" for place in range(len(columns))]
    return encode([dict(zip(names, line, strict=True)) for line in lines])


def _preparer(field: Column) -> Callable[[Any], Any]:
    return lambda value: _prepared(field, value)


def _is_plain(field: Column) -> bool:
    return type(field).__module__.startswith("django.") and not isinstance(field, models.DateTimeField)


def _unpacked(columns: Sequence[Column]) -> str:
    """The rows as a table, ``place`` counts them: on PostgreSQL with a column of its type for each value."""
    if _connection().vendor != "postgresql":
        return "(SELECT value AS line, key AS place FROM json_each(%s)) AS rows_given"
    typed = ", ".join(f"c{place} {_type(field)}" for place, field in enumerate(columns))
    names = ", ".join(f"c{place}" for place in range(len(columns)))
    return f"ROWS FROM (jsonb_to_recordset(%s) AS ({typed})) WITH ORDINALITY AS line ({names}, place)"


def _value(place: int) -> str:
    """The value at ``place`` of a row; too long a text is refused by the column, not cut."""
    return f"line.c{place}" if _connection().vendor == "postgresql" else f"json_extract(line, '$.c{place}')"


def _constant(field: Column) -> str:
    """A value that all rows share, as the column's type."""
    return f"(%s)::{_type(field)}" if _connection().vendor == "postgresql" else "%s"


def _type(field: Column) -> str:
    return (field.db_type(_connection()) or "text").partition("(")[0]


def _quoted(name: str | None) -> str:
    return str(_connection().ops.quote_name(name or ""))
