"""Safety days 安全日: the days, weeks and months of the year that stand for one theme."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.querysets import SafetyDayQuerySet
from dayan_safety.models import Record

YEARS = (MinValueValidator(1950), MaxValueValidator(2100))


class Period(NamedTuple):
    """Both days belong to it."""

    first: date
    last: date


class SafetyDay(Record):
    """When a theme has its day: a date, the n-th weekday of a month, or a whole month.

    Without ``year`` it comes every year. A row with ``year`` says when it is in that year alone, and goes before the
    yearly row of its name: some weeks are set anew every year. ``first_year`` counts: June 2026 is the 25th month.
    """

    class Weekday(models.IntegerChoices):
        """As ISO counts them."""

        MONDAY = 1, _("Monday")
        TUESDAY = 2, _("Tuesday")
        WEDNESDAY = 3, _("Wednesday")
        THURSDAY = 4, _("Thursday")
        FRIDAY = 5, _("Friday")
        SATURDAY = 6, _("Saturday")
        SUNDAY = 7, _("Sunday")

    class Week(models.IntegerChoices):
        """Which of the weekdays of a month."""

        FIRST = 1, _("the first")
        SECOND = 2, _("the second")
        THIRD = 3, _("the third")
        FOURTH = 4, _("the fourth")
        LAST = 5, _("the last")

    name = models.CharField(_("name"), max_length=50)
    year = models.PositiveSmallIntegerField(
        _("only in the year"), null=True, blank=True, validators=YEARS, help_text=_("Empty: every year.")
    )
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    day = models.PositiveSmallIntegerField(
        _("day of the month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("Without day and weekday it is the whole month."),
    )
    week = models.PositiveSmallIntegerField(_("which one"), null=True, blank=True, choices=Week)
    weekday = models.PositiveSmallIntegerField(_("weekday"), null=True, blank=True, choices=Weekday)
    lasts = models.PositiveSmallIntegerField(
        _("days it lasts"), default=1, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    first_year = models.PositiveSmallIntegerField(
        _("first held in"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("Then it is counted: June 2026 is the 25th month."),
    )
    plan_ahead = models.PositiveSmallIntegerField(
        _("days ahead its campaign is planned"),
        default=14,
        validators=[MaxValueValidator(180)],
        help_text=_("So many days before it the portal asks for a campaign; 0: none is needed."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = SafetyDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("safety day")
        verbose_name_plural = _("safety days")
        ordering = ["month", "day", "name", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(removed_at__isnull=True, year__isnull=True),
                name="one_safety_day_a_name",
                violation_error_message=_("There is a safety day of this name already."),
            ),
            models.UniqueConstraint(
                fields=["name", "year"],
                condition=models.Q(removed_at__isnull=True, year__isnull=False),
                name="one_safety_day_a_year",
                violation_error_message=_("There is a safety day of this name in this year already."),
            ),
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="safety_day_in_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}" if self.year else self.name

    def clean(self) -> None:
        """A rule that names a day there is, in one way only."""
        if bool(self.week) != bool(self.weekday):
            raise ValidationError({"weekday": _("Weekday and which one belong together: fill in both or neither.")})
        if self.day and self.weekday:
            raise ValidationError({"day": _("Either a day of the month or a weekday: leave one of them blank.")})
        is_month = self.month in range(1, 13)
        if self.day and is_month and self.day > monthrange(self.year or 2000, self.month)[1]:
            raise ValidationError({"day": _("The month has no such day.")})

    def in_year(self, year: int) -> Period | None:
        """When it is in ``year``; ``None`` in years it does not come, and for 29 February in other years."""
        if self.year not in (None, year):
            return None
        length = monthrange(year, self.month)[1]
        if not self.day and not self.weekday:
            return Period(date(year, self.month, 1), date(year, self.month, length))
        day = self.day or self._weekday_of(year, length)
        if day > length:
            return None
        first = date(year, self.month, day)
        return Period(first, first + timedelta(days=self.lasts - 1))

    def _weekday_of(self, year: int, length: int) -> int:
        """The day of the month of the n-th weekday, or of the last one."""
        assert self.weekday and self.week
        first = 1 + (self.weekday - date(year, self.month, 1).isoweekday()) % 7
        return list(range(first, length + 1, 7))[: self.week][-1]

    def number_in(self, year: int) -> int | None:
        """Which time it is in ``year``, from 1; ``None`` where nobody counts."""
        return year - self.first_year + 1 if self.first_year and year >= self.first_year else None
