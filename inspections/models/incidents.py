"""Accidents and injuries 事故与伤害: what happened where and why, and to whom, without anybody's name."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models import Unit
from dayan_safety.models import Record
from inspections.querysets import IncidentQuerySet, OfIncidentQuerySet

TO_REPORT = timedelta(hours=1)  # the unit to the town, from when its head knew [P: decree 493 of the State Council]
TO_PASS_ON = timedelta(hours=2)  # the town to its superior, from when it was reported [P: the same]


class Incident(Record):
    """An event in which somebody was hurt, or might have been. Production accidents have two clocks and a grade.

    ``loss`` is in 10,000 yuan. Its grade and counts are computed from its injuries (``services.incidents``).
    """

    KEEPS_FILES = True

    class Place(models.TextChoices):
        """Where it happened."""

        HOME = "home", _("at home")
        SCHOOL = "school", _("at school")
        WORK = "work", _("at work")
        ROAD = "road", _("on the road")
        PUBLIC = "public", _("in a public place")
        WATER = "water", _("in or near water")
        FIELD = "field", _("in the fields")
        OTHER = "other", _("elsewhere")

    class Cause(models.TextChoices):
        """What did it."""

        TRAFFIC = "traffic", _("traffic accident")
        FALL = "fall", _("fall")
        DROWNING = "drowning", _("drowning")
        FIRE = "fire", _("fire, burn or scald")
        ELECTRICITY = "electricity", _("electric shock")
        POISON = "poison", _("poisoning or gas")
        MACHINE = "machine", _("machine or tool")
        STRUCK = "struck", _("struck or crushed")
        COLLAPSE = "collapse", _("collapse")
        EXPLOSION = "explosion", _("explosion")
        ANIMAL = "animal", _("animal")
        VIOLENCE = "violence", _("violence")
        DISASTER = "disaster", _("natural disaster")
        OTHER = "other", _("other cause")

    class Intent(models.TextChoices):
        """Whether it was meant."""

        UNINTENDED = "unintended", _("not intended")
        SELF = "self", _("self-inflicted")
        OTHERS = "others", _("inflicted by others")
        UNCLEAR = "unclear", _("not clear")

    number = models.CharField(_("number of the incident"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="incidents")
    happened_on = models.DateField(_("day of the incident"))
    happened_time = models.TimeField(_("time of the incident"), null=True, blank=True)
    place_kind = models.CharField(_("kind of place"), max_length=10, choices=Place)
    place = models.CharField(_("place"), max_length=200, blank=True)
    activity = models.CharField(_("what was being done"), max_length=100, blank=True)
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    intent = models.CharField(_("intent"), max_length=10, choices=Intent, default=Intent.UNINTENDED)
    text = models.CharField(_("course of the event"), max_length=1000)
    is_production = models.BooleanField(_("accident at work"), default=False)
    loss = models.DecimalField(
        _("loss in 10,000 yuan"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    known_at = models.DateTimeField(_("known to the head of the unit at"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported to the town at"), null=True, blank=True)
    passed_on_at = models.DateTimeField(_("passed on to the superior at"), null=True, blank=True)
    lesson = models.CharField(_("lesson drawn from it"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written down by"), null=True, editable=False,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["happened_on"], name="incident_day")]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:30]}"

    def clean(self) -> None:
        """One clock runs after the other."""
        if self.known_at and self.reported_at and self.reported_at < self.known_at:
            raise ValidationError({"reported_at": _("It cannot be reported before it was known.")})
        known = self.reported_at or self.known_at
        if known and self.passed_on_at and self.passed_on_at < known:
            raise ValidationError({"passed_on_at": _("It cannot be passed on before it was reported.")})

    @property
    def report_by(self) -> datetime | None:
        """Until when the unit reports an accident at work to the town."""
        return self.known_at + TO_REPORT if self.is_production and self.known_at else None

    @property
    def pass_on_by(self) -> datetime | None:
        """Until when the town passes it on."""
        return self.reported_at + TO_PASS_ON if self.is_production and self.reported_at else None


class Injury(Record):
    """Somebody who was hurt: age and sex, no name. What they were hurt by is the incident."""

    class Sex(models.TextChoices):
        """As it is counted."""

        MALE = "male", _("male")
        FEMALE = "female", _("female")

    class Nature(models.TextChoices):
        """What kind of injury."""

        FRACTURE = "fracture", _("fracture")
        WOUND = "wound", _("wound")
        BRUISE = "bruise", _("bruise or sprain")
        BURN = "burn", _("burn or scald")
        BRAIN = "brain", _("brain injury")
        ORGAN = "organ", _("inner injury")
        ASPHYXIA = "asphyxia", _("drowned or suffocated")
        POISONED = "poisoned", _("poisoned")
        OTHER = "other", _("other injury")

    class Part(models.TextChoices):
        """Which part of the body."""

        HEAD = "head", _("head and neck")
        TRUNK = "trunk", _("trunk")
        ARM = "arm", _("arm or hand")
        LEG = "leg", _("leg or foot")
        SEVERAL = "several", _("several parts")
        WHOLE = "whole", _("whole body")

    class Severity(models.TextChoices):
        """How grave."""

        SLIGHT = "slight", _("slight")
        MODERATE = "moderate", _("moderate")
        SERIOUS = "serious", _("serious injury")
        DEATH = "death", _("death")

    class Outcome(models.TextChoices):
        """What came of it."""

        TREATED = "treated", _("treated and discharged")
        IN_HOSPITAL = "in_hospital", _("in hospital")
        RECOVERED = "recovered", _("recovered")
        DISABLED = "disabled", _("disabled")
        DIED = "died", _("died")

    incident = models.ForeignKey(
        Incident, verbose_name=_("incident"), on_delete=models.PROTECT, related_name="injuries"
    )
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True, validators=[MaxValueValidator(120)])
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    nature = models.CharField(_("nature of the injury"), max_length=10, choices=Nature)
    part = models.CharField(_("part of the body"), max_length=8, choices=Part)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.TREATED)

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("injury")
        verbose_name_plural = _("injuries")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} · {self.get_severity_display()}"

    def get_absolute_url(self) -> str:
        """The incident's page."""
        return self.incident.get_absolute_url()
