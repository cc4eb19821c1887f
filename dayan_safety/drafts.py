"""Files that are kept only if their transaction is."""

from __future__ import annotations

import weakref

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.fields.files import FieldFile


class Draft:
    """Stored bytes that vanish with their transaction.

    Django keeps what waits for a commit, and lets go of it when the commit does not come: the draft is dropped, and
    with it the file. A commit keeps the file.
    """

    def __init__(self, storage: Storage, name: str) -> None:
        self._deletion = weakref.finalize(self, storage.delete, name)

    def keep(self) -> None:
        """The transaction is through: the file stays."""
        self._deletion.detach()


def store(file: FieldFile, name: str, content: bytes) -> None:
    """Store ``content`` in a field's file, for as long as the transaction it happens in lasts, or for good with it."""
    file.save(name, ContentFile(content), save=False)
    transaction.on_commit(Draft(file.storage, str(file.name)).keep)


def store_beside(file: FieldFile, ending: str, content: bytes) -> None:
    """Store ``content`` next to a stored file, in place of what stood there, on the same terms."""
    name = f"{file.name}{ending}"
    file.storage.delete(name)
    kept = file.storage.save(name, ContentFile(content))
    transaction.on_commit(Draft(file.storage, kept).keep)
