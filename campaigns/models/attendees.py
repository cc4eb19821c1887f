"""Attendees 签到名单: who came to an event, as they signed in or as the paper list says."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.events import Event
from campaigns.querysets import AttendeeQuerySet
from committee.models import Person, Unit
from dayan_safety.models import Record


def mask_name(name: str) -> str:
    """欧阳晓雪 → 欧***: the surname's first character alone."""
    return f"{name[:1]}{'*' * len(name[1:])}"


class Attendee(Record):
    """Somebody who came: name and unit as they were written. No telephone, no identity number: nobody needs them here.

    ``unit`` and ``person`` are those of the portal whom the writing fits exactly, if there is one.
    """

    PERSONAL: ClassVar = {"name": mask_name}

    class Way(models.TextChoices):
        """How the name came onto the list."""

        CODE = "code", _("signed in by the code")
        LIST = "list", _("from a paper list")

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="attendees")
    name = models.CharField(_("full name"), max_length=30)
    from_unit = models.CharField(_("unit or village"), max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    came_at = models.DateTimeField(_("signed in at"), null=True, blank=True)
    way = models.CharField(_("how listed"), max_length=10, choices=Way)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name", "from_unit"],
                condition=models.Q(removed_at__isnull=True),
                name="one_attendee_a_name",
            )
        ]

    def __str__(self) -> str:
        """History keeps this for good, for whoever reads it: no name."""
        return f"{self._meta.verbose_name} {self.pk}"
