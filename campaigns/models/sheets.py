"""Filled-in questionnaires: no name, no address, no time but the day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.questionnaires import Poll, Question


class Sheet(models.Model):
    """One filled-in questionnaire; ``once`` is the number of its form, so that sending it again adds none."""

    poll = models.ForeignKey(Poll, verbose_name=_("poll"), on_delete=models.PROTECT, related_name="sheets")
    on = models.DateField(_("day"))
    once = models.UUIDField(unique=True, editable=False)
    mark = models.DecimalField(_("mark"), max_digits=5, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("filled-in questionnaire")
        verbose_name_plural = _("filled-in questionnaires")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.poll} {self.on}"


class Answer(models.Model):
    """A tick (``choice``: the option's place in its question's list) or words."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    choice = models.PositiveSmallIntegerField(_("choice"), null=True)
    words = models.CharField(_("words"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words or str(self.choice)
