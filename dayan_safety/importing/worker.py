"""Long lists are the worker's: a page shows how far it is, an inbox says when it is done.

What makes a list long is ``LARGE`` and ``MANY``; everything else is checked and imported at once, while people wait.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from celery import shared_task
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.importing import batches, desk
from dayan_safety.importing.kinds import ListKind
from dayan_safety.importing.progress import hearing
from dayan_safety.models import ImportBatch
from dayan_safety.notices import notify
from dayan_safety.permissions import require
from dayan_safety.queueing import hand_over
from dayan_safety.workbooks import refuse_at_sight

LARGE = 1_000_000  # bytes: a roster of about 20,000 lines, checked in about two seconds
MANY = 10_000  # lines: imported in about two seconds
LOST_AFTER = timedelta(minutes=10)  # without a sign of life
State = ImportBatch.State


def receive_list(kind: ListKind, name: str, content: bytes, *, by: Any) -> ImportBatch:
    """Keep an uploaded list with its check, or, a long one, for the worker to check. Raises ``WorkbookRefused``."""
    if len(content) < LARGE:
        return desk.upload_list(kind, name, content, by=by)
    require(by, kind.right)
    refuse_at_sight(content, name)
    batch = batches.put(kind.name, name, content, by=by)
    transaction.on_commit(partial(hand_over, check_waiting, batch.pk))
    return batch


def confirm_list(batch: ImportBatch, *, by: Any) -> ImportBatch:
    """Import a checked list, or, a long one, hand it to the worker."""
    if batch.report["rows"] < MANY:
        return desk.import_list(batch, by=by)
    require(by, desk.kind_of(batch).right, batch)
    batches.hand_over(batch, by=by)
    transaction.on_commit(partial(hand_over, import_waiting, batch.pk, by.pk))
    return batch


@shared_task
def check_waiting(pk: int) -> int:
    """Check a list that was put down; returns its lines, 0 when somebody was faster."""
    batch = ImportBatch.objects.filter(pk=pk, state=State.WAITING).first()
    if batch is None:
        return 0
    with hearing(partial(keep_progress, pk)):
        keep_progress(pk, "read", 0, 0)
        batches.check_put(batch, desk.kind_of(batch), timezone.localdate())
    _tell(batch, batch.by, "checked", _("The list “%(name)s” is checked: look at it and decide."))
    return int(batch.report["rows"])


@shared_task
def import_waiting(pk: int, by: int) -> int:
    """Import a list that was confirmed by the login ``by``; returns its lines, 0 when nothing was imported.

    What stands in the way is told on the list's page, where it can be confirmed again.
    """
    batch = ImportBatch.objects.filter(pk=pk, state=State.IMPORTING).first()
    if batch is None:
        return 0
    user = get_user_model()._default_manager.get(pk=by)
    keep_progress(pk, "write", 0, batch.report["rows"])
    try:
        desk.import_list(batch, by=user)
    except (RuleBroken, PermissionDenied) as broken:
        batches.give_back(batch, desk.kind_of(batch), timezone.localdate(), str(broken))
        _tell(batch, user, "refused", _("The list “%(name)s” was not imported: look again."))
        return 0
    _tell(batch, user, "imported", _("The list “%(name)s” is imported."))
    return int(batch.report["rows"])


@shared_task
def resume_lost_lists() -> int:
    """Hand lists to the worker again of which nothing was heard for a while; returns how many."""
    mine = ImportBatch.objects.filter(state__in=(State.WAITING, State.IMPORTING)).only("pk", "state", "progress", "by")
    lost = [batch for batch in mine if timezone.now() - _heard_of(batch) > LOST_AFTER]
    for batch in lost:
        keep_progress(batch.pk, "read", 0, 0, by=batch.progress.get("by"))
        if batch.state == State.WAITING:
            hand_over(check_waiting, batch.pk)
        else:
            hand_over(import_waiting, batch.pk, batch.progress.get("by") or batch.by_id)
    return len(lost)


def _heard_of(batch: ImportBatch) -> Any:
    return parse_datetime(batch.progress.get("at", "")) or batch.created_at


def keep_progress(pk: int, phase: str, done: int, of: int, *, by: int | None = None) -> None:
    """Write down how far the work is; a page may read it between two steps."""
    batch = ImportBatch.objects.filter(pk=pk)
    known = batch.values_list("progress", flat=True).first() or {}
    kept = {"since": known.get("since") or timezone.now().isoformat(), "by": by or known.get("by")}
    batch.update(progress={"phase": phase, "done": done, "of": of, "at": timezone.now().isoformat(), **kept})


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    """For the page: ``phase``, ``done`` and ``of`` in lines, ``percent``, and ``seconds`` since the work began."""
    kept: dict[str, Any] = {"phase": "", "done": 0, "of": 0} | batch.progress
    since = parse_datetime(kept.get("since") or "") or timezone.now()
    percent = 100 * kept["done"] // kept["of"] if kept["of"] else 0
    return kept | {"percent": percent, "seconds": max(0, int((timezone.now() - since).total_seconds()))}


def _tell(batch: ImportBatch, user: Any, what: str, sentence: str) -> None:
    if user:
        key = f"import:{batch.pk}:{what}:{timezone.now():%Y%m%d%H%M%S}"
        notify([user], key=key, title=sentence % {"name": batch.name}, url=batch.get_absolute_url())
