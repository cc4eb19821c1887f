"""Many people at once: functions run in threads, each with a database connection of its own."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier, BoundedSemaphore
from typing import TypeVar

from django.db import connection, connections

T = TypeVar("T")
SERVED = BoundedSemaphore(60)  # so many at a time, as by a web server: a database has no 200 connections


@contextmanager
def database_for_threads(folder: Path) -> Iterator[None]:
    """A database that threads can share: PostgreSQL as it is, the SQLite of the tests from a copy on disk.

    The tests' SQLite lives in memory, where a second writer fails at once; on disk it waits, as in the portal. Inside,
    only the threads see the copy. Needs ``django_db(transaction=True)``.
    """
    if connection.vendor != "sqlite":
        yield
        return
    copy = folder / "threads.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    with closing(sqlite3.connect(copy)) as alone:  # the journal is changed by one; many at once would find it locked
        alone.execute("PRAGMA journal_mode=WAL")
    settings = connections.settings["default"]
    before, settings["NAME"] = settings["NAME"], str(copy)
    try:
        yield
    finally:
        settings["NAME"] = before


def together(*acts: Callable[[], T]) -> list[T | Exception]:
    """What each of ``acts`` returned or raised, all begun at the same moment."""
    start = Barrier(len(acts))
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(lambda act: _run(act, start), acts))


def pressed(*acts: Callable[[], T]) -> list[T | Exception]:
    """What came of buttons pressed by all at once, served so many at a time."""

    def serve(act: Callable[[], T]) -> T:
        with SERVED:
            try:
                return act()
            finally:
                connection.close()

    return together(*[lambda act=act: serve(act) for act in acts])  # type: ignore[misc]


def apart(act: Callable[[], T]) -> T:
    """The result of ``act`` in one thread of its own; its exception is raised here."""
    (result,) = together(act)
    if isinstance(result, Exception):
        raise result
    return result


def _run(act: Callable[[], T], start: Barrier) -> T | Exception:
    start.wait(timeout=30)
    try:
        return act()
    except Exception as raised:
        return raised
    finally:
        connection.close()
