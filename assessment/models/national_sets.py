"""Indicator sets 指标体系 in editions: what a community is evaluated by on the spot."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.querysets import (
    IndicatorQuerySet,
    IndicatorSetQuerySet,
)
from dayan_safety.models import Edition, Record

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
POINTS = [MinValueValidator(0), MaxValueValidator(1000)]


def _points(name: Any, default: str) -> models.DecimalField:
    return models.DecimalField(name, max_digits=6, decimal_places=2, default=Decimal(default), validators=POINTS)


def _share(name: Any, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(name, default=default, validators=PERCENT)


class IndicatorSet(Edition):
    """What a community is evaluated by on the spot, in editions: AQ/T 9001-2006 or another set.

    Of each indicator's full mark, presence, evidence and effect make up parts that behave like their weights; a grade
    gives its share of a part. A set passes from ``pass_from``, may be rectified from ``rectify_from`` on.
    """

    name = models.CharField(_("name"), max_length=100)
    document = models.CharField(_("standard"), max_length=100, blank=True)
    total = _points(_("full marks of all indicators"), "150")
    pass_from = _points(_("passes from"), "100")
    rectify_from = _points(_("may rectify from"), "75")
    presence_weight = _points(_("weight of presence"), "0.8")
    evidence_weight = _points(_("weight of evidence"), "1")
    effect_weight = _points(_("weight of effect"), "1.2")
    share_a = _share(_("share of grade a, per cent"), 100)
    share_b = _share(_("share of grade b, per cent"), 70)
    share_c = _share(_("share of grade c, per cent"), 30)
    share_d = _share(_("share of grade d, per cent"), 0)
    note = models.TextField(_("note"), blank=True)

    objects = IndicatorSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator set")
        verbose_name_plural = _("indicator sets")
        ordering = ["name", "-edition", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "edition"],
                condition=models.Q(removed_at__isnull=True),
                name="one_indicator_set_an_edition",
                violation_error_message=_("There is an indicator set of this name already."),
            )
        ]

    @property
    def weights(self) -> tuple[Decimal, Decimal, Decimal]:
        """Of presence, evidence and effect."""
        return self.presence_weight, self.evidence_weight, self.effect_weight

    @property
    def shares(self) -> dict[str, int]:
        """What each grade gives, in per cent."""
        return {"a": self.share_a, "b": self.share_b, "c": self.share_c, "d": self.share_d}

    def clean(self) -> None:
        """Limits and grades follow each other downwards, and something has a weight."""
        limits = (self.total, self.pass_from, self.rectify_from)
        if None not in limits and not limits[0] >= limits[1] > limits[2]:
            raise ValidationError(_("It passes above where it may rectify, and within the full marks."))
        shares = list(self.shares.values())
        if None not in shares and shares != sorted(shares, reverse=True):
            raise ValidationError(_("Grade a gives the largest share, grade d the least."))
        if None not in self.weights and not any(self.weights):
            raise ValidationError(_("One part at least has a weight."))


class Indicator(Record):
    """One indicator of a set: under which element, its number, what is asked, and its full mark.

    ``sources``: names of the kinds of records that prove it, with commas; without any, those of its element.
    """

    class Source(models.TextChoices):
        """Everyday records that are found by themselves (``services.national.rules``)."""

        BODIES = "bodies", _("committee and working groups")
        POSTS = "posts", _("appointments")
        MEETINGS = "meetings", _("meetings with final minutes")
        REPORTS = "reports", _("accepted reports")
        TASKS = "tasks", _("closed tasks")
        CAMPAIGNS = "campaigns", _("campaigns")
        EVENTS = "events", _("publicity events")
        TRAININGS = "trainings", _("trainings and lectures")
        DRILLS = "drills", _("emergency drills")
        DISPLAYS = "displays", _("displays")
        PROJECTS = "projects", _("promotion projects begun")
        REVIEWED = "reviewed", _("reviewed promotion projects")
        POLLS = "polls", _("closed polls")
        SITES = "sites", _("supervised sites")
        INSPECTIONS = "inspections", _("finished inspections")
        FINDINGS = "findings", _("findings recorded")
        RECTIFIED = "rectified", _("findings closed with an after-photo")
        INCIDENTS = "incidents", _("recorded incidents")
        PLANS = "plans", _("inspection plans")
        FUNDED = "funded", _("promotion projects with funds")
        JOINT = "joint", _("events of several units")
        REPORTED = "reported", _("findings that residents reported")
        AGENCIES = "agencies", _("inspections by outside agencies")
        TOWN_REPORTS = "town_reports", _("issued reports of the town")
        CHECKED = "checked", _("closed regular checks")
        SCORES = "scores", _("published scores of a year")

    class Wording(models.TextChoices):
        """Whose words they are."""

        OFFICIAL = "official", pgettext_lazy("wording", "official")
        DRAFT = "draft", pgettext_lazy("wording", "draft of our own")

    CODES = {"sources": Source}

    indicator_set = models.ForeignKey(
        IndicatorSet, verbose_name=_("indicator set"), on_delete=models.PROTECT, related_name="indicators"
    )
    element_number = models.PositiveSmallIntegerField(
        _("number of the element"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    element = models.CharField(_("element"), max_length=60)
    number = models.PositiveSmallIntegerField(
        _("number of the indicator"), validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    text = models.CharField(_("what is asked"), max_length=300)
    full_mark = models.DecimalField(
        _("full mark"), max_digits=5, decimal_places=2, default=Decimal(3),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )  # fmt: skip
    sources = models.CharField(_("proved by"), max_length=200, blank=True)
    wording = models.CharField(_("wording"), max_length=10, choices=Wording, default=Wording.OFFICIAL)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["indicator_set__name", "-indicator_set_id", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator_set", "number"],
                condition=models.Q(removed_at__isnull=True),
                name="one_indicator_a_number",
                violation_error_message=_("The set has an indicator of this number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"

    @property
    def is_draft_text(self) -> bool:
        """Whether the wording is a draft, by which nothing formal is judged."""
        return self.wording == self.Wording.DRAFT

    @property
    def source_names(self) -> list[str]:
        """The kinds of records that were named."""
        return [name for name in self.sources.split(",") if name]

    @property
    def told_sources(self) -> str:
        """They, in words."""
        return "、".join(str(self.Source(name).label) for name in self.source_names)
