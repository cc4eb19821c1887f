"""Joint meetings 联席会议: agenda, outcomes, minutes and what was said about them."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.models.bodies import Committee, WorkingGroup
from committee.models.people import Person
from committee.models.tasks import Task
from committee.models.units import Unit
from committee.querysets import AgendaItemQuerySet, MeetingQuerySet, OfItemQuerySet
from dayan_safety.models import Record


def new_secret() -> str:
    """What the sign-in codes of a meeting are made from."""
    return secrets.token_hex(16)


class Meeting(Record):
    """A meeting of the committee; ``month`` (its first day) is set for the one joint meeting each month has.

    While ``follows_rule``, nobody has set its day by hand: it moves with rule and calendar until it is notified.
    ``results`` keeps what the first item told when the meeting began, in the shape of ``dayan_safety.results``.
    """

    KEEPS_FILES = True

    class State(models.TextChoices):
        """Where it stands; until it is notified nobody hears of it."""

        DRAFT = "draft", _("draft")
        NOTIFIED = "notified", _("notified")
        UNDER_WAY = "under_way", _("under way")
        FOR_COMMENT = "for_comment", _("minutes for comment")
        FINAL = "final", _("minutes final")
        CANCELLED = "cancelled", _("cancelled")

    AHEAD = (State.DRAFT, State.NOTIFIED)
    HELD = (State.UNDER_WAY, State.FOR_COMMENT, State.FINAL)
    CONCLUDED = (State.FOR_COMMENT, State.FINAL)
    MINUTED = (State.UNDER_WAY, State.FOR_COMMENT)
    CHANGING = (*AHEAD, *MINUTED)  # agenda and list of those invited are open
    TRANSITIONS = {
        State.DRAFT: (State.NOTIFIED, State.UNDER_WAY, State.CANCELLED),
        State.NOTIFIED: (State.UNDER_WAY, State.CANCELLED),
        State.UNDER_WAY: (State.FOR_COMMENT,),
        State.FOR_COMMENT: (State.FINAL,),
        State.FINAL: (State.FOR_COMMENT,),
        State.CANCELLED: (),
    }

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="meetings"
    )
    month = models.DateField(_("month"), null=True, blank=True, editable=False)
    follows_rule = models.BooleanField(_("day by the rule"), default=False, editable=False)
    title = models.CharField(_("title"), max_length=100)
    held_on = models.DateField(_("day"))
    begins_at = models.TimeField(_("begins at"), default=time(9))
    place = models.CharField(_("place"), max_length=100, blank=True)
    chair = models.ForeignKey(
        Person, verbose_name=_("chaired by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorder = models.ForeignKey(
        Person, verbose_name=_("minutes taken by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    requirements = models.TextField(_("requirements for those invited"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    notice_number = models.CharField(_("number of the notice"), max_length=40, blank=True, editable=False)
    minutes_number = models.CharField(_("number of the minutes"), max_length=40, blank=True, editable=False)
    notified_at = models.DateTimeField(_("notified at"), null=True, blank=True, editable=False)
    comments_until = models.DateField(_("comments until"), null=True, blank=True, editable=False)
    finalized_at = models.DateTimeField(_("final since"), null=True, blank=True, editable=False)
    results = models.JSONField(default=list, blank=True, editable=False)
    secret = models.CharField(max_length=32, default=new_secret, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint meeting")
        verbose_name_plural = _("joint meetings")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "month"],
                condition=models.Q(removed_at__isnull=True, month__isnull=False),
                name="one_joint_meeting_a_month",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def begins(self) -> datetime:
        """The moment it begins."""
        return timezone.make_aware(datetime.combine(self.held_on, self.begins_at), timezone.get_default_timezone())

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come."""
        return self.state in self.AHEAD

    @property
    def is_minuted(self) -> bool:
        """Whether attendance and outcomes may be written."""
        return self.state in self.MINUTED


class AgendaItem(Record):
    """A topic of a meeting; ``carried`` counts the meetings it came over from unfinished.

    ``is_results`` marks the first item, which fills itself with what became of earlier tasks.
    """

    KEEPS_FILES = True

    class Kind(models.TextChoices):
        """What a joint meeting does [S]."""

        CONVEY = "convey", _("convey requirements")
        PROGRESS = "progress", _("report progress")
        CHECK = "check", _("check progress")
        SOLVE = "solve", _("solve problems")
        ARRANGE = "arrange", _("arrange the next stage")

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("proposed")
        OPEN = "open", _("on the agenda")
        DONE = "done", _("dealt with")
        UNFINISHED = "unfinished", _("unfinished")
        DECLINED = "declined", _("not taken up")

    ON_AGENDA = (State.OPEN, State.DONE, State.UNFINISHED)

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("topic"), max_length=200)
    owner = models.ForeignKey(
        Person, verbose_name=_("presented by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    planned_minutes = models.PositiveSmallIntegerField(_("minutes planned"), default=10)
    discussion = models.TextField(_("what was said"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN, editable=False)
    carried = models.PositiveSmallIntegerField(_("times carried over"), default=0, editable=False)
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="carried_to"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    is_results = models.BooleanField(_("results of earlier tasks"), default=False, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "carried_from"],
                condition=models.Q(carried_from__isnull=False),
                name="carried_over_once",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=models.Q(is_results=True, removed_at__isnull=True),
                name="one_results_item",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its place on the meeting's page."""
        return f"{self.meeting.get_absolute_url()}#item-{self.pk}"


class Outcome(Record):
    """What a meeting came to under an item: a decision, a note, or a task.

    A task is handed out (``task``) once the minutes are final, if somebody leads it and it has a last day.
    """

    class Kind(models.TextChoices):
        """What it is."""

        DECISION = "decision", _("decision")
        NOTE = "note", _("note")
        TASK = "task", _("task")

    item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), on_delete=models.PROTECT, related_name="outcomes"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("outcome"))
    lead_unit = models.ForeignKey(
        Unit, verbose_name=_("leading unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_group = models.ForeignKey(
        WorkingGroup, verbose_name=_("lead group"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    helper_units = models.ManyToManyField(Unit, verbose_name=_("helping units"), blank=True, related_name="+")
    helper_groups = models.ManyToManyField(WorkingGroup, verbose_name=_("helping groups"), blank=True, related_name="+")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    task = models.OneToOneField(
        Task, verbose_name=_("task"), null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="outcome",
    )  # fmt: skip

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def lead(self) -> Unit | WorkingGroup | None:
        """Who shall do it."""
        return self.lead_unit or self.lead_group

    @property
    def can_be_handed_out(self) -> bool:
        """Whether it is a task that lacks nothing and was not handed out yet."""
        return (
            self.kind == self.Kind.TASK and self.task_id is None and self.lead is not None and self.due_on is not None
        )

    def get_absolute_url(self) -> str:
        """Its item's place on the meeting's page."""
        return self.item.get_absolute_url()


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)
