"""Findings 隐患: what was found dangerous, who has to put it right by when, and the papers that say so."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models import Unit, Word
from dayan_safety.models import Record
from inspections.models.sites import Site
from inspections.querysets import FALLS_DUE, FindingQuerySet, RectificationNoticeQuerySet

SOON = timedelta(days=3)  # as of tasks: the light is yellow from three days before the last day on [P]


class FindingKind(Word):
    """A kind of danger: fire, electricity, traffic, building …"""

    class Meta(Word.Meta):
        verbose_name = _("kind of danger")
        verbose_name_plural = _("kinds of dangers")


class Finding(Record):
    """A danger at a unit, until somebody else than who put it right has seen that it is gone.

    ``first_due_on`` stays when the last day moves; ``failed`` counts the re-inspections that found it still there. The
    five fixings of a major one are ``responsible``, ``measures``, ``funds``, ``due_on`` and ``plan``.
    """

    KEEPS_FILES = True

    class Level(models.TextChoices):
        """How grave [P]: a major one is hard to put right, or work has to stop for it."""

        GENERAL = "general", _("general danger")
        URGENT = "urgent", _("general danger, to be stopped at once")
        MAJOR = "major", _("major danger")

    class Source(models.TextChoices):
        """How it came to be known."""

        INSPECTION = "inspection", _("inspection")
        PATROL = "patrol", _("patrol of the unit")
        RESIDENT = "resident", _("report of a resident")
        OTHER = "other", _("other")

    class State(models.TextChoices):
        """Where it stands [P: found, notified, rectifying, re-inspection asked, closed]."""

        FOUND = "found", _("unit not told yet")
        NOTIFIED = "notified", _("to be received")
        RECTIFYING = "rectifying", _("being put right")
        ASKED = "asked", _("to be re-inspected")
        HANDED = "handed", _("handed to a superior")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    TO_DO = (State.NOTIFIED, State.RECTIFYING)
    AT_WORK = (*TO_DO, State.ASKED)
    OPEN = (State.FOUND, *AT_WORK, State.HANDED)
    TRANSITIONS = {
        State.FOUND: (State.NOTIFIED, State.WITHDRAWN),
        State.NOTIFIED: (State.RECTIFYING, State.HANDED, State.WITHDRAWN),
        State.RECTIFYING: (State.ASKED, State.HANDED, State.WITHDRAWN),
        State.ASKED: (State.CLOSED, State.RECTIFYING, State.HANDED, State.WITHDRAWN),
        State.HANDED: (State.RECTIFYING,),
        State.CLOSED: (State.RECTIFYING,),
        State.WITHDRAWN: (),
    }

    number = models.CharField(_("number of the finding"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="findings")
    site = models.ForeignKey(
        Site, verbose_name=_("site"), null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    kind = models.ForeignKey(FindingKind, verbose_name=_("kind of danger"), on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.GENERAL)
    text = models.CharField(_("danger"), max_length=500)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    demand = models.CharField(_("what is demanded"), max_length=500, blank=True)
    at_once = models.CharField(_("done on the spot"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.INSPECTION)
    agency = models.ForeignKey(
        Unit, verbose_name=_("found by the agency"), null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="found_findings",
    )  # fmt: skip
    found_on = models.DateField(_("found on"))
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("found by"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    due_on = models.DateField(_("to be put right by"), blank=True)
    first_due_on = models.DateField(_("first to be put right by"), editable=False)
    responsible = models.CharField(_("responsible person"), max_length=50, blank=True)
    measures = models.CharField(_("measures"), max_length=500, blank=True)
    funds = models.CharField(_("funds"), max_length=100, blank=True)
    plan = models.CharField(_("emergency plan until then"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.FOUND, editable=False)
    received_at = models.DateTimeField(_("received at"), null=True, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("received by"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    asked_on = models.DateField(_("re-inspection asked on"), null=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("re-inspection asked by"), null=True, editable=False,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    failed = models.PositiveSmallIntegerField(_("re-inspections failed"), default=0, editable=False)
    listed_on = models.DateField(_("under listed supervision since"), null=True, editable=False)
    handed_to = models.CharField(_("handed to"), max_length=100, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    took = models.PositiveSmallIntegerField(_("days until it was closed"), null=True, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="finding_due"),
            models.Index(fields=["unit", "kind", "found_on"], name="finding_again"),
            models.Index(fields=["found_on"], name="finding_day"),
            # The order of the register (``open_first``): without it every page would sort all that ever was.
            models.Index(
                FALLS_DUE.asc(),
                models.F("due_on").desc(),
                models.F("id").desc(),
                name="finding_open_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:40]}"

    @property
    def is_open(self) -> bool:
        """Neither closed nor withdrawn."""
        return self.state in self.OPEN

    def is_overdue_on(self, on: date) -> bool:
        """Whether the last day lies before ``on`` and nobody had asked for the re-inspection by then."""
        return self.state in self.TO_DO and self.due_on < on

    def is_due_soon_on(self, on: date) -> bool:
        """Whether three days or less are left."""
        return self.state in self.TO_DO and on <= self.due_on <= on + SOON

    @property
    def was_on_time(self) -> bool:
        """Whether the re-inspection that closed it was asked for on the last day or before."""
        return self.asked_on is not None and self.asked_on <= self.due_on

    @property
    def unfixed(self) -> list[str]:
        """The names of the five fixings that a major one still lacks (the last day it always has)."""
        lacking = [name for name in ("responsible", "measures", "funds", "plan") if not getattr(self, name)]
        return lacking if self.level == self.Level.MAJOR else []


class RectificationNotice(Record):
    """A rectification notice 整改通知书: numbered within the year, to one unit, about one finding or several."""

    number = models.CharField(_("reference number"), max_length=40, unique=True)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    findings = models.ManyToManyField(Finding, verbose_name=_("findings"), related_name="notices")
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("issued by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RectificationNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification notice")
        verbose_name_plural = _("rectification notices")
        ordering = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return self.number
