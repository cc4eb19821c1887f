"""What people type about promotion projects, their measures and their effect."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Project, ProjectStep
from dayan_safety.forms import DayField, PickManyWidget, PortalForm, RecordForm, SeveralField
from dayan_safety.names import tidy

AT_THE_END = ("review", "improvement")
MILESTONE = _("none: a milestone")


def words(rows: int) -> forms.Textarea:
    """Room for so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class ProjectForm(RecordForm):
    """A promotion project; review and improvement are asked for once it is there."""

    class Meta:
        model = Project
        fields: ClassVar = [
            "name", "group", "first_on", "last_on", "audiences", "place", "helpers", "diagnosis", "goal", "measured",
            "measure", "baseline", "baseline_on", "target", "resources", "funds", *AT_THE_END,
        ]  # fmt: skip
        field_classes: ClassVar = {
            "first_on": DayField,
            "last_on": DayField,
            "baseline_on": DayField,
            "audiences": SeveralField,
            "helpers": SeveralField,
        }
        widgets: ClassVar = {
            "audiences": forms.CheckboxSelectMultiple,
            "helpers": PickManyWidget("unit"),
            "diagnosis": words(4),
            "goal": words(3),
            "resources": words(2),
            "review": words(4),
            "improvement": words(3),
        }
        help_texts: ClassVar = {
            "diagnosis": _("Which danger, how it was found, whom it hurts and where."),
            "measured": _("The one figure that shows the effect, such as people injured in traffic."),
            "baseline": _("The figure before the project began."),
            "target": _("Below the baseline where less is better, above it where more is better."),
            "review": _("What came of it, and whether the goal is reached; written at the end."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            for name in AT_THE_END:
                del self.fields[name]

    def clean_name(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["name"])


class StepForm(PortalForm):
    """A measure of one of the seven kinds, or a milestone."""

    kind = forms.ChoiceField(
        label=_("Kind of measure"), required=False, choices=[("", MILESTONE), *ProjectStep.Kind.choices]
    )
    text = forms.CharField(label=_("Measure or milestone"), max_length=200)
    due_on = DayField(label=_("To be done by"))
    from_address = ("kind",)


class EditStepForm(StepForm):
    """The same over what stands there."""

    takes_record = True

    def __init__(self, *args: Any, record: ProjectStep, **kwargs: Any) -> None:
        begun = {name: getattr(record, name) for name in ("kind", "text", "due_on")}
        super().__init__(*args, initial=begun, **{name: given for name, given in kwargs.items() if name != "initial"})


class FinishStepForm(PortalForm):
    """When it was done, and what came of it."""

    done_on = DayField(label=_("Done on"), initial=timezone.localdate)
    result = forms.CharField(label=_("What came of it"), required=False, max_length=300, widget=words(2))


class EffectForm(PortalForm):
    """A figure of a day."""

    measured_on = DayField(label=_("Measured on"), initial=timezone.localdate)
    value = forms.DecimalField(label=_("Value"), max_digits=12, decimal_places=2)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    from_address = ("measured_on", "value", "note")
