"""Handing work to the worker: the row is there already, so a queue that is away costs time and loses nothing."""

from __future__ import annotations

import logging
from typing import Any

from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def hand_over(task: Any, *args: Any) -> bool:
    """Put ``task`` into the queue; returns whether it was taken. If not, the clock finds the work by its row."""
    try:
        task.delay(*args)
    except OperationalError as away:
        log.warning("%s waits for the clock, the queue is away: %s", task.name, away)
        return False
    return True
