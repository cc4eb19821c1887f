"""The abstract base of everything the town keeps."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety.querysets import RecordQuerySet


class Record(models.Model):
    """A thing the town keeps: never deleted, edited by one at a time, with its history.

    ``version`` grows by one with each edit: a form opened on an older version is told so. ``PERSONAL`` names the
    fields whose values are masked in history, lists and exports, with their masks.
    """

    PERSONAL: ClassVar[dict[str, Any]] = {}

    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The record's page: ``<app>:view_<model>``."""
        return reverse(f"{self._meta.app_label}:view_{self._meta.model_name}", args=[self.pk])
