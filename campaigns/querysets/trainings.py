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
        """All for the committee, its groups and the agencies; those at no event or at one of the own units for a
        liaison."""
        shared = super().visible_to(user)
        if user.standing.is_one_of(*READ_ALL):
            return shared
        return shared.filter(Q(event__isnull=True) | Q(event__unit__in=user.standing.units))

    def search(self, text: str) -> Self:
        """By what is asked."""
        return self.filter(questionnaire__title__icontains=text)

    def with_names(self) -> Self:
        """With questionnaire, its group and the event at hand."""
        return self.select_related("questionnaire__group", "questionnaire__programme", "event")

    def with_figures(self) -> Self:
        """With ``filled_in``, the number of sheets, and ``figure``, the mean of their marks (nothing without any)."""
        return self.annotate(filled_in=Count("sheets"), figure=Avg("sheets__mark"))
