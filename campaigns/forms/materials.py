"""What people type about materials and their ledger."""

from typing import ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Material
from committee.models import Unit
from dayan_safety.forms import DayField, PickWidget, PortalForm, RecordForm, note_field
from dayan_safety.names import tidy

MOST_COPIES = 1_000_000


class MaterialForm(RecordForm):
    """A material."""

    class Meta:
        model = Material
        fields: ClassVar = ["name", "form", "measure", "published_on", "note"]
        field_classes: ClassVar = {"published_on": DayField}

    def clean_name(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["name"])


def copies_field(least: int = 1) -> forms.IntegerField:
    """A number of copies; whoever types more has typed too much."""
    return forms.IntegerField(label=_("Copies"), min_value=least, max_value=MOST_COPIES)


def day_field() -> DayField:
    """The day it happened on; today unless something else is said."""
    return DayField(label=_("Day"), initial=timezone.localdate)


class ReceiveCopiesForm(PortalForm):
    """How many came, and when."""

    copies = copies_field()
    on = day_field()
    note = note_field()


class DistributeCopiesForm(PortalForm):
    """How many went to which unit, and when."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.all(), widget=PickWidget("unit"))
    copies = copies_field()
    on = day_field()
    campaign = forms.ModelChoiceField(label=_("Campaign"), queryset=Campaign.objects.all(), required=False)
    note = note_field()


class HandOutCopiesForm(PortalForm):
    """How many of which material were handed out at an event."""

    material = forms.ModelChoiceField(label=_("Material"), queryset=Material.objects.all())
    copies = copies_field()
    note = note_field()


class CountCopiesForm(PortalForm):
    """How many are there."""

    counted = copies_field(least=0)
    note = note_field()
