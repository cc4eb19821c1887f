"""Who was invited to a meeting, what they answered, and who came 签到."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models.meetings import Meeting
from committee.models.people import Person
from committee.models.units import Unit
from committee.querysets import AttendanceQuerySet
from dayan_safety.models import Record


class Attendance(Record):
    """One person at one meeting. ``unit`` and ``position`` are those of the day; a guest is a name without a person."""

    class Basis(models.TextChoices):
        """Why they are there."""

        RULE = "rule", _("by the rule")
        HAND = "hand", _("invited")
        GUEST = "guest", _("guest")

    class Answer(models.TextChoices):
        """What they answered to the notice."""

        COMING = "coming", _("coming")
        LEAVE = "leave", _("on leave")

    class Status(models.TextChoices):
        """What the attendance list says."""

        PRESENT = "present", _("present")
        LATE = "late", _("late")
        SUBSTITUTE = "substitute", _("substitute")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    ATTENDED = (Status.PRESENT, Status.LATE, Status.SUBSTITUTE)

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="attendances"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    guest_name = models.CharField(_("guest"), max_length=50, blank=True)
    guest_unit = models.CharField(_("guest's unit"), max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    position = models.CharField(_("position"), max_length=100, blank=True)
    order = models.PositiveIntegerField(_("protocol order"), default=1000)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, default=Basis.RULE)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    leave_reason = models.CharField(_("reason for leave"), max_length=200, blank=True)
    substitute = models.CharField(_("substitute"), max_length=100, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    status = models.CharField(_("attendance"), max_length=10, choices=Status, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    read_at = models.DateTimeField(_("minutes read at"), null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=models.Q(person__isnull=False, removed_at__isnull=True),
                name="invited_once",
                violation_error_message=_("This person is invited already."),
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(guest_name=""), name="somebody_attends"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.guest_name)

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return self.meeting.get_absolute_url()

    @property
    def has_attended(self) -> bool:
        """Whether the unit was there: late, or by a substitute, too."""
        return self.status in self.ATTENDED
