"""What people tick on the coverage map."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import EventKind
from campaigns.services.coverage import Coverage, Pair
from dayan_safety.forms import PortalForm

MOST_KEY = 2**31 - 1


class PlanEventsForm(PortalForm):
    """Empty cells of the coverage map, or all of one theme, and what kind of event each is to get."""

    kind = forms.ModelChoiceField(label=_("Kind of event"), queryset=EventKind.objects.all(), empty_label=None)
    cells = forms.CharField(required=False, widget=forms.MultipleHiddenInput)
    column = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=MOST_KEY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.attrs["class"] = "form-select"
        self.fields["kind"].initial = EventKind.objects.present().counted_as(EventKind.CountsAs.PUBLICITY).first()

    def clean_cells(self) -> frozenset[str]:
        """As they came: what is no cell of the map is none."""
        return frozenset(self.data.getlist("cells")) if hasattr(self.data, "getlist") else frozenset()

    def pairs(self, coverage: Coverage) -> list[Pair]:
        """The empty cells of ``coverage`` that were meant."""
        column, cells = self.cleaned_data["column"], self.cleaned_data["cells"]
        empty = [pair for group in coverage.groups for pair in coverage.empty_of(group)]
        return [
            (unit, group)
            for unit, group in empty
            if (group.pk == column if column else f"{unit.pk}-{group.pk}" in cells)
        ]
