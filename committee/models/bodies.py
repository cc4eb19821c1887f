"""The promotion committee 促进委员会 with its office and its working groups 工作组."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models.units import Unit
from committee.querysets import CommitteeQuerySet, WorkingGroupQuerySet
from dayan_safety.models import Record


class Committee(Record):
    """The committee for one term, and the unit its office sits in."""

    KEEPS_FILES = True

    name = models.CharField(_("name"), max_length=100)
    document = models.CharField(_("founding document"), max_length=100, blank=True)
    duties = models.TextField(_("duties"), blank=True)
    office_unit = models.ForeignKey(
        Unit, verbose_name=_("the office sits in"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    office_duties = models.TextField(_("duties of the office"), blank=True)
    term_from = models.DateField(_("term from"))
    term_to = models.DateField(_("term until"), null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ["-term_from", "-pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A term does not end before it begins."""
        if self.term_from and self.term_to and self.term_to < self.term_from:
            raise ValidationError({"term_to": _("The last day lies before the first.")})


class WorkingGroup(Record):
    """A working group across departments: its duties, tasks and the unit that leads it.

    Its lead, deputies and members are appointments. ``to_be_confirmed`` marks a group the source did not name.
    """

    KEEPS_FILES = True

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="groups"
    )
    name = models.CharField(_("name"), max_length=50)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    duties = models.TextField(_("duties"), blank=True)
    tasks = models.TextField(_("tasks"), blank=True)
    lead_unit = models.ForeignKey(
        Unit, verbose_name=_("lead unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="led_groups"
    )
    is_supervision = models.BooleanField(
        _("supervises and assesses"), default=False, help_text=_("Its members keep the rulebook and the scores.")
    )
    to_be_confirmed = models.BooleanField(_("to be confirmed"), default=False)

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"],
                condition=models.Q(removed_at__isnull=True),
                name="one_group_a_name",
                violation_error_message=_("The committee has a group of this name already: choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
