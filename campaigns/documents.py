"""Events with their files as one archive, evidence that an evaluator reads without the portal; answers to polls."""

from __future__ import annotations

import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Answer, Event, Poll, Question
from campaigns.tables.outreach import EVENTS
from dayan_safety.attachments import load_files
from dayan_safety.exports import PLAIN, write_xlsx
from dayan_safety.models import Attachment
from dayan_safety.uploads.names import folder_name


def answers_of(poll: Poll, questions: Sequence[Question]) -> IO[bytes]:
    """What was answered, a sheet a row, as a workbook; sorted by what it says, so that no row tells whose it is."""
    file = TemporaryFile()  # noqa: SIM115 closed by the response
    book = xlsxwriter.Workbook(file, PLAIN)
    page = book.add_worksheet()
    page.write_row(0, 0, [question.text for question in questions], book.add_format({"bold": True}))
    page.set_column(0, len(questions), 24)
    for number, row in enumerate(sorted(_rows(poll, questions)), start=1):
        page.write_row(number, 0, row)
    book.close()
    file.seek(0)
    return file


def _rows(poll: Poll, questions: Sequence[Question]) -> Iterator[list[str]]:
    """Each sheet's answers in words, in the order of ``questions``; one query."""
    texts = {question.pk: [option.text for option in question.choices] for question in questions}
    answers = Answer.objects.filter(sheet__poll=poll).order_by("sheet", "pk")
    said = answers.values_list("sheet", "question", "choice", "words")
    for _sheet, rows in groupby(said, key=lambda row: row[0]):
        found: dict[int, list[str]] = defaultdict(list)
        for _key, question, choice, words in rows:
            found[question].append(words if choice is None else texts[question][choice])
        yield ["、".join(found[question.pk]) for question in questions]


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
