"""Inspections 检查: a unit is looked at by a checklist, question by question, and signs for what was seen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models import Unit
from dayan_safety.models import Record
from inspections.models.checklists import Checklist, ChecklistItem
from inspections.models.findings import Finding
from inspections.models.sites import Site
from inspections.querysets import InspectionQuerySet, OfInspectionQuerySet


class Inspection(Record):
    """A visit. ``passed``, ``failed``, ``not_applicable`` and ``score`` are kept when it is finished, and stand fast.

    The score is of a hundred questions that apply, to a tenth; nothing where none applied.
    """

    KEEPS_FILES = True

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("being made")
        DONE = "done", _("finished")
        CANCELLED = "cancelled", _("called off")

    TRANSITIONS = {State.OPEN: (State.DONE, State.CANCELLED), State.DONE: (), State.CANCELLED: ()}

    number = models.CharField(_("number of the inspection"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="inspections")
    site = models.ForeignKey(
        Site, verbose_name=_("site"), null=True, blank=True, on_delete=models.PROTECT, related_name="inspections"
    )
    checklist = models.ForeignKey(
        Checklist, verbose_name=_("checklist"), on_delete=models.PROTECT, related_name="inspections"
    )
    made_on = models.DateField(_("inspected on"))
    companions = models.CharField(_("who inspects with you"), max_length=100, blank=True)
    agency = models.ForeignKey(
        Unit, verbose_name=_("made by the agency"), null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="made_inspections",
    )  # fmt: skip
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)
    met = models.CharField(_("who was there for the unit"), max_length=50, blank=True, editable=False)
    summary = models.CharField(_("opinion of the inspection"), max_length=500, blank=True, editable=False)
    passed = models.PositiveSmallIntegerField(_("questions passed"), null=True, editable=False)
    failed = models.PositiveSmallIntegerField(_("questions failed"), null=True, editable=False)
    not_applicable = models.PositiveSmallIntegerField(_("questions that did not apply"), null=True, editable=False)
    score = models.DecimalField(_("passed of a hundred"), max_digits=4, decimal_places=1, null=True, editable=False)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-made_on", "-pk"]
        indexes = [
            models.Index(fields=["made_on"], name="inspection_day"),
            models.Index(fields=["state", "made_on"], name="inspection_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"


class Answer(Record):
    """What was answered to a question, with photographs where it failed; from a failed one a finding is made.

    ``said_at`` is the telephone's own clock in milliseconds: of two answers the later one counts, whichever came first.
    """

    KEEPS_FILES = True

    class Verdict(models.TextChoices):
        """What was seen; the words of ``services.answers``."""

        PASS = "pass", _("conforms")
        FAIL = "fail", _("does not conform")
        NOT_APPLICABLE = "na", _("does not apply")

    inspection = models.ForeignKey(
        Inspection, verbose_name=_("inspection"), on_delete=models.PROTECT, related_name="answers"
    )
    item = models.ForeignKey(ChecklistItem, verbose_name=_("question"), on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("what was answered"), max_length=4, choices=Verdict, blank=True)
    text = models.CharField(_("danger"), max_length=500, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Finding.Level, default=Finding.Level.GENERAL)
    said_at = models.BigIntegerField(_("said at"), default=0, editable=False)
    finding = models.OneToOneField(
        Finding, verbose_name=_("finding"), null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="answer",
    )  # fmt: skip

    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        ordering = ["item__order", "item_id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "item"], name="one_answer_a_question")]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_verdict_display()}"

    def get_absolute_url(self) -> str:
        """The page of its inspection."""
        return self.inspection.get_absolute_url()
