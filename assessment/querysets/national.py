"""Which indicator sets, self-assessments and evidence exist for whom, and the questions asked of them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, FilteredRelation, Max, Q

from assessment.querysets.evaluations import EVALUATOR, evaluated_by
from committee.querysets import TOWN_WIDE
from dayan_safety.querysets import InEditions, RecordQuerySet

PROVES = (
    *("committee.committee", "committee.workinggroup", "committee.appointment", "committee.meeting", "committee.task"),
    *("committee.report", "campaigns.campaign", "campaigns.display", "campaigns.event", "campaigns.poll"),
    *("campaigns.project", "inspections.site", "inspections.inspection", "inspections.finding"),
    *("inspections.incident", "inspections.inspectionplan", "committee.townreport", "assessment.check"),
    "assessment.result",
)  # the kinds of records that can be evidence

LASTING = ("bodies", "posts", "sites", "campaigns", "projects", "funded")  # kinds that do not grow old while they hold


class OfTown(RecordQuerySet):
    """Rows that whoever works for the whole town reads; ``whole`` leads to the record they belong to."""

    whole = ""

    def visible_to(self, user: Any) -> Self:
        """All for those who work for the whole town, while what they belong to is there."""
        rows = self.all_if(user.standing.is_one_of(*TOWN_WIDE))
        return rows.filter(**{f"{self.whole}__removed_at__isnull": True}) if self.whole else rows


class IndicatorSetQuerySet(InEditions, OfTown):
    """Indicator sets."""

    def search(self, text: str) -> Self:
        """By name or standard."""
        return self.filter(Q(name__icontains=text) | Q(document__icontains=text))


class IndicatorQuerySet(OfTown):
    """Indicators of a set."""

    whole = "indicator_set"

    def search(self, text: str) -> Self:
        """By number, element or words."""
        return self.filter(Q(text__icontains=text) | Q(element__icontains=text) | Q(number__startswith=text))

    def with_set(self) -> Self:
        """With the set at hand."""
        return self.select_related("indicator_set")


class SelfAssessmentQuerySet(OfTown):
    """Self-assessments, one a year."""

    def search(self, text: str) -> Self:
        """By title."""
        return self.filter(title__icontains=text)

    def open(self) -> Self:
        """Those that are being worked on."""
        return self.present().filter(state="open")


class JudgementQuerySet(OfTown):
    """What is said of each indicator."""

    whole = "assessment"

    def visible_to(self, user: Any) -> Self:
        """For an evaluator, those of the self-assessment they evaluate today."""
        if user.standing.is_one_of(EVALUATOR):
            return self.present().filter(assessment__in=evaluated_by(user))
        return super().visible_to(user)

    def search(self, text: str) -> Self:
        """By number, element or words of the indicator."""
        words = Q(indicator__text__icontains=text) | Q(indicator__element__icontains=text)
        return self.filter(words | Q(indicator__number__startswith=text))

    def with_names(self) -> Self:
        """With self-assessment and indicator at hand."""
        return self.select_related("assessment__indicator_set", "indicator")

    def with_evidence(self) -> Self:
        """With how many are ``accepted``, ``proposed``, and accepted ``effects``; ``newest``: the last day.

        What was removed, or tells of a removed record, is not there.
        """
        accepted = Q(there__state="accepted")
        return self.annotate(
            there=FilteredRelation("evidence", condition=_is_there("evidence__")),
            accepted=Count("there", filter=accepted),
            proposed=Count("there", filter=Q(there__state="proposed")),
            effects=Count("there", filter=accepted & Q(there__is_effect=True)),
            newest=Max("there__on", filter=accepted & ~Q(there__source__in=LASTING)),
        )


class EvidenceQuerySet(RecordQuerySet):
    """Records that prove an indicator: nobody learns by them of a record that does not exist for them."""

    def visible_to(self, user: Any) -> Self:
        """For those who work for the whole town, those whose record exists for ``user``.

        For an evaluator what is accepted of the self-assessment they evaluate today: the file was opened to them.
        """
        if user.standing.is_one_of(EVALUATOR):
            return self.accepted().filter(judgement__assessment__in=evaluated_by(user))
        rows = self.all_if(user.standing.is_one_of(*TOWN_WIDE)).filter(judgement__assessment__removed_at__isnull=True)
        return rows.filter(reduce(or_, (_exists_for(user, label) for label in PROVES)))

    def present(self) -> Self:
        """What nobody has removed, neither it nor the record it tells of."""
        return self.filter(_is_there())

    def of_sources(self, *sources: str) -> Self:
        """Proposed by those rules."""
        return self.present().filter(source__in=sources)

    def accepted(self) -> Self:
        """Those that count."""
        return self.present().filter(state="accepted")


def _is_there(to: str = "") -> Q:
    """Evidence, to which ``to`` leads, that is not removed itself and whose record is not: nothing else counts."""
    there = Q(**{f"{to}removed_at__isnull": True})
    for label in PROVES:
        model: Any = apps.get_model(label)
        gone = model._default_manager.filter(removed_at__isnull=False).order_by().values("pk")
        kind = ContentType.objects.get_for_model(model)
        there &= ~Q(**{f"{to}record_type": kind, f"{to}record_id__in": gone.query})  # a relation takes no queryset
    return there


def _exists_for(user: Any, label: str) -> Q:
    model: Any = apps.get_model(label)
    theirs = model._default_manager.all().visible_to(user).present().order_by().values("pk")
    return Q(record_type=ContentType.objects.get_for_model(model), record_id__in=theirs)
