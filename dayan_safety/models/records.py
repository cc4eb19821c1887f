"""The abstract base of everything the town keeps."""

from functools import cache
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety.querysets import RecordQuerySet


@cache
def _around_number(page: str) -> tuple[str, str]:
    """What stands before and after the record's number in the address of ``page``: a list asks fifty times."""
    before, after = reverse(page, args=[0]).rsplit("0", 1)
    return before, after


@cache
def _words(field: Any) -> dict[Any, Any]:
    """The words of a field's choices, ready to look up: Django gathers them anew for every value it shows."""
    return dict(field.flatchoices)


class Record(models.Model):
    """A thing the town keeps: never deleted, edited by one at a time, with its history.

    ``version`` grows by one with each edit: a form opened on an older version is told so. ``PERSONAL`` names the
    fields whose values are masked in history, lists and exports, with their masks; ``CODES`` the
    fields that hold several codes with commas, with their choices. ``KEEPS_FILES``: files can be attached to it.
    """

    PERSONAL: ClassVar[dict[str, Any]] = {}
    CODES: ClassVar[dict[str, Any]] = {}
    KEEPS_FILES: ClassVar[bool] = False

    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The record's page: ``<app>:view_<model>``."""
        before, after = _around_number(f"{self._meta.app_label}:view_{self._meta.model_name}")
        return f"{before}{self.pk}{after}"

    def derive(self) -> None:
        """Set what follows from other fields; bulk writers call it themselves, ``save()`` of each model too."""

    def _get_FIELD_display(self, field: Any) -> str:
        """Django's own name: the word of a choice."""
        value = getattr(self, field.attname)
        return str(_words(field).get(value, value if value is not None else ""))
