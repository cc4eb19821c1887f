"""Plans of inspections 检查计划: who looks at which sites in a month, chosen or drawn by lot."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models import Unit
from dayan_safety.models import Record
from inspections.models.checklists import Checklist
from inspections.models.inspecting import Inspection
from inspections.models.sites import Site
from inspections.querysets import OfPlanQuerySet, PlanQuerySet


class InspectionPlan(Record):
    """What an agency, or the town itself, looks at in a month. ``month`` is its first day."""

    name = models.CharField(_("name"), max_length=100)
    agency = models.ForeignKey(
        Unit, verbose_name=_("agency"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="inspection_plans", limit_choices_to={"kind": Unit.Kind.AGENCY},
    )  # fmt: skip
    month = models.DateField(_("month"))
    checklist = models.ForeignKey(
        Checklist, verbose_name=_("checklist"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(_("what it is about"), max_length=300, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of inspections")
        verbose_name_plural = _("plans of inspections")
        ordering = ["-month", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.month:%Y-%m}"


class OfPlan(Record):
    """What belongs to a plan is read on its page."""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return self.plan.get_absolute_url()  # type: ignore[attr-defined]


class SiteDraw(OfPlan):
    """A drawing of lots: how many of each unit, out of which ``pool`` (unit, site), by which ``seed``, whom it hit.

    Whoever has pool and seed draws the same again.
    """

    plan = models.ForeignKey(InspectionPlan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="draws")
    kind = models.CharField(_("kind of site"), max_length=30, choices=Site.Kind, blank=True)
    per_unit = models.PositiveSmallIntegerField(_("sites of each unit"))
    seed = models.CharField(_("seed"), max_length=32)
    pool = models.JSONField(_("drawn from"))
    drawn = models.JSONField(_("drawn"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("drawing of lots")
        verbose_name_plural = _("drawings of lots")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.seed


class PlannedVisit(OfPlan):
    """A site of a plan; done with the first finished inspection of it by the plan's agency in the month."""

    plan = models.ForeignKey(InspectionPlan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="visits")
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="visits")
    draw = models.ForeignKey(
        SiteDraw, verbose_name=_("drawing of lots"), null=True, on_delete=models.PROTECT, related_name="visits"
    )
    inspection = models.ForeignKey(
        Inspection, verbose_name=_("inspection"), null=True, editable=False, on_delete=models.PROTECT,
        related_name="visits",
    )  # fmt: skip

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned visit")
        verbose_name_plural = _("planned visits")
        ordering = ["site__unit__order", "site__unit_id", "site__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "site"], condition=models.Q(removed_at__isnull=True), name="one_visit_a_site"
            )
        ]

    def __str__(self) -> str:
        return str(self.site)
