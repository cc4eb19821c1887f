"""Whether the portal is well: for machines that watch it, and in words for those who run it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dayan_safety.heartbeats import WORKER, last_beat

SECONDS = 2  # until a broker that does not answer counts as gone
SILENT_AFTER = timedelta(minutes=5)
MEGABYTE = 1024 * 1024


def database_answers() -> bool:
    """Whether a question is answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def broker_answers() -> bool:
    """Whether the queue takes work: Redis answers, or the folder can be written."""
    if not settings.REDIS_URL:
        return os.access(settings.QUEUE_DIR, os.W_OK)
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
    try:
        return bool(client.ping())
    finally:
        client.close()


def worker_lives() -> bool:
    """Whether scheduler, queue and worker together left a sign of life lately."""
    last = last_beat(WORKER)
    return last is not None and timezone.now() - last <= SILENT_AFTER


def disk_has_room() -> bool:
    """Whether there is room where everything is kept."""
    return shutil.disk_usage(Path(settings.DATA_DIR)).free >= settings.DISK_LEAST_MB * MEGABYTE


PARTS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "broker": broker_answers,
    "worker": worker_lives,
    "disk": disk_has_room,
}


def parts() -> dict[str, bool]:
    """Each part, and whether it is well; the web server is, or nobody could ask."""
    return {"web": True, **{name: _is_well(part) for name, part in PARTS.items()}}


def _is_well(part: Callable[[], bool]) -> bool:
    try:
        return part()
    except (DatabaseError, redis.RedisError, OSError):
        return False


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while all is well, else 503; which part is not, is told to administrators alone."""
    found = parts()
    well = all(found.values())
    told: dict[str, object] = {"status": "ok" if well else "failing"}
    if found["database"] and request.user.has_perm("committee.use_admin"):
        told["parts"] = found
    response = JsonResponse(told, status=200 if well else 503)
    response.headers["Cache-Control"] = "no-store"
    return response
