"""What people type about incidents and who was hurt in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dayan_safety.forms import ClockField, DayField, PickWidget, PortalForm, RecordForm
from inspections.models import Incident, Injury

MOMENTS = ("known_at", "reported_at", "passed_on_at")


def moment_field(label: Any) -> forms.DateTimeField:
    """A moment, chosen in the browser's own way."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, required=False, widget=widget)


class IncidentForm(RecordForm):
    """What happened; the clocks are for accidents at work."""

    FOLDED = ("activity", "intent", "is_production", "loss", *MOMENTS, "lesson")
    known_at = moment_field(_("Known to the head of the unit at"))
    reported_at = moment_field(_("Reported to the town at"))
    passed_on_at = moment_field(_("Passed on to the superior at"))

    class Meta:
        model = Incident
        fields: ClassVar = [
            "unit", "happened_on", "happened_time", "place_kind", "place", "cause", "text", "activity", "intent",
            "is_production", "loss", *MOMENTS, "lesson",
        ]  # fmt: skip
        field_classes: ClassVar = {"happened_on": DayField, "happened_time": ClockField}
        widgets: ClassVar = {
            "unit": PickWidget("unit"),
            "text": forms.Textarea(attrs={"rows": 3}),
            "lesson": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts: ClassVar = {"text": _("Name nobody: who was hurt is added by age and sex.")}


class InjuryForm(PortalForm):
    """Somebody who was hurt; ``record``: the incident they are added to, or the injury that is changed."""

    takes_record = True
    age = forms.IntegerField(label=_("Age"), min_value=0, max_value=120, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", _("not known")), *Injury.Sex.choices], required=False)
    nature = forms.ChoiceField(label=_("Nature of the injury"), choices=Injury.Nature.choices)
    part = forms.ChoiceField(label=_("Part of the body"), choices=Injury.Part.choices)
    severity = forms.ChoiceField(label=_("Severity"), choices=Injury.Severity.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Injury.Outcome.choices)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        begun = {} if isinstance(record, Incident) else {name: getattr(record, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": begun} | kwargs)
