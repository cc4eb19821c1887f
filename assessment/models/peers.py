"""Mutual evaluation 互评: in a round units rate each other; a mark says which unit gave it, never which person."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models.rulebooks import Rulebook, RulebookItem
from assessment.querysets import BallotQuerySet, MarkQuerySet, RatedQuerySet, RoundQuerySet
from committee.models import Unit
from dayan_safety.models import Record

KINDS = [(kind.value, kind.label) for kind in RulebookItem.KINDS]
BEST = 100


class Round(Record):
    """A round: units of one kind rate those of the same or another kind, for one item of a rulebook.

    ``each_rates``: so many are drawn by lot for every rating unit; blank, everybody rates everybody. ``seed``: what
    the lot was drawn by.
    """

    class State(models.TextChoices):
        """Where it stands."""

        SET_UP = "set_up", pgettext_lazy("round", "being set up")
        OPEN = "open", pgettext_lazy("round", "open for ballots")
        CLOSED = "closed", pgettext_lazy("round", "closed, not published")
        PUBLISHED = "published", pgettext_lazy("round", "published")

    TRANSITIONS = {
        State.SET_UP: (State.OPEN,),
        State.OPEN: (State.CLOSED,),
        State.CLOSED: (State.PUBLISHED,),
        State.PUBLISHED: (),
    }

    name = models.CharField(_("name"), max_length=100)
    item = models.ForeignKey(
        RulebookItem, verbose_name=_("item it counts for"), on_delete=models.PROTECT, related_name="rounds"
    )
    rated_kind = models.CharField(_("units that are rated"), max_length=20, choices=KINDS)
    rating_kind = models.CharField(_("units that rate"), max_length=20, choices=KINDS)
    each_rates = models.PositiveSmallIntegerField(
        _("units that each rates"), null=True, blank=True, validators=[MinValueValidator(3), MaxValueValidator(200)]
    )
    last_on = models.DateField(_("last day for ballots"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SET_UP, editable=False)
    seed = models.CharField(_("seed"), max_length=32, blank=True, editable=False)
    opened_on = models.DateField(_("opened on"), null=True, editable=False)
    published_on = models.DateField(pgettext_lazy("round", "published on"), null=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of mutual evaluation")
        verbose_name_plural = _("rounds of mutual evaluation")
        ordering = ["-last_on", "-pk"]
        indexes = [models.Index(fields=["-last_on", "-id"], name="round_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def rulebook(self) -> Rulebook:
        """The rules it counts by."""
        return self.item.rulebook

    def clean(self) -> None:
        """The item assesses the units that are rated; the round ends in the year of its rulebook."""
        item = RulebookItem.objects.filter(pk=self.item_id).select_related("rulebook").first()
        if item and self.rated_kind and self.rated_kind not in item.kinds:
            raise ValidationError({"rated_kind": _("The item does not assess such units.")})
        if item and self.last_on and self.last_on.year != item.rulebook.year:
            raise ValidationError({"last_on": _("The last day lies outside the year of the rulebook.")})


class Rated(models.Model):
    """A unit that is rated in a round; ``mean`` and ``raters`` are kept when it closes.

    No mean where too few rated it: one could tell who gave what.
    """

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="rated")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="rated")
    mean = models.DecimalField(_("mean mark"), max_digits=5, decimal_places=2, null=True)
    raters = models.PositiveSmallIntegerField(_("raters"), default=0)

    objects = RatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rated unit")
        verbose_name_plural = _("rated units")
        ordering = ["unit__order", "unit"]
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="one_rated_a_unit")]

    def __str__(self) -> str:
        return f"{self.round} {self.unit}"


class Ballot(models.Model):
    """The one ballot of a rating unit, there from the opening on; ``left_out``: why a handed-in one does not count."""

    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="ballots")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="ballots")
    handed_in_at = models.DateTimeField(pgettext_lazy("ballot", "handed in at"), null=True)
    left_out = models.CharField(_("why it is left out"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["unit__order", "unit"]
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="one_ballot_a_unit")]

    def __str__(self) -> str:
        return f"{self.round}（{self.unit}）"

    def get_absolute_url(self) -> str:
        """Where it is filled in."""
        return reverse("assessment:hand_in_ballot", args=[self.pk])


class Mark(models.Model):
    """A mark that one unit gives another; nothing where it is still to be given.

    ``giver`` and ``receiver`` repeat the units of ballot and rated, so that the database itself refuses a unit that
    rates itself.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="marks")
    rated = models.ForeignKey(Rated, on_delete=models.PROTECT, related_name="marks")
    giver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField(_("mark"), null=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["receiver__order", "receiver"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "rated"], name="one_mark_a_ballot_and_unit"),
            models.CheckConstraint(condition=~models.Q(giver=models.F("receiver")), name="nobody_rates_itself"),
            models.CheckConstraint(condition=models.Q(mark__lte=BEST), name="mark_of_a_hundred"),
        ]

    def __str__(self) -> str:
        return ""  # a mark is named nowhere
