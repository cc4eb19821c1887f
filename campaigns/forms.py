"""What people type about safety days, materials and events."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Event, EventKind, Material, SafetyDay
from dayan_safety.forms import ClockField, DayField, PickWidget, RecordForm
from dayan_safety.names import tidy


class SafetyDayForm(RecordForm):
    """A safety day."""

    class Meta:
        model = SafetyDay
        fields: ClassVar = ["name", "month", "day", "week", "weekday", "lasts", "first_year", "year", "note"]


class MaterialForm(RecordForm):
    """A material."""

    class Meta:
        model = Material
        fields: ClassVar = ["name", "form", "measure", "published_on", "note"]
        field_classes: ClassVar = {"published_on": DayField}

    def clean_name(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["name"])


class EventKindForm(RecordForm):
    """A kind of event."""

    class Meta:
        model = EventKind
        fields: ClassVar = ["name", "counts_as", "order"]


class EventForm(RecordForm):
    """An event, ahead of it or afterwards."""

    class Meta:
        model = Event
        fields: ClassVar = [
            "theme", "kind", "held_on", "begins_at", "place", "unit", "group", "hosts", "lecturer", "entry",
            "head_count", "summary",
        ]  # fmt: skip
        field_classes: ClassVar = {"held_on": DayField, "begins_at": ClockField}
        widgets: ClassVar = {"unit": PickWidget("unit"), "summary": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {
            "unit": _("Whose people it was for; blank for the whole town."),
            "head_count": _("How many took part; blank until it was held."),
        }
