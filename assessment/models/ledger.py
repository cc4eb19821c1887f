"""The ledger 奖惩台账: every reward, penalty and veto is a row, proposed by one person and confirmed by another."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models.commitments import Commitment
from assessment.models.rulebooks import RulebookItem
from assessment.querysets import LedgerEntryQuerySet
from committee.models import Person, Unit
from dayan_safety.models import Record


class LedgerEntry(Record):
    """A reward, a penalty or a veto of a unit, by an item of the rulebook.

    ``kind`` and ``year`` follow from the item. ``evidence`` is the record that shows it; ``commitment`` the one it
    follows from by rule: of each kind at most one. ``proposed_by``: nobody where the clock proposed it. People are kept
    and not logins: whoever has another login is still the same person.
    """

    KEEPS_FILES = True

    class Kind(models.TextChoices):
        """What it does to the score: the methods of an item that stand in the ledger."""

        BONUS = "bonus", _("reward")
        PENALTY = "penalty", _("penalty")
        VETO = "veto", _("veto")

    class State(models.TextChoices):
        """Where it stands; only what is confirmed counts."""

        PROPOSED = "proposed", pgettext_lazy("ledger", "proposed")
        CONFIRMED = "confirmed", pgettext_lazy("ledger", "confirmed")
        REFUSED = "refused", pgettext_lazy("ledger", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("ledger", "withdrawn")

    TRANSITIONS = {
        State.PROPOSED: (State.CONFIRMED, State.REFUSED),
        State.CONFIRMED: (State.WITHDRAWN,),
        State.REFUSED: (),
        State.WITHDRAWN: (),
    }
    EVIDENCE = ("committee.task", "inspections.finding", "inspections.incident")

    item = models.ForeignKey(
        RulebookItem, verbose_name=_("item of a rulebook"), on_delete=models.PROTECT, related_name="ledger_entries"
    )
    kind = models.CharField(_("reward or penalty"), max_length=10, choices=Kind, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="ledger_entries")
    points = models.DecimalField(
        _("points of the entry"), max_digits=6, decimal_places=2, default=Decimal(0), blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
    )  # fmt: skip
    happened_on = models.DateField(_("happened on"))
    reason = models.CharField(_("reason"), max_length=500)
    evidence_type = models.ForeignKey(
        ContentType, verbose_name=_("kind of evidence"), null=True, blank=True, editable=False,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    evidence_id = models.PositiveBigIntegerField(_("key of the evidence"), null=True, blank=True, editable=False)
    evidence = GenericForeignKey("evidence_type", "evidence_id")
    commitment = models.ForeignKey(
        Commitment, verbose_name=_("commitment"), null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="entries",
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED, editable=False)
    proposed_by = models.ForeignKey(
        Person, verbose_name=_("proposed by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        Person, verbose_name=_("decided by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Person, verbose_name=_("withdrawn by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("why refused or withdrawn"), max_length=300, blank=True, editable=False)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the ledger")
        verbose_name_plural = _("rewards and penalties")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "kind"],
                condition=models.Q(commitment__isnull=False, removed_at__isnull=True),
                name="one_entry_a_commitment_and_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="veto", points=0) | (~models.Q(kind="veto") & models.Q(points__gt=0)),
                name="a_veto_has_no_points",
            ),
        ]
        indexes = [
            models.Index(fields=["year", "state", "unit"], name="ledger_sums"),
            models.Index(fields=["happened_on", "id"], name="ledger_order"),
            models.Index(fields=["unit", "happened_on"], name="ledger_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.item.name} {self.signed}".strip()

    @property
    def signed(self) -> str:
        """The points as they move the score; nothing of a veto."""
        signs = {self.Kind.BONUS: "+", self.Kind.PENALTY: "−"}
        sign = signs.get(self.Kind(self.kind)) if self.kind else ""
        return f"{sign}{self.points:.2f}" if sign else ""

    def derive(self) -> None:
        """Kind and year follow from the item."""
        self.kind, self.year = self.item.method, self.item.rulebook.year
