"""What people type about campaigns and safety days."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, SafetyDay
from dayan_safety.forms import DayField, RecordForm
from dayan_safety.names import tidy


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
