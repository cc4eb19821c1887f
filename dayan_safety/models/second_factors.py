"""The second factor of a login: the key its app shares with the portal, and codes for the day the telephone is lost."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayan_safety.personal import EncryptedField


class SecondFactor(models.Model):
    """What makes the codes of one login. ``last_step`` is the latest half minute whose code was used: none comes twice.

    Wrong codes are counted here, whichever address they come from: whoever gets this far has the password already.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("login"), on_delete=models.CASCADE, related_name="second_factor"
    )
    key = EncryptedField(_("key"), editable=False)
    since = models.DateTimeField(_("since"), default=timezone.now)
    last_step = models.BigIntegerField(default=0, editable=False)
    failures = models.PositiveIntegerField(_("wrong codes in a row"), default=0)
    failed_at = models.DateTimeField(_("last wrong code"), null=True, blank=True)

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
        ordering = ["user__username"]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def remembers_failures(self) -> bool:
        """Whether the last wrong code is so recent that it counts."""
        return self.failed_at is not None and timezone.now() < self.failed_at + settings.AXES_COOLOFF_TIME

    @property
    def locked_until(self) -> datetime | None:
        """The moment codes are looked at again, after too many wrong ones; nothing when they are now."""
        locked = self.remembers_failures and self.failures >= settings.SIGN_IN_FAILURES
        return self.failed_at + settings.AXES_COOLOFF_TIME if locked and self.failed_at else None


class RecoveryCode(models.Model):
    """A code that stands in for the app, once. Only its keyed digest is kept."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")

    def __str__(self) -> str:
        return str(self.pk)
