"""Making an inspection: begun, answered question by question, finished with its findings and their notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.attachments import attach, attach_all, attachments_of
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.models import Attachment
from dayan_safety.numbers import document_number
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record
from dayan_safety.states import move_state, require_state
from dayan_safety.uploads import Checked
from dayan_safety.workdays import today
from inspections.models import Answer, Checklist, ChecklistItem, Finding, Inspection
from inspections.services.answered import answered
from inspections.services.inspected import findings_of, tell_outcome
from inspections.services.places import agency_of, check_place
from inspections.services.plans import fulfil

State = Inspection.State
MOST_PHOTOS = 9  # of one danger
ANSWER = "inspections.answer_item"


def create_inspection(inspection: Inspection, *, by: Any) -> Inspection:
    """Begin an inspection: it gets its number of the year. Raises ``RuleBroken`` for a list that is not in use."""
    check_place(inspection, by)
    _check_day(inspection)
    if inspection.checklist.state != Checklist.State.IN_USE:
        raise RuleBroken(_("This checklist is not in use: choose another one."))
    with change():
        inspection.made_by, inspection.agency_id = by, agency_of(by) or inspection.agency_id
        prefix = parameter("inspections.inspection_prefix")
        inspection.number = document_number("inspection", prefix, inspection.made_on.year)
        return create_record(inspection, by=by)


def edit_inspection(inspection: Inspection, names: list[str], *, by: Any, version: int | None = None) -> Inspection:
    """Correct where it is made and with whom, until it is finished; its checklist stays."""
    check_place(inspection, by)
    _check_day(inspection)
    with change():
        require_state(inspection, (State.OPEN,))
        return edit_record(inspection, [name for name in names if name != "checklist"], by=by, version=version)


def _check_day(inspection: Inspection) -> None:
    if inspection.made_on > today():
        raise RuleBroken(_("Nobody inspects on a day to come: correct the day."))


@verb(ANSWER)
def answer_item(
    inspection: Inspection, /, *, by: Any, item: ChecklistItem, verdict: str, said_at: int, **about: str
) -> Answer:
    """Answer a question; ``about``: text, place and level of a danger. Sent twice, or late, it changes nothing.

    ``said_at``: milliseconds on the clock of the telephone; an answer said before the one that is kept is passed over.
    """
    require_state(inspection, (State.OPEN,))
    answer = answer_of(inspection, item)
    if answer.said_at < said_at:
        values = {"verdict": verdict, "said_at": said_at} | about
        Answer.objects.filter(pk=answer.pk).update(version=F("version") + 1, **values)
        answer.refresh_from_db()
    return answer


def answer_of(inspection: Inspection, item: ChecklistItem) -> Answer:
    """The answer to ``item``; an empty one where there is none yet. Raises ``RuleBroken`` for another list's."""
    if item.checklist_id != inspection.checklist_id or item.removed_at is not None:
        raise RuleBroken(_("This question is not on the checklist of this inspection."))
    found, _made = Answer.objects.get_or_create(inspection=inspection, item=item, defaults={"level": item.level})
    return found


@verb(ANSWER)
def keep_answer_photo(inspection: Inspection, *, by: Any, item: ChecklistItem, photo: Checked) -> Attachment:
    """Keep a photograph of a danger; the same one sent again is kept once."""
    require_state(inspection, (State.OPEN,))
    answer = answer_of(inspection, item)
    kept = list(attachments_of(answer))
    if same := next((file for file in kept if file.sha256 == photo.sha256), None):
        return same
    if len(kept) >= MOST_PHOTOS:
        raise RuleBroken(_("At most %(most)s photographs of a danger.") % {"most": MOST_PHOTOS})
    return attach(answer, by=by, file=photo, right=ANSWER)


@verb(ANSWER)
def drop_answer_photo(inspection: Inspection, *, by: Any, item: ChecklistItem, sha256: str) -> bool:
    """Take a photograph off its question again; returns whether there was one."""
    require_state(inspection, (State.OPEN,))
    answer = answer_of(inspection, item)
    files = attachments_of(answer).filter(sha256=sha256)
    dropped = bool(files.update(removed_at=timezone.now(), version=F("version") + 1))
    if dropped:
        record_action("dayan_safety.remove_attachment", answer, by=by, before={"sha256": sha256})
    return dropped


@verb("inspections.finish_inspection")
def finish_inspection(
    inspection: Inspection,
    *,
    by: Any,
    met: str = "",
    summary: str = "",
    uploads: Iterable[Checked] = (),
    notify: bool = True,
) -> list[Finding]:
    """Finish it: its score is kept, every danger becomes a finding with its photographs, one notice goes to the unit.

    ``uploads``: the signature. Raises ``RuleBroken`` while something is lacking. Returns the findings.
    """
    require_state(inspection, (State.OPEN,))
    seen = answered(inspection)
    if seen.lacking:
        raise RuleBroken(_("Before it is finished: %(list)s.") % {"list": "；".join(seen.lacking)})
    kept = {name: getattr(seen.score, name) for name in ("passed", "failed", "not_applicable")}
    values = {"score": seen.score.percent, "met": met, "summary": summary, "finished_at": timezone.now()}
    move_state(inspection, of=(State.OPEN,), to=State.DONE, **kept, **values)
    attach_all(inspection, by=by, uploads=uploads, right="inspections.finish_inspection")
    record_action("inspections.finish_inspection", inspection, by=by, after={key: str(kept[key]) for key in kept})
    fulfil(inspection)
    made = findings_of(inspection, seen.failed, by=by)
    tell_outcome(inspection, made, by=by, notify=notify)
    return made


@verb("inspections.cancel_inspection")
def cancel_inspection(inspection: Inspection, *, by: Any, reason: str) -> None:
    """Call it off: it was begun by mistake, or could not be made. Nothing comes of what was answered."""
    move_state(inspection, of=(State.OPEN,), to=State.CANCELLED)
    record_action("inspections.cancel_inspection", inspection, by=by, reason=reason)
