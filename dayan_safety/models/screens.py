"""The big screen on a wall: whether anybody may look at it, and by which address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Screen(models.Model):
    """The only row says whether it is on; ``serial`` grows with every new address, so older ones open nothing."""

    serial = models.PositiveIntegerField(_("addresses given"), default=0)
    is_on = models.BooleanField(_("switched on"), default=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("big screen")
        verbose_name_plural = _("big screens")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
