"""What waits for whom in the committee, meetings and tasks: the buckets of the home page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committee.figures import months_held
from committee.models import Attendance, Extension, LiaisonPost, Meeting, Person, Report, Task, WorkingGroup
from committee.models.tasks import SOON
from dayan_safety.models import ImportBatch
from dayan_safety.month import Entry
from dayan_safety.todos import Todo, list_url

State = Task.State


def work_todos(user: Any, on: date) -> list[Todo]:
    """Overdue, due soon, waiting for me, returned to me; invitations; what the office and the chair have to decide."""
    return [*_of_doer(user, on), *_of_invited(user, on), *_of_checkers(user, on), *_of_chair(user)]


def _tasks(query: str) -> str:
    return list_url("committee", "task", query)


def _of_doer(user: Any, on: date) -> list[Todo]:
    """What the user's own units and groups have to do; one query."""
    if not (user.standing.answers_for or user.standing.groups):
        return []
    mine = list(Task.objects.present().led_by(user).to_do())
    overdue = [task for task in mine if task.is_overdue_on(on)]
    soon = [task for task in mine if task.is_due_soon_on(on)]
    returned = [task for task in mine if task.returned and task.state == State.RECEIVED]
    new = [task for task in mine if task.state == State.ASSIGNED]
    return [
        Todo(_("Our tasks are overdue"), len(overdue), _tasks("mine=lead&standing=overdue"), "danger", "alarm"),
        Todo(_("Our tasks are due soon"), len(soon), _tasks("mine=lead&standing=soon"), "warning", "hourglass-split"),
        Todo(_("Tasks were sent back to us"), len(returned), _tasks("mine=lead&standing=returned"), "warning", "reply"),
        Todo(_("New tasks to sign for"), len(new), _tasks("mine=lead&standing=new"), "info", "pen"),
    ]


def _of_invited(user: Any, on: date) -> list[Todo]:
    """Invitations to answer, minutes to comment on, minutes to read."""
    if user.person_id is None:
        return []
    own = Attendance.objects.present().filter(person=user.person_id, meeting__removed_at__isnull=True)
    rows = list(own.filter(meeting__state__in=_WAITING).select_related("meeting"))
    to_answer = [row for row in rows if _is_to_answer(row, on)]
    to_read = [row for row in rows if row.meeting.state == Meeting.State.FINAL and row.read_at is None]
    to_comment = [row for row in rows if row.meeting.state == Meeting.State.FOR_COMMENT]
    return [
        Todo(_("Invitations to answer"), len(to_answer), _meetings(to_answer), "warning", "envelope-open"),
        Todo(_("Minutes to comment on"), len(to_comment), _meetings(to_comment), "info", "chat-left-text"),
        Todo(_("Minutes to read"), len(to_read), _meetings(to_read), "info", "book"),
    ]


_WAITING = (Meeting.State.NOTIFIED, Meeting.State.FOR_COMMENT, Meeting.State.FINAL)


def _is_to_answer(row: Attendance, on: date) -> bool:
    return row.meeting.state == Meeting.State.NOTIFIED and not row.answer and row.meeting.held_on >= on


def _meetings(rows: list[Attendance]) -> str:
    """The meeting itself where it is one, else the list."""
    meetings = {row.meeting_id: row.meeting for row in rows}
    if len(meetings) == 1:
        return next(iter(meetings.values())).get_absolute_url()
    return f"{reverse('committee:list_meeting')}?reset=1"


def _of_checkers(user: Any, on: date) -> list[Todo]:
    """For those who check and close: reported tasks, tasks said to be impossible, everything overdue, meetings."""
    if not user.has_perm("committee.close_task"):
        return []
    tasks = list(Task.objects.present().open())
    reported = sum(task.state == State.REPORTED for task in tasks)
    declined = sum(task.state == State.DECLINED for task in tasks)
    overdue = sum(task.is_overdue_on(on) for task in tasks)
    return [
        Todo(_("Tasks wait for the check"), reported, _tasks("standing=check"), "warning", "clipboard-check"),
        Todo(_("Tasks are said to be impossible"), declined, _tasks("standing=declined"), "warning", "slash-circle"),
        Todo(_("Tasks of the town are overdue"), overdue, _tasks("standing=overdue"), "danger", "exclamation-octagon"),
        *_meetings_behind(on),
    ]


def _meetings_behind(on: date) -> list[Todo]:
    """Months of the year without a meeting, and minutes of any that are not final yet; two queries at most."""
    of_year = Q(month__year=on.year)
    meetings = list(Meeting.objects.present().filter(of_year | Q(state__in=Meeting.MINUTED)))
    missed = months_held([m for m in meetings if m.month and m.month.year == on.year], on)["missed"]
    unwritten = [m for m in meetings if m.is_minuted and m.held_on < on]
    page = reverse("committee:list_meeting")
    return [
        Todo(_("Months without a joint meeting"), len(missed), f"{page}?reset=1", "danger", "calendar-x"),
        Todo(_("Minutes are not final yet"), len(unwritten), f"{page}?standing=minutes", "warning", "journal-text"),
    ]


def _of_chair(user: Any) -> list[Todo]:
    """Extensions to decide."""
    if not user.has_perm("committee.decide_extension"):
        return []
    asked = Extension.objects.present().undecided().count()
    return [Todo(_("Extensions to decide"), asked, _tasks("standing=extension"), "warning", "calendar-plus")]


def report_todos(user: Any, on: date) -> list[Todo]:
    """Reports one has to write; for those who review and remind, what waits for that; one query each."""
    return [*_of_writer(user, on), *_of_reviewer(user, on)]


def _reports(query: str) -> str:
    return list_url("committee", "report", query)


def _of_writer(user: Any, on: date) -> list[Todo]:
    """Not written yet, overdue, sent back."""
    if not (user.standing.answers_for or user.standing.groups):
        return []
    mine = list(Report.objects.present().of_writer(user).writable())
    returned = sum(report.state == Report.State.RETURNED for report in mine)
    overdue = sum(report.is_missing_on(on) for report in mine)
    to_write = len(mine) - returned - overdue
    tone = "warning" if any(on <= report.due_on <= on + SOON for report in mine) else "info"
    return [
        Todo(_("Our reports are overdue"), overdue, _reports("mine=write&standing=missing"), "danger", "alarm"),
        Todo(_("Reports were sent back to us"), returned, _reports("mine=write&standing=returned"), "warning", "reply"),
        Todo(_("Reports to write"), to_write, _reports("mine=write&standing=waiting"), tone, "journal-plus"),
    ]


def _of_reviewer(user: Any, on: date) -> list[Todo]:
    """To be reviewed, for those who may; missing, for those who may remind."""
    reviews, reminds = (user.has_perm(f"committee.{verb}_report") for verb in ("accept", "remind"))
    if not (reviews or reminds):
        return []
    counts = Report.objects.present().counts_on(on)
    review = Todo(
        _("Reports wait for the review"), counts["review"], _reports("standing=review"), "warning", "journal-check"
    )
    missing = Todo(
        _("Reports of the town are missing"), counts["missing"], _reports("standing=missing"), "danger", "journal-x"
    )
    return [*([review] if reviews else []), *([missing] if reminds else [])]


def committee_todos(user: Any, on: date) -> list[Todo]:
    """Vacant posts, people without a telephone, imports that wait, groups to be confirmed."""
    if user.has_perm("committee.appoint"):
        return _of_office(user, on)
    if user.standing.units:
        return [_vacancies(user, on), _without_telephone(user)]
    return []


def _of_office(user: Any, on: date) -> list[Todo]:
    waiting = ImportBatch.objects.filter(state=ImportBatch.State.CHECKED).visible_to(user).count()
    unconfirmed = WorkingGroup.objects.filter(to_be_confirmed=True).visible_to(user).count()
    groups = reverse("committee:list_workinggroup") + "?to_be_confirmed=True"
    return [
        Todo(_("Imports wait for your decision"), waiting, reverse("list_imports"), "warning", "upload"),
        _vacancies(user, on),
        _without_telephone(user),
        Todo(_("Working groups to be confirmed"), unconfirmed, groups, "info", "question-circle"),
    ]


def _vacancies(user: Any, on: date) -> Todo:
    count = LiaisonPost.objects.all().visible_to(user).of_valid_units(on).vacant_on(on).count()
    url = reverse("committee:list_liaisonpost") + "?state=vacant"
    return Todo(_("Liaison posts are vacant"), count, url, "danger", "person-x")


def _without_telephone(user: Any) -> Todo:
    count = Person.objects.filter(telephone="", left_on__isnull=True).visible_to(user).count()
    url = reverse("committee:list_person") + "?telephone=none"
    return Todo(_("People have no telephone number"), count, url, "warning", "telephone-x")


def month_of_committee(user: Any, first: date, last: date) -> list[Entry]:
    """Meetings and the user's own last days of tasks and reports from ``first`` to ``last``, for the strip at home."""
    meetings = Meeting.objects.all().visible_to(user).filter(held_on__range=(first, last))
    entries = [Entry(m.held_on, str(m), m.get_absolute_url(), "people") for m in meetings.exclude(state="cancelled")]
    if not (user.standing.answers_for or user.standing.groups):
        return entries
    entries += _last_days(user, first, last)
    return entries


def _last_days(user: Any, first: date, last: date) -> list[Entry]:
    """Of tasks, of reports that have not come yet, and of those that were sent back."""
    days = (first, last)
    tasks = Task.objects.present().led_by(user).to_do().filter(due_on__range=days)
    asked = Q(handed_in_on=None, due_on__range=days) | Q(handed_in_on__isnull=False, lock_on__range=days)
    reports = Report.objects.present().of_writer(user).writable().filter(asked).select_related("group", "unit")
    return [
        *(Entry(task.due_on, task.title, task.get_absolute_url(), "check2-square") for task in tasks),
        *map(_entry, reports),
    ]


def _entry(report: Report) -> Entry:
    day = report.lock_on if report.handed_in_on else report.due_on
    label = gettext("Report: %(report)s") % {"report": report}
    return Entry(day, label, report.get_absolute_url(), "journal-text")
