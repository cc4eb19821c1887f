"""What people type about rulebooks."""

from typing import ClassVar

from assessment.models import Rulebook, RulebookItem
from dayan_safety.forms import RecordForm


class RulebookForm(RecordForm):
    """A rulebook."""

    class Meta:
        model = Rulebook
        fields: ClassVar = ["name", "year", "document", "note"]


class RulebookItemForm(RecordForm):
    """An item."""

    class Meta:
        model = RulebookItem
        fields: ClassVar = ["rulebook", "number", "section", "name", "method", "full_mark", "standard"]
