"""One-time tokens: a form sent three times creates once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OnceToken(models.Model):
    """A form that was carried out, and where its sender was led afterwards."""

    token = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    url = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("form sent")
        verbose_name_plural = _("forms sent")
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="once_token")]

    def __str__(self) -> str:
        return self.token
