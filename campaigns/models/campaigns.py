"""Campaigns 活动/专项: what the town does for one theme between two days, planned and done."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.safety_days import SafetyDay
from campaigns.models.terms import Term
from campaigns.querysets import CampaignQuerySet
from committee.models import WorkingGroup

MOST_PLANNED = 10_000_000


def planned(label: Any) -> models.PositiveIntegerField:
    """A number that is planned; nothing where nobody planned any."""
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[MaxValueValidator(MOST_PLANNED)])


class Campaign(Term):
    """A theme with its days, who runs it, and what is planned of each number; what was done comes from the records."""

    KEEPS_FILES = True
    PLANNED: ClassVar = (
        "planned_events", "planned_contests", "planned_drills", "planned_trainings", "planned_people", "planned_copies",
    )  # fmt: skip

    name = models.CharField(_("name"), max_length=60)
    theme = models.CharField(_("theme of the year"), max_length=100, blank=True)
    safety_day = models.ForeignKey(
        SafetyDay,
        verbose_name=_("safety day"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="campaigns",
    )
    group = models.ForeignKey(
        WorkingGroup,
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="campaigns",
    )
    text = models.TextField(_("arrangements"), blank=True)
    planned_events = planned(_("events planned"))
    planned_contests = planned(_("contests planned"))
    planned_drills = planned(_("drills planned"))
    planned_trainings = planned(_("trainings planned"))
    planned_people = planned(_("head-count planned"))
    planned_copies = planned(_("copies planned"))
    summary = models.TextField(_("summing up"), blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-first_on", "-pk"]
        indexes = [models.Index(fields=["-first_on", "-id"], name="campaign_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(removed_at__isnull=True),
                name="one_campaign_a_name",
                violation_error_message=_("There is a campaign of this name already."),
            ),
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="campaign_ends_later"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> int | None:
        """Which time it is, where its safety day is counted: June 2026 is the 25th month."""
        return self.safety_day.number_in(self.first_on.year) if self.safety_day else None
