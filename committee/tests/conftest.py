"""Fixtures of the committee's tests."""

from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture
def midsummer() -> Iterator[None]:
    """It is ten in the morning of 15 June 2026 in the town."""
    with time_machine.travel("2026-06-15 10:00+08:00", tick=False):
        yield
