"""Moments of the town in which tests live."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import time_machine


@contextmanager
def at(moment: str) -> Iterator[None]:
    """It is ``moment`` ("2031-05-20 10:00") in the town; the clock goes on."""
    with time_machine.travel(f"{moment}+08:00"):
        yield
