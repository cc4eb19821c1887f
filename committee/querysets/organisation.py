"""Units, people, bodies and posts: who sees them, and the questions asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from committee.querysets.rates import report_counts, task_counts, with_unit_rates
from dayan_safety.querysets import CountOf, RecordQuerySet

TOWN_WIDE = ("chair", "office", "supervisor", "lead", "member")
INSIDERS = (*TOWN_WIDE, "group_member", "liaison", "inspector")


def held(on: date, prefix: str = "") -> Q:
    """The condition "in the post on ``on``", for appointments reached through ``prefix``."""
    return (
        Q(**{f"{prefix}since__lte": on, f"{prefix}removed_at__isnull": True})
        & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": on}))
    )  # fmt: skip


class UnitQuerySet(RecordQuerySet):
    """Units."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee and the agencies; a liaison's own units; none for others."""
        if user.standing.is_one_of(*TOWN_WIDE, "inspector"):
            return self.present()
        return self.present().filter(pk__in=user.standing.units)

    def valid_on(self, on: date) -> Self:
        """Belonging to the town on ``on``."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )

    def with_rates(self, year: int, on: date) -> Self:
        """With attendance and tasks on time in ``year`` as of ``on`` (``querysets.rates``)."""
        return with_unit_rates(self, year, on)  # type: ignore[no-any-return]

    def with_report_counts(self, year: int, on: date) -> Self:
        """With the unit's quarterly reports of ``year`` as of ``on`` (``querysets.rates``)."""
        return self.annotate(**report_counts(year, on, "unit"))

    def with_liaisons(self) -> Self:
        """Kinds of unit that name liaisons."""
        return self.filter(kind__in=self.model.WITH_LIAISONS)

    def search(self, text: str) -> Self:
        """By name or other name, beginning of the code, or pinyin initials."""
        other = Exists(self.model.aliases.rel.related_model.objects.filter(unit=OuterRef("pk"), name__icontains=text))
        return self.filter(
            Q(name__icontains=text) | Q(code__startswith=text) | Q(initials__startswith=text.lower()) | other
        )


class PersonQuerySet(RecordQuerySet):
    """People."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee; people of a liaison's own units, and oneself; none for others."""
        if user.standing.is_one_of(*TOWN_WIDE):
            return self.present()
        return self.present().filter(Q(unit__in=user.standing.units) | Q(pk=user.person_id))

    def active_on(self, on: date) -> Self:
        """Not gone on ``on``."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=on))

    def search(self, text: str) -> Self:
        """By name or pinyin initials, or a whole telephone number."""
        return self.filter(Q(name__icontains=text) | Q(initials__startswith=text.lower()) | Q(telephone=text))

    def with_posts(self, on: date) -> Self:
        """With the appointments held on ``on`` at hand as ``posts_held``."""
        return self.select_related("unit").prefetch_related(held_bodies("appointments", on))


class AppointmentQuerySet(RecordQuerySet):
    """Appointments."""

    def visible_to(self, user: Any) -> Self:
        """Those of the committee and its groups for insiders; of the liaisons, where the unit is visible."""
        if user.standing.is_one_of(*TOWN_WIDE):
            return self.present()
        bodies = Q(liaison_post__isnull=True) if user.standing.is_one_of(*INSIDERS) else Q(pk__in=[])
        own = Q(liaison_post__unit__in=user.standing.units) | Q(person=user.person_id)
        return self.present().filter(bodies | own)

    def held_on(self, on: date) -> Self:
        """In the post on ``on``."""
        return self.filter(held(on))

    def overlapping(self, since: date, until: date | None) -> Self:
        """In the post on any day from ``since`` until ``until`` (empty: for good)."""
        later = self.filter(removed_at__isnull=True).filter(Q(until__isnull=True) | Q(until__gte=since))
        return later.filter(since__lte=until) if until else later

    def search(self, text: str) -> Self:
        """By the person's name or pinyin initials."""
        return self.filter(Q(person__name__icontains=text) | Q(person__initials__startswith=text.lower()))

    def in_protocol_order(self) -> Self:
        """Posts from the director down, people by their order."""
        ranks = [models.When(post=post, then=rank) for rank, post in enumerate(self.model.Post.values)]
        return self.annotate(rank=models.Case(*ranks, default=99)).order_by(
            "rank", "liaison_post_id", "person__order", "since", "pk"
        )

    def with_bodies(self) -> Self:
        """With the body at hand."""
        return self.select_related("committee", "group", "liaison_post__unit")

    def with_people(self) -> Self:
        """With the person and their unit at hand."""
        return self.select_related("person__unit")


def held_posts(path: str, on: date) -> Prefetch[Any]:
    """Prefetch of the appointments held on ``on`` as ``posts_held``, in protocol order, as bodies read them."""
    appointments = apps.get_model("committee", "Appointment").objects.held_on(on)
    return Prefetch(path, appointments.with_people().in_protocol_order(), to_attr="posts_held")


def held_bodies(path: str, on: date) -> Prefetch[Any]:
    """Prefetch of the appointments held on ``on`` as ``posts_held``, in protocol order, as people read them."""
    appointments = apps.get_model("committee", "Appointment").objects.held_on(on)
    return Prefetch(path, appointments.with_bodies().in_protocol_order(), to_attr="posts_held")


def is_held(on: date) -> Exists:
    """The condition "somebody holds the liaison post on ``on``"."""
    appointments = apps.get_model("committee", "Appointment").objects.held_on(on)
    return Exists(appointments.filter(liaison_post=OuterRef("pk")))


class CommitteeQuerySet(RecordQuerySet):
    """Committees by term."""

    def visible_to(self, user: Any) -> Self:
        """Every term, for whoever works in or for the committee."""
        return self.all_if(user.standing.is_one_of(*INSIDERS))

    def search(self, text: str) -> Self:
        """By name."""
        return self.filter(name__icontains=text)

    def in_office(self, on: date) -> Self:
        """Those whose term includes ``on``."""
        return self.present().filter(Q(term_from__lte=on), Q(term_to__isnull=True) | Q(term_to__gte=on))


class WorkingGroupQuerySet(RecordQuerySet):
    """Working groups."""

    def visible_to(self, user: Any) -> Self:
        """Every group, for whoever works in or for the committee."""
        return self.all_if(user.standing.is_one_of(*INSIDERS))

    def search(self, text: str) -> Self:
        """By name."""
        return self.filter(name__icontains=text)

    def of_committee_in_office(self, on: date) -> Self:
        """Of a committee whose term includes ``on``."""
        return self.filter(committee__in=apps.get_model("committee", "Committee").objects.in_office(on))

    def with_task_counts(self, year: int, on: date) -> Self:
        """With the group's own tasks of ``year`` as of ``on`` (``querysets.rates``)."""
        return self.annotate(**task_counts(year, on, "lead_group"))

    def with_report_counts(self, year: int, on: date) -> Self:
        """With the group's monthly reports of ``year`` as of ``on`` (``querysets.rates``)."""
        return self.annotate(**report_counts(year, on, "group"))

    def with_posts(self, on: date) -> Self:
        """With the appointments held on ``on`` at hand as ``posts_held``."""
        return self.select_related("lead_unit", "committee").prefetch_related(held_posts("appointments", on))


class LiaisonPostQuerySet(RecordQuerySet):
    """Liaison posts."""

    def visible_to(self, user: Any) -> Self:
        """Those of every unit for the committee, of the own units for a liaison."""
        if user.standing.is_one_of(*TOWN_WIDE):
            return self.present()
        return self.present().filter(unit__in=user.standing.units)

    def of_valid_units(self, on: date) -> Self:
        """Posts of units that belong to the town on ``on``."""
        return self.filter(
            Q(unit__valid_from__isnull=True) | Q(unit__valid_from__lte=on),
            Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gte=on),
            unit__removed_at__isnull=True,
        )

    def search(self, text: str) -> Self:
        """By the unit's name, code or pinyin initials."""
        units = apps.get_model("committee", "Unit").objects.search(text)
        return self.filter(unit__in=units.values("pk"))

    def vacant_on(self, on: date) -> Self:
        """Posts nobody holds on ``on``."""
        return self.filter(~is_held(on))

    def with_holder(self, on: date) -> Self:
        """With the unit and the appointment held on ``on`` at hand as ``posts_held``."""
        return self.select_related("unit").prefetch_related(held_posts("appointments", on))


class UserQuerySet(models.QuerySet[Any]):
    """Logins."""

    def visible_to(self, user: Any) -> Self:
        """Every login, for administrators."""
        return self.all() if user.has_perm("committee.use_admin") else self.none()

    def with_standing(self) -> Self:
        """With the person and unit that roles are read from."""
        return self.select_related("person__unit")

    def with_unread(self) -> Self:
        """With ``unread``: how many notices the bell counts."""
        notices = apps.get_model("dayan_safety", "Notice").objects.filter(user=OuterRef("pk"))
        return self.annotate(unread=CountOf(notices.to_count().values("pk")))

    def of_present_people(self, on: date) -> Self:
        """Whose person has neither left nor been removed."""
        gone = Q(person__left_on__lt=on)
        return self.filter(duty="posts", person__removed_at__isnull=True, person__isnull=False).exclude(gone)

    def still_here(self, on: date) -> Self:
        """Who may be told something: able to sign in, and the person, if there is one, has not left."""
        gone = Q(person__left_on__lt=on) | Q(person__removed_at__isnull=False)
        return self.able_to_sign_in().exclude(gone)

    def able_to_sign_in(self) -> Self:
        """Active and not expired."""
        today = timezone.localdate()
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today), is_active=True)
