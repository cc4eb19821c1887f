"""Objections 申诉: what a unit says against its scorecard while the result is posted, and the answer to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.results import Scorecard
from assessment.querysets import ObjectionQuerySet
from committee.models import User
from dayan_safety.models import Record


class Objection(Record):
    """What a unit holds to be wrong in its scorecard; ``item``: number of the line, blank where it is the whole."""

    KEEPS_FILES = True

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("to be answered")
        UPHELD = "upheld", _("the unit is right")
        REFUSED = "refused", _("the score stands")

    TRANSITIONS = {State.OPEN: (State.UPHELD, State.REFUSED), State.UPHELD: (), State.REFUSED: ()}

    scorecard = models.ForeignKey(
        Scorecard, verbose_name=_("scorecard"), on_delete=models.PROTECT, related_name="objections", editable=False
    )
    item = models.CharField(_("number of the item"), max_length=10, blank=True, editable=False)
    said = models.TextField(_("what is wrong"), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    answer = models.TextField(_("answer"), blank=True, editable=False)
    made_by = models.ForeignKey(
        User, verbose_name=_("objected by"), on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    answered_by = models.ForeignKey(
        User, verbose_name=_("answered by"), on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    answered_on = models.DateField(_("answered on"), null=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "item"],
                condition=models.Q(state="open", removed_at__isnull=True),
                name="one_open_objection",
            )
        ]
        indexes = [models.Index(fields=["state", "-id"], name="objection_state")]

    def __str__(self) -> str:
        told = {"card": self.scorecard, "number": self.item}
        if self.item:
            return _("objection to item %(number)s of %(card)s") % told
        return _("objection to %(card)s") % told
