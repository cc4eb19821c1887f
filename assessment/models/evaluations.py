"""Evaluation on the spot 现场评定: who comes for which self-assessment and how long, what they draw and write down."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models.national import Evidence, Judgement, SelfAssessment
from assessment.querysets import EvaluationNoteQuerySet, EvaluationQuerySet, OfDrawQuerySet, OfEvaluationQuerySet
from committee.models import User
from dayan_safety.models import Record

LONGEST = timedelta(days=366)
MOST_DRAWN = 50


class Evaluation(Record):
    """An evaluator from outside looks at a submitted self-assessment, from a day to a day, by a login of their own."""

    assessment = models.ForeignKey(
        SelfAssessment, verbose_name=_("national self-assessment"), on_delete=models.PROTECT, related_name="evaluations"
    )
    login = models.OneToOneField(
        User, verbose_name=_("login"), on_delete=models.PROTECT, related_name="evaluation", editable=False
    )
    evaluator = models.CharField(_("name of the evaluator"), max_length=50)
    institution = models.CharField(_("sent by"), max_length=100, blank=True)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation on the spot")
        verbose_name_plural = _("evaluations on the spot")
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="evaluation_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} {self.first_on:%Y-%m-%d}"

    def clean(self) -> None:
        """It ends after it begins, and is no standing access."""
        if not self.first_on or not self.last_on:
            return
        if self.last_on < self.first_on:
            raise ValidationError({"last_on": _("The last day comes before the first: change one of them.")})
        if self.last_on - self.first_on > LONGEST:
            raise ValidationError({"last_on": _("An evaluation lasts a year at most.")})

    def is_running_on(self, on: date) -> bool:
        """Whether the evaluator may look on that day."""
        return self.ended_on is None and self.removed_at is None and self.first_on <= on <= self.last_on

    def is_over_on(self, on: date) -> bool:
        """Whether it has been, by its term or because it was ended."""
        return self.ended_on is not None or on > self.last_on


class EvaluationNote(Record):
    """What the evaluator writes down about an indicator."""

    class Kind(models.TextChoices):
        """What it is."""

        STRENGTH = "strength", pgettext_lazy("evaluation", "strength")
        GAP = "gap", pgettext_lazy("evaluation", "gap")
        QUESTION = "question", pgettext_lazy("evaluation", "question")

    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("evaluation on the spot"), on_delete=models.PROTECT, related_name="notes",
        editable=False,
    )  # fmt: skip
    judgement = models.ForeignKey(
        Judgement, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="evaluation_notes"
    )
    kind = models.CharField(_("kind of note"), max_length=10, choices=Kind, default=Kind.GAP)
    text = models.TextField(_("what was noticed"), max_length=2000)

    objects = EvaluationNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of the evaluator")
        verbose_name_plural = _("notes of the evaluators")
        ordering = ["-evaluation__first_on", "-evaluation_id", "judgement__indicator__number", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text[:40]}"


class EvidenceDraw(Record):
    """Records drawn by lot: how many, out of which ``pool`` (keys of evidence), by which ``seed``.

    Whoever has pool and seed draws the same again. Without a judgement it is drawn from the whole file.
    """

    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("evaluation on the spot"), on_delete=models.PROTECT, related_name="draws"
    )
    judgement = models.ForeignKey(
        Judgement, verbose_name=_("indicator"), null=True, on_delete=models.PROTECT, related_name="evaluation_draws"
    )
    number = models.PositiveSmallIntegerField(
        _("how many are drawn"), default=5, validators=[MinValueValidator(1), MaxValueValidator(MOST_DRAWN)]
    )
    seed = models.CharField(_("seed"), max_length=32)
    pool = models.JSONField(_("drawn from"), default=list)

    objects = OfEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample drawn by lot")
        verbose_name_plural = _("samples drawn by lot")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.seed

    def get_absolute_url(self) -> str:
        """Its page in the evaluator's mode."""
        return reverse("assessment:show_drawn", args=[self.pk])


class DrawnEvidence(Record):
    """A record that was drawn, and how the evaluator found it."""

    class Outcome(models.TextChoices):
        """How it was found."""

        IN_ORDER = "in_order", pgettext_lazy("sample", "in order")
        NOT_IN_ORDER = "not_in_order", pgettext_lazy("sample", "not in order")
        NOT_FOUND = "not_found", pgettext_lazy("sample", "not found")

    draw = models.ForeignKey(
        EvidenceDraw, verbose_name=_("sample drawn by lot"), on_delete=models.PROTECT, related_name="drawn"
    )
    evidence = models.ForeignKey(
        Evidence, verbose_name=_("evidence of an indicator"), on_delete=models.PROTECT, related_name="drawn"
    )
    outcome = models.CharField(_("how it was found"), max_length=12, choices=Outcome, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    objects = OfDrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a sample")
        verbose_name_plural = _("records of samples")
        ordering = ["draw", "pk"]
        constraints = [models.UniqueConstraint(fields=["draw", "evidence"], name="drawn_once_a_sample")]

    def __str__(self) -> str:
        return str(self.evidence)

    def get_absolute_url(self) -> str:
        """The page of the sample."""
        return EvidenceDraw(pk=self.draw_id).get_absolute_url()
