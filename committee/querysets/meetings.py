"""Meetings, their agenda and attendance: who sees them, and the questions asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import Q

from committee.querysets.organisation import TOWN_WIDE
from committee.querysets.rates import counted
from dayan_safety.querysets import RecordQuerySet


def meetings_of(user: Any) -> Any:
    """The meetings that exist for ``user``."""
    return apps.get_model("committee", "Meeting").objects.all().visible_to(user)


class MeetingQuerySet(RecordQuerySet):
    """Meetings."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee and the leads; for others those they are told of as invited."""
        if user.standing.is_one_of(*TOWN_WIDE):
            return self.present()
        invited = apps.get_model("committee", "Attendance").objects.present().filter(person=user.person_id)
        state = self.model.State
        told = self.present().exclude(state=state.DRAFT).exclude(state=state.CANCELLED, notified_at=None)
        return told.filter(pk__in=invited.values("meeting")) if user.person_id else self.none()

    def search(self, text: str) -> Self:
        """By title, number or place."""
        return self.filter(
            Q(title__icontains=text)
            | Q(place__icontains=text)
            | Q(minutes_number__icontains=text)
            | Q(notice_number__icontains=text)
        )

    def in_year(self, year: int) -> Self:
        """Of one year."""
        return self.filter(held_on__year=year)

    def held(self) -> Self:
        """Begun, at least."""
        return self.filter(state__in=self.model.HELD)

    def ahead(self, on: date) -> Self:
        """Neither held nor cancelled, today or later."""
        return self.filter(state__in=self.model.AHEAD, held_on__gte=on)

    def invited(self, person: int) -> Self:
        """To which ``person`` (a key) is invited."""
        rows = apps.get_model("committee", "Attendance").objects.present().filter(person=person)
        return self.filter(pk__in=rows.values("meeting"))

    def with_versions(self) -> Self:
        """With how many versions of its minutes were kept, as ``versions_kept``."""
        return self.annotate(versions_kept=counted(self.model.versions.rel.related_model.objects.present(), "meeting"))

    def with_counts(self) -> Self:
        """With how many are invited, and how many came."""
        attendance = apps.get_model("committee", "Attendance")
        there = attendance.objects.present()
        came = there.filter(status__in=attendance.ATTENDED)
        return self.annotate(invited=counted(there, "meeting"), attended=counted(came, "meeting"))


class OfMeetingQuerySet(RecordQuerySet):
    """What belongs to a meeting is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of the meetings that exist for the user."""
        return self.present().filter(meeting__in=meetings_of(user))


class AgendaItemQuerySet(OfMeetingQuerySet):
    """Agenda items."""

    def on_agenda(self) -> Self:
        """Taken up, not only proposed."""
        return self.filter(state__in=self.model.ON_AGENDA)

    def proposed(self) -> Self:
        """Waiting for the office's decision."""
        return self.filter(state=self.model.State.PROPOSED)

    def unfinished(self) -> Self:
        """To come back at the next meeting."""
        return self.filter(state=self.model.State.UNFINISHED)


class OfItemQuerySet(RecordQuerySet):
    """Outcomes are seen with their meeting."""

    def visible_to(self, user: Any) -> Self:
        """Of the meetings that exist for the user."""
        return self.present().filter(item__removed_at__isnull=True, item__meeting__in=meetings_of(user))


class AttendanceQuerySet(OfMeetingQuerySet):
    """Attendances."""

    def of_concluded(self) -> Self:
        """Of meetings that are over: their minutes are written."""
        return self.filter(meeting__state__in=apps.get_model("committee", "Meeting").CONCLUDED)

    def counted(self) -> Self:
        """Those that rates count: of members, at meetings whose minutes are written."""
        return self.of_members().of_concluded().filter(meeting__removed_at__isnull=True)

    def in_year(self, year: int) -> Self:
        """Of meetings of one year."""
        return self.filter(meeting__held_on__year=year)

    def of_members(self) -> Self:
        """Without guests."""
        return self.filter(person__isnull=False)
