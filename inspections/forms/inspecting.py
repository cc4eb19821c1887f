"""What people type while they inspect."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dayan_safety.forms import DayField, PickWidget, PortalForm, RecordForm
from dayan_safety.uploads import Checked
from dayan_safety.uploads.signatures import SignatureField
from dayan_safety.workdays import today
from inspections.models import Answer, Checklist, Finding, Inspection
from inspections.services.findings.finding import days_for

LATEST = 2**53  # the greatest number that a script counts exactly


class InspectionForm(RecordForm):
    """Where, by which checklist, with whom."""

    FOLDED = ("site", "companions", "made_on")

    class Meta:
        model = Inspection
        fields: ClassVar = ["unit", "checklist", "site", "companions", "made_on"]
        field_classes: ClassVar = {"made_on": DayField}
        widgets: ClassVar = {"unit": PickWidget("unit"), "site": PickWidget("site")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["checklist"]
        else:
            self.fields["checklist"].queryset = Checklist.objects.in_use()  # type: ignore[attr-defined]


class AnswerForm(PortalForm):
    """An answer as its card sends it; ``said_at`` is the telephone's clock, the portal's where there is no script."""

    verdict = forms.ChoiceField(choices=Answer.Verdict.choices)
    text = forms.CharField(label=_("Danger"), max_length=500, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=Finding.Level.choices, required=False)
    said_at = forms.IntegerField(min_value=1, max_value=LATEST, required=False)

    def clean_said_at(self) -> int:
        """Now, where nothing was said."""
        return self.cleaned_data["said_at"] or time.time_ns() // 1_000_000

    def given(self) -> dict[str, Any]:
        """What the service takes; a level that is not said stays as it is."""
        return {name: value for name, value in self.cleaned_data.items() if name != "level" or value}


def level_choices() -> list[tuple[str, str]]:
    """The levels, each with the last day that it leaves from today on."""
    told = gettext("%(level)s: by %(day)s")
    days = {level: today() + timedelta(days=days_for(level)) for level in Finding.Level}
    return [(level.value, told % {"level": level.label, "day": f"{days[level]:%Y-%m-%d}"}) for level in Finding.Level]


class FinishForm(PortalForm):
    """How it ends: the opinion, who was there for the unit, their signature, and whether the unit is notified."""

    summary = forms.CharField(
        label=_("Opinion of the inspection"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    met = forms.CharField(label=_("Who was there for the unit"), max_length=50)
    signature = SignatureField(label=_("Signature"), name="被查单位签名.png")
    notify = forms.BooleanField(
        label=_("Issue the rectification notice at once"),
        required=False,
        initial=True,
        help_text=_("One notice about all dangers found. Without it each is notified from its own page."),
    )

    def clean(self) -> dict[str, Any]:
        """The signature is a file of the inspection."""
        cleaned = super().clean() or {}
        signature: Checked | None = cleaned.pop("signature", None)
        return cleaned | {"uploads": [signature] if signature else []}
