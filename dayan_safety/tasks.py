"""Clock doors of the slab: each fetches, calls a service and returns a count."""

import logging
from datetime import timedelta

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from dayan_safety import delivery, reminders
from dayan_safety.heartbeats import WORKER, beat
from dayan_safety.history import verify_history
from dayan_safety.importing.unconfirmed import forget_unconfirmed
from dayan_safety.importing.worker import check_waiting, import_waiting, resume_lost_lists
from dayan_safety.limits import forget_knocks
from dayan_safety.models import OnceToken
from dayan_safety.pending import forget_pending
from dayan_safety.sessions import time_out_forgotten

__all__ = [
    "check_waiting",
    "deliver_notices",
    "forget_used_forms",
    "import_waiting",
    "keep_heartbeat",
    "remind_people",
    "resume_lost_lists",
    "verify_history_chain",
]

log = logging.getLogger(__name__)
TOKENS_KEPT = timedelta(days=7)
UPLOADS_KEPT = timedelta(days=1)
KNOCKS_KEPT = timedelta(days=2)  # longer than any spell


@shared_task
def remind_people() -> int:
    """Tell everybody what falls due and was not told yet; returns how many notices that made."""
    return reminders.remind_people()


@shared_task
def deliver_notices() -> int:
    """Send what is to leave the house; returns how many letters left."""
    return delivery.deliver_notices()


@shared_task
def keep_heartbeat() -> str:
    """Note that scheduler, queue and worker work together; returns the moment."""
    now = timezone.now()
    beat(WORKER, now)
    return now.isoformat()


@shared_task
def verify_history_chain() -> int:
    """Walk the history's chain; returns how many flaws there are, each of them in the log."""
    flaws = list(verify_history())
    for flaw in flaws:
        log.error("history row %s: %s", flaw.number, flaw.problem)
    return len(flaws)


@shared_task
def forget_used_forms() -> int:
    """Forget one-time tokens after a week, sessions that are over, tries at public doors, uploads nobody confirmed.

    Sessions that nobody came back to are told to the history first. Returns how many tokens.
    """
    time_out_forgotten()
    call_command("clearsessions")
    forget_unconfirmed(timezone.now() - UPLOADS_KEPT)
    forget_pending(timezone.now() - UPLOADS_KEPT)
    forget_knocks(timezone.now() - KNOCKS_KEPT)
    deleted, _kinds = OnceToken.objects.filter(at__lt=timezone.now() - TOKENS_KEPT).delete()
    return deleted
