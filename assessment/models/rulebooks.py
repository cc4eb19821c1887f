"""Rulebooks 实施细则 in editions: what is assessed, how, and for how many points; what was in use is never changed."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.querysets import RulebookItemQuerySet, RulebookQuerySet
from committee.models import Unit
from dayan_safety.models import Edition, Record

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Rulebook(Edition):
    """The rules of a year, in editions.

    ``month_share``: per cent of the year's score that the mean of the monthly scores makes up. ``trim``: so many marks
    at either end do not count in a mutual evaluation. ``factor``: what a point is worth at year's end.
    """

    KEEPS_FILES = True

    class Grade(models.TextChoices):
        """The band a score falls in."""

        EXCELLENT = "excellent", pgettext_lazy("grade", "excellent")
        GOOD = "good", pgettext_lazy("grade", "good")
        PASSED = "passed", pgettext_lazy("grade", "passed")
        FAILED = "failed", pgettext_lazy("grade", "failed")

    name = models.CharField(_("name"), max_length=100)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    document = models.CharField(_("document number"), max_length=100, blank=True)
    month_share = models.PositiveSmallIntegerField(
        _("share of the monthly scores, per cent"), default=60, validators=[MaxValueValidator(100)]
    )
    excellent_from = models.DecimalField(
        _("excellent from"), max_digits=5, decimal_places=2, default=Decimal(90), validators=PERCENT
    )
    good_from = models.DecimalField(
        _("good from"), max_digits=5, decimal_places=2, default=Decimal(80), validators=PERCENT
    )
    pass_from = models.DecimalField(
        _("passed from"), max_digits=5, decimal_places=2, default=Decimal(60), validators=PERCENT
    )
    bonus_cap = models.DecimalField(
        _("most bonus in a year"), max_digits=5, decimal_places=2, default=Decimal(5), validators=PERCENT
    )
    penalty_cap = models.DecimalField(
        _("most penalty in a year"), max_digits=5, decimal_places=2, default=Decimal(20), validators=PERCENT
    )
    least_raters = models.PositiveSmallIntegerField(
        _("least raters of a unit"), default=3, validators=[MinValueValidator(3), MaxValueValidator(100)]
    )
    trim = models.PositiveSmallIntegerField(
        _("highest and lowest marks left out"), default=1, validators=[MaxValueValidator(10)]
    )
    objection_days = models.PositiveSmallIntegerField(
        _("working days for objections"), default=5, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    factor = models.DecimalField(
        _("factor in the annual target assessment"), max_digits=5, decimal_places=3, default=Decimal("0.1"),
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True)

    objects = RulebookQuerySet.as_manager()

    class Meta:
        verbose_name = _("rulebook")
        verbose_name_plural = _("rulebooks")
        ordering = ["-year", "name", "-edition", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "edition"],
                condition=models.Q(removed_at__isnull=True),
                name="one_rulebook_an_edition",
                violation_error_message=_("There is a rulebook of this name already."),
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(state="in_use", removed_at__isnull=True),
                name="one_rulebook_in_use",
            ),
        ]

    @property
    def grades(self) -> list[tuple[Grade, Decimal]]:
        """Bands with the least score of each, the highest first."""
        least = (self.excellent_from, self.good_from, self.pass_from, Decimal(0))
        return list(zip(self.Grade, least, strict=True))

    def clean(self) -> None:
        """The bands follow each other downwards."""
        bands = (self.excellent_from, self.good_from, self.pass_from)
        if None not in bands and not bands[0] > bands[1] > bands[2]:
            raise ValidationError(_("Excellent begins above good, and good above passed."))


class RulebookItem(Record):
    """One item: what is looked at, of whom, by which method, and the points it can give or take.

    ``step``: points that go off for each occurrence; blank, the points are the share of the full mark that was reached.
    Bonus and penalty: ``full_mark`` is the most that one line of the ledger may give or take. A veto has no points.
    """

    class Section(models.TextChoices):
        """What is assessed [S]."""

        PROJECTS = "projects", _("promotion projects")
        PROGRESS = "progress", _("work progress")
        EFFECT = "effect", _("effect of change")

    class Method(models.TextChoices):
        """How the points are found."""

        COMPUTED = "computed", _("computed from records")
        CHECK = "check", _("regular check")
        PEERS = "peers", _("mutual evaluation")
        SURVEY = "survey", _("survey")
        BONUS = "bonus", _("reward")
        PENALTY = "penalty", _("penalty")
        VETO = "veto", _("veto")

    class Figure(models.TextChoices):
        """What can be computed from the records of every unit (``services.indicators``)."""

        REPORTS = "reports_on_time", _("reports handed in in time")
        MEETINGS = "meetings_attended", _("joint meetings attended")
        TASKS = "tasks_on_time", _("tasks done in time")
        FINDINGS = "findings_on_time", _("findings put right in time")
        STEPS = "steps_on_time", _("steps of promotion projects done in time")
        POSTS = "posts_held", _("liaison posts held")
        EVENTS = "events_held", _("months with an event")
        TRAININGS = "trainings_held", _("months with a training or drill")
        MAJOR = "major_findings", _("number of major findings")
        INCIDENTS = "incidents", _("number of incidents")

    class AppliesTo(models.TextChoices):
        """Who is assessed by it."""

        ALL = "all", _("all units assessed")
        DEPARTMENT = "department", _("department or station")
        VILLAGE = "village", _("village")
        ENTERPRISE = "enterprise", _("enterprise")
        GRASSROOTS = "grassroots", _("villages and enterprises")

    class Counts(models.TextChoices):
        """In which scores it counts."""

        BOTH = "both", _("each month and at the year's end")
        MONTH = "month", _("each month")
        YEAR = "year", _("at the year's end")

    KINDS = (Unit.Kind.DEPARTMENT, Unit.Kind.VILLAGE, Unit.Kind.ENTERPRISE)
    KINDS_OF = {
        AppliesTo.ALL: KINDS,
        AppliesTo.DEPARTMENT: (Unit.Kind.DEPARTMENT,),
        AppliesTo.VILLAGE: (Unit.Kind.VILLAGE,),
        AppliesTo.ENTERPRISE: (Unit.Kind.ENTERPRISE,),
        AppliesTo.GRASSROOTS: (Unit.Kind.VILLAGE, Unit.Kind.ENTERPRISE),
    }
    COUNTED = (Figure.MAJOR, Figure.INCIDENTS)
    SCORED = (Method.COMPUTED, Method.CHECK, Method.PEERS, Method.SURVEY)
    IN_LEDGER = (Method.BONUS, Method.PENALTY, Method.VETO)

    rulebook = models.ForeignKey(Rulebook, verbose_name=_("rulebook"), on_delete=models.PROTECT, related_name="items")
    number = models.CharField(_("number"), max_length=10)
    section = models.CharField(_("section"), max_length=20, choices=Section)
    name = models.CharField(_("item"), max_length=100)
    method = models.CharField(_("method"), max_length=20, choices=Method)
    figure = models.CharField(_("computed figure"), max_length=20, choices=Figure, blank=True)
    applies_to = models.CharField(_("for whom"), max_length=12, choices=AppliesTo, default=AppliesTo.ALL)
    counts = models.CharField(_("where it counts"), max_length=8, choices=Counts, default=Counts.BOTH)
    full_mark = models.DecimalField(
        _("full mark"), max_digits=6, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(1000)]
    )
    weight = models.DecimalField(
        _("weight"), max_digits=4, decimal_places=2, default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(10)],
    )  # fmt: skip
    step = models.DecimalField(
        _("points off each time"), max_digits=6, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(1000)],
    )  # fmt: skip
    standard = models.TextField(_("how it is judged"), blank=True)

    objects = RulebookItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a rulebook")
        verbose_name_plural = _("items of rulebooks")
        ordering = ["-rulebook__year", "rulebook_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rulebook", "number"],
                condition=models.Q(removed_at__isnull=True),
                name="one_item_a_number",
                violation_error_message=_("The rulebook has an item of this number already."),
            ),
            models.CheckConstraint(condition=models.Q(full_mark__gte=0), name="full_mark_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of unit that are assessed by it."""
        return self.KINDS_OF[self.AppliesTo(self.applies_to)]

    def clean(self) -> None:
        """A veto has no points, everything else has; what is counted one by one says what each takes."""
        if self.method == self.Method.VETO:
            if self.full_mark:
                raise ValidationError({"full_mark": _("A veto has no points: write 0.")})
        elif self.full_mark is not None and self.full_mark <= 0:
            raise ValidationError({"full_mark": _("Write how many points it can give or take.")})
        if self.figure and self.method != self.Method.COMPUTED:
            raise ValidationError({"figure": _("Only an item computed from records has a figure.")})
        if (self.figure in self.COUNTED) != (self.step is not None):
            raise ValidationError({"step": _("What is counted one by one takes points each time; a share does not.")})
