"""How far the work on a long list is: told by whoever works, heard by whoever asked for it to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Listener = Callable[[str, int, int], None]  # phase, lines done, lines in all
EVERY = 5_000  # lines
T = TypeVar("T")

_listener: ContextVar[Listener | None] = ContextVar("progress", default=None)


@contextmanager
def hearing(listener: Listener) -> Iterator[None]:
    """Within, ``listener`` hears of every step."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell_progress(phase: str, done: int, of: int) -> None:
    """Say how far a phase is; nothing happens where nobody listens."""
    if listener := _listener.get():
        listener(phase, done, of)


def counted(phase: str, items: list[T]) -> Iterable[T]:
    """``items`` one by one, telling every few thousand."""
    if _listener.get() is None:
        return items
    return _told(phase, items)


def _told(phase: str, items: list[T]) -> Iterator[T]:
    for number, item in enumerate(items):
        if not number % EVERY:
            tell_progress(phase, number, len(items))
        yield item
