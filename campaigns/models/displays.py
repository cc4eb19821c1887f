"""Displays 宣传阵地: wall newspapers, boards, electronic screens, and what they show from when until when [S]."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import Campaign
from campaigns.models.words import Channel
from campaigns.querysets import DisplayQuerySet
from committee.models import Unit, WorkingGroup
from dayan_safety.models import Record


class Display(Record):
    """Something that hangs, stands or runs at a place; without a last day it is still there."""

    KEEPS_FILES = True

    title = models.CharField(_("subject"), max_length=100)
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel of outreach"), on_delete=models.PROTECT, related_name="displays"
    )
    place = models.CharField(_("place"), max_length=100)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="displays"
    )
    group = models.ForeignKey(
        WorkingGroup,
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="displays",
    )
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), null=True, blank=True, on_delete=models.PROTECT, related_name="displays"
    )
    first_on = models.DateField(_("put up on"))
    last_on = models.DateField(_("there until"), null=True, blank=True)
    text = models.TextField(_("content"), blank=True)

    objects = DisplayQuerySet.as_manager()

    class Meta:
        verbose_name = _("display")
        verbose_name_plural = _("displays")
        ordering = ["-first_on", "-pk"]
        indexes = [models.Index(fields=["-first_on", "-id"], name="display_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__isnull=True) | models.Q(last_on__gte=models.F("first_on")),
                name="display_ends_later",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """It is not taken down before it was put up."""
        if self.first_on and self.last_on and self.last_on < self.first_on:
            raise ValidationError({"last_on": _("The last day lies before the first.")})

    def is_up_on(self, on: date) -> bool:
        """Whether people can see it on ``on``."""
        return self.first_on <= on and (self.last_on is None or on <= self.last_on)
