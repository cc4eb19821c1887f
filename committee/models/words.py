"""Words that the town keeps itself: kinds of events, audiences, kinds of dangers."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.querysets import SharedQuerySet
from dayan_safety.models import Record


class Word(Record):
    """A word with its place among the others; none is there twice."""

    name = models.CharField(_("name"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(removed_at__isnull=True),
                name="one_%(class)s_a_name",
                violation_error_message=_("There is one of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
