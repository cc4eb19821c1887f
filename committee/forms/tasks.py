"""What people type about tasks."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from committee.models import Task
from dayan_safety.forms import (
    DayField,
    PickManyWidget,
    PickWidget,
    PortalForm,
    RecordForm,
    SeveralField,
    note_field,
    reason_field,
)

HELPERS = ("helper_units", "helper_groups")


class TaskForm(RecordForm):
    """A task: what, who, until when. Once assigned its last day moves by a verb of its own."""

    class Meta:
        model = Task
        fields: ClassVar = [
            "title", "text", "lead_unit", "lead_group", "helper_units", "helper_groups", "due_on", "source",
            "source_note",
        ]  # fmt: skip
        field_classes: ClassVar = {"due_on": DayField, **dict.fromkeys(HELPERS, SeveralField)}
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "lead_unit": PickWidget("unit"),
            "helper_units": PickManyWidget("unit"),
            "helper_groups": forms.CheckboxSelectMultiple,
        }
        help_texts: ClassVar = {"lead_group": _("A unit or a group leads, one of the two.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["due_on"]


class TextForm(PortalForm):
    """What there is to say."""

    text = forms.CharField(label=_("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class MoveTaskForm(PortalForm):
    """Another last day, and why."""

    due_on = DayField(label=_("Due on"))
    reason = reason_field()


class AskExtensionForm(PortalForm):
    """How long, and why."""

    wanted_on = DayField(label=_("Asked until"))
    reason = reason_field()


class DecideExtensionForm(PortalForm):
    """Granted or refused."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("grant")), ("no", _("refuse"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    note = note_field()


class SlipForm(PortalForm):
    """What the slip demands."""

    requirement = forms.CharField(label=_("Requirement"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
