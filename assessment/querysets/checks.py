"""Which checks, units checked and deductions exist for whom, and the questions asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import F, OuterRef, Q

from assessment.querysets.shared import ASSESSORS
from dayan_safety.querysets import CountOf, RecordQuerySet


def _rows(name: str) -> Any:
    return apps.get_model("assessment", name)._default_manager.all()


class CheckQuerySet(RecordQuerySet):
    """Checks: a unit knows of those in which it is looked at, once they are open."""

    def visible_to(self, user: Any) -> Self:
        """All for those who assess; for others those of the units they answer for."""
        if user.standing.is_one_of(*ASSESSORS):
            return self.present()
        return self.present().filter(pk__in=_rows("CheckedUnit").visible_to(user).values("in_check"))

    def search(self, text: str) -> Self:
        """By name."""
        return self.filter(name__icontains=text)

    def counting(self) -> Self:
        """Those that count: closed."""
        return self.present().filter(state="closed")

    def with_counts_for(self, user: Any) -> Self:
        """With ``drawn``, ``answered`` and ``deducted``: units, those with self scores, deductions; of what exists for
        the user."""
        ours = _rows("CheckedUnit").visible_to(user).filter(in_check=OuterRef("pk")).order_by()
        taken = _rows("Deduction").visible_to(user).filter(checked__in_check=OuterRef("pk")).order_by()
        answered = CountOf(ours.exclude(self_score=None).values("pk"))
        return self.annotate(drawn=CountOf(ours.values("pk")), answered=answered, deducted=CountOf(taken.values("pk")))

    def to_close(self, on: date) -> Self:
        """Open ones whose last day is over."""
        return self.present().filter(state="open", last__lt=on)


class CheckedUnitQuerySet(RecordQuerySet):
    """Units in a check."""

    def visible_to(self, user: Any) -> Self:
        """All for those who assess; for others the units they answer for, once the check is open."""
        rows = self.present().filter(in_check__removed_at__isnull=True)
        if user.standing.is_one_of(*ASSESSORS):
            return rows
        return rows.filter(unit__in=user.standing.answers_for).exclude(in_check__state="draft")

    def search(self, text: str) -> Self:
        """By the unit's name or initials, or the name of the check."""
        named = Q(unit__name__icontains=text) | Q(unit__initials__startswith=text.lower())
        return self.filter(named | Q(in_check__name__icontains=text))

    def with_names(self) -> Self:
        """With unit, check and rulebook at hand."""
        return self.select_related("unit", "in_check__rulebook")

    def with_counts(self) -> Self:
        """With ``deducted``: how many deductions."""
        taken = _rows("Deduction").present().filter(checked=OuterRef("pk")).order_by()
        return self.annotate(deducted=CountOf(taken.values("pk")))

    def unanswered(self) -> Self:
        """In open checks, without self scores."""
        return self.present().filter(in_check__state="open", self_score=None)

    def answered_for_by(self, user: Any) -> Self:
        """Of the units the user answers for."""
        return self.filter(unit__in=user.standing.answers_for)

    def touched(self) -> Self:
        """From which something was deducted."""
        return self.filter(left__lt=F("full"))


class OfCheckedQuerySet(RecordQuerySet):
    """What belongs to a unit in a check is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of the units checked that exist for the user."""
        return self.present().filter(checked__in=_rows("CheckedUnit").visible_to(user))


class SelfScoreQuerySet(OfCheckedQuerySet):
    """What units give themselves."""


class DeductionQuerySet(OfCheckedQuerySet):
    """What was deducted."""

    def search(self, text: str) -> Self:
        """By the reason, or the unit's name or initials."""
        named = Q(checked__unit__name__icontains=text) | Q(checked__unit__initials__startswith=text.lower())
        return self.filter(named | Q(reason__icontains=text))

    def with_names(self) -> Self:
        """With item, unit and check at hand."""
        return self.select_related("item", "checked__unit", "checked__in_check")
