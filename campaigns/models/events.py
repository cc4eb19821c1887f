"""Events 宣教活动: what was held where, when, for whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import Campaign
from campaigns.models.programmes import Programme
from campaigns.models.words import Audience, Channel
from campaigns.querysets import EventKindQuerySet, EventQuerySet
from committee.models import Unit, Word, WorkingGroup
from dayan_safety.models import Record


class EventKind(Word):
    """A kind of event as the town calls it; ``counts_as`` says under which of the report's numbers it is counted."""

    class CountsAs(models.TextChoices):
        """What the town reports in numbers [S: contests, drills, trainings]."""

        CONTEST = "contest", _("contest")
        DRILL = "drill", _("drill")
        TRAINING = "training", _("training")
        PUBLICITY = "publicity", _("publicity")
        CONSULTATION = "consultation", _("consultation day")
        LECTURE = "lecture", _("lecture")
        OTHER = "other", _("other")

    counts_as = models.CharField(_("counts as"), max_length=20, choices=CountsAs)

    objects = EventKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of event")
        verbose_name_plural = _("kinds of events")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(removed_at__isnull=True),
                name="one_kind_a_name",
                violation_error_message=_("There is a kind of this name already."),
            )
        ]


class Event(Record):
    """An event, planned or held: exact day, place, theme and head-count make it evidence."""

    KEEPS_FILES = True

    class Entry(models.TextChoices):
        """The five entries 五进 [S]."""

        ENTERPRISES = "enterprises", _("into enterprises")
        SCHOOLS = "schools", _("into schools")
        COUNTRYSIDE = "countryside", _("into the countryside")
        COMMUNITIES = "communities", _("into communities")
        FAMILIES = "families", _("into families")

    theme = models.CharField(_("theme"), max_length=100)
    kind = models.ForeignKey(EventKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="events")
    held_on = models.DateField(_("day"))
    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    more_units = models.ManyToManyField(
        Unit, verbose_name=_("units taking part"), blank=True, related_name="events_joined"
    )
    group = models.ForeignKey(
        WorkingGroup,
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("training programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    hosts = models.CharField(_("hosts"), max_length=200, blank=True)
    lecturer = models.CharField(_("lecturer"), max_length=100, blank=True)
    entry = models.CharField(_("five entries"), max_length=20, choices=Entry, blank=True)
    head_count = models.PositiveIntegerField(_("head-count"), null=True, blank=True)
    audiences = models.ManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="events")
    channel = models.ForeignKey(
        Channel,
        verbose_name=_("channel of outreach"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    summary = models.TextField(_("summary"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    # Secret, and no part of what people read: not editable, so history tells nothing of it. Empty: there is none.
    check_in_code = models.CharField(max_length=24, blank=True, default="", editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="event_newest"),
            models.Index(fields=["unit", "-held_on"], name="event_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["check_in_code"], condition=~models.Q(check_in_code=""), name="one_event_a_code"
            )
        ]

    def __str__(self) -> str:
        return self.theme
