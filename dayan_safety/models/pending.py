"""Files that came before the record they belong to: a photo is sent while the form is still being filled in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dayan_safety.querysets import PendingFileQuerySet


def pending_name(pending: "PendingFile", original: str) -> str:
    """A server-made name: nothing of the uploader's name reaches the disk."""
    return f"pending/{uuid.uuid4().hex}"


class PendingFile(models.Model):
    """A checked file that waits for the form with ``token`` of ``user``; for anybody else it does not exist."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=pending_name, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = PendingFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file that waits for its form")
        verbose_name_plural = _("files that wait for their form")
        ordering = ["pk"]
        indexes = [models.Index(fields=["user", "token"], name="pending_of_form")]

    def __str__(self) -> str:
        return self.name
