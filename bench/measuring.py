"""How the benches measure: time in turns, growth as an exponent, memory as Python counts it."""

from __future__ import annotations

import math
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

from django.test import Client

MEGABYTE = 1024 * 1024


def taken(work: Callable[[], Any]) -> float:
    """How many seconds ``work`` takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def medians(*works: Callable[[], Any], rounds: int = 25) -> list[float]:
    """The median time of each work, warmed up; they take turns, so that a busy moment of the machine meets all."""
    times = [[taken(work) for work in works] for _ in range(rounds + 1)]
    return [statistics.median(column) for column in zip(*times[1:], strict=True)]


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """How the time grows with the size: 0 not at all, 1 in step with it, 2 with its square."""
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def peak_megabytes(work: Callable[[], Any]) -> float:
    """How much memory ``work`` takes at most, as Python counts it; what the database takes is its own."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()


def browser(user: Any) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(user, backend="dayan_safety.backends.RuleBackend")
    return client
