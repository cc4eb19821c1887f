"""Commitments 承诺事项: what a unit has to deliver by when; in time is rewarded, not in time is penalised."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models.rulebooks import RulebookItem
from assessment.querysets import CommitmentQuerySet
from committee.models import Person, Unit
from dayan_safety.models import Record

POINTS = [MinValueValidator(0), MaxValueValidator(1000)]


class Commitment(Record):
    """What a unit delivers by ``due_on``; its files show that it did.

    ``delivered_on`` is the day the unit said so, and that day decides; ``note`` says why it was excused or sent back.
    """

    KEEPS_FILES = True

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("commitment", "to be delivered")
        DELIVERED = "delivered", pgettext_lazy("commitment", "to be verified")
        VERIFIED = "verified", pgettext_lazy("commitment", "verified")
        MISSED = "missed", pgettext_lazy("commitment", "not delivered in time")
        EXCUSED = "excused", pgettext_lazy("commitment", "excused")

    TRANSITIONS = {
        State.OPEN: (State.DELIVERED, State.MISSED, State.EXCUSED),
        State.DELIVERED: (State.VERIFIED, State.OPEN, State.EXCUSED),
        State.MISSED: (State.DELIVERED, State.EXCUSED),
        State.VERIFIED: (),
        State.EXCUSED: (),
    }
    TO_DELIVER = (State.OPEN, State.MISSED)

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="commitments")
    title = models.CharField(_("commitment"), max_length=100)
    text = models.CharField(_("what is to be delivered"), max_length=500)
    due_on = models.DateField(_("to be delivered by"))
    reward_item = models.ForeignKey(
        RulebookItem, verbose_name=_("reward by the item"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    reward_points = models.DecimalField(
        _("points of the reward"), max_digits=6, decimal_places=2, null=True, blank=True, validators=POINTS
    )
    penalty_item = models.ForeignKey(
        RulebookItem, verbose_name=_("penalty by the item"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    penalty_points = models.DecimalField(
        _("points of the penalty"), max_digits=6, decimal_places=2, null=True, blank=True, validators=POINTS
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    delivered_on = models.DateField(_("delivered on"), null=True, editable=False)
    delivered_by = models.ForeignKey(
        Person, verbose_name=_("delivered by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    delivery = models.CharField(_("what was delivered"), max_length=500, blank=True, editable=False)
    verified_by = models.ForeignKey(
        Person, verbose_name=_("verified by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("note of the supervision"), max_length=300, blank=True, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["-due_on", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="commitment_due"),
            models.Index(fields=["due_on", "id"], name="commitment_order"),
            models.Index(fields=["unit", "due_on"], name="commitment_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"

    @property
    def is_in_time(self) -> bool:
        """Whether it was delivered on its last day or before."""
        return self.delivered_on is not None and self.delivered_on <= self.due_on

    def clean(self) -> None:
        """An item and its points come together."""
        pairs = {"reward_points": self.reward_item_id, "penalty_points": self.penalty_item_id}
        wrong = [name for name, item in pairs.items() if bool(item) != bool(getattr(self, name))]
        if wrong:
            raise ValidationError(dict.fromkeys(wrong, _("Give an item and its points together, or neither.")))
