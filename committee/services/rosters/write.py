"""Writing a roster that was checked and confirmed: all of it or nothing, in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from committee.models import Appointment, LiaisonPost, Person
from committee.services.rosters.check import check_roster
from committee.services.rosters.columns import STATED
from committee.services.rosters.people import Somebody
from committee.services.rosters.plan import Plan
from committee.services.rosters.town import PostKey
from committee.services.rosters.undo import Undo, way_back
from dayan_safety.bulk import collector_paused, insert_all, update_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.importing import NOTHING_SAID, Answers, Report, batches
from dayan_safety.importing.answers import corrected
from dayan_safety.importing.problem_book import problem_book as book_of
from dayan_safety.models import ImportBatch
from dayan_safety.permissions import require, verb
from dayan_safety.workbooks import Sheet

KIND = "roster"
RIGHT = "committee.import_roster"
NEW = ("name", "initials", "unit_id", "sex", "telephone", "position", "identity_number", "identity_digest")
EDITED = ("sex", "telephone", "position", "identity_number", "identity_digest")
Upload = batches.Upload[Plan]


def check_upload(name: str, content: bytes) -> Upload:
    """Read and check an uploaded roster; nothing is kept. Raises ``WorkbookRefused``."""
    return batches.check_upload(name, content, check_roster, timezone.localdate())


def upload_roster(name: str, content: bytes, *, by: Any, right: str = RIGHT) -> ImportBatch:
    """Check an uploaded roster and keep it, waiting for its confirmation. Raises ``WorkbookRefused``.

    ``right`` is a door's own right, where it has one.
    """
    require(by, right)
    return keep_upload(check_upload(name, content), by=by, right=right)


def keep_upload(upload: Upload, *, by: Any, right: str = RIGHT) -> ImportBatch:
    """Keep a roster that was checked."""
    require(by, right)
    return batches.keep(KIND, upload, by=by)


def look_again(batch: ImportBatch, *, by: Any, answers: Answers | None = None) -> ImportBatch:
    """Check a waiting roster against the town as it is now, with new ``answers`` if there are any."""
    require(by, RIGHT, batch)
    return batches.look_again(batch, check_roster, timezone.localdate(), answers)


def answer_roster(batch: ImportBatch, answers: Answers, *, by: Any) -> ImportBatch:
    """Add what somebody said to what was said before, and check again."""
    return look_again(batch, by=by, answers=batches.answers_of(batch).with_more(answers))


def forget_answers(batch: ImportBatch, *, by: Any) -> ImportBatch:
    """Check the file again as it was sent."""
    return look_again(batch, by=by, answers=NOTHING_SAID)


def problem_book(batch: ImportBatch, *, by: Any) -> bytes:
    """The waiting file as .xlsx, corrected as far as somebody said, with its problems. It leaves the house."""
    require(by, "committee.download_problems", batch)
    sheets = corrected(batches.sheets_of(batch), batches.answers_of(batch))
    record_action("committee.download_problems", batch, by=by, after={"name": batch.name})
    return book_of(sheets, batch.report["errors"])


@verb(RIGHT)
def discard_roster(batch: ImportBatch, *, by: Any) -> None:
    """Put a waiting roster aside; its file is deleted."""
    batches.discard(batch)
    record_action("committee.discard_roster", batch, by=by)


@verb(RIGHT)
def import_roster(batch: ImportBatch, *, by: Any, sheets: list[Sheet] | None = None) -> ImportBatch:
    """Carry out a waiting roster, all of it or nothing.

    Checks again inside the transaction: ``RuleBroken`` when the list was imported already, has errors, or would now
    write something else than what was looked at. Registers and edits people, opens posts, ends and begins
    appointments; writes one history row with every change; keeps the keys of what it touched with the batch.
    ``sheets`` are those of the kept file, if the caller has them.
    """
    return carry_out(batch, by=by, sheets=sheets)


def import_through(batch: ImportBatch, *, by: Any, right: str, sheets: list[Sheet] | None = None) -> ImportBatch:
    """``import_roster`` through a door that has a right of its own."""
    require(by, right, batch)
    with change():
        return carry_out(batch, by=by, sheets=sheets)


@collector_paused()
def carry_out(batch: ImportBatch, *, by: Any, sheets: list[Sheet] | None) -> ImportBatch:
    """The import itself, for callers that have asked for the right and opened the transaction."""
    batches.take(batch)
    read = sheets or batches.sheets_of(batch)
    report, plan = check_roster(read, timezone.localdate(), batches.answers_of(batch))
    batches.agree(batch, report, plan)
    try:
        touched, undo = write(plan)
    except IntegrityError as error:
        raise RuleBroken(batches.changed_meanwhile()) from error
    batches.finish(batch, report, touched, undo)
    before, after = told(batch, report)
    record_action(RIGHT, batch, by=by, before=before, after=after)
    return batch


def told(batch: ImportBatch, report: Report) -> tuple[dict[str, str], dict[str, str]]:
    """What history says before and after: the file and the counts, then every post with its holder."""
    counts = {str(outcome): str(number) for outcome, number in report.counts.items()}
    before = {change.thing: change.before for change in report.changes if change.before}
    return before, {"name": batch.name, **counts, **{change.thing: change.after for change in report.changes}}


def write(plan: Plan) -> tuple[dict[str, list[int]], Undo]:
    """Write a plan; returns the keys touched by table, and the way back. Five statements for any number of rows."""
    new = dict(zip(map(id, plan.new_people), insert_all(Person, NEW, _new_people(plan)), strict=True))
    _edit_people(plan)
    missing = plan.missing_posts
    opened = insert_all(LiaisonPost, ("unit", "role"), missing)
    posts = plan.posts | dict(zip(missing, opened, strict=True))
    _move_appointments(plan)
    begun = insert_all(Appointment, ("person", "post", "liaison_post", "since"), _beginnings(plan, posts, new))
    touched = [start.wanted.post for start in plan.starts] + [shift.held.post for shift in plan.shifts]
    undo = way_back(plan, people=list(new.values()), posts=opened, begun=begun)
    return {
        "person": sorted([*new.values(), *(person.known.pk for person in plan.edited_people if person.known)]),
        "liaisonpost": sorted({posts[post] for post in touched}),
        "appointment": sorted([*begun, *(shift.held.pk for shift in plan.shifts)]),
    }, undo


def _new_people(plan: Plan) -> Iterator[list[Any]]:
    """The columns of new people; one instance, used again and again, derives what follows from the others."""
    person = Person()
    for somebody in plan.new_people:
        for name in STATED:
            setattr(person, name, somebody.stated.get(name, ""))
        person.name, person.unit_id = somebody.name, somebody.unit_id
        person.derive()
        yield [getattr(person, name) for name in NEW]


def _edit_people(plan: Plan) -> None:
    rows = [_edited(somebody) for somebody in plan.edited_people]
    if update_all(Person, EDITED, rows) < len(rows):
        raise RuleBroken(batches.changed_meanwhile())


def _edited(somebody: Somebody) -> list[Any]:
    """Key, version and the fields that change; ``None`` stays as it is."""
    assert somebody.known is not None
    edited = Person(**somebody.changes)
    edited.derive()
    values = [getattr(edited, name) or None for name in EDITED]
    return [somebody.known.pk, somebody.known.version, *values]


def _move_appointments(plan: Plan) -> None:
    """Ends come before beginnings: a post has one holder at a time."""
    rows = [[shift.held.pk, shift.held.version, shift.since, shift.until] for shift in plan.shifts]
    if update_all(Appointment, ("since", "until"), rows) < len(rows):
        raise RuleBroken(batches.changed_meanwhile())


def _beginnings(plan: Plan, posts: dict[PostKey, int], new: dict[int, int]) -> Iterator[tuple[Any, ...]]:
    for start in plan.starts:
        known = start.person.known
        person = known.pk if known else new[id(start.person)]
        yield person, Appointment.Post.LIAISON.value, posts[start.wanted.post], start.since
