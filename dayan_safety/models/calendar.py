"""Days that are not what their weekday says: public holidays and shifted working days 调休."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dayan_safety.querysets import RightQuerySet


class CalendarDay(models.Model):
    """A day off on a weekday, or a working day on a weekend."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=50)

    objects = RightQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
