"""What people type about joint meetings."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.models import (
    AgendaItem,
    Attendance,
    Committee,
    Meeting,
    MinutesComment,
    Outcome,
    Person,
    Unit,
    WorkingGroup,
)
from dayan_safety.forms import ClockField, DayField, PickManyWidget, PickWidget, PortalForm, RecordForm, SeveralField


def _draft(rows: int) -> forms.Textarea:
    """A long text that the browser keeps while it is typed."""
    return forms.Textarea(attrs={"rows": rows, "data-draft": ""})


class MeetingForm(RecordForm):
    """A meeting: when, where, who chairs it."""

    class Meta:
        model = Meeting
        fields: ClassVar = [
            "committee", "title", "held_on", "begins_at", "place", "chair", "recorder", "requirements",
        ]  # fmt: skip
        field_classes: ClassVar = {"held_on": DayField, "begins_at": ClockField}
        widgets: ClassVar = {
            "chair": PickWidget("person"),
            "recorder": PickWidget("person"),
            "requirements": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "requirements": _("Printed in the notice: what to prepare and to bring."),
            "chair": _("Left blank: the director of the committee."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["committee"]
        else:
            self.initial["committee"] = Committee.objects.in_office(timezone.localdate()).first()


class _OfRecord(PortalForm):
    """A form that begins with what a record says; ``filled`` names the fields that do."""

    takes_record = True
    filled: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        initial = {name: getattr(record, name) for name in self.filled}
        super().__init__(*args, initial=initial, **kwargs)
        self.record = record


class ItemForm(PortalForm):
    """A topic."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaItem.Kind.choices)
    title = forms.CharField(label=_("Topic"), max_length=200)
    owner = forms.ModelChoiceField(
        label=_("Presented by"), queryset=Person.objects.all(), required=False, widget=PickWidget("person")
    )
    planned_minutes = forms.IntegerField(label=_("Minutes planned"), initial=10, min_value=1, max_value=240)


class EditItemForm(_OfRecord, ItemForm):
    """A topic as it stands."""

    filled = ("kind", "title", "owner", "planned_minutes")


class MoveItemForm(PortalForm):
    """Behind which topic."""

    takes_record = True
    after = forms.ModelChoiceField(
        label=_("Behind"), queryset=AgendaItem.objects.none(), required=False, empty_label=_("at the beginning")
    )

    def __init__(self, *args: Any, record: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = record.meeting.items.present().on_agenda().exclude(pk=record.pk)
        self.fields["after"].queryset = others.filter(is_results=False)  # type: ignore[attr-defined]


class DecideItemForm(PortalForm):
    """Taken up, or not."""

    accepted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("put it on the agenda")), ("no", _("do not take it up"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason, if it is not taken up"), required=False, max_length=300)


class WriteItemForm(_OfRecord):
    """What was said, and what comes of the topic."""

    filled = ("discussion", "state")
    discussion = forms.CharField(label=_("What was said"), required=False, max_length=20_000, widget=_draft(12))
    state = forms.ChoiceField(
        label=_("The topic is"),
        choices=[
            (AgendaItem.State.OPEN, _("not settled yet")),
            (AgendaItem.State.DONE, _("dealt with")),
            (AgendaItem.State.UNFINISHED, _("unfinished, comes back next time")),
        ],
        widget=forms.RadioSelect,
    )


NO_TASK: dict[str, Any] = {
    "lead_unit": None, "lead_group": None, "helper_units": [], "helper_groups": [], "due_on": None,
}  # fmt: skip


class OutcomeForm(PortalForm):
    """A decision, a note or a task."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Outcome.Kind.choices, widget=forms.RadioSelect, initial="decision"
    )
    text = forms.CharField(
        label=_("Outcome"),
        max_length=2000,
        widget=_draft(4),
        help_text=_("Of a task the first line is its title in the register."),
    )
    lead_unit = forms.ModelChoiceField(
        label=_("Leading unit"), queryset=Unit.objects.all(), required=False, widget=PickWidget("unit")
    )
    lead_group = forms.ModelChoiceField(label=_("Lead group"), queryset=WorkingGroup.objects.all(), required=False)
    helper_units = SeveralField(
        label=_("Helping units"), queryset=Unit.objects.all(), required=False, widget=PickManyWidget("unit")
    )
    helper_groups = SeveralField(
        label=_("Helping groups"),
        queryset=WorkingGroup.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = DayField(label=_("Due on"), required=False)

    def clean(self) -> dict[str, Any]:
        """What belongs to a task alone is out of sight of anything else, and goes, right or wrong."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") == Outcome.Kind.TASK:
            return given
        for name in NO_TASK:
            self.errors.pop(name, None)
        return given | NO_TASK


class EditOutcomeForm(OutcomeForm):
    """An outcome as it stands."""

    takes_record = True

    def __init__(self, *args: Any, record: Outcome, **kwargs: Any) -> None:
        names = ("kind", "text", "lead_unit", "lead_group", "due_on")
        initial = {name: getattr(record, name) for name in names}
        initial |= {name: list(getattr(record, name).all()) for name in ("helper_units", "helper_groups")}
        super().__init__(*args, initial=initial, **kwargs)


class InviteForm(PortalForm):
    """A person, or a guest by name."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.all(), required=False, widget=PickWidget("person")
    )
    guest_name = forms.CharField(label=_("Or a guest: name"), required=False, max_length=50)
    guest_unit = forms.CharField(label=_("Guest's unit"), required=False, max_length=100)
    position = forms.CharField(label=_("Position"), required=False, max_length=100)


class AnswerForm(_OfRecord):
    """Coming, or on leave."""

    filled = ("answer", "leave_reason", "substitute")
    answer = forms.ChoiceField(label=_("Answer"), choices=Attendance.Answer.choices, widget=forms.RadioSelect)
    leave_reason = forms.CharField(label=_("Reason for leave"), required=False, max_length=200)
    substitute = forms.CharField(
        label=_("Who comes instead"), required=False, max_length=100, help_text=_("Name and position.")
    )


class CommentForm(PortalForm):
    """What should be changed in the minutes."""

    text = forms.CharField(label=MinutesComment._meta.get_field("text").verbose_name, max_length=2000, widget=_draft(5))


class SignInForm(PortalForm):
    """Who one is, for those who sign in to a meeting without a login."""

    name = forms.CharField(label=_("Full name"), max_length=50)
    digits = forms.RegexField(
        label=_("Last four digits of your telephone"),
        regex=r"^[0-9]{4}$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        error_messages={"invalid": _("Type the last four digits.")},
    )
