"""A report on its way: handed in, sent back, accepted, opened again; given more time, or found not to be needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Filing, FormField, Remark, Report
from committee.services.hearers import office
from committee.services.reports.filling import Line, fill_in, lines_of, lock_report, plain, require_writable
from committee.services.reports.telling import tell, writers_of
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.states import move_state, state_refused
from dayan_safety.workdays import Calendar, today

State = Report.State
GRACE_DAYS = 2  # working days a writer has at least after a report was sent back [P]


@verb("committee.submit_report")
def submit_report(report: Report, *, by: Any, is_nil: bool = False) -> Filing:
    """Hand the report in: what the portal counts is counted once more, and what was written is kept as it is now.

    ``is_nil``: there is nothing to report; then nothing needs to be filled in, and it counts like any other. Raises
    ``RuleBroken`` with all that is lacking. The office is told.
    """
    require_writable(report)
    fill_in(report)
    lines = lines_of(report)
    if not is_nil:
        _check_whole(lines)
    now, day = timezone.now(), today()
    first = {} if report.handed_in_on else {"handed_in_on": day, "handed_in_at": now}
    told = {"submitted_at": now, "submitted_by": by, "is_nil": is_nil, **first}
    move_state(report, of=Report.WRITABLE, to=State.SUBMITTED, **told)
    filing = _keep(report, lines, by=by, is_nil=is_nil)
    nil = {"nil": _("yes")} if is_nil else {}
    record_action("committee.submit_report", report, by=by, after={"filing": str(filing.number), **nil})
    title = _("Report to review: %(report)s") % {"report": report}
    tell(office(), report, by=by, key="submitted", title=title)
    return filing


def _keep(report: Report, lines: list[Line], *, by: Any, is_nil: bool) -> Filing:
    values = {line.field.code: line.value.text or plain(line.value.number) for line in lines}
    number = report.filings.count() + 1
    return Filing.objects.create(report=report, number=number, values=values, is_nil=is_nil, by=by)


def _check_whole(lines: list[Line]) -> None:
    if lacking := what_is_lacking(lines):
        raise RuleBroken("\n".join(lacking))


def what_is_lacking(lines: list[Line]) -> list[str]:
    """A sentence for each field that stands in the way of handing in."""
    empty = [_("Not filled in yet: %(field)s.") % {"field": line.field} for line in lines if line.is_lacking]
    silent = [
        _("%(field)s: the portal counted %(filled)s. Say why the report has %(number)s.")
        % {"field": line.field, "filled": plain(line.value.filled), "number": plain(line.value.number) or "—"}
        for line in lines
        if line.lacks_why
    ]
    return empty + silent


@verb("committee.return_report")
def return_report(report: Report, *, by: Any, reason: str, of_fields: Mapping[FormField, str] | None = None) -> None:
    """Send the report back with the reason, and a word on single fields where there is one; its writers are told.

    There are two working days for it at least, also where the report would be closed by then.
    """
    _require(report, (State.SUBMITTED,))
    for field in of_fields or {}:
        _require_asked(report, field)
    _send_back(report, by=by, reason=reason, of_fields=of_fields or {})
    _record_moved("return_report", report, State.SUBMITTED, by=by, reason=reason)


def _require(report: Report, of: Collection[str]) -> None:
    """Raise ``RuleBroken`` unless the report, as it stands now, is in one ``of`` those states; it stays so."""
    lock_report(report)
    if report.state not in of:
        raise RuleBroken(state_refused(report))


def _require_asked(report: Report, field: FormField) -> None:
    if field.form_id != report.form_id:
        raise RuleBroken(_("This form does not ask for that."))


def _record_moved(name: str, report: Report, was: str, *, by: Any, reason: str) -> None:
    before, after = {"state": str(was)}, {"state": str(report.state)}
    record_action(f"committee.{name}", report, by=by, before=before, after=after, reason=reason)


def _send_back(report: Report, *, by: Any, reason: str, of_fields: Mapping[FormField, str]) -> None:
    told = {"returned": report.returned + 1, "lock_on": _with_grace(report), "accepted_at": None, "accepted_by": None}
    move_state(report, of=(report.state,), to=State.RETURNED, **told)
    number = report.filings.count()
    rows = [(None, reason), *((field, text) for field, text in of_fields.items() if text.strip())]
    Remark.objects.bulk_create(
        Remark(report=report, field=field, kind=Remark.Kind.RETURN, filing=number, text=text, by=by)
        for field, text in rows
    )
    title = _("Sent back: %(report)s") % {"report": report}
    tell(writers_of(report), report, by=by, key="returned", title=title, text=reason)


def _with_grace(report: Report) -> date:
    """When the report closes, but not before its writers had time for it."""
    return max(report.lock_on, Calendar.around(today(), GRACE_DAYS).working_days_after(today(), GRACE_DAYS))


@verb("committee.accept_report")
def accept_report(report: Report, *, by: Any, note: str = "") -> None:
    """Accept the report; nobody accepts what they handed in themselves. Its writers are told."""
    _require(report, (State.SUBMITTED,))
    if by is not None and by.pk == report.submitted_by_id:
        raise RuleBroken(_("You handed this report in yourself: somebody else accepts it."))
    now = timezone.now()
    move_state(report, of=(State.SUBMITTED,), to=State.ACCEPTED, accepted_at=now, accepted_by=by)
    record_action("committee.accept_report", report, by=by, after={"state": State.ACCEPTED.value}, reason=note)
    title = _("Accepted: %(report)s") % {"report": report}
    tell(writers_of(report), report, by=by, key="accepted", title=title, text=note)


@verb("committee.reopen_report")
def reopen_report(report: Report, *, by: Any, reason: str) -> None:
    """Open an accepted report again, with the reason: it is sent back to its writers."""
    _require(report, (State.ACCEPTED,))
    _send_back(report, by=by, reason=reason, of_fields={})
    _record_moved("reopen_report", report, State.ACCEPTED, by=by, reason=reason)


@verb("committee.comment_report")
def comment_report(report: Report, *, by: Any, text: str, field: FormField | None = None) -> Remark:
    """Say something about the report or one field of it; the other side is told."""
    if field is not None:
        _require_asked(report, field)
    number = report.filings.count()
    remark = Remark.objects.create(report=report, field=field, text=text, filing=number, by=by)
    about = {"field": str(field)} if field else {}
    record_action("committee.comment_report", report, by=by, after={**about, "comment": text})
    hearers = [*writers_of(report), *office()]
    title = _("Comment on %(report)s") % {"report": report}
    tell(hearers, report, by=by, key=f"comment{remark.pk}", title=title, text=text)
    return remark


@verb("committee.move_report")
def move_report(report: Report, *, by: Any, due_on: date, lock_on: date, reason: str) -> None:
    """Give one report other days, with the reason; its writers are told. A report that has come keeps its due day."""
    _require(report, Report.WRITABLE)
    if lock_on < due_on:
        raise RuleBroken(_("A report is not closed before it is due: choose a later day."))
    if report.handed_in_on and due_on != report.due_on:
        raise RuleBroken(_("It has been handed in: the day it was due stays. Move the day it closes."))
    if (due_on != report.due_on and due_on < today()) or lock_on < today():
        raise RuleBroken(_("The day lies in the past: choose today or a later day."))
    before = {"due_on": str(report.due_on), "lock_on": str(report.lock_on)}
    report.due_on, report.lock_on = due_on, lock_on
    Report.objects.filter(pk=report.pk).update(due_on=due_on, lock_on=lock_on, version=F("version") + 1)
    report.version += 1
    after = {"due_on": str(due_on), "lock_on": str(lock_on)}
    record_action("committee.move_report", report, by=by, before=before, after=after, reason=reason)
    days = {"report": report, "due": due_on, "lock": lock_on}
    title = _("New days for %(report)s: due %(due)s, closed after %(lock)s") % days
    tell(writers_of(report), report, by=by, key="moved", title=title, text=reason)


@verb("committee.excuse_report")
def excuse_report(report: Report, *, by: Any, reason: str) -> None:
    """Find that the report is not needed: it counts neither as late nor as missing."""
    _require(report, Report.WRITABLE)
    was = report.state
    move_state(report, of=(was,), to=State.EXCUSED)
    _record_moved("excuse_report", report, was, by=by, reason=reason)
    title = _("Not needed: %(report)s") % {"report": report}
    tell(writers_of(report), report, by=by, key="excused", title=title, text=reason)


@verb("committee.demand_report")
def demand_report(report: Report, *, by: Any, reason: str) -> None:
    """Take back that it is not needed; its writers are told, and have time for it as for one that was sent back."""
    _require(report, (State.EXCUSED,))
    move_state(report, of=(State.EXCUSED,), to=State.DRAFT, lock_on=_with_grace(report))
    _record_moved("demand_report", report, State.EXCUSED, by=by, reason=reason)
    title = _("Needed after all: %(report)s") % {"report": report}
    tell(writers_of(report), report, by=by, key="demanded", title=title, text=reason)
