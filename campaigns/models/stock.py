"""The ledger of materials 资料台账: every copy that came, and where every copy went."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import Campaign
from campaigns.models.events import Event
from campaigns.models.materials import Material
from campaigns.querysets import StockEntryQuerySet
from committee.models import Unit
from dayan_safety.models import Record


class StockEntry(Record):
    """A line of a material's ledger: ``copies`` above nought came, below nought went. No line is ever changed.

    The stock of a material is the sum of its lines, and on no day was it below nought (``services.stock``).
    """

    class Kind(models.TextChoices):
        """What happened to the copies."""

        RECEIVED = "received", _("came in")
        DISTRIBUTED = "distributed", _("handed out")
        COUNTED = "counted", _("counted")
        REVERSED = "reversed", _("reversed")

    material = models.ForeignKey(
        Material, verbose_name=_("material"), on_delete=models.PROTECT, related_name="stock_entries"
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    copies = models.IntegerField(_("copies"))
    on = models.DateField(_("day"))
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="stock_entries"
    )
    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.PROTECT, related_name="stock_entries"
    )
    campaign = models.ForeignKey(
        Campaign,
        verbose_name=_("campaign"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stock_entries",
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", verbose_name=_("reverses"), null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip

    objects = StockEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the ledger")
        verbose_name_plural = _("lines of the ledger")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["material", "on"], name="stock_of_material")]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="received") | Q(copies__gt=0), name="stock_comes_above_nought"),
            models.CheckConstraint(
                condition=~Q(kind="distributed") | Q(copies__lt=0) & (Q(unit__isnull=False) | Q(event__isnull=False)),
                name="stock_goes_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversed", reverses__isnull=False) | ~Q(kind="reversed") & Q(reverses__isnull=True),
                name="stock_reverses_a_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.on} {self.copies:+d}"

    @property
    def went_to(self) -> Any:
        """The unit, or the event, that the copies went to."""
        return self.unit or self.event

    @property
    def is_reversible(self) -> bool:
        """Whether it can be taken back: it takes none back itself, and none took it back."""
        return self.kind != self.Kind.REVERSED and not hasattr(self, "reversal")
