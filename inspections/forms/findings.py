"""What people type about findings."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from committee.models import WorkingGroup
from dayan_safety.forms import DayField, PickWidget, PortalForm, RecordForm, note_field, reason_field
from dayan_safety.uploads import Checked
from dayan_safety.uploads.fields import CheckedFilesField, Sorted
from dayan_safety.workdays import today
from inspections.models import Finding, FindingKind


class FindingKindForm(RecordForm):
    """A kind of danger."""

    class Meta:
        model = FindingKind
        fields: ClassVar = ["name", "order"]


class FindingForm(RecordForm):
    """A danger, where it is and what is demanded; the last day follows from the level unless one is typed."""

    FOLDED = ("site", "basis", "at_once", "source", "due_on")

    class Meta:
        model = Finding
        fields: ClassVar = [
            "unit", "place", "kind", "level", "text", "demand", "found_on", "site", "basis", "at_once", "source",
            "due_on",
        ]  # fmt: skip
        field_classes: ClassVar = {"found_on": DayField, "due_on": DayField}
        widgets: ClassVar = {
            "unit": PickWidget("unit"),
            "site": PickWidget("site"),
            "level": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 3}),
            "demand": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts: ClassVar = {
            "demand": _("What the unit has to do; the rectification notice says it."),
            "due_on": _("Blank: as many days as the level leaves."),
            "site": _("Where it is at a registered site or piece of equipment."),
        }


class PhotosForm(PortalForm):
    """A step that may be shown by photos. The good ones are kept; of the others the warnings tell why not."""

    uploads = CheckedFilesField(label=_("Photos"), required=False)

    def clean_uploads(self) -> list[Checked]:
        """The files that may be kept."""
        found: Sorted = self.cleaned_data["uploads"]
        self.warnings = found.refused
        return found.kept


def _text(label: Any, **about: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), **about)


class StepForm(PhotosForm):
    """What was done, with photos."""

    text = _text(_("What was done"))
    field_order = ("text", "uploads")


class DoneForm(StepForm):
    """What was done; without a photo of it as it is now nobody can close it."""

    uploads = CheckedFilesField(label=_("Photos"))


class PassedForm(PhotosForm):
    """What was seen, where there is something to say."""

    text = _text(_("What was seen"), required=False)
    field_order = ("text", "uploads")


class FailedForm(PhotosForm):
    """What is still there, and until when."""

    text = _text(_("What is still there"))
    due_on = DayField(label=_("To be put right by"), required=False, help_text=_("Blank: the last day stays."))
    field_order = ("text", "due_on", "uploads")


class FixingsForm(PortalForm):
    """The five fixings; the fifth is the last day, which stands already."""

    takes_record = True
    responsible = forms.CharField(label=_("Responsible person"), max_length=50)
    measures = forms.CharField(label=_("Measures"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    funds = forms.CharField(label=_("Funds"), max_length=100)
    plan = forms.CharField(
        label=_("Emergency plan until then"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, record: Finding, **kwargs: Any) -> None:
        begun = {name: getattr(record, name) for name in ("responsible", "measures", "funds", "plan")}
        super().__init__(*args, **{"initial": begun} | kwargs)


class UntilForm(PortalForm):
    """A new last day, and why."""

    due_on = DayField(label=_("To be put right by"))
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


class HandOverForm(PortalForm):
    """To whom, and why."""

    handed_to = forms.CharField(label=_("Handed to"), max_length=100)
    reason = reason_field()


class FindingTaskForm(PortalForm):
    """What has to be done because of a finding, by whom and until when; begun with what the finding says."""

    takes_record = True
    title = forms.CharField(label=_("Task"), max_length=200)
    text = _text(_("What is demanded"), required=False)
    lead_group = forms.ModelChoiceField(
        label=_("Lead group"),
        queryset=WorkingGroup.objects.all(),
        required=False,
        help_text=_("Blank: the unit of the finding leads."),
    )
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, record: Finding, **kwargs: Any) -> None:
        begun = {"title": record.text[:200], "text": record.demand, "due_on": max(record.due_on, today())}
        super().__init__(*args, **{"initial": begun} | kwargs)
