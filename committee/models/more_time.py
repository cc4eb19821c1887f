"""More time 延期: a later last day, asked for before something is due, and granted or refused."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dayan_safety.models import Record


class MoreTime(Record):
    """What an extension says, whatever it is an extension of."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("to be decided")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", pgettext_lazy("extension", "refused")

    due_on = models.DateField(_("due on until then"))
    wanted_on = models.DateField(_("asked until"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        abstract = True
