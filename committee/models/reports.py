"""Periodic reports 月报: who owes one for which period, what was written, handed in, sent back and accepted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committee.models.bodies import WorkingGroup
from committee.models.report_forms import DECIMAL_PLACES, FormField, Period, ReportForm
from committee.models.units import Unit
from committee.querysets import OfReportQuerySet, ReportQuerySet
from dayan_safety.models import Record

LAST_MONTH = 12


def _login(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip


class Report(Record):
    """What a working group or an enterprise owes for the period from ``first`` to ``last``.

    ``due_on`` 应报日 decides whether it came in time; after ``lock_on`` 截止日 nothing can be written.
    ``handed_in_on`` is the day it came for the first time: being sent back makes nobody late.
    """

    KEEPS_FILES = True

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("to be reviewed")
        RETURNED = "returned", _("sent back to its writers")
        ACCEPTED = "accepted", _("accepted")
        EXCUSED = "excused", _("not needed")

    WRITABLE = (State.DRAFT, State.RETURNED)
    OPEN = (*WRITABLE, State.SUBMITTED)
    TRANSITIONS = {
        State.DRAFT: (State.SUBMITTED, State.EXCUSED),
        State.SUBMITTED: (State.RETURNED, State.ACCEPTED),
        State.RETURNED: (State.SUBMITTED, State.EXCUSED),
        State.ACCEPTED: (State.RETURNED,),
        State.EXCUSED: (State.DRAFT,),
    }

    form = models.ForeignKey(ReportForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="reports")
    group = models.ForeignKey(
        WorkingGroup, verbose_name=_("working group"), null=True, on_delete=models.PROTECT, related_name="reports"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), null=True, on_delete=models.PROTECT, related_name="reports")
    period = models.CharField(_("period"), max_length=10, choices=Period)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    due_on = models.DateField(_("report due on"))
    lock_on = models.DateField(_("closed after"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    is_nil = models.BooleanField(_("nothing to report"), default=False, editable=False)
    started_at = models.DateTimeField(_("first opened at"), null=True, editable=False)
    handed_in_on = models.DateField(_("handed in on"), null=True, editable=False)
    handed_in_at = models.DateTimeField(_("first handed in at"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, editable=False)
    submitted_by = _login(_("handed in by"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    accepted_by = _login(_("accepted by"))
    returned = models.PositiveSmallIntegerField(_("times sent back"), default=0, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("periodic report")
        verbose_name_plural = _("periodic reports")
        ordering = ["-first", "group__number", "unit__order", "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="report_due"),
            models.Index(fields=["period", "first"], name="report_period"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(group__isnull=False, unit__isnull=True)
                | models.Q(group__isnull=True, unit__isnull=False),
                name="report_of_one_body",
            ),
            models.CheckConstraint(condition=models.Q(lock_on__gte=models.F("due_on")), name="report_locks_after_due"),
            models.UniqueConstraint(fields=["group", "period", "first"], name="one_report_a_group"),
            models.UniqueConstraint(fields=["unit", "period", "first"], name="one_report_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.reporter} {self.period_name}"

    @property
    def reporter(self) -> WorkingGroup | Unit:
        """Who owes it."""
        reporter = self.group or self.unit
        assert reporter is not None
        return reporter

    @property
    def period_name(self) -> str:
        """``2026年11月``, ``2026年第4季度``, ``2026年``."""
        told = {"year": self.first.year, "month": self.first.month, "quarter": (self.first.month + 2) // 3}
        names = {
            Period.MONTH: gettext("%(month)s/%(year)s"),
            Period.QUARTER: gettext("quarter %(quarter)s of %(year)s"),
            Period.YEAR: gettext("year %(year)s"),
        }
        return names[Period(self.period)] % told

    @property
    def is_writable(self) -> bool:
        """Whether its state lets the writer write; the lock is asked besides."""
        return self.state in self.WRITABLE

    def is_locked_on(self, on: date) -> bool:
        """Whether the last day for writing lies before ``on``."""
        return self.lock_on < on

    def is_missing_on(self, on: date) -> bool:
        """Whether it was due before ``on`` and never came."""
        return self.state in self.WRITABLE and self.handed_in_on is None and self.due_on < on

    @property
    def was_on_time(self) -> bool:
        """Whether it first came on the day it was due or before; a nil report counts like any other."""
        return self.handed_in_on is not None and self.handed_in_on <= self.due_on


class ReportValue(Record):
    """What stands in one field of one report: ``number`` or ``text``.

    ``filled`` is what the portal counted when it was filled in; where ``number`` differs, ``why`` says so: both stay.
    """

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.PROTECT, related_name="values")
    field = models.ForeignKey(FormField, verbose_name=_("field"), on_delete=models.PROTECT, related_name="values")
    number = models.DecimalField(_("number"), max_digits=14, decimal_places=DECIMAL_PLACES, null=True)
    text = models.TextField(_("text"), blank=True)
    filled = models.DecimalField(_("counted"), max_digits=14, decimal_places=DECIMAL_PLACES, null=True)
    why = models.CharField(_("why it differs"), max_length=300, blank=True)
    by = _login(_("by"))

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a report")
        verbose_name_plural = _("values of reports")
        ordering = ["field__order", "field_id"]
        constraints = [models.UniqueConstraint(fields=["report", "field"], name="one_value_a_field")]

    def __str__(self) -> str:
        return f"{self.field}"

    def get_absolute_url(self) -> str:
        """The report's page."""
        return self.report.get_absolute_url()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written; a nought is something."""
        return self.number is None and not self.text.strip()

    @property
    def is_overridden(self) -> bool:
        """Whether somebody wrote another number than the portal counted."""
        return self.filled is not None and self.number != self.filled


class Filing(Record):
    """A report as it was handed in: ``values`` maps codes to what was written; the one who really did it is kept."""

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.PROTECT, related_name="filings")
    number = models.PositiveSmallIntegerField(_("number"))
    values = models.JSONField(_("values"), default=dict)
    is_nil = models.BooleanField(_("nothing to report"), default=False)
    by = _login(_("by"))

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("handing in of a report")
        verbose_name_plural = _("handings in of reports")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_filing_a_number")]

    def __str__(self) -> str:
        return f"{self.report} {self.number}"


class Remark(Record):
    """What was said of a report, or of one field of it: a comment, or why it was sent back.

    ``filing`` is the number of the handing in it is about.
    """

    class Kind(models.TextChoices):
        """What it is."""

        COMMENT = "comment", _("comment")
        RETURN = "return", _("why it was sent back")

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.PROTECT, related_name="remarks")
    field = models.ForeignKey(
        FormField, verbose_name=_("field"), null=True, on_delete=models.PROTECT, related_name="remarks"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMENT)
    filing = models.PositiveSmallIntegerField(_("number"), default=0)
    text = models.TextField(_("text"))
    by = _login(_("by"))

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark on a report")
        verbose_name_plural = _("remarks on reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]
