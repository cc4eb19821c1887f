"""History: who did what, when, before and after. Written once, chained by hash."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dayan_safety.querysets import SealedQuerySet


class Action(models.Model):
    """One thing that happened, in the order it happened; never changed, never deleted.

    ``digest`` is a keyed hash over the row's content and the digest of the row before it: see ``history``.
    ``by_name`` and ``thing_name`` keep the names of that moment.
    """

    class Outcome(models.TextChoices):
        """How it ended."""

        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    number = models.BigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="actions"
    )
    by_name = models.CharField(_("name"), max_length=150)
    verb = models.CharField(_("verb"), max_length=100, db_index=True)
    thing_type = models.CharField(_("kind of thing"), max_length=100, blank=True)
    thing_id = models.CharField(_("number of the thing"), max_length=40, blank=True)
    thing_name = models.CharField(_("thing"), max_length=200, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.DONE)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    request_id = models.CharField(_("request"), max_length=32, blank=True)
    previous = models.CharField(_("digest before"), max_length=64, editable=False)
    digest = models.CharField(_("digest"), max_length=64, editable=False)

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("history")
        ordering = ["-number"]
        indexes = [models.Index(fields=["thing_type", "thing_id", "-number"], name="action_thing")]

    def __str__(self) -> str:
        return gettext("entry %(number)s of the history") % {"number": self.number}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refused: rows are written by ``history.record_action`` alone."""
        raise TypeError("history is append-only")

    def get_absolute_url(self) -> str:
        """The history around the row."""
        return f"{reverse('list_action')}?q={quote(self.thing_name)}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("history is append-only")


class ChainHead(models.Model):
    """The last link of the chain; ``seal`` is keyed, so a head cannot be made up.

    A whole database set back to an earlier day is a perfect chain: only an end noted elsewhere tells (``witness``).
    """

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of the history's chain")
        verbose_name_plural = _("end of the history's chain")

    def __str__(self) -> str:
        return str(self.number)
