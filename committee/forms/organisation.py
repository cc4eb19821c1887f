"""What people type about units, people, bodies and posts."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.models import Appointment, Committee, Person, Unit, WorkingGroup
from dayan_safety.forms import DayField, PickWidget, PortalForm, RecordForm, reason_field
from dayan_safety.names import tidy


class UnitForm(RecordForm):
    """A unit."""

    class Meta:
        model = Unit
        fields: ClassVar = ["name", "kind", "code", "address", "telephone", "order", "valid_from", "valid_to"]
        field_classes: ClassVar = {"valid_from": DayField, "valid_to": DayField}

    def clean_name(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["name"])


class PersonForm(RecordForm):
    """A person. The telephone is typed anew to change it; a masked one that comes back stays as it is."""

    class Meta:
        model = Person
        fields: ClassVar = ["name", "sex", "unit", "position", "telephone", "identity_number", "order", "left_on"]
        field_classes: ClassVar = {"left_on": DayField}
        widgets: ClassVar = {"unit": PickWidget("unit"), "identity_number": forms.TextInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = {name: getattr(self.instance, name) for name in Person.PERSONAL}
        self.is_stale = self.data.get("version") not in (None, "", str(self.instance.version))
        for name, mask in Person.PERSONAL.items():
            if self.kept[name]:
                self.initial[name] = mask(self.kept[name])
                self.fields[name].validators = []
                self.fields[name].help_text = _("Masked. Leave it as it is, or type the new number in full.")

    def _clean_personal(self, name: str) -> str:
        """A masked value that comes back as it was shown is the kept one; a typed one must be right."""
        typed, kept = tidy(self.cleaned_data[name]).upper(), self.kept[name]
        if kept and self.is_stale and "*" in typed:
            # The mask of the number that stood there when the form was opened: shown again as it is now.
            shown: Any = self.data.copy()
            shown[name] = typed = Person.PERSONAL[name](kept)
            self.data = shown
        if kept and typed == Person.PERSONAL[name](kept):
            return str(kept)
        if "*" in typed and self.is_outdated:  # the mask of the number before
            return str(kept)
        for validate in Person._meta.get_field(name).validators if typed else []:
            validate(typed)
        return typed

    def clean_telephone(self) -> str:
        """As typed, or as kept."""
        return self._clean_personal("telephone")

    def clean_identity_number(self) -> str:
        """As typed, or as kept."""
        return self._clean_personal("identity_number")

    def clean_name(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["name"])


class CommitteeForm(RecordForm):
    """A committee for one term."""

    class Meta:
        model = Committee
        fields: ClassVar = ["name", "document", "duties", "office_unit", "office_duties", "term_from", "term_to"]
        field_classes: ClassVar = {"term_from": DayField, "term_to": DayField}
        widgets: ClassVar = {"office_unit": PickWidget("unit")}


class WorkingGroupForm(RecordForm):
    """A working group."""

    class Meta:
        model = WorkingGroup
        fields: ClassVar = [
            "committee",
            "number",
            "name",
            "lead_unit",
            "duties",
            "tasks",
            "is_supervision",
            "to_be_confirmed",
        ]
        widgets: ClassVar = {"lead_unit": PickWidget("unit")}


class AppointForm(PortalForm):
    """Who comes into which post of a body, and when."""

    takes_record = True
    person = forms.ModelChoiceField(Person.objects, label=_("Person"), widget=PickWidget("person"))
    post = forms.ChoiceField(label=_("Post"))
    since = DayField(label=_("First day in the post"), initial=timezone.localdate)
    until = DayField(label=_("Last day in the post"), required=False, help_text=_("Empty: for good."))
    document = forms.CharField(label=_("Appointment document"), required=False, max_length=100)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = {Committee: Appointment.OF_COMMITTEE, WorkingGroup: Appointment.OF_GROUP}
        posts = fitting.get(type(record), (Appointment.Post.LIAISON,))
        self.fields["post"].choices = [(post.value, post.label) for post in posts]


class EndAppointmentForm(PortalForm):
    """When an appointment ends, and why."""

    until = DayField(label=_("Last day in the post"), initial=timezone.localdate)
    reason = reason_field()


class HandOverForm(PortalForm):
    """Who takes over everything a person holds."""

    successor = forms.ModelChoiceField(Person.objects, label=_("Successor"), widget=PickWidget("person"))
    on = DayField(label=_("First day of the successor"), initial=timezone.localdate)
    reason = reason_field()


class RosterFileForm(forms.Form):
    """The file to be checked."""

    file = forms.FileField(label=_("Roster file (.xlsx, .xls or .csv)"))


class AliasForm(PortalForm):
    """Another name people write for a unit."""

    name = forms.CharField(label=_("Other name"), max_length=100)
