"""What has a first and a last day: campaigns, training programmes, polls."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from dayan_safety.models import Record

ENDS_BEFORE = _("The last day lies before the first.")


class Term(Record):
    """From a day to a day, both included; where it stands follows from them."""

    class Standing(models.TextChoices):
        """Where it stands on a day."""

        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        OVER = "over", _("over")

    first_on = models.DateField(_("begins on"))
    last_on = models.DateField(_("ends on"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        """It does not end before it begins."""
        if self.first_on and self.last_on and self.last_on < self.first_on:
            raise ValidationError({"last_on": ENDS_BEFORE})

    def standing(self, on: date) -> Standing:
        """Where it stands on ``on``."""
        if on < self.first_on:
            return self.Standing.PLANNED
        return self.Standing.UNDER_WAY if on <= self.last_on else self.Standing.OVER
