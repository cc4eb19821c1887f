"""Imports of lists: the file, what the check found, what was done."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety import personal
from dayan_safety.querysets import ImportBatchQuerySet


def private_name(batch: "ImportBatch", original: str) -> str:
    """A server-made name: nothing of the uploader's name reaches the disk."""
    return f"imports/{uuid.uuid4().hex}"


class ImportBatch(models.Model):
    """One uploaded list on its way: checked, then imported or refused.

    ``report`` is the check's outcome in the shape of ``importing.Report.as_dict``; ``fingerprint`` names the state
    the check saw, so that a confirmation given on an older state is asked again; ``answers`` are what people said about
    it since (``importing.Answers``); ``undo`` is what its app needs to take the import back. While the worker has it,
    ``progress`` says how far it is: ``phase`` (read, compare, write), ``done`` and ``of`` in lines, ``since`` when.
    """

    class State(models.TextChoices):
        """Where the list stands."""

        WAITING = "waiting", _("being checked")
        CHECKED = "checked", _("checked")
        IMPORTING = "importing", _("being imported")
        IMPORTED = "imported", _("imported")
        DISCARDED = "discarded", _("discarded")
        UNDONE = "undone", _("taken back")

    kind = models.CharField(_("kind of list"), max_length=50)
    file = models.FileField(_("file"), upload_to=private_name, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKED)
    report = models.JSONField(_("report"), default=dict)
    progress = models.JSONField(_("progress"), default=dict, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True)
    # Encrypted: a corrected cell may be an identity number.
    answers = personal.EncryptedField(_("answers"), default="", blank=True, editable=False)
    undo = models.JSONField(_("way back"), default=dict, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The import's page."""
        return reverse("view_import", args=[self.pk])


class HeaderWord(models.Model):
    """What a header means in lists of one kind, as the office taught it.

    ``word`` is the header as it is compared (``importing.fields.header_word``); ``meaning`` a field of the list, or
    ``group/field``, or nothing: then the column is left out.
    """

    kind = models.CharField(_("kind of list"), max_length=50)
    word = models.CharField(_("header"), max_length=60)
    meaning = models.CharField(_("meaning"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("header of a list")
        verbose_name_plural = _("headers of lists")
        ordering = ["kind", "word"]
        constraints = [models.UniqueConstraint(fields=["kind", "word"], name="one_meaning_a_header")]

    def __str__(self) -> str:
        return self.word
