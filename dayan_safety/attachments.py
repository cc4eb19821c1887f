"""Files of a record: attached, removed, downloaded, previewed. Whoever sees the record sees its files, nobody else."""

from __future__ import annotations

import weakref
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.models import Attachment, Record
from dayan_safety.permissions import require, verb
from dayan_safety.uploads import Checked, check_upload

__all__ = ["Checked", "attach", "attachments_of", "check_upload", "download_attachment", "remove_attachment"]

SANDBOX = "default-src 'none'; sandbox"


def attachments_of(record: Record) -> QuerySet[Attachment]:
    """The files kept with ``record``, oldest first; one query."""
    kind = ContentType.objects.get_for_model(record)
    return Attachment.objects.present().filter(thing_type=kind, thing_id=record.pk).order_by("pk")


def attach(thing: Record, *, by: Any, file: Any) -> Attachment:
    """Check ``file`` (an uploaded file, or one that is ``Checked`` already) and keep it with ``thing``.

    Writes the bytes to private storage under a server-made name, and a row of history on ``thing``. When the
    transaction fails, the bytes are gone again. Raises ``RuleBroken`` with the reason, ``PermissionDenied``.
    """
    require(by, "dayan_safety.attach", thing)
    checked = file if isinstance(file, Checked) else check_upload(file)  # slow: before the database is locked
    return _keep(thing, by=by, checked=checked)


@verb("dayan_safety.attach")
def _keep(thing: Record, *, by: Any, checked: Checked) -> Attachment:
    attachment = Attachment(
        thing=thing,
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        by=by,
    )
    _store(attachment, checked.content)
    attachment.save()
    told = {"file": attachment.name, "sha256": attachment.sha256}
    record_action("dayan_safety.attach", thing, by=by, after=told)
    return attachment


@verb("dayan_safety.remove_attachment")
def remove_attachment(attachment: Attachment, *, by: Any, reason: str) -> None:
    """Take a file out of sight, with the reason; its bytes and the history of its record stay."""
    present = Attachment.objects.present().filter(pk=attachment.pk)
    if not present.update(removed_at=timezone.now(), version=F("version") + 1):
        raise RuleBroken(_("This file has been removed already."))
    told = {"file": attachment.name, "sha256": attachment.sha256}
    record_action("dayan_safety.remove_attachment", attachment.thing, by=by, before=told, reason=reason)


class _Draft:
    """Stored bytes that vanish with their transaction.

    Django keeps what waits for a commit, and lets go of it when the commit does not come: the draft is dropped, and
    with it the file. A commit keeps the file.
    """

    def __init__(self, storage: Storage, name: str) -> None:
        self._deletion = weakref.finalize(self, storage.delete, name)

    def keep(self) -> None:
        """The transaction is through: the file stays."""
        self._deletion.detach()


def _store(attachment: Attachment, content: bytes) -> None:
    attachment.file.save(attachment.name, ContentFile(content), save=False)
    transaction.on_commit(_Draft(attachment.file.storage, str(attachment.file.name)).keep)


def _visible_attachment(user: Any, pk: int) -> Attachment:
    """The file, if its record exists for ``user``; otherwise it does not exist either."""
    attachment = Attachment.objects.present().select_related("thing_type").filter(pk=pk).first()
    model = attachment.thing_type.model_class() if attachment else None
    if attachment is None or model is None:
        raise Http404
    rows: Any = model._default_manager.all()
    if not rows.visible_to(user).present().filter(pk=attachment.thing_id).exists():
        raise Http404
    return attachment


@require_safe
def download_attachment(request: HttpRequest, pk: int) -> FileResponse:
    """The file to keep: always as an attachment, and in the history."""
    attachment = _visible_attachment(request.user, pk)
    require(request.user, "dayan_safety.download", attachment)
    response = _served(attachment, as_attachment=True)
    record_action("dayan_safety.download", attachment.thing, by=request.user, after={"file": attachment.name})
    return response


@require_safe
def preview_attachment(request: HttpRequest, pk: int) -> FileResponse:
    """A picture inside a page; only pictures, because only they were drawn again by this program."""
    attachment = _visible_attachment(request.user, pk)
    require(request.user, "dayan_safety.download", attachment)
    if not attachment.content_type.startswith("image/"):
        raise Http404
    return _served(attachment, as_attachment=False)


def _served(attachment: Attachment, *, as_attachment: bool) -> FileResponse:
    """The bytes, so that no browser runs or guesses anything in them."""
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404(_("The file is missing from the storage.")) from lost
    response = FileResponse(
        file, as_attachment=as_attachment, filename=attachment.name, content_type=attachment.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


urlpatterns = [
    path("files/<int:pk>/", download_attachment, name="download_attachment"),
    path("files/<int:pk>/preview/", preview_attachment, name="preview_attachment"),
]
