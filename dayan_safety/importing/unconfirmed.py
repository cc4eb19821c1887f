"""Uploads of the administration that nobody confirmed: they may hold full numbers and do not stay."""

from __future__ import annotations

from datetime import datetime

from django.core.files.storage import default_storage

FOLDER = "django-import-export"  # where import_export.tmp_storages.MediaStorage keeps an upload until it is confirmed


def forget_unconfirmed(before: datetime) -> int:
    """Delete the uploads that were last written before the moment ``before``; returns how many."""
    if not default_storage.exists(FOLDER):
        return 0
    _folders, names = default_storage.listdir(FOLDER)
    old = [path for name in names if default_storage.get_modified_time(path := f"{FOLDER}/{name}") < before]
    for path in old:
        default_storage.delete(path)
    return len(old)
