"""Tasks 督办事项: one register for what anybody was told to do, whatever it came from."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models.bodies import WorkingGroup
from committee.models.more_time import MoreTime
from committee.models.units import Unit
from committee.querysets import ExtensionQuerySet, OfTaskQuerySet, TaskQuerySet
from dayan_safety.models import Record

SOON = timedelta(days=3)  # the light is yellow from three days before the last day on [P]


class Task(Record):
    """What a unit or a working group has to do by a day; ``done_on`` is the day it last reported to be done.

    A task is closed by somebody else than who did it. ``first_due_on`` stays when the last day moves.
    """

    KEEPS_FILES = True

    class State(models.TextChoices):
        """Where it stands."""

        ASSIGNED = "assigned", _("to be received")
        RECEIVED = "received", _("in progress")
        REPORTED = "reported", _("to be checked")
        DECLINED = "declined", _("said to be impossible")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("called off")

    class Source(models.TextChoices):
        """What it came from."""

        MEETING = "meeting", _("joint meeting")
        ORDER = "order", _("order of a superior")
        INSPECTION = "inspection", _("inspection")
        REPORT = "report", _("monthly report")
        ASSESSMENT = "assessment", _("assessment")
        OTHER = "other", _("other")

    TO_DO = (State.ASSIGNED, State.RECEIVED)
    OPEN = (*TO_DO, State.REPORTED, State.DECLINED)
    TRANSITIONS = {
        State.ASSIGNED: (State.RECEIVED, State.REPORTED, State.DECLINED, State.CANCELLED),
        State.RECEIVED: (State.REPORTED, State.DECLINED, State.CANCELLED),
        State.REPORTED: (State.CLOSED, State.RECEIVED, State.CANCELLED),
        State.DECLINED: (State.RECEIVED, State.CANCELLED),
        State.CLOSED: (State.RECEIVED,),
        State.CANCELLED: (),
    }

    number = models.CharField(_("reference number"), max_length=40, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what is to be done"), blank=True)
    source = models.CharField(_("source"), max_length=20, choices=Source, default=Source.ORDER)
    source_note = models.CharField(_("document or occasion"), max_length=200, blank=True)
    source_type = models.ForeignKey(
        ContentType, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    source_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    source_record = GenericForeignKey("source_type", "source_id")
    lead_unit = models.ForeignKey(
        Unit, verbose_name=_("leading unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="led_tasks"
    )
    lead_group = models.ForeignKey(
        WorkingGroup,
        verbose_name=_("lead group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_tasks",
    )
    helper_units = models.ManyToManyField(
        Unit, verbose_name=_("helping units"), blank=True, related_name="helped_tasks"
    )
    helper_groups = models.ManyToManyField(
        WorkingGroup, verbose_name=_("helping groups"), blank=True, related_name="helped_tasks"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASSIGNED, editable=False)
    assigned_on = models.DateField(_("assigned on"), editable=False)
    due_on = models.DateField(_("due on"))
    first_due_on = models.DateField(_("first due on"), editable=False)
    received_at = models.DateTimeField(_("received at"), null=True, blank=True, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("received by"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    done_on = models.DateField(_("reported done on"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reported done by"), null=True, editable=False,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    returned = models.PositiveSmallIntegerField(_("times sent back"), default=0, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervised task")
        verbose_name_plural = _("supervised tasks")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="task_due"),
            models.Index(fields=["lead_unit", "state"], name="task_of_unit"),
            models.Index(fields=["source_type", "source_id"], name="task_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lead_unit__isnull=False, lead_group__isnull=True)
                | models.Q(lead_unit__isnull=True, lead_group__isnull=False),
                name="task_has_one_lead",
                violation_error_message=_("Choose a lead unit or a lead group, one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def lead(self) -> Unit | WorkingGroup | None:
        """Who has to do it."""
        return self.lead_unit or self.lead_group

    @property
    def is_open(self) -> bool:
        """Neither closed nor cancelled."""
        return self.state in self.OPEN

    def is_overdue_on(self, on: date) -> bool:
        """Whether the last day lies before ``on`` and it was not reported done by then."""
        return self.state in (*self.TO_DO, self.State.DECLINED) and self.due_on < on

    def is_due_soon_on(self, on: date) -> bool:
        """Whether three days or less are left."""
        return self.state in self.TO_DO and on <= self.due_on <= on + SOON

    @property
    def was_on_time(self) -> bool:
        """Whether it was reported done on its last day or before."""
        return self.done_on is not None and self.done_on <= self.due_on


class Progress(Record):
    """How far a task is, as its doers tell it."""

    task = models.ForeignKey(Task, verbose_name=_("task"), on_delete=models.PROTECT, related_name="progress")
    text = models.TextField(_("progress"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """The task's page."""
        return self.task.get_absolute_url()


class Extension(MoreTime):
    """A later last day, asked for before the task is due and decided by the chair."""

    task = models.ForeignKey(Task, verbose_name=_("task"), on_delete=models.PROTECT, related_name="extensions")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=models.Q(state="asked", removed_at__isnull=True),
                name="one_extension_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} → {self.wanted_on}"

    def get_absolute_url(self) -> str:
        """The task's page."""
        return self.task.get_absolute_url()


class Slip(Record):
    """A supervision slip 督办单: blue when a task is handed out, yellow when it is late, red when it stays late."""

    class Colour(models.TextChoices):
        """How grave [P: three-colour slips]."""

        BLUE = "blue", _("blue slip")
        YELLOW = "yellow", _("yellow slip")
        RED = "red", _("red slip")

    task = models.ForeignKey(Task, verbose_name=_("task"), on_delete=models.PROTECT, related_name="slips")
    colour = models.CharField(_("colour"), max_length=10, choices=Colour)
    number = models.CharField(_("reference number"), max_length=40, unique=True)
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due on"))
    requirement = models.TextField(_("requirement"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("issued by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(_("signed for at"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("signed for by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision slip")
        verbose_name_plural = _("supervision slips")
        ordering = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.get_colour_display()}"

    def get_absolute_url(self) -> str:
        """The task's page."""
        return self.task.get_absolute_url()
