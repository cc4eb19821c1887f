"""Questions asked of training programmes, questionnaires and polls."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import Avg, Count, Q

from campaigns.querysets.scopes import TermQuerySet
from committee.querysets import READ_ALL, SharedQuerySet


class ProgrammeQuerySet(TermQuerySet):
    """Training programmes."""

    def with_names(self) -> Self:
        """With group and audiences at hand."""
        return self.select_related("group").prefetch_related("audiences")

    def with_sessions_held(self, on: date) -> Self:
        """With ``sessions_held`` up to ``on``."""
        held = Q(sessions__removed_at__isnull=True, sessions__held_on__lte=on)
        return self.annotate(sessions_held=Count("sessions", filter=held, distinct=True))


class QuestionnaireQuerySet(SharedQuerySet):
    """Questionnaires."""

    def search(self, text: str) -> Self:
        """By title."""
        return self.filter(title__icontains=text)

    def with_names(self) -> Self:
        """With programme and group at hand."""
        return self.select_related("programme", "group")

    def with_counts(self) -> Self:
        """With ``asks``, the number of its questions, and ``put``, the number of its polls."""
        asks = Count("questions", filter=Q(questions__removed_at__isnull=True), distinct=True)
        return self.annotate(asks=asks, put=Count("polls", filter=Q(polls__removed_at__isnull=True), distinct=True))


class QuestionQuerySet(SharedQuerySet):
    """Questions."""

    def search(self, text: str) -> Self:
        """By their words."""
        return self.filter(text__icontains=text)


class PollQuerySet(TermQuerySet):
    """Polls."""

    def visible_to(self, user: Any) -> Self:
        """All for the committee, its groups and the agencies; for a liaison those at no event or at one of the own
        units, about no unit or about an own one."""
        shared = super().visible_to(user)
        if user.standing.is_one_of(*READ_ALL):
            return shared
        own = user.standing.units
        at = Q(event__isnull=True) | Q(event__unit__in=own)
        return shared.filter(at, Q(unit__isnull=True) | Q(unit__in=own))

    def search(self, text: str) -> Self:
        """By what is asked, or about which unit."""
        named = Q(unit__name__icontains=text) | Q(unit__initials__startswith=text.lower())
        return self.filter(Q(questionnaire__title__icontains=text) | named)

    def with_names(self) -> Self:
        """With questionnaire, its group, the event and the unit at hand."""
        return self.select_related("questionnaire__group", "questionnaire__programme", "event", "unit")

    def about_units(self) -> Self:
        """Those about a unit."""
        return self.filter(unit__isnull=False)

    def about_none(self) -> Self:
        """Those about no unit."""
        return self.filter(unit__isnull=True)

    def rating(self, first: date, last: date, on: date) -> Self:
        """Those that say how satisfied people are with a unit: their last day lies in the period and is gone on
        ``on``."""
        rated = self.present().about_units().over_by(on).filter(last_on__range=(first, last))
        return rated.filter(questionnaire__purpose="satisfaction", questionnaire__removed_at__isnull=True)

    def with_figures(self) -> Self:
        """With ``filled_in``, the number of sheets, and ``figure``, the mean of their marks (nothing without any)."""
        return self.annotate(filled_in=Count("sheets"), figure=Avg("sheets__mark"))
