"""How a finding is put right: the steps that its unit tells, the re-inspections, and extensions of its last day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models.more_time import MoreTime
from dayan_safety.models import Record
from inspections.models.findings import Finding
from inspections.querysets import FindingExtensionQuerySet, OfFindingQuerySet


class OfFinding(Record):
    """What belongs to a finding is read on its page."""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The finding's page."""
        return self.finding.get_absolute_url()  # type: ignore[attr-defined]


class Rectification(OfFinding):
    """A step of the unit, with its photos; the last of a round ``is_done``: the re-inspection is asked for."""

    KEEPS_FILES = True

    finding = models.ForeignKey(Finding, verbose_name=_("finding"), on_delete=models.PROTECT, related_name="steps")
    text = models.CharField(_("what was done"), max_length=1000)
    is_done = models.BooleanField(_("said to be put right"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of rectification")
        verbose_name_plural = _("steps of rectification")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Reinspection(OfFinding):
    """What somebody else saw when they looked again; printed as the re-inspection opinion 复查意见书."""

    KEEPS_FILES = True

    finding = models.ForeignKey(
        Finding, verbose_name=_("finding"), on_delete=models.PROTECT, related_name="reinspections"
    )
    step = models.ForeignKey(
        Rectification, verbose_name=_("step of rectification"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(_("reference number"), max_length=40, unique=True)
    has_passed = models.BooleanField(_("put right"))
    text = models.CharField(_("what was seen"), max_length=1000, blank=True)
    on = models.DateField(_("looked at on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("re-inspection")
        verbose_name_plural = _("re-inspections")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class FindingExtension(OfFinding, MoreTime):
    """A later last day, asked for before the finding is due, and granted or refused."""

    finding = models.ForeignKey(Finding, verbose_name=_("finding"), on_delete=models.PROTECT, related_name="extensions")

    objects = FindingExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension of a finding")
        verbose_name_plural = _("extensions of findings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=models.Q(state="asked", removed_at__isnull=True),
                name="one_finding_extension_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding} → {self.wanted_on}"
