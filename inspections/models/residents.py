"""What residents and observers report 群众举报: a danger they saw, until a finding or an answer is made of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models import Unit
from dayan_safety import personal
from dayan_safety.models import Record
from dayan_safety.workdays import today
from inspections.models.findings import Finding
from inspections.querysets import HazardReportQuerySet


class HazardReport(Record):
    """A danger that somebody saw. ``number`` is what they follow it by; nobody can guess another one's.

    Who reports needs no name; a telephone number is given where one wants to be called back, and is masked.
    """

    KEEPS_FILES = True
    PERSONAL: ClassVar = {"telephone": personal.mask_telephone}

    class State(models.TextChoices):
        """Where it stands."""

        NEW = "new", _("to be sorted")
        TAKEN = "taken", _("made a finding")
        ANSWERED = "answered", _("answered")
        DISMISSED = "dismissed", _("set aside")

    TRANSITIONS = {
        State.NEW: (State.TAKEN, State.ANSWERED, State.DISMISSED),
        State.TAKEN: (),
        State.ANSWERED: (),
        State.DISMISSED: (State.NEW,),
    }

    number = models.CharField(_("number to follow it by"), max_length=9, unique=True, editable=False)
    once = models.UUIDField(null=True, unique=True, editable=False)
    unit = models.ForeignKey(
        Unit, verbose_name=_("village or enterprise"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(_("where it is"), max_length=200)
    text = models.CharField(_("what is dangerous"), max_length=500)
    telephone = models.CharField(
        _("telephone to call back"), max_length=20, blank=True, validators=[personal.validate_telephone]
    )
    came_on = models.DateField(_("reported on"), default=today, editable=False)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reported by"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW, editable=False)
    finding = models.OneToOneField(
        Finding, verbose_name=_("finding"), null=True, editable=False, on_delete=models.PROTECT, related_name="report"
    )
    answer = models.CharField(_("answer to the reporter"), max_length=500, blank=True, editable=False)
    settled_on = models.DateField(_("sorted on"), null=True, editable=False)

    objects = HazardReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a danger")
        verbose_name_plural = _("reports of dangers")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["came_on"], name="hazard_day")]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:30]}"

    @property
    def masked_telephone(self) -> str:
        """The telephone as the office may see it."""
        return personal.mask_telephone(self.telephone) if self.telephone else ""
