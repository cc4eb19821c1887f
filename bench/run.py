"""Runs the benches in a database of their own and keeps the table in docs/speed.md.

python -m bench.run            all of them, kept
python -m bench.run WORD ...   those with one of the words in their name, only shown
"""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.test.runner import DiscoverRunner

from bench import Row

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs/speed.md"
HEAD = """# Speed

Written by `make bench`: {machine}.
Figures of one run on one machine: read the ratios. Peer: the usual way; limit: the least the work can cost, without all
that a portal adds.

| work | ours | peer | limit | ours / peer | ours / limit | goal | met |
|---|---|---|---|---|---|---|---|
"""


@contextmanager
def own_database() -> Iterator[None]:
    """Measure in a test database, made and thrown away, never in the town's; the test client may ask for pages."""
    django.setup()
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    runner = DiscoverRunner(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    request_finished.disconnect(close_old_connections)  # a response that is closed would take the connection with it
    if connection.vendor == "postgresql":  # the usual ways think for minutes between two questions
        with connection.cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout TO 0")
    try:
        yield
    finally:
        runner.teardown_databases(databases)


def rows(words: list[str], say: Callable[[str], None]) -> Iterator[Row]:
    """Measure every bench whose name has one of the words (no words: every bench)."""
    for path in sorted(HERE.glob("bench_*.py")):
        if not words or any(word in path.stem for word in words):
            for row in measured(path.stem):
                say(line(row))
                yield row


def measured(name: str) -> list[Row]:
    """One bench; what it wrote is taken back, so that the next one finds an empty town."""
    with transaction.atomic():
        found: list[Row] = import_module(f"bench.{name}").measure()
        transaction.set_rollback(True)
    return found


def line(row: Row) -> str:
    """Return the row as a line of the table."""
    figures = [shown(figure, f" {row.unit}".rstrip()) for figure in (row.ours, row.peer, row.limit)]
    ratios = [shown(row.ours / other if other else None, "×") for other in (row.peer, row.limit)]
    met = {True: "yes", False: "**no**", None: ""}[row.met]
    return "| " + " | ".join([row.name, *figures, *ratios, row.goal, met]) + " |"


def shown(figure: float | None, unit: str) -> str:
    """Return a figure with three digits and its unit."""
    if figure is None:
        return "–"
    return f"{figure:,.0f}{unit}" if abs(figure) >= 100 else f"{figure:.3g}{unit}"


def main(words: list[str]) -> None:
    """Measure, show, and keep a full run."""
    with own_database():
        found = list(rows(words, print))
    if not words:
        made_of = f"Python {platform.python_version()}, Django {django.get_version()}, {connection.display_name}"
        machine = f"{os.cpu_count()} cores, {made_of}"
        PAGE.write_text(HEAD.format(machine=machine) + "\n".join(map(line, found)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayan_safety.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    main(sys.argv[1:])
