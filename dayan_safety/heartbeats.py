"""Signs of life: when reminders were last planned and letters last sent, and a warning when that is too long ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.models import Heartbeat
from dayan_safety.parameters import parameter

REMINDERS, DELIVERIES, WORKER = Heartbeat.Name.REMINDERS, Heartbeat.Name.DELIVERIES, Heartbeat.Name.WORKER
TAKING = Heartbeat.Name.TAKING
STARTED = timezone.now()  # of this process: a portal that has just been started is not silent


def beat(name: str, now: datetime) -> None:
    """Note that ``name`` has run to its end."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Wait until nobody else does ``name``; holds until the end of the transaction around."""
    Heartbeat.objects.get_or_create(name=name, defaults={"at": timezone.now()})
    Heartbeat.objects.select_for_update().get(name=name)
    yield


def last_beat(name: str) -> datetime | None:
    """When ``name`` last ran."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


@lru_cache(maxsize=2)
def _silent_since(*, minute: int) -> datetime | None:
    """Since when no reminder run was heard of, if that is too long: pages ask, one a minute looks."""
    last = last_beat(REMINDERS) or STARTED
    limit = timedelta(minutes=parameter("dayan_safety.silence_minutes"))
    return last if timezone.now() - last > limit else None


def silence_warning(minute: int) -> str:
    """A sentence for the office while no reminder run is heard of; otherwise nothing."""
    since = _silent_since(minute=minute)
    if since is None:
        return ""
    moment = timezone.localtime(since).strftime("%Y-%m-%d %H:%M")
    return _(
        "No reminder run since %(moment)s: nobody is being reminded. Tell whoever runs the server that worker or "
        "scheduler stand still."
    ) % {"moment": moment}


def forget_silence() -> None:
    """Look again."""
    _silent_since.cache_clear()
