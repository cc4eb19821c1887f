"""The national self-assessment 全国安全社区自评: what is judged of each indicator, and the evidence."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models.national_sets import Indicator, IndicatorSet
from assessment.querysets import (
    EvidenceQuerySet,
    JudgementQuerySet,
    SelfAssessmentQuerySet,
)
from dayan_safety.models import Record


class SelfAssessment(Record):
    """How the town judges itself by an indicator set in a year; ``result`` is what was submitted, sealed."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("self-assessment", "being worked on")
        SUBMITTED = "submitted", pgettext_lazy("self-assessment", "submitted")

    TRANSITIONS = {State.OPEN: (State.SUBMITTED,), State.SUBMITTED: ()}

    indicator_set = models.ForeignKey(
        IndicatorSet, verbose_name=_("indicator set"), on_delete=models.PROTECT, related_name="assessments"
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    title = models.CharField(_("title"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True, editable=False)
    result = models.JSONField(_("result"), default=dict, editable=False)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("national self-assessment")
        verbose_name_plural = _("national self-assessments")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(state="open", removed_at__isnull=True),
                name="one_open_selfassessment_a_year",
                violation_error_message=_("A self-assessment of this year is being worked on already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Judgement(Record):
    """What is said of one indicator: a grade for each part, the text (blank: the generated one), a note."""

    class Grade(models.TextChoices):
        """How far a part is fulfilled."""

        A = "a", pgettext_lazy("indicator grade", "a fully")
        B = "b", pgettext_lazy("indicator grade", "b mostly")
        C = "c", pgettext_lazy("indicator grade", "c partly")
        D = "d", pgettext_lazy("indicator grade", "d not")

    LABELS: ClassVar = {
        "presence": _("Presence"),
        "evidence_grade": pgettext_lazy("self-assessment", "Evidence"),
        "effect": _("Effect of the work"),
    }
    PARTS = tuple(LABELS)

    assessment = models.ForeignKey(
        SelfAssessment, verbose_name=_("national self-assessment"), on_delete=models.PROTECT, related_name="judgements"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="judgements"
    )
    presence = models.CharField(_("presence"), max_length=1, choices=Grade, blank=True)
    evidence_grade = models.CharField(_("evidence"), max_length=1, choices=Grade, blank=True)
    effect = models.CharField(_("effect of the work"), max_length=1, choices=Grade, blank=True)
    text = models.TextField(_("text of the report"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement of an indicator")
        verbose_name_plural = _("judgements of indicators")
        ordering = ["-assessment__year", "-assessment_id", "indicator__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "indicator"],
                condition=models.Q(removed_at__isnull=True),
                name="one_judgement_an_indicator",
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)

    @property
    def marks(self) -> tuple[str, str, str]:
        """The grades of presence, evidence and effect."""
        return self.presence, self.evidence_grade, self.effect

    @property
    def grades(self) -> list[tuple[Any, str]]:
        """Each part with its grade in words; not graded: blank."""
        return [(label, getattr(self, f"get_{name}_display")()) for name, label in self.LABELS.items()]


class Evidence(Record):
    """A record that proves an indicator, found by a rule, accepted or rejected by hand.

    ``on``: the day the record tells of. ``is_effect``: it shows an effect, not only that something was done.
    """

    class State(models.TextChoices):
        """Whether it counts."""

        PROPOSED = "proposed", pgettext_lazy("evidence", "proposed")
        ACCEPTED = "accepted", pgettext_lazy("evidence", "accepted")
        REJECTED = "rejected", pgettext_lazy("evidence", "rejected")

    TRANSITIONS = {
        State.PROPOSED: (State.ACCEPTED, State.REJECTED),
        State.ACCEPTED: (State.REJECTED,),
        State.REJECTED: (State.ACCEPTED,),
    }

    judgement = models.ForeignKey(
        Judgement, verbose_name=_("judgement of an indicator"), on_delete=models.PROTECT, related_name="evidence"
    )
    record_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", editable=False)
    record_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey("record_type", "record_id")
    source = models.CharField(
        pgettext_lazy("self-assessment", "kind of evidence"), max_length=20, choices=Indicator.Source
    )
    on = models.DateField(_("day of the record"), null=True)
    is_effect = models.BooleanField(_("shows an effect"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of an indicator")
        verbose_name_plural = _("evidence of indicators")
        ordering = ["judgement", "-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["judgement", "record_type", "record_id"], name="one_evidence_a_record")
        ]
        indexes = [models.Index(fields=["judgement", "state"], name="evidence_of_judgement")]

    def __str__(self) -> str:
        return str(self.record or self.pk)

    def get_absolute_url(self) -> str:
        """The page of the indicator it proves."""
        return Judgement(pk=self.judgement_id).get_absolute_url()
