"""Checklists 检查表: what is asked at a site of a trade, in versions; what was asked once is never changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dayan_safety.models import Edition, Record
from inspections.models.findings import Finding, FindingKind
from inspections.querysets import ChecklistQuerySet, OfChecklistQuerySet


class Checklist(Edition):
    """A list of questions, in editions."""

    class Trade(models.TextChoices):
        """Whose places it is for."""

        FIRE = "fire", _("fire safety")
        TRAFFIC = "traffic", _("traffic safety")
        WORK = "work", _("safety at work")
        SCHOOL = "school", _("schools and children")
        HOME = "home", _("safety at home")
        EQUIPMENT = "equipment", _("special equipment")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=60)
    trade = models.CharField(_("trade"), max_length=12, choices=Trade)
    text = models.CharField(_("for what it is used"), max_length=300, blank=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["trade", "name", "-edition", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "edition"],
                condition=models.Q(removed_at__isnull=True),
                name="one_checklist_an_edition",
                violation_error_message=_("There is a checklist of this name already."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(state="in_use", removed_at__isnull=True),
                name="one_checklist_in_use",
            ),
        ]


class ChecklistItem(Record):
    """A question of a checklist; one with ``only_if_failed`` appears only where that other one was failed."""

    checklist = models.ForeignKey(
        Checklist, verbose_name=_("checklist"), on_delete=models.PROTECT, related_name="items"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    section = models.CharField(_("part of the list"), max_length=40, blank=True)
    text = models.CharField(_("question"), max_length=200)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    demand = models.CharField(_("what is demanded where it fails"), max_length=300, blank=True)
    kind = models.ForeignKey(
        FindingKind, verbose_name=_("kind of danger"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(_("level"), max_length=10, choices=Finding.Level, default=Finding.Level.GENERAL)
    needs_photo = models.BooleanField(_("needs a photo where it fails"), default=True)
    only_if_failed = models.ForeignKey(
        "self", verbose_name=_("only where this one failed"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="follow_ups",
    )  # fmt: skip

    objects = OfChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a checklist")
        verbose_name_plural = _("questions of checklists")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """The page of its checklist."""
        return self.checklist.get_absolute_url()
