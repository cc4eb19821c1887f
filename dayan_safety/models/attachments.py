"""Files kept with a record."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety.models.records import Record
from dayan_safety.querysets import AttachmentQuerySet


def private_name(attachment: "Attachment", original: str) -> str:
    """A server-made name: nothing of the uploader's name reaches the disk."""
    return f"attachments/{uuid.uuid4().hex}"


class Attachment(Record):
    """A checked file of one record; for whoever does not see the record, the file does not exist."""

    thing_type = models.ForeignKey(ContentType, verbose_name=_("kind of thing"), on_delete=models.PROTECT)
    thing_id = models.PositiveBigIntegerField(_("number of the thing"))
    thing = GenericForeignKey("thing_type", "thing_id")
    file = models.FileField(_("file"), upload_to=private_name, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        indexes = [models.Index(fields=["thing_type", "thing_id"], name="attachment_thing")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the record it is kept with."""
        kind = ContentType.objects.get_for_id(self.thing_type_id)
        return reverse(f"{kind.app_label}:view_{kind.model}", args=[self.thing_id])
