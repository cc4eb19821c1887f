"""What people type about safety days, materials and events."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Audience, Campaign, Channel, Display, Event, EventKind, Material, SafetyDay
from campaigns.services.coverage import Coverage, Pair
from committee.models import Unit
from dayan_safety.forms import ClockField, DayField, PickWidget, PortalForm, RecordForm, SeveralField, note_field
from dayan_safety.names import tidy

MOST_COPIES = 1_000_000
MOST_KEY = 2**31 - 1


class CampaignForm(RecordForm):
    """A campaign with what is planned."""

    class Meta:
        model = Campaign
        fields: ClassVar = [
            "name", "theme", "first_on", "last_on", "safety_day", "group", "text", *Campaign.PLANNED, "summary",
        ]  # fmt: skip
        field_classes: ClassVar = {"first_on": DayField, "last_on": DayField}
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "summary": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts: ClassVar = {
            "safety_day": _("Which day, week or month of the year it keeps, if any."),
            "group": _("Which group runs it; blank for the office."),
            "planned_events": _("What is done is counted from the log of events; leave blank what nobody counts."),
            "summary": _("What came of it; blank until it is over."),
        }

    def clean_name(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["name"])


class SafetyDayForm(RecordForm):
    """A safety day."""

    class Meta:
        model = SafetyDay
        fields: ClassVar = [
            "name",
            "month",
            "day",
            "week",
            "weekday",
            "lasts",
            "first_year",
            "year",
            "plan_ahead",
            "note",
        ]


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


class AudienceForm(RecordForm):
    """A group of people."""

    class Meta:
        model = Audience
        fields: ClassVar = ["name", "order"]


class ChannelForm(RecordForm):
    """A channel."""

    class Meta:
        model = Channel
        fields: ClassVar = ["name", "order"]


class DisplayForm(RecordForm):
    """What was put up where."""

    class Meta:
        model = Display
        fields: ClassVar = ["title", "channel", "place", "unit", "group", "campaign", "first_on", "last_on", "text"]
        field_classes: ClassVar = {"first_on": DayField, "last_on": DayField}
        widgets: ClassVar = {"unit": PickWidget("unit"), "text": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {"last_on": _("Blank while it is there.")}


class EventForm(RecordForm):
    """An event, ahead of it or afterwards."""

    class Meta:
        model = Event
        fields: ClassVar = [
            "theme", "kind", "held_on", "begins_at", "place", "unit", "group", "campaign", "hosts", "lecturer", "entry",
            "audiences", "channel", "head_count", "summary", "effect",
        ]  # fmt: skip
        field_classes: ClassVar = {"held_on": DayField, "begins_at": ClockField, "audiences": SeveralField}
        widgets: ClassVar = {
            "unit": PickWidget("unit"),
            "audiences": forms.CheckboxSelectMultiple,
            "summary": forms.Textarea(attrs={"rows": 4}),
            "effect": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts: ClassVar = {
            "unit": _("Whose people it was for; blank for the whole town."),
            "head_count": _("How many took part; blank until it was held."),
        }

    def saved_fields(self) -> list[str]:
        """Audiences are kept in a table of their own."""
        return [name for name in super().saved_fields() if name != "audiences"]

    def several(self) -> dict[str, Any]:
        """What the record's own row does not hold."""
        return {"audiences": self.cleaned_data["audiences"]}


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
