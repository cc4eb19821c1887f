"""What people type about events and displays."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Display, Event
from dayan_safety.forms import ClockField, DayField, PickManyWidget, PickWidget, RecordForm, SeveralField


class EventForm(RecordForm):
    """An event, ahead of it or afterwards: what is typed on the spot comes first, the rest is begun or folded away."""

    FOLDED: ClassVar = ("more_units", "group", "campaign", "programme", "channel", "hosts", "lecturer", "effect")

    class Meta:
        model = Event
        fields: ClassVar = [
            "theme", "kind", "held_on", "begins_at", "place", "unit", "head_count", "entry", "audiences", "summary",
            "more_units", "group", "campaign", "programme", "channel", "hosts", "lecturer", "effect",
        ]  # fmt: skip
        field_classes: ClassVar = {
            "held_on": DayField,
            "begins_at": ClockField,
            "more_units": SeveralField,
            "audiences": SeveralField,
        }
        widgets: ClassVar = {
            "unit": PickWidget("unit"),
            "more_units": PickManyWidget("unit"),
            "audiences": forms.CheckboxSelectMultiple,
            "summary": forms.Textarea(attrs={"rows": 4}),
            "effect": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts: ClassVar = {
            "unit": _("Whose people it was for; blank for the whole town."),
            "more_units": _("Who else took part, where it was for several villages or enterprises."),
            "head_count": _("How many took part; blank until it was held."),
        }


class DisplayForm(RecordForm):
    """What was put up where."""

    class Meta:
        model = Display
        fields: ClassVar = ["title", "channel", "place", "unit", "group", "campaign", "first_on", "last_on", "text"]
        field_classes: ClassVar = {"first_on": DayField, "last_on": DayField}
        widgets: ClassVar = {"unit": PickWidget("unit"), "text": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {"last_on": _("Blank while it is there.")}
