"""What happens to the minutes of a meeting: what was said about them, and how they stood before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models.meetings import Meeting
from committee.querysets import OfMeetingQuerySet
from dayan_safety.models import Record


class MinutesVersion(Record):
    """The minutes as they were final, kept when they were opened again."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    finalized_at = models.DateTimeField(_("final since"), null=True)
    reason = models.CharField(_("opened again because"), max_length=300)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of minutes")
        verbose_name_plural = _("versions of minutes")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.meeting} {self.number}"

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return self.meeting.get_absolute_url()


class MinutesComment(Record):
    """What somebody wants changed in the minutes, while they are out for comment."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on minutes")
        verbose_name_plural = _("comments on minutes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return self.meeting.get_absolute_url()
