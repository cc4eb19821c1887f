"""Results 考核结果: the scores of a month or a year, kept with the rules and inputs they were computed from."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.rulebooks import Rulebook
from assessment.querysets import ResultQuerySet, ScorecardQuerySet
from committee.models import Unit
from dayan_safety.models import Record, in_edition

WHOLE_YEAR = 0


class Result(Record):
    """The scores of all units for a month, or for the year (``month`` is 0 then), in one edition.

    Those of a month are final from the beginning. Those of a year are a preview until they are posted; from then on
    units may object until ``objections_until``, and the chair publishes what is final under a document ``number``.
    ``rules`` and the scorecards are what was computed from; ``seal`` is the hash over all of it. A correction is a new
    edition: the one before stays as it was, replaced.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PREVIEW = "preview", _("preview")
        POSTED = "posted", _("open to objections")
        FINAL = "final", _("final")
        REPLACED = "replaced", _("replaced by its next edition")

    TRANSITIONS = {
        State.PREVIEW: (State.POSTED, State.REPLACED),
        State.POSTED: (State.FINAL, State.REPLACED),
        State.FINAL: (State.REPLACED,),
        State.REPLACED: (),
    }

    rulebook = models.ForeignKey(
        Rulebook, verbose_name=_("rulebook"), on_delete=models.PROTECT, related_name="results", editable=False
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    month = models.PositiveSmallIntegerField(_("month"), editable=False, validators=[MaxValueValidator(12)])
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEW, editable=False)
    as_of = models.DateField(_("as the records stood on"), editable=False)
    rules = models.JSONField(_("rules"), default=dict, editable=False)
    posted_on = models.DateField(_("posted on"), null=True, editable=False)
    objections_until = models.DateField(_("objections until"), null=True, editable=False)
    published_on = models.DateField(_("published on"), null=True, editable=False)
    number = models.CharField(_("document number"), max_length=60, blank=True, editable=False)
    seal = models.CharField(_("seal"), max_length=64, editable=False)
    note = models.CharField(_("why it was corrected"), max_length=300, blank=True, editable=False)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment result")
        verbose_name_plural = _("assessment results")
        ordering = ["-year", "-month", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "month", "edition"],
                condition=models.Q(removed_at__isnull=True),
                name="one_result_an_edition",
            ),
            models.UniqueConstraint(
                fields=["year", "month"],
                condition=models.Q(state__in=["preview", "posted", "final"], removed_at__isnull=True),
                name="one_result_of_a_period",
            ),
        ]

    def __str__(self) -> str:
        told = {"year": self.year, "month": self.month}
        name = _("scores of %(year)s-%(month)s") if self.month else _("scores of the year %(year)s")
        return in_edition(name % told, self.edition)


class Scorecard(Record):
    """What one unit got: written once with its result, never changed.

    ``lines``: of each item (its key in the result's rules) what was read (part, whole) and the points, numbers as
    texts; no points where nothing was known. ``parts``: what the year's score is made of.
    """

    result = models.ForeignKey(
        Result, verbose_name=_("assessment result"), on_delete=models.PROTECT, related_name="scorecards"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="scorecards")
    kind = models.CharField(_("kind of unit"), max_length=20, choices=Unit.Kind)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(_("grade"), max_length=10, choices=Rulebook.Grade, blank=True)
    rank = models.PositiveIntegerField(_("rank"), null=True)
    is_vetoed = models.BooleanField(_("vetoed"), default=False)
    lines = models.JSONField(_("points"), default=list)
    parts = models.JSONField(_("what the score is made of"), default=dict)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering = ["result", "kind", "rank", "unit"]
        constraints = [models.UniqueConstraint(fields=["result", "unit"], name="one_scorecard_a_unit")]
        indexes = [
            models.Index(fields=["result", "kind", "rank", "id"], name="scorecard_league"),
            models.Index(fields=["unit", "result"], name="scorecard_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.result}"
