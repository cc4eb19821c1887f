"""Who is invited: by the rule, by hand, as a guest; and what they answer."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Appointment, Attendance, Meeting, Person
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.states import lock_state, require_state

Answer, Basis = Attendance.Answer, Attendance.Basis
LAST = 1000  # in protocol order: those without a post


def invite_by_rule(meeting: Meeting, *, by: Any) -> int:
    """Invite whoever holds one of the posts of the rule on the day, in protocol order; returns how many are new.

    Who is invited already, by hand perhaps, stays as they are.
    """
    posts = parameter("committee.invited_posts")
    there = set(meeting.attendances.present().values_list("person_id", flat=True))
    held: dict[int, list[Appointment]] = {}
    for appointment in _holders(meeting, posts):
        held.setdefault(appointment.person_id, []).append(appointment)
    new = [
        _place(meeting, several, order)
        for order, several in enumerate(held.values(), start=1)
        if several[0].person_id not in there
    ]
    Attendance.objects.bulk_create(new)
    if new:
        record_action("committee.invite", meeting, by=by, after={"invited": "、".join(map(str, new))})
    return len(new)


def renew_invitations(meeting: Meeting, *, by: Any) -> None:
    """Invite who came into a post since, and take off who left it and has not answered."""
    held = {appointment.person_id for appointment in _holders(meeting, parameter("committee.invited_posts"))}
    by_rule = meeting.attendances.present().filter(basis=Basis.RULE, answer="", status="")
    by_rule.exclude(person__in=held).update(removed_at=timezone.now(), version=F("version") + 1)
    invite_by_rule(meeting, by=by)


def _holders(meeting: Meeting, posts: list[str]) -> Any:
    """Appointments of the day to the committee and its groups, in protocol order; who has left is not asked to come."""
    there = Person.objects.present().active_on(meeting.held_on)
    held = Appointment.objects.held_on(meeting.held_on).filter(post__in=posts, person__in=there)
    of_committee = held.filter(committee=meeting.committee_id) | held.filter(group__committee=meeting.committee_id)
    return of_committee.with_people().with_bodies().in_protocol_order()


def _place(meeting: Meeting, held: list[Appointment], order: int) -> Attendance:
    """A person's place: the highest post first, all of them told."""
    person, posts = held[0].person, dict.fromkeys(_post_in_words(appointment) for appointment in held)
    return Attendance(
        meeting=meeting, person=person, unit_id=person.unit_id, position="、".join(posts)[:100], order=order
    )


def _post_in_words(appointment: Appointment) -> str:
    word = str(appointment.get_post_display())
    return f"{appointment.group} {word}" if appointment.group else word


@verb("committee.invite")
def invite(
    meeting: Meeting,
    *,
    by: Any,
    person: Person | None = None,
    guest_name: str = "",
    guest_unit: str = "",
    position: str = "",
) -> Attendance:
    """Invite a person by hand, or enter a guest by name."""
    _check_open(meeting)
    if (person is None) == (not guest_name):
        raise RuleBroken(_("Choose a person, or write the name of a guest."))
    attendance = Attendance(
        meeting=meeting,
        person=person,
        guest_name=guest_name,
        guest_unit=guest_unit,
        position=position or (person.position if person else ""),
        unit_id=person.unit_id if person else None,
        basis=Basis.HAND if person else Basis.GUEST,
        order=LAST,
    )
    try:
        with transaction.atomic():
            attendance.save()
    except IntegrityError as twice:
        raise RuleBroken(_("This person is invited already.")) from twice
    record_action("committee.invite", meeting, by=by, after={"invited": str(attendance)})
    return attendance


def _check_open(meeting: Meeting) -> None:
    require_state(meeting, Meeting.CHANGING)


@verb("committee.uninvite")
def uninvite(attendance: Attendance, *, by: Any, reason: str) -> None:
    """Take somebody off the list, with the reason."""
    _check_open(attendance.meeting)
    present = Attendance.objects.present().filter(pk=attendance.pk)
    if present.exclude(status="").exists():
        raise RuleBroken(_("The attendance is recorded: change that first."))
    if not present.update(removed_at=timezone.now(), version=F("version") + 1):
        raise RuleBroken(_("This person was taken off the list already."))
    record_action("committee.uninvite", attendance.meeting, by=by, before={"invited": str(attendance)}, reason=reason)


@verb("committee.answer_invitation")
def answer_invitation(
    attendance: Attendance, *, by: Any, answer: str, leave_reason: str = "", substitute: str = ""
) -> None:
    """Say whether one comes; leave needs a reason, and may name who comes instead. The last answer counts.

    ``by`` is ``None`` for somebody who followed the signed link.
    """
    meeting = attendance.meeting
    lock_state(meeting)
    if meeting.state != Meeting.State.NOTIFIED or timezone.now() >= meeting.begins:
        raise RuleBroken(_("The meeting has begun or was called off: it can no longer be answered."))
    if not Attendance.objects.present().filter(pk=attendance.pk).exists():
        raise RuleBroken(_("This person was taken off the list already."))
    if answer == Answer.LEAVE and not leave_reason:
        raise RuleBroken(_("Write why you cannot come."))
    coming = answer == Answer.COMING
    before = attendance.answer
    attendance.answer, attendance.answered_at = answer, timezone.now()
    attendance.leave_reason = "" if coming else leave_reason
    attendance.substitute = "" if coming else substitute
    attendance.save(update_fields=["answer", "answered_at", "leave_reason", "substitute", "updated_at"])
    told = {"answer": answer, "substitute": attendance.substitute}
    record_action(
        "committee.answer_invitation", attendance, by=by, before={"answer": before}, after=told, reason=leave_reason
    )
