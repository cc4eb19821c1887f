"""What a periodic report asks for: forms as data, each holding from a month on until the next one of its kind."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from committee.models.bodies import WorkingGroup
from committee.querysets import FormFieldQuerySet, ReportFormQuerySet
from dayan_safety.models import Record
from dayan_safety.sources import all_sources, source_choices

DECIMAL_PLACES = 2
NOT_COUNTED_YET = _("not counted yet")


class Period(models.TextChoices):
    """How long a time a report is about."""

    MONTH = "month", _("each month")
    QUARTER = "quarter", _("each quarter")
    YEAR = "year", _("each year")


class ReportForm(Record):
    """A form of monthly reports, or of the statutory ones of enterprises, from the month ``since`` on.

    A form of one group goes before the one of all groups. Which one a report stands on is settled when it opens.
    """

    class Audience(models.TextChoices):
        """Who reports."""

        GROUPS = "groups", _("working groups")
        ENTERPRISES = "enterprises", _("enterprises")

    Period = Period

    name = models.CharField(_("name"), max_length=100)
    audience = models.CharField(_("who reports"), max_length=20, choices=Audience, default=Audience.GROUPS)
    period = models.CharField(_("period"), max_length=10, choices=Period, default=Period.MONTH)
    group = models.ForeignKey(
        WorkingGroup, verbose_name=_("of one group alone"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="report_forms",
    )  # fmt: skip
    since = models.DateField(_("from the month of"))
    note = models.TextField(_("how it is filled in"), blank=True)

    objects = ReportFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("report form")
        verbose_name_plural = _("report forms")
        ordering = ["audience", "period", "-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                "audience", "period", "since", Coalesce("group", 0),
                condition=models.Q(removed_at__isnull=True),
                name="one_form_a_month",
                violation_error_message=_("There is such a form from that month on already: change that one."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}（{self.since:%Y-%m}）"

    def clean(self) -> None:
        """Forms hold from the first of a month; enterprises have no groups, and groups report monthly."""
        self.derive()
        of_groups = self.audience == self.Audience.GROUPS
        if self.group_id and not of_groups:
            raise ValidationError({"group": _("Only working groups have forms of their own.")})
        if of_groups != (self.period == Period.MONTH):
            raise ValidationError({"period": _("Working groups report by the month, enterprises by quarter or year.")})

    def derive(self) -> None:
        """The first of the month."""
        if self.since:
            self.since = self.since.replace(day=1)

    def save(self, *args: object, **kwargs: object) -> None:
        """With what follows."""
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class SourceField(models.CharField):
    """The name of what the portal counts: told by its label wherever choices are; other names may be kept, too."""

    @property
    def flatchoices(self) -> list[tuple[str, Any]]:
        """Names and labels."""
        return source_choices()[1:]

    def deconstruct(self) -> Any:
        """A text, as the database sees it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class FormField(Record):
    """One figure or text that a form asks for.

    Figures of one ``code`` are the same figure in every form: the town's report adds them up, and years compare them.
    ``source`` names what the portal counts by itself (``dayan_safety.sources``).
    """

    class Kind(models.TextChoices):
        """What is written."""

        WHOLE = "whole", _("whole number")
        DECIMAL = "decimal", _("number with decimals")
        TEXT = "text", _("words")

    class Total(models.TextChoices):
        """How the town's report makes one figure of several."""

        SUM = "sum", _("added up")
        MEAN = "mean", _("the mean")
        STOCK = "stock", _("groups added up, the last month counts")
        NONE = "none", _("not at all")

    form = models.ForeignKey(ReportForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="fields")
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    section = models.CharField(_("part of the form"), max_length=50)
    name = models.CharField(_("figure or text"), max_length=100)
    code = models.CharField(
        _("code"), max_length=30, validators=[RegexValidator(r"\A[a-z][a-z0-9_]*\Z", _("Small letters, digits and _."))]
    )
    kind = models.CharField(_("kind of entry"), max_length=10, choices=Kind, default=Kind.WHOLE)
    unit = models.CharField(_("counted in"), max_length=10, blank=True)
    required = models.BooleanField(_("compulsory"), default=False)
    least = models.DecimalField(_("at least"), max_digits=14, decimal_places=DECIMAL_PLACES, null=True, blank=True)
    most = models.DecimalField(_("at most"), max_digits=14, decimal_places=DECIMAL_PLACES, null=True, blank=True)
    source = SourceField(_("filled in from"), max_length=60, blank=True)
    total = models.CharField(_("in the town's report"), max_length=10, choices=Total, default=Total.SUM)
    note = models.CharField(_("how it is counted"), max_length=300, blank=True)

    objects = FormFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure or text of a form")
        verbose_name_plural = _("figures and texts of forms")
        ordering = ["form_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "code"],
                condition=models.Q(removed_at__isnull=True),
                name="one_field_a_code",
                violation_error_message=_("The form has this code already: choose another one."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_figure(self) -> bool:
        """A number, and not a text."""
        return self.kind != self.Kind.TEXT

    def get_source_display(self) -> str:
        """What the portal fills in; a name that no app counts by yet is kept until one does."""
        known = all_sources().get(self.source)
        return str(known.label if known else NOT_COUNTED_YET) if self.source else ""

    def clean(self) -> None:
        """Texts have neither unit, limits nor source; the lower limit is not above the upper one."""
        of_figures = (self.unit, self.source, self.least, self.most)
        if self.kind == self.Kind.TEXT and any(each not in ("", None) for each in of_figures):
            raise ValidationError(_("A text has neither unit, limits nor a source."))
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValidationError({"most": _("The lower limit lies above the upper one.")})
