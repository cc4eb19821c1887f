"""A pytest plugin: a database of its own for tests that start or kill processes."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of the town's own: a file, or a fresh one on the server of the tests."""
    given = settings.DATABASES["default"]
    if not given["ENGINE"].endswith("postgresql"):
        yield {"DATABASE_URL": f"sqlite:///{tmp_path / 'town.sqlite3'}"}
        return
    name = f"chaos_{os.getpid()}_{random.randrange(10**6)}"
    access = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    server = psycopg2.connect(dbname="postgres", **access)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield {"DATABASE_URL": "postgres://{user}:{password}@{host}:{port}/".format(**access) + name}
    finally:
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()
