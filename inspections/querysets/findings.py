"""Questions asked of findings, and of what belongs to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, When

from committee.querysets import OfUnitQuerySet
from dayan_safety.querysets import RecordQuerySet
from dayan_safety.workdays import today

# The last day of what is open, nothing of what is over; an index has it, so both say the states by their words.
FALLS_DUE = Case(When(state__in=("found", "notified", "rectifying", "asked", "handed"), then=F("due_on")))


class YearBefore(Func):
    """The day 365 days earlier; by what the databases can do themselves, without asking Python row by row."""

    output_field = DateField()
    template = "(%(expressions)s - 365)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps days as texts."""
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '-365 days')", **context)


class FindingQuerySet(OfUnitQuerySet):
    """Findings: all for the committee, its groups and the agencies; those at the own units for a liaison."""

    def answered_for_by(self, user: Any) -> Self:
        """At units the user answers for."""
        return self.filter(unit__in=user.standing.answers_for)

    def found_by_side_of(self, user: Any) -> Self:
        """By the user, or by the agency they come from."""
        return self.filter(Q(found_by=user) | Q(agency__in=user.standing.answers_for))

    def found_in_group(self, group: Any) -> Self:
        """By people who are in the working group today."""
        return self.filter(found_by__person__appointments__in=group.appointments.held_on(today())).distinct()

    def search(self, text: str) -> Self:
        """By number, danger, place, unit or site."""
        return self.filter(
            Q(number__icontains=text)
            | Q(text__icontains=text)
            | Q(place__icontains=text)
            | Q(unit__name__icontains=text)
            | Q(site__name__icontains=text)
        )

    def open(self) -> Self:
        """Neither closed nor withdrawn."""
        return self.filter(state__in=self.model.OPEN)

    def to_do(self) -> Self:
        """Waiting for the unit."""
        return self.filter(state__in=self.model.TO_DO)

    def overdue(self, on: date) -> Self:
        """Whose last day lies before ``on``, and no re-inspection was asked for."""
        return self.to_do().filter(due_on__lt=on)

    def due_within(self, on: date, days: int) -> Self:
        """Waiting for the unit, with at most ``days`` left on ``on``."""
        return self.to_do().filter(due_on__range=(on, on + timedelta(days=days)))

    def put_off(self, on: date) -> Self:
        """To do, the first last day gone by on ``on``, a later one not."""
        return self.to_do().filter(first_due_on__lt=on, due_on__gte=on)

    def on_time(self) -> Self:
        """Closed, the re-inspection having been asked for on the last day or before."""
        return self.filter(state=self.model.State.CLOSED, asked_on__lte=F("due_on"))

    def open_first(self) -> Self:
        """What is open in the order of its last days, then what is over, the newest first."""
        return self.order_by(FALLS_DUE.asc(nulls_last=True), "-due_on", "-pk")

    def with_names(self) -> Self:
        """With unit, site, kind and agency at hand."""
        return self.select_related("unit", "site", "kind", "agency")

    def with_recurrence(self) -> Self:
        """With ``recurs``: the same kind of danger was found at the same unit within the year before."""
        alike = self.model._default_manager.present().exclude(state=self.model.State.WITHDRAWN)
        earlier = Q(found_on__lt=OuterRef("found_on")) | Q(found_on=OuterRef("found_on"), pk__lt=OuterRef("pk"))
        same = alike.filter(
            earlier, unit=OuterRef("unit"), kind=OuterRef("kind"), found_on__gte=YearBefore(OuterRef("found_on"))
        )
        return self.annotate(recurs=Exists(same))


class OfFindingQuerySet(RecordQuerySet):
    """What belongs to a finding is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of the findings that exist for the user."""
        findings = apps.get_model("inspections", "Finding").objects.all().visible_to(user)
        return self.present().filter(finding__in=findings)


class RectificationNoticeQuerySet(RecordQuerySet):
    """Rectification notices: seen by whoever sees the findings of the unit."""

    def visible_to(self, user: Any) -> Self:
        """To units whose findings exist for the user."""
        findings = apps.get_model("inspections", "Finding").objects.all().visible_to(user)
        return self.present().filter(findings__in=findings).distinct()


class FindingExtensionQuerySet(OfFindingQuerySet):
    """Extensions."""

    def undecided(self) -> Self:
        """Waiting for a decision, and the finding is still being put right."""
        finding = apps.get_model("inspections", "Finding")
        return self.filter(state="asked", finding__state__in=finding.AT_WORK, finding__removed_at__isnull=True)
