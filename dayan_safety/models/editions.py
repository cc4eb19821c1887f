"""The base of what comes in editions: drawn up, put in use and never changed from then on, only replaced."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayan_safety.models.records import Record


def in_edition(name: str, number: int) -> str:
    """The name; from the second edition on with its number."""
    told = {"name": name, "number": number}
    return name if number == 1 else _("%(name)s, edition %(number)s") % told


class Edition(Record):
    """One edition of what is called ``name``; ``services`` of it are in ``dayan_safety.editions``."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", gettext_lazy("being drawn up")
        IN_USE = "in_use", gettext_lazy("in use")
        REPLACED = "replaced", gettext_lazy("replaced by its next edition")

    TRANSITIONS: ClassVar = {
        State.DRAFT: (State.IN_USE,),
        State.IN_USE: (State.REPLACED,),
        State.REPLACED: (),
    }

    edition = models.PositiveSmallIntegerField(gettext_lazy("edition"), default=1, editable=False)
    state = models.CharField(gettext_lazy("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    used_since = models.DateField(gettext_lazy("put in use on"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_edition(self.name, self.edition)  # type: ignore[attr-defined]
