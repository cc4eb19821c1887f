"""The inbox: one row for each thing one person was told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dayan_safety.querysets import NoticeQuerySet


class Notice(models.Model):
    """Something one user was told, once: ``key`` names the thing and the rung, and cannot come twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(_("key"), max_length=150)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_notice_a_rung")]
        indexes = [models.Index(fields=["user", "read_at", "-at"], name="notice_inbox")]

    def __str__(self) -> str:
        return self.title
