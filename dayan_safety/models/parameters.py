"""What the office sets: parameters that differ from what the portal ships, and the last numbers of each year."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Parameter(models.Model):
    """A parameter the office has set; what was never set stands in the app's ``parameters``."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    value = models.JSONField(_("value"))

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class YearlyNumber(models.Model):
    """The last number given to papers of one kind in a year: 大安创办〔2026〕3号."""

    kind = models.CharField(_("kind"), max_length=50)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("last number of a year")
        verbose_name_plural = _("last numbers of the years")
        ordering = ["kind", "year"]
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="one_row_of_numbers_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"
