"""Files sent ahead of their form: kept for who sent them until the form is, then attached to what it made.

A form names its files by its one-time token. Whoever never sends the form leaves nothing: the clock forgets the rest.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dayan_safety.attachments import attach
from dayan_safety.drafts import store
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change
from dayan_safety.models import PendingFile, Record
from dayan_safety.uploads import Checked

MOST = 20  # files a form
MOST_WAITING = 200  # files a person, of all forms


def keep_pending(token: str, checked: Checked, *, by: Any) -> PendingFile:
    """Keep a checked file for the form with ``token``; the same file twice is kept once. Raises ``RuleBroken``."""
    mine = PendingFile.objects.filter(user=by)
    if same := mine.of_form(token).filter(sha256=checked.sha256).first():
        return same
    if not token or mine.of_form(token).count() >= MOST or mine.count() >= MOST_WAITING:
        raise RuleBroken(_("At most %(most)s files: send the form first, then attach more.") % {"most": MOST})
    about = {"name": checked.name, "content_type": checked.content_type, "sha256": checked.sha256}
    pending = PendingFile(user=by, token=token[:64], **about)
    with transaction.atomic():
        store(pending.file, checked.name, checked.content)
        pending.save()
    return pending


def drop_pending(token: str, sha256: str, *, by: Any) -> bool:
    """Forget a file of the form again; returns whether there was one."""
    with transaction.atomic():
        return bool(_forget(list(PendingFile.objects.filter(user=by, sha256=sha256).of_form(token))))


def attach_pending(thing: Record, token: str, *, by: Any) -> int:
    """Attach the files of the form with ``token`` to what it made; returns how many. All of it, or nothing."""
    with change():
        waiting = list(PendingFile.objects.filter(user=by).of_form(token))
        for pending in waiting:
            with pending.file.open("rb") as file:
                checked = Checked(file.read(), pending.name, pending.content_type, pending.sha256)
            attach(thing, by=by, file=checked)
        return _forget(waiting)


def forget_pending(before: datetime) -> int:
    """Forget files that came before a moment and whose form was never sent; returns how many."""
    with transaction.atomic():
        return _forget(list(PendingFile.objects.filter(at__lt=before)))


def _forget(files: list[PendingFile]) -> int:
    PendingFile.objects.filter(pk__in=[pending.pk for pending in files]).delete()
    for pending in files:
        transaction.on_commit(partial(pending.file.storage.delete, str(pending.file.name)))
    return len(files)
