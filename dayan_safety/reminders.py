"""The reminder run: what falls due becomes notices, and the run leaves its heartbeat."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from dayan_safety.heartbeats import REMINDERS, beat
from dayan_safety.planning import plan_notices


def remind_people(now: datetime | None = None) -> int:
    """Tell everybody what falls due by ``now`` and was not told yet; returns how many notices that made."""
    now = now or timezone.now()
    told = plan_notices(now)
    beat(REMINDERS, now)
    return told
