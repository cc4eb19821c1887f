"""Files of a record: attached and removed. Their pages are in ``views.files``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.drafts import store
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.models import Attachment, Record
from dayan_safety.permissions import require, verb
from dayan_safety.uploads import Checked, check_upload

__all__ = [
    "Checked",
    "attach",
    "attach_all",
    "attachments_of",
    "check_upload",
    "files_of",
    "hand_files",
    "load_files",
    "remove_attachment",
    "with_files",
]


def attachments_of(record: Record) -> QuerySet[Attachment]:
    """The files kept with ``record``, oldest first; one query."""
    kind = ContentType.objects.get_for_model(record)
    return Attachment.objects.present().filter(thing_type=kind, thing_id=record.pk).order_by("pk")


def with_files(model: type[Record]) -> Any:
    """The keys of the records of a model that have a file, as a query."""
    kind = ContentType.objects.get_for_model(model)
    return Attachment.objects.present().filter(thing_type=kind).values("thing_id")


def load_files(records: Iterable[Any]) -> None:
    """Give each of ``records``, of whatever models, its files as ``loaded_files``; one query."""
    wanted = [(ContentType.objects.get_for_model(record), record) for record in records]
    of_these = Q(pk__in=[])
    for kind, record in wanted:
        of_these |= Q(thing_type=kind, thing_id=record.pk)
        record.loaded_files = []
    by_key = {(kind.pk, record.pk): record for kind, record in wanted}
    for file in Attachment.objects.present().filter(of_these).select_related("by__person").order_by("pk"):
        by_key[file.thing_type_id, file.thing_id].loaded_files.append(file)


def files_of(record: Any) -> list[Attachment]:
    """The files of ``record`` with who attached them: those that were loaded, else by one query."""
    loaded: list[Attachment] | None = getattr(record, "loaded_files", None)
    return list(attachments_of(record).select_related("by__person")) if loaded is None else loaded


def attach(thing: Record, *, by: Any, file: Any, right: str = "") -> Attachment:
    """Check ``file`` (an uploaded file, or one that is ``Checked`` already) and keep it with ``thing``.

    Writes the bytes to private storage under a server-made name, and a row of history on ``thing``. When the
    transaction fails, the bytes are gone again. ``right`` is a door's own, where files come with something else that is
    done. Raises ``RuleBroken`` with the reason, ``PermissionDenied``.
    """
    require(by, right or "dayan_safety.attach", thing)
    checked = file if isinstance(file, Checked) else check_upload(file)  # slow: before the database is locked
    with change():
        return _keep(thing, by=by, checked=checked)


def attach_all(thing: Record, *, by: Any, uploads: Iterable[Checked], right: str = "") -> list[Attachment]:
    """``attach`` every file of ``uploads``, or none of them."""
    with change():
        return [attach(thing, by=by, file=file, right=right) for file in uploads]


def _keep(thing: Record, *, by: Any, checked: Checked) -> Attachment:
    attachment = Attachment(
        thing=thing,
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        by=by,
    )
    store(attachment.file, attachment.name, checked.content)
    attachment.save()
    told = {"file": attachment.name, "sha256": attachment.sha256}
    record_action("dayan_safety.attach", thing, by=by, after=told)
    return attachment


def hand_files(source: Record, target: Record, *, by: Any) -> int:
    """Give the files of ``source`` to ``target``, that was made of it; returns how many. History of both tells it."""
    files = list(attachments_of(source))
    kind = ContentType.objects.get_for_model(target)
    with change():
        attachments_of(source).update(thing_type=kind, thing_id=target.pk, version=F("version") + 1)
        for file in files:
            record_action("dayan_safety.attach", target, by=by, after={"file": file.name, "sha256": file.sha256})
    return len(files)


@verb("dayan_safety.remove_attachment")
def remove_attachment(attachment: Attachment, *, by: Any, reason: str) -> None:
    """Take a file out of sight, with the reason; its bytes and the history of its record stay."""
    present = Attachment.objects.present().filter(pk=attachment.pk)
    if not present.update(removed_at=timezone.now(), version=F("version") + 1):
        raise RuleBroken(_("This file has been removed already."))
    told = {"file": attachment.name, "sha256": attachment.sha256}
    record_action("dayan_safety.remove_attachment", attachment.thing, by=by, before=told, reason=reason)
