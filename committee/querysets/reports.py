"""Periodic reports and their forms: who sees them, and the questions asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, F, Q

from committee.querysets.organisation import TOWN_WIDE
from dayan_safety.querysets import RecordQuerySet


class ReportFormQuerySet(RecordQuerySet):
    """Forms."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee; those they report on for others."""
        if user.standing.is_one_of(*TOWN_WIDE):
            return self.present()
        reports = apps.get_model("committee", "Report").objects.all().visible_to(user)
        return self.present().filter(pk__in=reports.values("form"))

    def search(self, text: str) -> Self:
        """By name."""
        return self.filter(name__icontains=text)

    def with_group(self) -> Self:
        """With the group whose own form it is."""
        return self.select_related("group")

    def with_counts(self) -> Self:
        """With ``number_of_fields``: how many figures and texts it asks for."""
        asked = Count("fields", filter=Q(fields__removed_at__isnull=True))
        return self.annotate(number_of_fields=asked)

    def for_the_same(self, form: Any) -> Self:
        """Forms on which the same bodies report on the same periods."""
        return self.present().filter(audience=form.audience, period=form.period, group=form.group_id)


class FormFieldQuerySet(RecordQuerySet):
    """Figures and texts of forms."""

    def visible_to(self, user: Any) -> Self:
        """Of the forms that exist for the user."""
        forms = apps.get_model("committee", "ReportForm").objects.all().visible_to(user)
        return self.present().filter(form__in=forms)

    def search(self, text: str) -> Self:
        """By name, section or code."""
        return self.filter(Q(name__icontains=text) | Q(section__icontains=text) | Q(code__icontains=text))

    def figures(self) -> Self:
        """Numbers."""
        return self.exclude(kind=self.model.Kind.TEXT)

    def with_form(self) -> Self:
        """With the form at hand."""
        return self.select_related("form")


class ReportQuerySet(RecordQuerySet):
    """Reports."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee; for others those of their groups and of the units they serve."""
        if user.standing.is_one_of(*TOWN_WIDE):
            return self.present()
        return self.present().owed_by(user.standing.in_groups, user.standing.answers_for)

    def owed_by(self, groups: Any, units: Any) -> Self:
        """Of these groups and units, by their keys."""
        return self.filter(Q(group__in=groups) | Q(unit__in=units))

    def of_writer(self, user: Any) -> Self:
        """What the user is to write: for the groups they lead and the units they answer for."""
        return self.owed_by(user.standing.groups, user.standing.answers_for)

    def search(self, text: str) -> Self:
        """By who reports."""
        return self.filter(
            Q(group__name__icontains=text)
            | Q(unit__name__icontains=text)
            | Q(unit__initials__startswith=text.lower())
            | Q(unit__code__startswith=text)
        )

    def of_groups(self) -> Self:
        """Monthly reports of working groups."""
        return self.filter(group__isnull=False)

    def counted(self) -> Self:
        """Those that are owed: the ones that were found not to be needed do not count."""
        return self.exclude(state=self.model.State.EXCUSED)

    def writable(self) -> Self:
        """Waiting for the writer."""
        return self.filter(state__in=self.model.WRITABLE)

    def to_review(self) -> Self:
        """Waiting for the office; who came first stands first."""
        return self.filter(state=self.model.State.SUBMITTED).order_by("submitted_at", "pk")

    def handed_in(self) -> Self:
        """Came at least once."""
        return self.filter(handed_in_on__isnull=False)

    def judged(self, on: date) -> Self:
        """Owed ones that came, or were due before ``on``: of these one can say whether they are in time."""
        return self.counted().filter(Q(handed_in_on__isnull=False) | Q(due_on__lt=on))

    def on_time(self) -> Self:
        """First came on the day they were due or before."""
        return self.filter(handed_in_on__lte=F("due_on"))

    def late(self) -> Self:
        """First came after the day they were due."""
        return self.filter(handed_in_on__gt=F("due_on"))

    def missing(self, on: date) -> Self:
        """Due before ``on`` and never came."""
        return self.filter(self._never_came(), due_on__lt=on)

    def waiting(self, on: date) -> Self:
        """Waiting for the writer, neither missing nor sent back."""
        return self.filter(Q(due_on__gte=on) | Q(handed_in_on__isnull=False), state=self.model.State.DRAFT)

    def _never_came(self) -> Q:
        return Q(state__in=self.model.WRITABLE, handed_in_on__isnull=True)

    def counts_on(self, on: date) -> dict[str, int]:
        """How many wait for the review and are missing; of the month of ``on``, are owed and handed in; one query."""
        of_month = Q(period="month", first=on.replace(day=1)) & ~Q(state=self.model.State.EXCUSED)
        return self.aggregate(
            review=Count("pk", filter=Q(state=self.model.State.SUBMITTED)),
            missing=Count("pk", filter=self._never_came() & Q(due_on__lt=on)),
            owed=Count("pk", filter=of_month),
            handed_in=Count("pk", filter=of_month & Q(handed_in_on__isnull=False)),
        )

    def for_board(self) -> Self:
        """With what the board reads, and nothing more: it shows years at once."""
        return self.select_related("group", "unit").only(
            *("state", "period", "first", "due_on", "lock_on", "handed_in_on", "is_nil"),
            *("group__name", "group__number", "unit__name", "unit__order"),
        )

    def with_reporters(self) -> Self:
        """With who reports, and on which form."""
        return self.select_related("group", "unit", "form", "submitted_by__person")


class OfReportQuerySet(RecordQuerySet):
    """What belongs to a report is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of the reports that exist for the user."""
        reports = apps.get_model("committee", "Report").objects.all().visible_to(user)
        return self.present().filter(report__in=reports)


class TownReportQuerySet(RecordQuerySet):
    """Reports of the town."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee."""
        return self.all_if(user.standing.is_one_of(*TOWN_WIDE))

    def of_month(self, first: date) -> Self:
        """The editions of a month with who issued them, the last one first."""
        return self.filter(first=first).select_related("by__person").order_by("-edition")

    def latest_of(self, first: date) -> Any:
        """The last edition of a month, or none."""
        return self.present().filter(first=first).order_by("-edition").first()
