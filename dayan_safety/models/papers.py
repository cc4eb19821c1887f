"""Templates of papers that the office keeps in place of the shipped ones."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety.models.records import Record
from dayan_safety.querysets import PaperTemplateQuerySet


def template_name(template: "PaperTemplate", original: str) -> str:
    """A server-made name: nothing of the uploader's name reaches the disk."""
    return f"papers/{uuid.uuid4().hex}"


class PaperTemplate(Record):
    """A Word template for papers of one kind, current until it is replaced; those before it stay."""

    kind = models.CharField(_("paper"), max_length=50)
    file = models.FileField(_("file"), upload_to=template_name, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True, editable=False)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a paper")
        verbose_name_plural = _("templates of papers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(replaced_at__isnull=True), name="one_current_template"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of its kind of paper."""
        return reverse("replace_paper", args=[self.kind])
