"""Rulebooks 实施细则: what is assessed, how, and for how many points."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.querysets import RulebookItemQuerySet, RulebookQuerySet
from dayan_safety.models import Record


class Rulebook(Record):
    """The rules of one year."""

    KEEPS_FILES = True

    name = models.CharField(_("name"), max_length=100)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    document = models.CharField(_("document number"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = RulebookQuerySet.as_manager()

    class Meta:
        verbose_name = _("rulebook")
        verbose_name_plural = _("rulebooks")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(removed_at__isnull=True),
                name="one_rulebook_a_name",
                violation_error_message=_("There is a rulebook of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class RulebookItem(Record):
    """One item: what is looked at, by which method, and the points it can give or take."""

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

    rulebook = models.ForeignKey(Rulebook, verbose_name=_("rulebook"), on_delete=models.PROTECT, related_name="items")
    number = models.CharField(_("number"), max_length=10)
    section = models.CharField(_("section"), max_length=20, choices=Section)
    name = models.CharField(_("item"), max_length=100)
    method = models.CharField(_("method"), max_length=20, choices=Method)
    full_mark = models.DecimalField(
        _("full mark"), max_digits=6, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(1000)]
    )
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
