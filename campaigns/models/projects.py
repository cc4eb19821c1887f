"""Promotion projects 安全促进项目: what answers a diagnosed danger, and what it changed in figures [P: element 5]."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.figures import FigureField
from campaigns.models.words import Audience
from campaigns.querysets import OfProjectQuerySet, ProjectQuerySet, ProjectStepQuerySet
from committee.models import Unit, WorkingGroup
from dayan_safety.models import Record

COUNTED = ("baseline", "baseline_on", "target")  # each says nothing where nobody says what is counted


class Project(Record):
    """A danger that was diagnosed, for whom it is answered, by whom, until when, and with which effect.

    The effect is one figure, ``measured``, counted in ``measure``: its ``baseline``, what was measured since, and its
    ``target``. Whether less or more of it is better, the target says: it lies below the baseline, or above.
    """

    KEEPS_FILES = True

    class Standing(models.TextChoices):
        """Where it stands on a day."""

        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        TO_REVIEW = "to_review", _("waiting for review")
        REVIEWED = "reviewed", _("reviewed")

    name = models.CharField(_("name"), max_length=60)
    group = models.ForeignKey(
        WorkingGroup, verbose_name=_("working group"), on_delete=models.PROTECT, related_name="projects"
    )
    first_on = models.DateField(_("begins on"))
    last_on = models.DateField(_("ends on"))
    audiences = models.ManyToManyField(Audience, verbose_name=_("target groups"), blank=True, related_name="projects")
    place = models.CharField(_("where it is carried out"), max_length=200, blank=True)
    helpers = models.ManyToManyField(Unit, verbose_name=_("helping units"), blank=True, related_name="helped_projects")
    diagnosis = models.TextField(_("diagnosis"), blank=True)
    goal = models.TextField(_("goal"), blank=True)
    resources = models.TextField(_("resources"), blank=True)
    funds = FigureField(_("funds (yuan)"), validators=[MinValueValidator(0)])
    measured = models.CharField(_("what is measured"), max_length=60, blank=True)
    measure = models.CharField(_("counted in"), max_length=10, blank=True)
    baseline = FigureField(_("baseline"))
    baseline_on = models.DateField(_("day of the baseline"), null=True, blank=True)
    target = FigureField(_("target value"))
    review = models.TextField(_("project review"), blank=True)
    improvement = models.TextField(_("improvement"), blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("promotion project")
        verbose_name_plural = _("promotion projects")
        ordering = ["-first_on", "-pk"]
        indexes = [models.Index(fields=["-first_on", "-id"], name="project_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(removed_at__isnull=True),
                name="one_project_a_name",
                violation_error_message=_("There is a promotion project of this name already."),
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="project_ends_later"),
            models.CheckConstraint(condition=Q(funds__isnull=True) | Q(funds__gte=0), name="project_funds_from_nought"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="project_baseline_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(baseline__isnull=False), name="project_target_has_a_baseline"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """It ends after it begins; baseline, its day and the target stand together, and say what is counted."""
        wrong: dict[str, Any] = {}
        if self.first_on and self.last_on and self.last_on < self.first_on:
            wrong["last_on"] = _("The last day lies before the first.")
        if self.baseline is not None and self.baseline_on is None:
            wrong["baseline_on"] = _("Say on which day the baseline was counted.")
        if self.baseline is None and (self.baseline_on or self.target is not None):
            wrong["baseline"] = _("Fill in the baseline, or leave its day and the target blank.")
        if not self.measured and any(getattr(self, name) is not None for name in COUNTED):
            wrong["measured"] = _("Say what is counted.")
        if wrong:
            raise ValidationError(wrong)

    def standing(self, on: date) -> Standing:
        """Where it stands on ``on``: its review settles it, else its days do."""
        if self.review:
            return self.Standing.REVIEWED
        if on < self.first_on:
            return self.Standing.PLANNED
        return self.Standing.UNDER_WAY if on <= self.last_on else self.Standing.TO_REVIEW


class ProjectStep(Record):
    """Something a project does until a day: a measure of one of the seven kinds [P], or a milestone."""

    class Kind(models.TextChoices):
        """The seven kinds of measures."""

        POLICY = "policy", _("policy measure")
        MANAGEMENT = "management", _("management measure")
        SERVICE = "service", _("service measure")
        PUBLICITY = "publicity", _("publicity measure")
        ENVIRONMENT = "environment", _("environmental measure")
        FACILITY = "facility", _("facility measure")
        PRODUCT = "product", _("product measure")

    class Light(models.TextChoices):
        """How it stands on a day."""

        DONE = "done", _("done")
        DUE = "due", _("not due yet")
        OVERDUE = "overdue", _("overdue")

    project = models.ForeignKey(
        Project, verbose_name=_("promotion project"), on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.CharField(_("kind of measure"), max_length=20, choices=Kind, blank=True)
    text = models.CharField(_("measure or milestone"), max_length=200)
    due_on = models.DateField(_("to be done by"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.CharField(_("what came of it"), max_length=300, blank=True)

    objects = ProjectStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure or milestone")
        verbose_name_plural = _("measures and milestones")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["done_on", "due_on"], name="project_step_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="") | Q(done_on__isnull=False), name="project_step_result_once_done"
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its place on the project's page."""
        return f"{self.project.get_absolute_url()}#step-{self.pk}"

    @property
    def kind_label(self) -> str:
        """The kind of measure; without one it is a milestone."""
        return self.get_kind_display() or str(_("milestone"))

    def light(self, on: date) -> Light:
        """How it stands on ``on``."""
        if self.done_on:
            return self.Light.DONE
        return self.Light.OVERDUE if self.due_on < on else self.Light.DUE


class EffectFigure(Record):
    """What was measured on a day, in what the project is counted in."""

    project = models.ForeignKey(
        Project, verbose_name=_("promotion project"), on_delete=models.PROTECT, related_name="figures"
    )
    measured_on = models.DateField(_("measured on"))
    value = FigureField(_("value"), null=False, blank=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure of the effect")
        verbose_name_plural = _("figures of the effect")
        ordering = ["measured_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "measured_on"],
                condition=Q(removed_at__isnull=True),
                name="one_effect_figure_a_day",
                violation_error_message=_("There is a figure of this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.measured_on}"

    def get_absolute_url(self) -> str:
        """The project's page."""
        return self.project.get_absolute_url()
