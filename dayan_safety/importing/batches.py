"""An uploaded list on its way: kept, checked, confirmed once, or discarded.

The list's own app says what a check is and writes what was confirmed; here are the file and the state. Nothing but the
batch is written before the confirmation.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.drafts import store
from dayan_safety.errors import RuleBroken
from dayan_safety.importing.answers import NOTHING_SAID, Answers
from dayan_safety.importing.judging import NothingPlanned
from dayan_safety.importing.kept_readings import forget_reading, keep_reading, kept_reading, read_and_pack
from dayan_safety.importing.key_runs import as_runs
from dayan_safety.importing.kinds import ListKind
from dayan_safety.importing.report import Report
from dayan_safety.importing.words import added_words
from dayan_safety.models import ImportBatch
from dayan_safety.workbooks import Sheet, read_workbook


class Plan(Protocol):
    """What an import would write."""

    def fingerprint(self) -> str:
        """Names the plan: two checks that would write the same have the same one (64 characters)."""


State = ImportBatch.State
UNDO_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read and checked, not kept yet; ``reading`` is its reading as it is kept."""

    name: str
    content: bytes
    sheets: list[Sheet]
    report: Report
    plan: Plan
    reading: bytes = b""


def judged(kind: ListKind, sheets: list[Sheet], on: date, answers: Answers) -> tuple[Report, Plan]:
    """What the list's own check says, which knows the words the office added."""
    return kind.check(sheets, on, answers, added_words(kind.name))


def check_upload(kind: ListKind, name: str, content: bytes, on: date) -> Upload:
    """Read and check a file; writes nothing. Raises ``WorkbookRefused`` when it cannot be read."""
    sheets, reading = read_and_pack(content, name)
    report, plan = judged(kind, sheets, on, NOTHING_SAID)
    return Upload(name, content, sheets, report, plan, reading)


def keep(kind: str, upload: Upload, *, by: Any) -> ImportBatch:
    """Keep a checked file in private storage with its report; without the one nothing stays of the other."""
    batch = ImportBatch(
        kind=kind,
        name=upload.name[-200:],
        sha256=hashlib.sha256(upload.content).hexdigest(),
        report=upload.report.kept(),
        fingerprint=upload.plan.fingerprint(),
        by=by,
    )
    with transaction.atomic():
        store(batch.file, upload.name, upload.content)
        if upload.reading:
            keep_reading(batch, upload.reading)
        batch.save()
    return batch


def put(kind: str, name: str, content: bytes, *, by: Any) -> ImportBatch:
    """Keep a file that the worker shall check."""
    digest = hashlib.sha256(content).hexdigest()
    batch = ImportBatch(kind=kind, name=name[-200:], sha256=digest, state=State.WAITING, by=by, report=Report().kept())
    with transaction.atomic():
        store(batch.file, name, content)
        batch.save()
    return batch


def check_put(batch: ImportBatch, kind: ListKind, on: date) -> ImportBatch:
    """Check a file that was only put down; one that cannot be read says why in its report."""
    try:
        sheets, reading = read_and_pack(content_of(batch), batch.name)
        keep_reading(batch, reading)
        report, plan = judged(kind, sheets, on, NOTHING_SAID)
    except RuleBroken as broken:
        report, plan = Report(reason=str(broken)), NothingPlanned()
    return _put_back(batch, State.WAITING, report, plan)


def _put_back(batch: ImportBatch, state: str, report: Report, plan: Plan) -> ImportBatch:
    """From the worker to people, unless somebody was faster."""
    batch.report, batch.fingerprint, batch.progress = report.kept(), plan.fingerprint(), {}
    values = {name: getattr(batch, name) for name in ("report", "fingerprint", "progress")}
    if ImportBatch.objects.filter(pk=batch.pk, state=state).update(state=State.CHECKED, **values):
        batch.state = State.CHECKED
    return batch


def hand_over(batch: ImportBatch, *, by: Any) -> None:
    """Mark a checked list as the worker's to import, for ``by``."""
    now = timezone.now().isoformat()
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKED)
    if not waiting.update(state=State.IMPORTING, progress={"phase": "write", "since": now, "at": now, "by": by.pk}):
        raise RuleBroken(_("This list was imported or discarded already."))
    batch.state = State.IMPORTING


def give_back(batch: ImportBatch, kind: ListKind, on: date, refusal: str) -> ImportBatch:
    """The worker could not import the list: checked again, with the sentence that says why."""
    report, plan = judged(kind, sheets_of(batch), on, answers_of(batch))
    report.notes = [refusal, *report.notes]
    return _put_back(batch, State.IMPORTING, report, plan)


def sheets_of(batch: ImportBatch) -> list[Sheet]:
    """The sheets of the kept file, as they were read before or else read again; raises what ``content_of`` does."""
    content = content_of(batch)
    return kept_reading(batch) or read_workbook(content, batch.name)


def content_of(batch: ImportBatch) -> bytes:
    """The kept file. Raises ``RuleBroken`` when it is gone or is not the one that was checked."""
    try:
        with batch.file.open("rb") as file:
            content: bytes = file.read()
    except (OSError, ValueError) as error:
        raise RuleBroken(_("The file is no longer there: upload it again.")) from error
    if hashlib.sha256(content).hexdigest() != batch.sha256:
        raise RuleBroken(_("The file is not the one that was checked: upload it again."))
    return content


def answers_of(batch: ImportBatch) -> Answers:
    """What people said about the list so far."""
    return Answers.kept(batch.answers)


def look_again(batch: ImportBatch, kind: ListKind, on: date, answers: Answers | None = None) -> ImportBatch:
    """Check the kept file against the town as it is now, with ``answers`` in place of those kept.

    An import or a refusal meanwhile stays what it is.
    """
    said = answers_of(batch) if answers is None else answers
    report, plan = judged(kind, sheets_of(batch), on, said)
    batch.report, batch.fingerprint, batch.answers = report.kept(), plan.fingerprint(), said.as_text()
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKED)
    waiting.update(report=batch.report, fingerprint=batch.fingerprint, answers=batch.answers)
    return batch


def take(batch: ImportBatch) -> None:
    """Mark the batch imported if nobody has done so; a second confirmation waits for the first and is refused.

    The report that people looked at is let go of: of a long list it is tens of megabytes, and read again if asked for.
    """
    now = timezone.now()
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=(State.CHECKED, State.IMPORTING))
    if not waiting.update(state=State.IMPORTED, imported_at=now, progress={}):
        raise RuleBroken(_("This list was imported or discarded already."))
    batch.state, batch.imported_at = State.IMPORTED, now
    del batch.report


def agree(batch: ImportBatch, report: Report, plan: Plan) -> None:
    """Raise ``RuleBroken`` unless the plan of this moment is the one that was looked at, and may be carried out."""
    if not report.is_importable:
        raise RuleBroken(_("The list has errors: nothing was imported. Look again, correct the file and upload it."))
    if plan.fingerprint() != batch.fingerprint:
        raise RuleBroken(changed_meanwhile())


def changed_meanwhile() -> str:
    """The sentence for a list whose check no longer holds."""
    return _("Something changed since the list was checked: nothing was imported. Look again.")


def finish(batch: ImportBatch, report: Report, touched: dict[str, list[int]], undo: dict[str, Any]) -> None:
    """Keep the result: the report of what was done, the keys of what was touched, by table, and the way back."""
    runs = {table: as_runs(keys) for table, keys in touched.items()}
    batch.report, batch.undo = {**report.kept(), "touched": runs}, undo
    batch.save(update_fields=["report", "undo"])
    transaction.on_commit(partial(forget_reading, batch))


def is_too_old(batch: ImportBatch) -> bool:
    """Whether an import can no longer be taken back, because of its age or because nothing was kept for it."""
    return not batch.undo or batch.imported_at is None or timezone.now() > batch.imported_at + UNDO_WITHIN


def take_back(batch: ImportBatch) -> None:
    """Mark an import taken back if nobody has done so; a second one waits for the first and is refused."""
    done = ImportBatch.objects.filter(pk=batch.pk, state=State.IMPORTED)
    if not done.update(state=State.UNDONE):
        raise RuleBroken(_("This import was taken back already, or was none."))
    batch.state = State.UNDONE


def discard(batch: ImportBatch) -> None:
    """Put a checked list aside: its file goes, the row with the report stays. An imported list stays."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKED)
    if not waiting.update(state=State.DISCARDED):
        raise RuleBroken(_("This list was imported or discarded already."))
    batch.state = State.DISCARDED
    transaction.on_commit(partial(_forget_file, batch))


def _forget_file(batch: ImportBatch) -> None:
    forget_reading(batch)
    batch.file.delete(save=False)
