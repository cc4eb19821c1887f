"""Events with their files as one archive: evidence that an evaluator reads without the portal."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Event
from campaigns.tables import EVENTS
from dayan_safety.attachments import load_files
from dayan_safety.exports import write_xlsx
from dayan_safety.models import Attachment
from dayan_safety.uploads.names import folder_name


def archive_of(events: QuerySet[Any], user: Any) -> IO[bytes]:
    """A ZIP file, read from its beginning: the log as a workbook, and a folder of files an event.

    Folders are called by day, theme and place, files as they were attached, numbered. ``events`` are those that exist
    for ``user``; files that ``user`` may not download are left out. Three queries for any number of events; files are
    copied one by one, so that the memory does not grow with them. Lost files are named in a text beside the log.
    """
    found: Sequence[Event] = list(events)
    load_files(found)
    archive = TemporaryFile()  # noqa: SIM115 closed by the response
    lost: list[str] = []
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        now = timezone.localtime().timetuple()[:6]
        with packed.open(zipfile.ZipInfo(_("Log of events.xlsx"), now), "w") as log:
            shutil.copyfileobj(write_xlsx(EVENTS, events), log)
        for number, event in enumerate(found, start=1):
            if user.has_perm("dayan_safety.download", event):
                lost += _pack(packed, event, number)
        if lost:
            packed.writestr(_("Lost files.txt"), "\n".join(lost))
    archive.seek(0)
    return archive


def _pack(packed: zipfile.ZipFile, event: Event, number: int) -> list[str]:
    """The files of an event into its folder; returns the names of those that are not there any more."""
    folder = f"{number:03} {event.held_on} {folder_name(event.theme)} {folder_name(event.place)}"
    files: list[Attachment] = event.loaded_files  # type: ignore[attr-defined]
    names = [(f"{folder}/{place:02} {file.name}", file) for place, file in enumerate(files, start=1)]
    return [name for name, file in names if not _copied(packed, name, file)]


def _copied(packed: zipfile.ZipFile, name: str, file: Attachment) -> bool:
    try:
        written = zipfile.ZipInfo(name, timezone.localtime(file.created_at).timetuple()[:6])
        with file.file.open("rb") as stored, packed.open(written, "w") as copy:
            shutil.copyfileobj(stored, copy)
    except FileNotFoundError:
        return False
    return True
