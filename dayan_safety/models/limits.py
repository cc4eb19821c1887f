"""How often somebody without a login knocked at a public door."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Knock(models.Model):
    """The tries at one door from one place since ``since``; ``who`` is a keyed digest, no address is kept."""

    limit = models.CharField(_("limit"), max_length=60)
    who = models.CharField(_("who"), max_length=64)
    since = models.DateTimeField(_("since"))
    count = models.PositiveIntegerField(_("tries"), default=0)

    class Meta:
        verbose_name = _("tries at a public door")
        verbose_name_plural = _("tries at public doors")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["limit", "who"], name="one_count_a_place")]
        indexes = [models.Index(fields=["since"], name="knock_since")]

    def __str__(self) -> str:
        return self.limit
