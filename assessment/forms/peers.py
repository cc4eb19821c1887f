"""What people type about mutual evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import Mark, Round, Rulebook, RulebookItem
from assessment.models.peers import BEST
from assessment.services import peers as services
from dayan_safety.forms import DayField, PortalForm, RecordForm, reason_field


class RoundForm(RecordForm):
    """Who rates whom, for which item, until when."""

    class Meta:
        model = Round
        fields: ClassVar = ["name", "item", "rated_kind", "rating_kind", "each_rates", "last_on"]
        field_classes: ClassVar = {"last_on": DayField}
        help_texts: ClassVar = {
            "item": _("An item of the rulebook in use whose method is mutual evaluation."),
            "each_rates": _("Blank: every unit rates all others. With a number, lots are drawn when the round opens."),
            "last_on": _("The round closes by itself after this day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: Any = self.fields["item"]
        asked = {"method": RulebookItem.Method.PEERS, "rulebook__state": Rulebook.State.IN_USE}
        item.queryset = item.queryset.filter(**asked).with_rulebook()
        item.label_from_instance = lambda one: f"{one}（{one.rulebook}）"  # each year has its own


class LeaveOutForm(PortalForm):
    """Which flat ballot is left out, and why; ``record`` is the round."""

    takes_record = True
    ballot = forms.TypedChoiceField(label=_("Ballot of"), coerce=int)
    reason = reason_field()

    def __init__(self, *args: Any, record: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flat = services.flat_ballots(record) if record.state == Round.State.CLOSED else []
        choice: Any = self.fields["ballot"]
        choice.choices = [(ballot.pk, str(ballot.unit)) for ballot in flat]


class BallotForm(forms.Form):
    """A mark for each row of a ballot, whole numbers from 0 to 100; blank while it is still to be given."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rows: Sequence[Mark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"mark-{row.pk}"] = _mark_field(row)

    def lines(self) -> list[tuple[Mark, Any]]:
        """Each row with its field."""
        return [(row, self[f"mark-{row.pk}"]) for row in self.rows]

    def given(self) -> dict[int, int | None]:
        """Marks by row."""
        return {row.pk: self.cleaned_data[f"mark-{row.pk}"] for row in self.rows}


def _mark_field(row: Mark) -> forms.IntegerField:
    typed = {"class": "form-control", "inputmode": "numeric", "autocomplete": "off", "data-mark": ""}
    return forms.IntegerField(
        label=str(row.receiver), min_value=0, max_value=BEST, required=False, initial=row.mark,
        widget=forms.NumberInput(attrs=typed),
    )  # fmt: skip
