"""Appointing, ending and handing over. Nobody is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import Appointment, Committee, LiaisonPost, Person, WorkingGroup
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action, snapshot
from dayan_safety.permissions import verb
from dayan_safety.values import plain_text

Post = Appointment.Post
TOLD = ["person", "post", "since", "until", "document"]
Body = Committee | WorkingGroup | LiaisonPost


@verb("committee.appoint")
def appoint(
    body: Body, *, by: Any, person: Person, post: str, since: date, until: date | None = None, document: str = ""
) -> Appointment:
    """Put ``person`` into ``post`` of ``body`` from ``since``.

    A post for one person must be free on those days, nobody holds the same post twice at a time, and who has left
    comes into none; otherwise ``RuleBroken`` names who is in the way.
    """
    appointment = Appointment(
        person=person, post=post, since=since, until=until, document=document, **{_field_of(body): body}
    )
    _check_order(since, until)
    _check_post_of(body, post)
    _check_person(person, since)
    _lock(body)
    _check_free(appointment)
    appointment.save()
    told = {name: value for name, value in snapshot(appointment, TOLD).items() if value}
    record_action("committee.appoint", appointment, by=by, after=told)
    return appointment


@verb("committee.end_appointment")
def end_appointment(appointment: Appointment, *, by: Any, until: date, reason: str) -> None:
    """The last day in the post is ``until``, before the one that was set, if there was one.

    An appointment that has ended already cannot end again.
    """
    _check_end(appointment, until)
    before = appointment.until
    as_seen = Appointment.objects.filter(pk=appointment.pk, until=before)
    if not as_seen.update(until=until, version=F("version") + 1):
        raise RuleBroken(_("This appointment has ended already."))
    appointment.until = until
    record_action(
        "committee.end_appointment",
        appointment,
        by=by,
        before={"until": plain_text(before)},
        after={"until": until.isoformat()},
        reason=reason,
    )


def _check_end(appointment: Appointment, until: date) -> None:
    _check_order(appointment.since, until)
    if appointment.is_over_on(timezone.localdate()):
        raise RuleBroken(_("This appointment has ended already."))
    if appointment.until and until >= appointment.until:
        raise RuleBroken(
            _("This appointment ends on %(day)s anyway: choose an earlier day.") % {"day": appointment.until}
        )


@dataclass(frozen=True, slots=True)
class HandOver:
    """What moved: the appointments that ended and those that took their place, in the same order."""

    ended: list[Appointment]
    begun: list[Appointment]


@verb("committee.hand_over")
def hand_over(person: Person, *, by: Any, successor: Person, on: date, reason: str) -> HandOver:
    """Everything ``person`` holds passes to ``successor``, who begins on ``on``; the predecessor ends the day before.

    Last days that were set stay. A post the successor holds already simply ends. Open items of upper apps follow the
    post, not the person.
    """
    if successor.pk == person.pk:
        raise RuleBroken(_("Choose somebody else: a person cannot hand over to themselves."))
    held = list(_open_posts(person, on).select_for_update(of=("self",)))
    if not held:
        raise RuleBroken(_("%(person)s holds no post that could be handed over.") % {"person": person})
    begun = [_pass_on(old, successor, on, by=by, reason=reason) for old in held]
    record_action("committee.hand_over", person, by=by, after={"successor": str(successor)}, reason=reason)
    return HandOver(ended=held, begun=[new for new in begun if new])


def _open_posts(person: Person, on: date) -> QuerySet[Appointment]:
    """What is not over: neither by today, nor by the successor's first day."""
    not_over = Q(until__isnull=True) | Q(until__gte=max(on, timezone.localdate()))
    return person.appointments.present().filter(not_over).with_bodies()


def _pass_on(old: Appointment, successor: Person, on: date, *, by: Any, reason: str) -> Appointment | None:
    body, until = old.body, old.until
    assert body is not None
    end_appointment(old, by=by, until=on - timedelta(days=1), reason=reason)
    if _same_post(body, old.post).overlapping(on, until).filter(person=successor).exists():
        return None
    return appoint(body, by=by, person=successor, post=old.post, since=on, until=until)


def _field_of(body: Body) -> str:
    return {Committee: "committee", WorkingGroup: "group", LiaisonPost: "liaison_post"}[type(body)]


def _same_post(body: Body, post: str) -> Any:
    return Appointment.objects.filter(**{_field_of(body): body}, post=post)


def _lock(body: Body) -> None:
    """Appointments to one body wait for each other, so that two cannot both find a post free."""
    type(body).objects.select_for_update(of=("self",)).get(pk=body.pk)


def _check_order(since: date, until: date | None) -> None:
    if until and until < since:
        raise RuleBroken(_("The last day lies before the first."))


def _check_post_of(body: Body, post: str) -> None:
    fitting = {"committee": Appointment.OF_COMMITTEE, "group": Appointment.OF_GROUP, "liaison_post": (Post.LIAISON,)}
    if post not in fitting[_field_of(body)]:
        raise RuleBroken(_("%(body)s has no such post.") % {"body": body})


def _check_person(person: Person, since: date) -> None:
    if person.left_on and person.left_on < since:
        sentence = _("The person left on %(day)s: take that back on the person's page first.")
        raise RuleBroken(sentence % {"day": person.left_on})


def _check_free(new: Appointment) -> None:
    """Refuse a second holder of a single post, and a second time of the same person in any post."""
    body = new.body
    assert body is not None
    others = _same_post(body, new.post).overlapping(new.since, new.until).select_related("person")
    if new.post not in Appointment.SINGLE:
        others = others.filter(person=new.person)
    if other := others.first():
        raise RuleBroken(
            _("%(person)s holds this post since %(since)s: end that appointment first.")
            % {"person": other.person, "since": other.since}
        )
