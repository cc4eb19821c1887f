"""What people type about rulebooks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from assessment.forms.editions import fix_edition
from assessment.models import Rulebook, RulebookItem
from assessment.services.rulebooks import KEPT, OF_ITEM
from dayan_safety.forms import RecordForm


class RulebookForm(RecordForm):
    """A rulebook without its items; its rules stand below a line that opens them."""

    FOLDED = KEPT

    class Meta:
        model = Rulebook
        fields: ClassVar = ["name", "year", "document", *KEPT]


class RulebookItemForm(RecordForm):
    """An item of a rulebook that is being drawn up."""

    FOLDED = ("counts", "weight", "step")

    class Meta:
        model = RulebookItem
        fields: ClassVar = ["rulebook", *OF_ITEM]
        help_texts: ClassVar = {
            "figure": _("For an item that is computed from records."),
            "applies_to": _("An item by survey reads what people were asked about each of these units."),
            "step": _("Blank: the points are the share of the full mark that was reached."),
            "full_mark": _("Rewards and penalties: the most that one entry can be; a veto: 0."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fix_edition(self, "rulebook", lambda books: books.drafts())
