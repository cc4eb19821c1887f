"""Meetings come into being: the month's by itself, others by hand; what was left unfinished comes along."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from committee.models import AgendaItem, Appointment, Committee, Meeting
from committee.models.meetings import month_of
from committee.services.meetings.inviting import invite_by_rule
from committee.services.meetings.schedule import regular_day
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.parameters import parameters
from dayan_safety.records import create_record
from dayan_safety.workdays import next_working_day, today

Kind, State = AgendaItem.Kind, AgendaItem.State
CARRIES = {
    Meeting.State.FINAL: (State.UNFINISHED, State.PROPOSED),
    Meeting.State.CANCELLED: (State.OPEN, State.PROPOSED),
}
CARRIED = {state for states in CARRIES.values() for state in states}


def open_joint_meetings(on: date) -> list[Meeting]:
    """See that the joint meeting of the month of ``on`` exists, and the next month's once this one is over.

    Meetings that follow the rule are moved to where it puts them now. Returns the new ones. However often it is called,
    and by however many: a month has one meeting.
    """
    follow_the_rule(on)
    wanted = [(committee, month) for committee in Committee.objects.in_office(on) for month in _lacking(committee, on)]
    return [meeting for committee, month in wanted if (meeting := _opened(committee, month))]


def _lacking(committee: Committee, on: date) -> list[date]:
    """The months whose meeting should be there and is not; topics may be proposed for the next one at any time."""
    this, following = month_of(on), month_of(month_of(on) + timedelta(days=31))
    rows = Meeting.objects.present().filter(committee=committee, month__in=(this, following))
    there = {meeting.month: meeting for meeting in rows}
    if this not in there:
        return [this]
    return [following] if following not in there and not there[this].is_ahead else []


def _opened(committee: Committee, month: date) -> Meeting | None:
    """The meeting, unless somebody was faster."""
    try:
        return open_joint_meeting(committee, month)
    except RuleBroken:
        return None


def follow_the_rule(on: date) -> None:
    """Move what follows the rule and is not notified yet: the rule was changed, or a year's holidays became known.

    No meeting is moved to a day gone by.
    """
    following = Meeting.objects.present().filter(state=Meeting.State.DRAFT, follows_rule=True, month__gte=month_of(on))
    for meeting in following:
        assert meeting.month
        day = regular_day(meeting.month)
        if day != meeting.held_on and day >= on:
            _move(meeting, day)


def _move(meeting: Meeting, day: date) -> None:
    with change():
        as_seen = Meeting.objects.filter(pk=meeting.pk, version=meeting.version, state=Meeting.State.DRAFT)
        if as_seen.update(held_on=day, version=F("version") + 1):
            before, after = {"held_on": str(meeting.held_on)}, {"held_on": str(day)}
            record_action("committee.edit_meeting", meeting, before=before, after=after)


def open_joint_meeting(committee: Committee, month: date, *, by: Any = None) -> Meeting:
    """Create the joint meeting of ``month`` by the rule, with its agenda and its invitations.

    Raises ``RuleBroken`` when somebody was faster.
    """
    told = parameters()
    name = _("%(name)s of %(month)s") % {"name": told["committee.meeting_name"], "month": _month(month)}
    begins = told["committee.meeting_time"]
    meeting = Meeting(
        committee=committee,
        month=month,
        follows_rule=True,
        title=name,
        held_on=_day_for(month),
        begins_at=time.fromisoformat(begins),
        place=told["committee.meeting_place"],
    )
    return create_meeting(meeting, by=by)


def _day_for(month: date) -> date:
    """The day by the rule; when that has gone by already, as in a town that starts today, the next working day left."""
    by_rule, later = regular_day(month), next_working_day(today())
    return later if by_rule < today() and month_of(later) == month else by_rule


def create_meeting(meeting: Meeting, *, by: Any, right: str = "") -> Meeting:
    """Call a meeting: chaired by the director, with the results of earlier tasks first and what was left unfinished."""
    with change():
        meeting.chair = meeting.chair or _director(meeting)
        create_record(meeting, by=by, right=right)
        _add_results_item(meeting)
        carry_over(meeting)
        invite_by_rule(meeting, by=by)
    return meeting


def _director(meeting: Meeting) -> Any:
    held = Appointment.objects.held_on(meeting.held_on).filter(committee=meeting.committee_id, post="director")
    found = held.select_related("person").first()
    return found.person if found else None


def _month(month: date) -> str:
    return _("%(month)s/%(year)s") % {"year": month.year, "month": month.month}


def _add_results_item(meeting: Meeting) -> None:
    title = _("What became of earlier meetings")
    AgendaItem.objects.create(meeting=meeting, order=0, kind=Kind.CHECK, title=title, is_results=True)


def carry_over(meeting: Meeting) -> list[AgendaItem]:
    """Bring what earlier meetings left unfinished onto the agenda of ``meeting``, each once; returns what came.

    A topic that came over from a meeting that was called off has not been carried once more; a proposal that nobody
    decided stays one.
    """
    left = AgendaItem.objects.present().filter(carried_to=None, is_results=False, state__in=CARRIED)
    earlier = left.filter(meeting__committee=meeting.committee_id, meeting__held_on__lt=meeting.held_on)
    wanted = [item for item in earlier.select_related("meeting") if item.state in CARRIES.get(item.meeting.state, ())]
    place = meeting.items.count()
    came = [
        AgendaItem(
            meeting=meeting,
            order=10 * (place + number),
            kind=item.kind,
            title=item.title,
            owner_id=item.owner_id,
            planned_minutes=item.planned_minutes,
            carried=item.carried + (item.state == State.UNFINISHED),
            carried_from=item,
            state=State.PROPOSED if item.state == State.PROPOSED else State.OPEN,
            proposed_by_id=item.proposed_by_id,
        )
        for number, item in enumerate(wanted)
    ]
    AgendaItem.objects.bulk_create(came)
    if came:
        told = {"items": "；".join(item.title for item in came)}
        record_action("committee.carry_over", meeting, after=told)
    return came


def carry_to_next(meeting: Meeting) -> None:
    """Bring what ``meeting`` left unfinished to the next one, if that exists already."""
    later = Meeting.objects.present().filter(committee=meeting.committee_id, held_on__gt=meeting.held_on)
    following = later.filter(state__in=Meeting.AHEAD).order_by("held_on", "pk").first()
    if following:
        carry_over(following)
