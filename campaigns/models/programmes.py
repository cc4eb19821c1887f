"""Training programmes 培训计划: what a group of people is to learn within a term, in how many sessions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import planned
from campaigns.models.terms import Term
from campaigns.models.words import Audience
from campaigns.querysets import ProgrammeQuerySet
from committee.models import WorkingGroup


class Programme(Term):
    """Training for audiences [S: leaders, staff, stationed departments, key enterprises]; its sessions are events."""

    KEEPS_FILES = True

    name = models.CharField(_("name"), max_length=60)
    group = models.ForeignKey(
        WorkingGroup,
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="programmes",
    )
    audiences = models.ManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="programmes")
    planned_sessions = planned(_("sessions planned"))
    planned_people = planned(_("head-count planned"))
    text = models.TextField(_("content and aims"), blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("training programme")
        verbose_name_plural = _("training programmes")
        ordering = ["-first_on", "-pk"]
        indexes = [models.Index(fields=["-first_on", "-id"], name="programme_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(removed_at__isnull=True),
                name="one_programme_a_name",
                violation_error_message=_("There is a programme of this name already."),
            ),
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="programme_ends_later"),
        ]

    def __str__(self) -> str:
        return self.name
