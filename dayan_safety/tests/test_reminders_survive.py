"""Workers are killed, the queue is stopped, flushed and frozen: each reminder leaves the house, none is planned twice.

The short forms run with every suite; ``make chaos`` runs the full ones and prints what it saw.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dayan_safety.tests.chaos_town import ROOT, SCHEDULER, WORKER, Town, free_port
from dayan_safety.tests.smtp_sink import Sink

READY = 1.5  # seconds a worker takes to begin, at least


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that takes a while over each letter, so that workers die in the middle of their work."""
    with Sink(seconds=0.03) as found:
        yield found


@pytest.fixture
def town_of(tmp_path: Path, own_database: dict[str, str], sink: Sink) -> Iterator[Callable[..., Town]]:
    """Builds a town; ends all its processes afterwards."""
    towns: list[Town] = []

    def build(people: int, tasks: int, **variables: str) -> Town:
        towns.append(Town(tmp_path / "town", EMAIL_URL=sink.url, **own_database, **variables))
        towns[-1].ask("build", people=people, tasks=tasks)
        towns[-1].ask("hurry")
        return towns[-1]

    yield build
    for town in towns:
        town.close()


def kill_at_random(town: Town, kills: int, each: int, chance: random.Random) -> None:
    """So often: more reminders fall due, and the worker is killed at a random moment; another one takes over."""
    worker = town.start(WORKER)
    for _kill in range(kills):
        town.ask("wave", number=each)
        time.sleep(READY + chance.random() * 2)
        town.kill(worker)
        worker = town.start(WORKER)


def account_for(town: Town, letters: Counter[str], expected: int, seconds: float) -> dict[str, Any]:
    """Wait until all has left; every reminder is there once, and each left by a key of its own."""
    town.until("told", expected, seconds)
    found = town.ask("ledger")
    assert (found["notices"], found["different"], found["states"]) == (expected, expected, {"sent": expected})
    assert len(set(found["keys"])) == expected
    assert set(letters) == set(found["keys"])
    return {
        "reminders": expected,
        "letters with different keys": len(letters),
        "letters that left twice, with the same key": sum(letters.values()) - len(letters),
        "attempts": found["attempts"],
    }


def test_killed_workers_lose_and_double_nothing(town_of: Callable[..., Town], sink: Sink) -> None:
    town = town_of(10, 6)
    town.start(SCHEDULER)
    kill_at_random(town, 2, 30, random.Random(1))
    account_for(town, sink.letters, 60, 40)


@pytest.mark.chaos
def test_two_hundred_kills_and_three_thousand_reminders(town_of: Callable[..., Town], sink: Sink) -> None:
    town, begun = town_of(100, 30), time.monotonic()
    town.start(SCHEDULER)
    kill_at_random(town, 200, 15, random.Random(2026))
    seen = account_for(town, sink.letters, 3000, 180)
    print(f"\n200 kills in {time.monotonic() - begun:.0f} s: {seen}")


# The queue: a Redis of the town's own.


class OwnRedis:
    """A Redis server that may be stopped, flushed and frozen."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: Any = None
        self.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it; it keeps nothing on disk."""
        words = f"redis-server --port {self.port} --bind 127.0.0.1 --dir {self.folder} --save".split()
        self.process = subprocess.Popen([*words, ""], stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        """Stop it; what it knew is gone."""
        self.process.kill()
        self.process.wait()

    def flush(self) -> None:
        """Forget everything."""
        subprocess.run(["redis-cli", "-p", str(self.port), "flushall"], check=True, stdout=subprocess.DEVNULL)

    def freeze(self) -> None:
        """Connections stay open, and nobody answers."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """As if nothing had been."""
        self.process.send_signal(signal.SIGCONT)


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[OwnRedis]:
    """Ends with the test."""
    redis = OwnRedis(tmp_path)
    yield redis
    redis.thaw()
    redis.stop()


def seconds_of_a_page(port: int) -> float:
    """How long the sign-in page takes; it must be there."""
    begun = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=20) as page:
        assert page.status == 200
    return time.monotonic() - begun


def health_of(port: int) -> int:
    """What the health page answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=20) as page:
            return int(page.status)
    except urllib.error.HTTPError as failing:
        return failing.code


def serve(town: Town) -> int:
    """The web server of the town; returns its port."""
    town.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    port = free_port()
    words = f"-m gunicorn dayan_safety.wsgi --bind 127.0.0.1:{port} --threads 2 --no-control-socket --log-level warning"
    command = [sys.executable, *words.split()]
    town.running.append(subprocess.Popen(command, cwd=ROOT, env=town.env, start_new_session=True))
    for _try in range(100):
        try:
            seconds_of_a_page(port)
            return port
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the web server did not begin")


@pytest.mark.chaos
def test_redis_stopped_flushed_and_frozen_loses_nothing_and_pages_work(
    town_of: Callable[..., Town], own_redis: OwnRedis, sink: Sink
) -> None:
    town = town_of(30, 10, REDIS_URL=own_redis.url)
    port = serve(town)
    town.start(SCHEDULER)
    town.start(WORKER)
    town.ask("wave", number=60)
    assert town.until("told", 60, 40) == 60
    assert health_of(port) == 200
    troubles: list[tuple[Callable[[], None], Callable[[], None], int]] = [
        (own_redis.stop, own_redis.start, 503),
        (own_redis.flush, lambda: None, 200),
        (own_redis.freeze, own_redis.thaw, 503),
    ]
    seen = [in_trouble(town, port, 120 + 60 * place, *trouble) for place, trouble in enumerate(troubles)]
    books = account_for(town, sink.letters, 240, 10)
    print(f"\nRedis stopped, flushed, frozen: {seen}; {books}")


def in_trouble(
    town: Town, port: int, told: int, make: Callable[[], None], mend: Callable[[], None], health: int
) -> dict[str, float]:
    """Sixty reminders fall due while Redis is in trouble: pages come, and afterwards all of them leave the house."""
    make()
    town.ask("wave", number=60)
    page = max(seconds_of_a_page(port) for _look in range(3))
    assert health_of(port) == health
    time.sleep(3)
    mend()
    begun = time.monotonic()
    assert town.until("told", told, 90) == told
    return {"slowest page": round(page, 2), "all told after": round(time.monotonic() - begun, 1)}
