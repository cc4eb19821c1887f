"""Regular checks 定期检查: which units are looked at in a period, what they give themselves, what is taken off."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models.rulebooks import Rulebook, RulebookItem
from assessment.querysets import CheckedUnitQuerySet, CheckQuerySet, DeductionQuerySet, SelfScoreQuerySet
from committee.models import Unit
from dayan_safety.models import Record

LEAST = Decimal("0.01")


class Check(Record):
    """A check of the month in which its last day lies; what is deducted counts once it is closed.

    ``seed``, ``wanted`` (of each kind of unit how many; nothing: all) and ``pool`` (kind and key of each unit) are what
    the units were drawn by: whoever has them draws the same again.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", pgettext_lazy("check", "being prepared")
        OPEN = "open", pgettext_lazy("check", "open")
        CLOSED = "closed", pgettext_lazy("check", "closed")

    TRANSITIONS = {State.DRAFT: (State.OPEN,), State.OPEN: (State.CLOSED,), State.CLOSED: ()}

    rulebook = models.ForeignKey(Rulebook, verbose_name=_("rulebook"), on_delete=models.PROTECT, related_name="checks")
    name = models.CharField(_("name"), max_length=100)
    first = models.DateField(_("first day of the period"))
    last = models.DateField(_("last day of the period"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    opened_on = models.DateField(_("opened on"), null=True, editable=False)
    closed_on = models.DateField(pgettext_lazy("check", "closed on"), null=True, editable=False)
    seed = models.CharField(_("seed"), max_length=32, blank=True, editable=False)
    wanted = models.JSONField(_("how many of each kind"), default=dict, editable=False)
    pool = models.JSONField(_("drawn from"), default=list, editable=False)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("regular check")
        verbose_name_plural = _("regular checks")
        ordering = ["-last", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="check_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """It ends after it begins, in the year of its rules."""
        if self.first and self.last and self.last < self.first:
            raise ValidationError({"last": _("The last day comes before the first: change one of them.")})
        if self.last and self.rulebook_id and self.last.year != self.rulebook.year:
            raise ValidationError({"last": _("The last day lies in the year of the rulebook.")})


class CheckedUnit(Record):
    """A unit in a check: the points it can get by it, what is left of them, what it gives itself.

    ``self_score`` is the sum of its ``self_scores``; nothing until they are written.
    """

    in_check = models.ForeignKey(
        Check, verbose_name=_("regular check"), on_delete=models.PROTECT, related_name="checked"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="checked")
    full = models.DecimalField(_("full mark"), max_digits=7, decimal_places=2)
    left = models.DecimalField(_("points left"), max_digits=7, decimal_places=2)
    self_score = models.DecimalField(_("self score"), max_digits=7, decimal_places=2, null=True)

    objects = CheckedUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit checked")
        verbose_name_plural = _("units checked")
        ordering = ["-in_check__last", "-in_check", "unit__order", "unit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["in_check", "unit"], condition=models.Q(removed_at__isnull=True), name="one_unit_a_check"
            ),
            models.CheckConstraint(
                condition=models.Q(left__gte=0) & models.Q(left__lte=models.F("full")), name="left_within_full"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.in_check}"


class SelfScore(Record):
    """What a unit gives itself for an item: it stands beside what is assessed, and changes nothing of it."""

    checked = models.ForeignKey(
        CheckedUnit, verbose_name=_("unit checked"), on_delete=models.PROTECT, related_name="self_scores"
    )
    item = models.ForeignKey(RulebookItem, verbose_name=_("item"), on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(
        _("self score"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = SelfScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("self score")
        verbose_name_plural = _("self scores")
        ordering = ["item", "pk"]
        constraints = [models.UniqueConstraint(fields=["checked", "item"], name="one_self_score_an_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.points}"

    def get_absolute_url(self) -> str:
        """The unit's page."""
        return self.checked.get_absolute_url()


class Deduction(Record):
    """Points that the supervision group takes off an item of a unit, with the reason; files are its evidence."""

    KEEPS_FILES = True

    checked = models.ForeignKey(
        CheckedUnit, verbose_name=_("unit checked"), on_delete=models.PROTECT, related_name="deductions"
    )
    item = models.ForeignKey(RulebookItem, verbose_name=_("item"), on_delete=models.PROTECT, related_name="deductions")
    points = models.DecimalField(
        _("points off"), max_digits=6, decimal_places=2, validators=[MinValueValidator(LEAST), MaxValueValidator(1000)]
    )
    found_on = models.DateField(_("day it was found"))
    reason = models.TextField(_("reason"))
    link = models.CharField(
        _("address of a record"), max_length=200, blank=True,
        help_text=_("If a record of the portal shows it: its address, as /inspections/findings/12/."),
    )  # fmt: skip

    objects = DeductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("deduction")
        verbose_name_plural = _("deductions")
        ordering = ["-found_on", "-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(points__gt=0), name="points_off_above_nothing")]

    def __str__(self) -> str:
        return _("%(points)s points off: %(reason)s") % {"points": f"{self.points:f}", "reason": self.reason[:60]}
