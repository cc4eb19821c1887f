"""What people type about events and displays."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Display, Event
from campaigns.querysets import SEVERAL
from dayan_safety.forms import ClockField, DayField, PickManyWidget, PickWidget, RecordForm, SeveralField


class EventForm(RecordForm):
    """An event, ahead of it or afterwards."""

    class Meta:
        model = Event
        fields: ClassVar = [
            "theme", "kind", "held_on", "begins_at", "place", "unit", "more_units", "group", "campaign", "hosts",
            "lecturer", "entry", "audiences", "channel", "head_count", "summary", "effect",
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

    def saved_fields(self) -> list[str]:
        """What is kept in tables of its own is not the row's."""
        return [name for name in super().saved_fields() if name not in SEVERAL]

    def several(self) -> dict[str, Any]:
        """What the record's own row does not hold. What the editor is not shown stays: a liaison sees the own units."""
        chosen = {name: list(self.cleaned_data[name]) for name in SEVERAL}
        return {name: [*chosen[name], *self._not_shown(name)] for name in SEVERAL}

    def _not_shown(self, name: str) -> list[Any]:
        """The records of the field that are none of its choices for the editor."""
        if not self.instance.pk:
            return []
        return list(getattr(self.instance, name).exclude(pk__in=self.fields[name].queryset.values("pk")))


class DisplayForm(RecordForm):
    """What was put up where."""

    class Meta:
        model = Display
        fields: ClassVar = ["title", "channel", "place", "unit", "group", "campaign", "first_on", "last_on", "text"]
        field_classes: ClassVar = {"first_on": DayField, "last_on": DayField}
        widgets: ClassVar = {"unit": PickWidget("unit"), "text": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {"last_on": _("Blank while it is there.")}
