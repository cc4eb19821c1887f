"""The desk where lists come in: upload, answer, import, discard, take back. Each with its right and its history.

What a list means its app has declared (``kinds``); how its file waits is ``batches``; here is what people do.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.bulk import collector_paused
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.importing import batches
from dayan_safety.importing.answers import NOTHING_SAID, Answers, corrected
from dayan_safety.importing.kinds import ListKind, all_kinds
from dayan_safety.importing.problem_book import problem_book as book_of
from dayan_safety.importing.report import Report
from dayan_safety.importing.way_back import Blocker, changed_since
from dayan_safety.models import ImportBatch
from dayan_safety.permissions import require, verb
from dayan_safety.workbooks import Sheet

DISCARD, UNDO, PROBLEMS = (f"dayan_safety.{verb}" for verb in ("discard_import", "undo_import", "download_problems"))


def kind_of(batch: ImportBatch) -> ListKind:
    """What the list is; raises ``KeyError`` for a kind no app declares any more."""
    return all_kinds()[batch.kind]


def check_upload(kind: ListKind, name: str, content: bytes) -> batches.Upload:
    """Read and check an uploaded list; nothing is kept. Raises ``WorkbookRefused``."""
    return batches.check_upload(kind, name, content, timezone.localdate())


def upload_list(kind: ListKind, name: str, content: bytes, *, by: Any, right: str = "") -> ImportBatch:
    """Check an uploaded list and keep it, waiting for its confirmation. Raises ``WorkbookRefused``.

    ``right`` is a door's own right, where it has one.
    """
    require(by, right or kind.right)
    with collector_paused():
        return keep_upload(kind, check_upload(kind, name, content), by=by, right=right)


def keep_upload(kind: ListKind, upload: batches.Upload, *, by: Any, right: str = "") -> ImportBatch:
    """Keep a list that was checked."""
    require(by, right or kind.right)
    return batches.keep(kind.name, upload, by=by)


def look_again(batch: ImportBatch, *, by: Any, answers: Answers | None = None) -> ImportBatch:
    """Check a waiting list against the portal as it is now, with new ``answers`` if there are any."""
    kind = kind_of(batch)
    require(by, kind.right, batch)
    return batches.look_again(batch, kind, timezone.localdate(), answers)


def answer_list(batch: ImportBatch, answers: Answers, *, by: Any) -> ImportBatch:
    """Add what somebody said to what was said before, and check again."""
    return look_again(batch, by=by, answers=batches.answers_of(batch).with_more(answers))


def forget_answers(batch: ImportBatch, *, by: Any) -> ImportBatch:
    """Check the file again as it was sent."""
    return look_again(batch, by=by, answers=NOTHING_SAID)


def problem_book(batch: ImportBatch, *, by: Any) -> bytes:
    """The waiting file as .xlsx, corrected as far as somebody said, with its problems. It leaves the house."""
    require(by, PROBLEMS, batch)
    sheets = corrected(batches.sheets_of(batch), batches.answers_of(batch))
    record_action(PROBLEMS, batch, by=by, after={"name": batch.name})
    return book_of(sheets, batch.report["errors"])


@verb(DISCARD)
def discard_list(batch: ImportBatch, *, by: Any) -> None:
    """Put a waiting list aside; its file is deleted."""
    batches.discard(batch)
    record_action(DISCARD, batch, by=by)


def import_list(batch: ImportBatch, *, by: Any, sheets: list[Sheet] | None = None, right: str = "") -> ImportBatch:
    """Carry out a waiting list, all of it or nothing.

    Checks again inside the transaction: ``RuleBroken`` when the list was imported already, has errors, or would now
    write something else than what was looked at. Writes one history row with every change; keeps the keys of what it
    touched with the batch. ``sheets`` are those of the kept file, if the caller has them; ``right`` is a door's own.
    """
    kind = kind_of(batch)
    require(by, right or kind.right, batch)
    with change(), collector_paused():
        return _carry_out(kind, batch, by=by, sheets=sheets)


def _carry_out(kind: ListKind, batch: ImportBatch, *, by: Any, sheets: list[Sheet] | None) -> ImportBatch:
    batches.take(batch)
    # Whoever read the file here lets go of it before the writing begins: a long list is tens of megabytes.
    answers = batches.answers_of(batch)
    report, plan = batches.judged(kind, sheets or batches.sheets_of(batch), timezone.localdate(), answers)
    batches.agree(batch, report, plan)
    try:
        touched, undo = kind.write(plan)
    except IntegrityError as error:
        raise RuleBroken(batches.changed_meanwhile()) from error
    batches.finish(batch, report, touched, undo)
    before, after = told(batch, report)
    record_action(kind.right, batch, by=by, before=before, after=after)
    return batch


def told(batch: ImportBatch, report: Report) -> tuple[dict[str, str], dict[str, str]]:
    """What history says before and after: the file and the counts, then everything that changed."""
    counts = {str(outcome): str(number) for outcome, number in report.counts.items()}
    before = {change.thing: change.before for change in report.changes if change.before}
    return before, {"name": batch.name, **counts, **{change.thing: change.after for change in report.changes}}


def blockers_of(batch: ImportBatch) -> list[Blocker]:
    """Why an import cannot be taken back; none: it can. The number of queries does not grow with the import."""
    if batches.is_too_old(batch):
        sentence = _("An import can be taken back for %(days)s days; this one is older.")
        return [Blocker(sentence % {"days": batches.UNDO_WITHIN.days})]
    return kind_of(batch).way_back.blockers(batch)


@verb(UNDO)
def undo_list(batch: ImportBatch, *, by: Any) -> ImportBatch:
    """Take an import back, all of it or nothing; raises ``RuleBroken`` with what stands in the way."""
    way_back = kind_of(batch).way_back
    batches.take_back(batch)
    way_back.lock(batch)
    if blockers := blockers_of(batch):
        raise RuleBroken(" ".join([_("The import cannot be taken back."), *map(str, blockers)]))
    try:
        way_back.restore(batch)
    except IntegrityError as error:
        raise RuleBroken(changed_since()) from error
    changes = batch.report["changes"]
    before = {change["thing"]: change["after"] for change in changes}
    after = {"name": batch.name} | {change["thing"]: change["before"] for change in changes if change["before"]}
    record_action(UNDO, batch, by=by, before=before, after=after)
    return batch
