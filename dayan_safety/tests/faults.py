"""A database that fails at a chosen statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


class Fault(Exception):
    """The database fails."""


@contextmanager
def failing_at(number: int) -> Iterator[list[str]]:
    """The ``number``-th statement fails; yields the statements that were tried."""
    tried: list[str] = []

    def fail(execute: Any, sql: str, *args: Any) -> Any:
        tried.append(sql)
        if len(tried) == number:
            raise Fault(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(fail):
        yield tried
