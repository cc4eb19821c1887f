"""Words that the town keeps itself: for whom an event was, and by which channel it reached them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.querysets import SharedQuerySet
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


class Audience(Word):
    """A group of people that events are for: leaders, staff, heads of key enterprises, pupils [S]."""

    class Meta(Word.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Channel(Word):
    """A way to reach people: face to face, display board, electronic screen, loudspeaker, WeChat."""

    class Meta(Word.Meta):
        verbose_name = _("channel of outreach")
        verbose_name_plural = _("channels of outreach")
