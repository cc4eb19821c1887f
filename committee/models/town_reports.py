"""The town's monthly report: what the working groups reported, as it was issued."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committee.querysets import TownReportQuerySet
from dayan_safety.models import Record


class TownReport(Record):
    """One edition of the town's report on the month of ``first``; ``content`` (``services.reports.rollup``) stays as it
    was issued, a correction is another edition with its reason."""

    first = models.DateField(_("month"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    number = models.CharField(_("reference number"), max_length=40, unique=True)
    content = models.JSONField(_("content"), default=dict)
    issued_on = models.DateField(_("issued on"))
    reason = models.CharField(_("reason for another edition"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("issued by"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip

    objects = TownReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly report of the town")
        verbose_name_plural = _("monthly reports of the town")
        ordering = ["-first", "-edition"]
        constraints = [models.UniqueConstraint(fields=["first", "edition"], name="one_town_report_an_edition")]

    def __str__(self) -> str:
        told = {"month": self.first.month, "year": self.first.year}
        return gettext("Report of the town for %(month)s/%(year)s") % told

    def get_absolute_url(self) -> str:
        """The page of its month."""
        return reverse("committee:view_town_month", args=[self.first.year, self.first.month])
